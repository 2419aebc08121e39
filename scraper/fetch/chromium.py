"""A page whose text only its JavaScript makes.

It is run in a real Chromium that reaches nothing but through our proxy. The page itself is not
asked for again: the browser gets the bytes that were fetched with all manners, and so does every
page that its scripts go on to. What it loads besides (scripts, data) passes the guard and counts
against bounds. Of the page's own host nothing is loaded that its robots.txt forbids. Data are not
made to wait one by one, for scripts give up, but each adds a delay to the rest that the host has
afterwards. The robots.txt of other hosts are not asked for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from http.cookiejar import Cookie
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any, Self

from scraper.errors import FetchError, InputError
from scraper.fetch.cookies import host_of
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.proxy import USER, Proxy
from scraper.fetch.sockets import Backend
from scraper.models import Page
from scraper.outcomes import Reason
from scraper.urls import host, same_site

if TYPE_CHECKING:
    import playwright.async_api
    from playwright.async_api import Browser, BrowserContext, Error, Request, Route

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    # names are resolved by the proxy alone
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--no-first-run",
    "--js-flags=--max-old-space-size=256",  # MiB
)
SETTLE = 5.0  # seconds for what a page loads after itself
REQUESTS = 150  # of one page
MOVES = 3  # times that a page's scripts may go on to another page
USELESS = frozenset(
    {"image", "media", "font", "texttrack", "ping", "cspviolationreport", "prefetch", "manifest"}
)
# fields about the bytes as they were sent, or that were acted on when they came
SPENT = frozenset(
    {
        "content-encoding",
        "content-length",
        "transfer-encoding",
        "connection",
        "keep-alive",
        "set-cookie",
        "refresh",
    }
)

# What a server must work for, unlike scripts and style sheets.
DATA = frozenset({"fetch", "xhr", "eventsource"})


@dataclass(frozen=True, kw_only=True)
class FetchHooks:
    """What the fetcher knows of hosts."""

    # takes a URL, and as `asked` the one that it follows from
    fetch: Callable[..., Awaitable[Page]]
    permits: Callable[[str], bool]  # whether robots.txt, as far as it is known, allows a URL
    count: Callable[[str], None]  # a request for a URL is sent, out of turn


@dataclass(kw_only=True)
class _Rendering:
    page: Page  # what the browser shows
    asked: str  # the URL that has led to it
    tab: playwright.async_api.Page | None = None
    requests: int = 0
    moves: int = 0


class Renderer:
    """Renders pages, one at a time; the browser starts with the first page."""

    def __init__(
        self,
        settings: FetchSettings,
        backend: Backend,
        hooks: FetchHooks,
        cookies: Iterable[Cookie],
    ) -> None:
        self._settings, self._hooks, self._cookies = settings, hooks, tuple(cookies)
        self._password = token_urlsafe()
        self._proxy = Proxy(backend, most=settings.max_bytes, password=self._password)
        self._turn = asyncio.Lock()
        self._stack = contextlib.AsyncExitStack()
        self._browser: Browser | None = None
        self._agent = ""

    async def __aenter__(self) -> Self:
        """Check that there is a browser.

        Raise InputError, with what to install, if there is none.
        """
        if self._settings.proxy:
            raise InputError(
                "--render cannot go through --proxy: the browser goes through a guard of ours"
            )
        self._program = program(self._settings.browser)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def render(self, page: Page) -> Page:
        """Return the page as its scripts make it; raises FetchError."""
        from playwright.async_api import Error

        async with self._turn:
            try:
                async with asyncio.timeout(self._settings.timeout):
                    return await self._run(page)
            except TimeoutError:
                raise FetchError(
                    page.url, Reason.TIMEOUT, "its JavaScript took too long", page=page
                ) from None
            except Error as error:
                line = f"its JavaScript cannot be run ({_first_line(error)})"
                raise FetchError(page.url, Reason.JS_SHELL, line, page=page) from error

    async def _run(self, page: Page) -> Page:
        from playwright.async_api import Error

        try:
            await self._ready()
        except Error as error:
            line = f"{self._program} does not start as a browser ({_first_line(error)})"
            raise FetchError(page.url, Reason.JS_SHELL, line, page=page) from error
        context = await self._context(page)
        rendering = _Rendering(page=page, asked=page.url)
        try:
            await context.route("**/*", lambda route: self._route(rendering, route))
            rendering.tab = tab = await context.new_page()
            context.on("page", _shut)
            await tab.goto(page.final_url, wait_until="commit")
            with contextlib.suppress(Error):  # a page that goes on loading is taken as it is
                await tab.wait_for_load_state("load", timeout=SETTLE * 1000)
                await tab.wait_for_load_state("networkidle", timeout=SETTLE * 1000)
            body, at = (await tab.content()).encode(), tab.url
        finally:
            await context.close()
        if len(body) > self._settings.max_bytes:
            raise FetchError(
                page.url, Reason.TOO_LARGE, "too large once its JavaScript has run", page=page
            )
        return replace(
            page, final_url=at, body=body, headers={"content-type": "text/html; charset=utf-8"}
        )

    async def _ready(self) -> None:
        """Have a browser, and its proxy free of the last page."""
        if self._browser is not None and self._browser.is_connected():
            await self._proxy.renew()
            return
        await self._stack.aclose()
        await self._start()

    async def _start(self) -> None:
        from playwright.async_api import async_playwright

        await self._stack.enter_async_context(self._proxy)
        playwright = await self._stack.enter_async_context(async_playwright())
        self._browser = await playwright.chromium.launch(
            executable_path=self._program,
            args=FLAGS,
            proxy={
                "server": self._proxy.address,
                "bypass": "<-loopback>",  # loopback goes through the proxy too
                "username": USER,
                "password": self._password,
            },
            chromium_sandbox=os.geteuid() != 0,  # it refuses to have one as root
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
        self._stack.push_async_callback(self._browser.close)
        blank = await self._browser.new_page()
        self._agent = await blank.evaluate("navigator.userAgent")
        await blank.close()

    async def _context(self, page: Page) -> BrowserContext:
        assert self._browser is not None
        chosen = self._settings.at(host(page.final_url))
        context = await self._browser.new_context(
            user_agent=chosen.user_agent or f"{self._agent} {chosen.agent}",
            accept_downloads=False,
            service_workers="block",
        )
        await context.add_cookies([_cookie(c) for c in self._cookies if _is_of(page, c)])
        return context

    async def _route(self, rendering: _Rendering, route: Route) -> None:
        """Decide on one request of the browser."""
        from playwright.async_api import Error

        with contextlib.suppress(Error):  # the page is gone meanwhile
            await self._decide(rendering, route)

    async def _decide(self, rendering: _Rendering, route: Route) -> None:
        request = route.request
        rendering.requests += 1
        if rendering.requests > REQUESTS or request.resource_type in USELESS:
            await route.abort()
        elif not request.is_navigation_request():
            await (route.continue_() if self._may_load(rendering, request) else route.abort())
        elif _is_of_tab(rendering, request):
            await self._show(rendering, route)
        else:
            await route.abort()  # a frame or a pop-up: nothing of the article

    def _may_load(self, rendering: _Rendering, request: Request) -> bool:
        """Return whether the page may load this in addition to itself.

        Requests for data of its own host are counted.
        """
        if host(request.url) != host(rendering.page.final_url):
            return True
        if not self._hooks.permits(request.url):
            return False
        if request.resource_type in DATA:
            self._hooks.count(request.url)
        return True

    async def _show(self, rendering: _Rendering, route: Route) -> None:
        """Give the browser the page.

        If its scripts have gone on to another page, that is fetched like any page.
        """
        rendering.moves += 1
        if rendering.moves > 1 and not await self._moved(rendering, route.request):
            await route.fulfill(status=204)  # no content: the browser stays where it is
            return
        fields = {
            name: value for name, value in rendering.page.headers.items() if name not in SPENT
        }
        await route.fulfill(status=200, headers=fields, body=rendering.page.body)

    async def _moved(self, rendering: _Rendering, request: Request) -> bool:
        """Fetch the page that the scripts go on to; return whether that succeeded."""
        if rendering.moves > 1 + MOVES or request.method != "GET":
            return False
        try:
            rendering.page = await self._hooks.fetch(request.url, asked=rendering.asked)
        except FetchError:
            return False
        return True


def program(chosen: str | None) -> str:
    """Return Chromium's program.

    Raises InputError, with what to install, if it or Playwright is missing.
    """
    try:
        import playwright.async_api  # noqa: F401
    except ImportError:
        raise InputError("--render needs Playwright: pip install 'scraper[render]'") from None
    found = next(filter(None, map(shutil.which, (chosen,) if chosen else PROGRAMS)), None)
    if found is None:
        line = f"there is no program {chosen}" if chosen else "none is on the PATH"
        raise InputError(
            f"--render needs Chromium, and {line}:"
            " `apt-get install chromium`, or name it with --browser"
        )
    return found


def _first_line(error: Error) -> str:
    return error.message.strip().partition("\n")[0][:200]


async def _shut(popup: playwright.async_api.Page) -> None:
    from playwright.async_api import Error

    with contextlib.suppress(Error):  # gone already
        await popup.close()


def _is_of_tab(rendering: _Rendering, request: Request) -> bool:
    """Return whether the tab itself navigates.

    A frame in it or a pop-up, which has no frame yet, does not count.
    """
    from playwright.async_api import Error

    try:
        return rendering.tab is not None and request.frame == rendering.tab.main_frame
    except Error:
        return False


def _is_of(page: Page, cookie: Cookie) -> bool:
    return same_site(page.final_url, f"http://{host_of(cookie)}/")


def _cookie(cookie: Cookie) -> Any:  # Playwright's type for it is not public
    expires = -1 if cookie.expires is None else cookie.expires
    return {
        "name": cookie.name,
        "value": (cookie.value or "").encode("latin-1", "replace").decode("utf-8", "replace"),
        "domain": cookie.domain,
        "path": cookie.path,
        "secure": cookie.secure,
        "expires": expires,
    }
