"""A URL becomes a page: robots, the host's pace, redirects, retries and bounds, hop by hop.

Raises errors.FetchError, the outcome of that URL; a reply that is worth keeping rides on it as `.page`.
"""

from __future__ import annotations

import asyncio
import random as chance
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Self, TypeVar

from scraper.errors import FetchError, InputError, Reason
from scraper.fetch import cookies, failures, politeness, robots, what_came_back
from scraper.fetch.client import ERROR_BYTES, REDIRECTS, Client, Look, Reply
from scraper.fetch.guard import Guard
from scraper.fetch.headers import request_headers
from scraper.fetch.library import httpx
from scraper.fetch.network import Backend, Resolve, resolve_by_system
from scraper.fetch.pace import Pace, Parked
from scraper.fetch.politeness import HostStore
from scraper.fetch.schedule import Rules, Slots, crawl
from scraper.fetch.settings import FetchSettings
from scraper.fetch.what_came_back import Want
from scraper.models import Lead, Page, Redirect
from scraper.urls import absolute

T = TypeVar("T")
LOCATION_BYTES = 8 << 10


@dataclass(kw_only=True)
class _Visit:
    """One try at one URL, with its redirects."""

    url: str
    etag: str | None
    last_modified: str | None
    want: Want
    left: float  # seconds of network time
    cookies: cookies.Chain
    redirects: list[Redirect] = field(default_factory=list)
    seen: set[tuple[str, str | None]] = field(default_factory=set)


class _Refused(Exception):
    """The reply's headers or first bytes show that it is nothing to read."""


