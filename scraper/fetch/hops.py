"""One hop of a page request: in the host's turn, within the time that is left.

Its failure is reported to the pace.
"""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field

from scraper.errors import FetchError
from scraper.fetch import failures, politeness
from scraper.fetch.client import BodyLimit, Client, Reply
from scraper.fetch.pace import Pace, Parked
from scraper.outcomes import Reason
from scraper.secrets import without_secrets
from scraper.urls import SCHEMES, Address, address


@dataclass(kw_only=True, slots=True)
class PageRequest:
    """The address that was asked for, and the network time that is left for it."""

    url: str  # as it was given, without user name and password
    address: Address
    # for which the run's secrets were given; the request's own, unless it only follows from another
    asked: Address
    userinfo: str = field(default="", repr=False)
    left: float  # seconds

    @classmethod
    def to(
        cls, url: str, left: float, *, asked: str | None = None, userinfo: str = ""
    ) -> PageRequest:
        """Return the request to a URL; raises FetchError if it is none."""
        shown = without_secrets(url)
        try:
            at = address(url)
            whose = at if asked is None else address(asked)
            return cls(
                url=shown, address=at, asked=whose, userinfo=at.userinfo or userinfo, left=left
            )
        except ValueError as error:
            scheme, colon, _ = url.strip().partition("://")
            is_foreign = bool(colon) and scheme.isalnum() and scheme.lower() not in SCHEMES
            reason = Reason.BAD_SCHEME if is_foreign else Reason.BAD_URL
            raise FetchError(shown, reason, str(error)) from None

    def trusts(self, at: Address) -> bool:
        """Return whether secrets given for the address asked may go to this one.

        The origin must be the same, but for a step from http to https on the ports of these.
        """
        asked = self.asked
        is_upgrade = (asked.scheme, at.scheme) == ("http", "https")
        on_standard_ports = asked.authority == at.authority == at.host
        return at.origin == asked.origin or (is_upgrade and on_standard_ports)

    def userinfo_for(self, at: Address) -> str:
        """Return the user name and password for an address.

        Its own, or those of the request where they may go.
        """
        if at.userinfo:
            return at.userinfo
        may_go = at.origin == self.address.origin or self.trusts(at)
        return self.userinfo if may_go else ""


class UnexpectedContent(Exception):
    """A reply's headers or first bytes show that it is not what was wanted; the text names it."""


class Hops:
    """Sends the requests of page requests."""

    def __init__(self, client: Client, pace: Pace) -> None:
        self._client, self._pace = client, pace

    async def send(
        self, at: Address, request: PageRequest, fields: list[tuple[bytes, bytes]], limit: BodyLimit
    ) -> Reply:
        """Ask for one address on the way to the request's; raises FetchError of the request."""
        host = at.authority
        await self._rest(host, request)
        loop = asyncio.get_running_loop()
        began = sent = loop.time()

        async def turn() -> None:
            nonlocal sent
            left = request.left - (loop.time() - began)
            alarm.reschedule(None)  # to wait for others costs this page no time
            request.left += await self._pace.turn(host)
            sent = loop.time()
            alarm.reschedule(sent + left)

        try:
            with self._pace.asking(host):
                async with asyncio.timeout(max(request.left, 0.0)) as alarm:
                    reply = await self._client.get(at, fields, limit, turn)
        except UnexpectedContent as refusal:
            self._pace.succeeded(host)
            raise FetchError(
                request.url, Reason.NOT_HTML, f"not a web page but {refusal}"
            ) from None
        except failures.KNOWN as cause:
            error = failures.by_exception(request.url, cause)
            self._pace.failed(host, error)
            raise error from cause
        finally:
            request.left -= loop.time() - began
        self._pace.answered(host, loop.time() - sent)
        return reply

    async def _rest(self, host: str, request: PageRequest) -> None:
        try:
            await self._pace.rest(host)
        except Parked as parked:
            line = parked_line(host, parked.until)
            raise FetchError(
                request.url, Reason.HOST_PARKED, line, retry_after=parked.seconds
            ) from None


def parked_line(host: str, until: float) -> str:
    """Return the line about a host that is left alone until a time (Unix seconds), or for good."""
    when = "for this run"
    if not math.isinf(until):
        when = f"until {politeness.utc(until):%Y-%m-%d %H:%M:%S} UTC"
    return (
        f"{host} is not asked {when}, after failures or at its request;"
        " run the same command again after that"
    )
