"""A URL becomes a page: robots, the host's pace, redirects, retries and bounds, hop by hop.

Raises errors.FetchError, the outcome of that URL; a reply that is worth keeping rides on it as
`.page`.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Self, TypeVar

from scraper.errors import FetchError, InputError
from scraper.fetch import cookie_file, cookies, failures, politeness, replies
from scraper.fetch.client import REDIRECTS, BodyLimit, Client, Reply
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.guard import Guard
from scraper.fetch.headers import check, request_headers
from scraper.fetch.hops import Hops, PageRequest
from scraper.fetch.pace import Pace
from scraper.fetch.pacing import Board, CrawlRules, Slots, crawl
from scraper.fetch.politeness import HostStore
from scraper.fetch.robots_gate import RobotsGate
from scraper.fetch.sockets import Backend, Resolve, resolve_by_system
from scraper.fetch.waits import Waits
from scraper.models import Lead, Page, Redirect
from scraper.outcomes import Reason
from scraper.page_kind import by_http
from scraper.page_kind.by_history import SameBodyDetector
from scraper.page_kind.by_http import Expect
from scraper.urls import Address, address, authority

if TYPE_CHECKING:
    from scraper.fetch.chromium import Renderer

T = TypeVar("T")


@dataclass(kw_only=True)
class _PageAttempt:
    """One try at one URL, with its redirects."""

    request: PageRequest
    etag: str | None
    last_modified: str | None
    expect: Expect
    cookies: cookies.CookieChain
    at: Address  # where the redirects have led so far
    redirects: list[Redirect] = field(default_factory=list)
    seen: set[tuple[Address, str | None]] = field(default_factory=set)


class Fetcher:
    """Fetches pages within bounds and with manners. An async context manager."""

    def __init__(  # noqa: PLR0913  (the world, piece by piece)
        self,
        settings: FetchSettings,
        *,
        hosts: HostStore,
        resolve: Resolve | None = None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = random.random,
    ) -> None:
        self._settings, self._clock = settings, clock
        guard = Guard.allowing(settings.allow_net)
        self._backend = Backend(
            guard, resolve or resolve_by_system, proxy=_proxy_at(settings.proxy)
        )
        self._client = Client(settings, self._backend)
        self._slots = Slots(settings.concurrency, sleep)
        self._pace = Pace(settings, hosts, clock=clock, sleep=self._slots.sleep, random=random)
        self.waits = Waits(self._pace, clock=clock, patience=settings.patience)
        self._hops = Hops(self._client, self._pace)
        self._robots = RobotsGate(settings, self._hops, self._pace, clock)
        check(settings)
        self._cookies, self.faults = cookie_file.cookies_of_user(settings)
        self._twins = SameBodyDetector(enough=settings.same_body)
        self._renderer: Renderer | None = None

    async def __aenter__(self) -> Self:
        if self._settings.render:
            from scraper.fetch.chromium import FetchHooks, Renderer

            hooks = FetchHooks(
                fetch=self.fetch, permits=self._robots.permits, count=self._pace.also
            )
            self._renderer = await Renderer(
                self._settings, self._backend, hooks, self._cookies
            ).__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._renderer is not None:
            await self._renderer.__aexit__()
        await self._client.close()

    async def render(self, page: Page) -> Page:
        """Return the page as its JavaScript makes it.

        Without --render that is the page itself. Raises FetchError.
        """
        return page if self._renderer is None else await self._renderer.render(page)

    def challenged(self, page: Page) -> None:
        """Slow a host down whose page turned out to be a demand for proof of a human."""
        error = FetchError(page.url, Reason.BLOCKED, "", status=page.status)
        self._pace.failed(authority(page.final_url), error)

    async def fetch(  # noqa: PLR0913  (what is known of an attempt)
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        expect: Expect = Expect.PAGE,
        userinfo: str = "",
        asked: str | None = None,
    ) -> Page:
        """Fetch a URL.

        With validators, a page of status 304 and no body means that nothing has changed.

        `userinfo` is a user name and password that the URL had. `asked` is the URL for which the
        secrets of the run were given, where this one only follows from it: they go to no
        other origin.
        """
        left = self._settings.retries
        while True:
            request = PageRequest.to(url, self._settings.timeout, asked=asked, userinfo=userinfo)
            chain = cookies.CookieChain(self._cookies)
            attempt = _PageAttempt(
                request=request,
                at=request.address,
                etag=etag,
                last_modified=last_modified,
                expect=expect,
                cookies=chain,
            )
            try:
                page = await self._follow(attempt)
            except FetchError as error:
                if not self._is_retried(attempt, error, left):
                    raise
                left -= 1
                continue
            after_cut = replies.retries_after(page, left)
            if after_cut is None:
                return page
            left = after_cut

    def crawl(
        self,
        leads: Iterable[Lead],
        work: Callable[[Lead], Awaitable[T]],
        *,
        stop: asyncio.Event | None = None,
    ) -> AsyncGenerator[tuple[Lead, T], None]:
        """Do the work for each lead when its host is ready (see pacing.crawl).

        The work fetches with this fetcher.
        """
        rules = CrawlRules(
            slots=self._slots,
            key=_queue_of,
            ready_at=self._pace.ready_at,
            clock=self._clock,
            per_host=self._settings.per_host,
            patience=self._settings.patience,
            stop=stop,
        )
        self.waits.board = Board(self._settings.per_host)
        return crawl(leads, work, rules, self.waits.board)

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of a URL's host names."""
        return await self._robots.sitemaps(PageRequest.to(url, self._settings.timeout))

    async def _follow(self, attempt: _PageAttempt) -> Page:
        """Follow the redirects to a page; raises FetchError."""
        while True:
            if self._settings.robots:
                await self._robots.ask(attempt.at, attempt.request)
            reply = await self._hop(attempt)
            if reply.status in REDIRECTS:
                self._turn_to(attempt, reply.status, reply.headers.get("location", ""))
            elif location := _onward(attempt, reply):
                self._turn_to(attempt, reply.status, location)
            else:
                return self._judge(attempt, reply)

    async def _hop(self, attempt: _PageAttempt) -> Reply:
        at = attempt.at
        cookie = attempt.cookies.header(at)
        if (at, cookie) in attempt.seen:  # with another cookie it may be another answer
            raise replies.redirect_circle(attempt.request.url, at)
        attempt.seen.add((at, cookie))
        fields = request_headers(
            self._settings.at(at.authority, trusted=attempt.request.trusts(at)),
            etag=attempt.etag,
            last_modified=attempt.last_modified,
            cookie=cookie,
            userinfo=attempt.request.userinfo_for(at),
        )
        look = replies.refuse_early if attempt.expect is Expect.PAGE else None
        limit = BodyLimit(most=self._settings.max_bytes, look=look)
        reply = await self._hops.send(at, attempt.request, fields, limit)
        attempt.cookies.take(at, reply.set_cookies)
        return reply

    def _turn_to(self, attempt: _PageAttempt, status: int, location: str) -> None:
        """Follow a redirect; raises FetchError."""
        target = replies.redirect_target(attempt.at, location)
        if target is None:
            raise replies.bad_redirect(attempt.request.url, status, location)
        attempt.redirects.append(Redirect(url=str(attempt.at), status=status, location=str(target)))
        attempt.at = target
        most = self._settings.max_redirects
        if len(attempt.redirects) > most:
            raise replies.too_many_redirects(attempt.request.url, most)

    def _judge(self, attempt: _PageAttempt, reply: Reply) -> Page:
        """Return the page if it is what was asked for; else raise the error that carries it."""
        page = self._page(attempt, reply)
        failed = self._obstacle(attempt, page)
        host = attempt.at.authority
        if failed is None:
            self._pace.succeeded(host)
            return page
        wait = politeness.retry_after(page.headers, self._clock())
        error = FetchError(page.url, *failed, status=page.status, retry_after=wait, page=page)
        if failures.tells_of_host(error):
            self._pace.failed(host, error)
        else:
            self._pace.succeeded(host)
        raise error

    def _obstacle(self, attempt: _PageAttempt, page: Page) -> tuple[Reason, str] | None:
        """Return why an answer is not what was asked for, None if it is."""
        failed = None
        wants_page = attempt.expect is Expect.PAGE
        if wants_page or page.status >= HTTPStatus.BAD_REQUEST:
            failed = by_http.obstacle(page)
        if failed is None and wants_page:
            failed = self._twins.obstacle(page)
        conditional = bool(attempt.etag or attempt.last_modified)
        if failed is None and not replies.is_expected(page.status, conditional=conditional):
            failed = failures.by_status(page.status)
        return failed

    def _page(self, attempt: _PageAttempt, reply: Reply) -> Page:
        return Page(
            url=attempt.request.url,
            final_url=str(attempt.at),
            status=reply.status,
            headers=reply.headers,
            body=reply.body,
            fetched_at=politeness.utc(self._clock()),
            redirects=tuple(attempt.redirects),
            complete=reply.complete,
        )

    def _is_retried(self, attempt: _PageAttempt, error: FetchError, left: int) -> bool:
        wait = self._pace.ready_at(attempt.at.authority) - self._clock()
        return replies.is_retried(error, left=left, wait=wait, patience=self._settings.patience)


def _onward(attempt: _PageAttempt, reply: Reply) -> str | None:
    """Return where a page without text redirects to, unless it has just redirected us here."""
    if attempt.expect is not Expect.PAGE:
        return None
    location = replies.meta_location(reply)
    target = replies.redirect_target(attempt.at, location) if location else None
    if target is None or (target, attempt.cookies.header(target)) in attempt.seen:
        return None
    return location


def _queue_of(url: str) -> str:
    """Return the queue that a URL waits in, "" for text that is not a URL."""
    try:
        return authority(url)
    except ValueError:
        return ""


def _proxy_at(proxy: str | None) -> tuple[str, int] | None:
    if proxy is None:
        return None
    try:
        at = address(proxy)
    except ValueError as error:
        raise InputError(
            f"--proxy takes an http or https address such as http://127.0.0.1:3128: {error}"
        ) from None
    return at.host, at.port
