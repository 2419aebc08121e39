"""What a site's robots.txt lets us fetch (RFC 9309).

Its rules, and what its absence, failure or silence means. 2xx: the rules. 4xx: none, all is
allowed. 5xx, 429 or no answer: nothing is allowed until it can be read, unless an older copy is at
hand. A copy serves for a day.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from scraper.models import HostState
from scraper.urls import Address

if TYPE_CHECKING:
    from protego import Protego

MAX_BYTES = 500 << 10  # RFC 9309 §2.5
MAX_AGE = 24 * 3600.0
RETRY_UNREACHABLE = 300.0  # seconds until a file that could not be read is asked for again
MAX_REDIRECTS = 5
AGENT = "scraper"
PARSED = 512  # files kept parsed
_BOM = b"\xef\xbb\xbf"


def place(at: Address) -> Address:
    """Return where the robots.txt for an address is."""
    return replace(at, path="/robots.txt", query="", userinfo="")


def is_current(state: HostState | None, now: float) -> bool:
    """Return whether the stored copy still serves; one from the future does not."""
    if state is None or state.robots_status is None:
        return False
    lifetime = RETRY_UNREACHABLE if unreachable(state.robots_status) else MAX_AGE
    return 0 <= now - state.robots_at < lifetime


def unreachable(status: int) -> bool:
    """Return whether a status means that the rules could not be read.

    429 means no more here than 503 would.
    """
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS


def stored(state: HostState, status: int, body: bytes, now: float) -> HostState:
    """Return the state with the answer to a robots request; an older copy outlives a failure."""
    if unreachable(status):
        return replace(state, robots_at=now, robots_status=status)
    rules = body[:MAX_BYTES] if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES else b""
    return replace(state, robots_at=now, robots_status=status, robots=rules)


def refusal(state: HostState) -> str:
    """Return the line for a page that a host's rules do not let us fetch."""
    if state.robots is None:
        return (
            f"the robots.txt of {state.host} cannot be read ({state.robots_status}),"
            " so nothing may be fetched; try later"
        )
    return (
        f"the robots.txt of {state.host} forbids it; --no-robots overrules, if you have the right"
    )


class RobotsRules:
    """The parsed rules of the hosts seen last."""

    def __init__(self) -> None:
        self._parsed: OrderedDict[tuple[str, bytes], Protego] = OrderedDict()

    def allow(self, state: HostState, at: Address) -> bool:
        """Return whether the stored rules let us fetch an address.

        Without a readable copy they do not.
        """
        if state.robots is None:
            return False
        if not state.robots:
            return True  # there is no such file, or it is empty
        return bool(self._rules(state.host, state.robots).can_fetch(str(at), AGENT))

    def crawl_delay(self, state: HostState) -> float | None:
        """Return the seconds that the site wishes between two requests."""
        if not state.robots:
            return None
        delay = self._rules(state.host, state.robots).crawl_delay(AGENT)
        return None if delay is None else float(delay)

    def sitemaps(self, state: HostState) -> tuple[str, ...]:
        """Return the sitemaps that the file names."""
        return tuple(self._rules(state.host, state.robots).sitemaps) if state.robots else ()

    def _rules(self, host: str, body: bytes) -> Protego:
        from protego import Protego

        key = (host, body)
        rules = self._parsed.get(key)
        if rules is None:
            text = body.removeprefix(_BOM).decode("utf-8", "replace")
            rules = self._parsed[key] = Protego.parse(text)
            if len(self._parsed) > PARSED:
                self._parsed.popitem(last=False)
        return rules