class Fetcher:
    """Fetches pages within bounds and with manners. An async context manager."""

    def __init__(
        self,
        settings: FetchSettings,
        *,
        hosts: HostStore,
        resolve: Resolve | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = chance.random,
    ) -> None:
        self._settings, self._clock = settings, clock
        self._guard = Guard.allowing(settings.allow_net)
        backend = Backend(self._guard, resolve or resolve_by_system, clock, proxy=_proxy_at(settings.proxy))
        self._client = Client(settings, backend)
        self._slots = Slots(settings.concurrency, sleep)
        self._pace = Pace(settings, hosts, clock=clock, sleep=self._slots.sleep, random=random)
        self._rules = robots.Rules()
        self._asking: dict[str, asyncio.Lock] = {}
        self._cookies = cookies.load(settings.cookies) if settings.cookies else ()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.close()

    async def fetch(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None, want: Want = Want.PAGE
    ) -> Page:
        """Fetch a URL. With validators, a page of status 304 and no body says that nothing has changed."""
        tries = self._settings.retries + 1
        while True:
            tries -= 1
            visit = _Visit(
                url=url,
                etag=etag,
                last_modified=last_modified,
                want=want,
                left=self._settings.timeout,
                cookies=cookies.Chain(self._cookies),
            )
            try:
                page = await self._visit(visit)
            except FetchError as error:
                if not tries or not failures.worth_a_retry(error) or not self._patient(visit):
                    raise
                continue
            if tries and _doubtful(page):
                tries = min(tries, 1)
                continue
            return page

    def crawl(
        self, leads: Iterable[Lead], work: Callable[[Lead], Awaitable[T]], *, stop: asyncio.Event | None = None
    ) -> AsyncGenerator[tuple[Lead, T], None]:
        """Do the work, which fetches with this fetcher, for each lead when its host is ready (see schedule.crawl)."""
        rules = Rules(
            slots=self._slots,
            key=_key,
            ready_at=self._pace.ready_at,
            clock=self._clock,
            per_host=self._settings.per_host,
            patience=self._settings.patience,
            stop=stop,
        )
        return crawl(leads, work, rules)

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of a URL's site names."""
        host = _authority(url, url)
        await self._read_robots(url, host, url)
        return self._rules.sitemaps(self._pace.state(host))

    # --- one visit ----------------------------------------------------------------------------------

    async def _visit(self, visit: _Visit) -> Page:
        url = visit.url
        while True:
            host = _authority(url, visit.url)
            if self._settings.robots:
                await self._ask_robots(url, host, visit)
            reply = await self._hop(url, host, visit)
            if reply.status not in REDIRECTS:
                return self._judge(self._page(visit, url, reply), visit, host)
            url = self._next(visit, url, reply)

    def _page(self, visit: _Visit, url: str, reply: Reply) -> Page:
        return Page(
            url=visit.url,
            final_url=url,
            status=reply.status,
            headers=reply.headers,
            body=reply.body,
            fetched_at=politeness.utc(self._clock()),
            redirects=tuple(visit.redirects),
            complete=reply.complete,
        )

    def _judge(self, page: Page, visit: _Visit, host: str) -> Page:
        """The page, if it is one; else the error that carries it."""
        failed = what_came_back.obstacle(page) if visit.want is Want.PAGE or page.status >= 400 else None
        if failed is None and not self._expected(page, visit):
            failed = failures.by_status(page.status)
        if failed is None:
            self._pace.succeeded(host)
            return page
        wait = politeness.retry_after(page.headers, self._clock())
        error = FetchError(visit.url, failed[0], failed[1], status=page.status, retry_after=wait, page=page)
        if failures.tells_of_host(error):
            self._pace.failed(host, error)
        else:
            self._pace.succeeded(host)
        raise error

    def _expected(self, page: Page, visit: _Visit) -> bool:
        if page.status == 304:
            return bool(visit.etag or visit.last_modified)
        return 200 <= page.status < 300 and page.status != 206  # nobody asked for a part

    def _next(self, visit: _Visit, url: str, reply: Reply) -> str:
        """Where a redirect leads; remembers the hop."""
        location = reply.headers.get("location", "")
        target = absolute(url, location) if len(location) <= LOCATION_BYTES else None
        if target is None:
            shown = f"to {location[:100]!r}" if location else "nowhere"
            raise FetchError(
                visit.url, Reason.BAD_REDIRECT, f"redirected {shown}; that is no web page", status=reply.status
            )
        visit.redirects.append(Redirect(url=url, status=reply.status, location=target))
        if len(visit.redirects) > self._settings.max_redirects:
            raise FetchError(
                visit.url, Reason.REDIRECT_LOOP, f"redirected more than {self._settings.max_redirects} times"
            )
        return target

    async def _hop(self, url: str, host: str, visit: _Visit) -> Reply:
        cookie = visit.cookies.header(url)
        if (url, cookie) in visit.seen:
            raise FetchError(visit.url, Reason.REDIRECT_LOOP, f"redirected in a circle, back to {url[:100]}")
        visit.seen.add((url, cookie))
        fields = request_headers(self._settings, etag=visit.etag, last_modified=visit.last_modified, cookie=cookie)
        look = _look_for_page if visit.want is Want.PAGE else None
        reply = await self._exchange(url, host, visit, fields, most=self._settings.max_bytes, look=look)
        visit.cookies.take(url, reply.set_cookies)
        return reply

    async def _exchange(
        self,
        url: str,
        host: str,
        visit: _Visit,
        fields: list[tuple[str, str]],
        *,
        most: int,
        cut: bool = False,
        look: Look | None = None,
    ) -> Reply:
        """One request at the host's pace, within what is left of the visit's time."""
        claimed = await self._turn(host, visit)
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(max(visit.left, 0.0)):
                reply = await self._client.get(url, fields, most=most, cut=cut, look=look)
        except _Refused as refusal:
            self._pace.succeeded(host)
            raise FetchError(visit.url, Reason.NOT_HTML, f"not a web page but {refusal}") from None
        except failures.KNOWN as cause:
            error = failures.by_exception(visit.url, cause)
            self._pace.failed(host, error)
            raise error from cause
        finally:
            visit.left -= loop.time() - began
        self._pace.answered(host, claimed=claimed, sent=reply.sent_at)
        return reply

    async def _turn(self, host: str, visit: _Visit) -> float:
        try:
            return await self._pace.turn(host)
        except Parked as parked:
            raise FetchError(
                visit.url,
                Reason.HOST_PARKED,
                f"{host} is left alone for now after failures or at its own wish; run the same command again later",
                retry_after=parked.seconds,
            ) from None

    def _patient(self, visit: _Visit) -> bool:
        """Whether the host that failed may be asked again soon enough."""
        where = visit.redirects[-1].location if visit.redirects else visit.url
        return self._pace.ready_at(_authority(where, visit.url)) - self._clock() <= self._settings.patience

    # --- robots.txt ---------------------------------------------------------------------------------

    async def _ask_robots(self, url: str, host: str, visit: _Visit) -> None:
        """Return if the host lets us fetch a URL; raises FetchError."""
        await self._read_robots(url, host, visit.url)
        state = self._pace.state(host)
        self._pace.wish(host, self._rules.crawl_delay(state))
        if self._rules.allow(state, url):
            return
        if state.robots is None:
            line = (
                f"the robots.txt of {host} cannot be read ({state.robots_status}), so nothing may be fetched; try later"
            )
        else:
            line = f"the robots.txt of {host} forbids it; --no-robots overrules, if you have the right"
        raise FetchError(visit.url, Reason.ROBOTS, line)

    async def _read_robots(self, url: str, host: str, asked: str) -> None:
        """Have a current copy of a host's robots.txt; one task a host asks for it."""
        if robots.is_current(self._pace.state(host), self._clock()):
            return
        async with self._asking.setdefault(host, asyncio.Lock()):
            if not robots.is_current(self._pace.state(host), self._clock()):
                status, body = await self._robots_reply(url, asked)
                now = self._clock()
                self._pace.save(robots.stored(self._pace.state(host), status, body, now))
        self._asking.pop(host, None)

    async def _robots_reply(self, url: str, asked: str) -> tuple[int, bytes]:
        """The status and body of a robots.txt; no answer at all is the failure of the URL that was asked for."""
        visit = _Visit(
            url=asked,
            etag=None,
            last_modified=None,
            want=Want.ANYTHING,
            left=self._settings.timeout,
            cookies=cookies.Chain(()),
        )
        where = robots.path(url)
        for _ in range(robots.MAX_REDIRECTS + 1):
            host = _authority(where, asked)
            fields = request_headers(self._settings)
            reply = await self._exchange(where, host, visit, fields, most=robots.MAX_BYTES, cut=True)
            if reply.status not in REDIRECTS:
                if robots.unreachable(reply.status):
                    wait = politeness.retry_after(reply.headers, self._clock())
                    self._pace.failed(host, FetchError(where, Reason.ROBOTS, "", status=reply.status, retry_after=wait))
                return reply.status, reply.body
            target = absolute(where, reply.headers.get("location"))
            if target is None:
                break
            where = target
        return 404, b""  # RFC 9309 §2.3.1.2: too many redirects mean that there is none


