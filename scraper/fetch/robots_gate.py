"""The gate before every host: its robots.txt is asked before any page.

The file is parsed in robots.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus

from scraper.errors import FetchError
from scraper.fetch import politeness, robots
from scraper.fetch.client import REDIRECTS, BodyLimit, Reply
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.headers import request_headers
from scraper.fetch.hops import Hops, PageRequest
from scraper.fetch.pace import Pace
from scraper.outcomes import Reason
from scraper.urls import Address, absolute, address

_BODY_LIMIT = BodyLimit(most=robots.MAX_BYTES, cut=True)


class RobotsGate:
    """Knows what each host lets us fetch."""

    def __init__(
        self, settings: FetchSettings, hops: Hops, pace: Pace, clock: Callable[[], float]
    ) -> None:
        self._settings, self._hops, self._pace, self._clock = settings, hops, pace, clock
        self._rules = robots.RobotsRules()
        self._asking: dict[str, asyncio.Lock] = {}

    async def ask(self, at: Address, request: PageRequest) -> None:
        """Return if an address may be fetched; raises FetchError of the request."""
        host = at.authority
        await self._read(at, request)
        state = self._pace.state(host)
        self._pace.wish(host, self._rules.crawl_delay(state))
        if self._rules.allow(state, at):
            return
        raise FetchError(request.url, Reason.ROBOTS, robots.refusal(state))

    def permits(self, url: str) -> bool:
        """Return whether a URL may be fetched by what is known already, without a request."""
        if not self._settings.robots:
            return True
        at = address(url)
        state = self._pace.state(at.authority)
        return state.robots is None or self._rules.allow(state, at)

    async def sitemaps(self, request: PageRequest) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of the request's host names."""
        await self._read(request.address, request)
        return self._rules.sitemaps(self._pace.state(request.address.authority))

    async def _read(self, at: Address, request: PageRequest) -> None:
        """Have a current copy of a host's robots.txt; one task a host asks for it."""
        host = at.authority
        if robots.is_current(self._pace.state(host), self._clock()):
            return
        async with self._asking.setdefault(host, asyncio.Lock()):
            if not robots.is_current(self._pace.state(host), self._clock()):
                status, body = await self._reply(at, request)
                self._pace.save(robots.stored(self._pace.state(host), status, body, self._clock()))
        self._asking.pop(host, None)

    async def _reply(self, at: Address, request: PageRequest) -> tuple[int, bytes]:
        """Return the status and body of a robots.txt.

        No answer at all is the failure of the request.
        """
        where = robots.place(at)
        for _ in range(robots.MAX_REDIRECTS + 1):
            settings = self._settings.at(where.authority, trusted=request.trusts(where))
            fields = request_headers(settings)
            reply = await self._hops.send(where, request, fields, _BODY_LIMIT)
            if reply.status not in REDIRECTS:
                self._slow_down(where, reply)
                return reply.status, reply.body
            target = absolute(str(where), reply.headers.get("location"))
            if target is None:
                break
            where = address(target)
        # RFC 9309 §2.3.1.2: too many redirects mean that there is none.
        return HTTPStatus.NOT_FOUND, b""

    def _slow_down(self, where: Address, reply: Reply) -> None:
        if robots.unreachable(reply.status):
            wait = politeness.retry_after(reply.headers, self._clock())
            error = FetchError(str(where), Reason.ROBOTS, "", status=reply.status, retry_after=wait)
            self._pace.failed(where.authority, error)