def _look_for_page(status: int, headers: dict[str, str], start: bytes) -> None:
    """Refuse what is no page before it is read whole; headers alone decide only where no byte can."""
    if start and 200 <= status < 300 and (name := what_came_back.not_a_page(headers, start)):
        raise _Refused(name)


def _doubtful(page: Page) -> bool:
    """Whether a page may be cut without anybody having said so."""
    return (
        page.complete is None
        and page.status == 200
        and b"<html" in page.body[:4096].lower()
        and (b"</html" not in page.body[-4096:].lower())
    )


def _authority(url: str, asked: str) -> str:
    """The host of a URL; raises FetchError of the URL that was asked for."""
    try:
        return politeness.authority(url)
    except ValueError as error:
        scheme = url.strip().partition("://")[0] if "://" in url else ""
        bad_scheme = bool(scheme) and scheme.lower() not in ("http", "https") and scheme.isalpha()
        raise FetchError(asked, Reason.BAD_SCHEME if bad_scheme else Reason.BAD_URL, str(error)) from None


def _key(url: str) -> str:
    """The queue of a URL; what is no URL waits for nobody."""
    try:
        return politeness.authority(url)
    except ValueError:
        return ""


def _proxy_at(proxy: str | None) -> tuple[str, int] | None:
    if proxy is None:
        return None
    try:
        url = httpx.URL(proxy)
    except httpx.InvalidURL as error:
        raise InputError(f"--proxy takes an address such as http://127.0.0.1:3128: {error}") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise InputError(f"--proxy takes an http or https address, not {proxy!r}")
    return url.host, url.port or (443 if url.scheme == "https" else 80)
