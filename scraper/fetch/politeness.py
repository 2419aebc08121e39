"""How long a host is to be left alone.

Decisions as functions on its state, without clock or network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Protocol

from scraper.errors import FetchError
from scraper.models import HostState
from scraper.outcomes import Reason

# seconds
CRAWL_DELAY_CAP = 60.0
DELAY_CAP = 60.0
RETRY_AFTER_CAP = 3600.0
BACKOFF_BASE = 5.0
BACKOFF_CAP = 900.0
BREAKER_OPEN = 600.0
STALE = 2 * RETRY_AFTER_CAP  # nothing of ours waits longer: a clock was set back

BREAKER_AFTER = 5  # failures in a row
DELAY_DECAY = 0.9  # of what a host's trouble has added, for each success
LATENCY_WEIGHT = 0.3  # of the newest measurement
CUSHION, CUSHION_CAP = 0.02, 0.01  # of the delay, and seconds
DOUBLINGS = 10  # after which the bound of the back-off grows no more; its cap is long reached


@dataclass(frozen=True, kw_only=True, slots=True)
class Trouble:
    """The last failure of a host."""

    name: str
    asked_until: float | None  # the time that its Retry-After names, in Unix seconds


class HostStore(Protocol):
    """Where the states of hosts are kept; the archive's is shared by every process that uses it."""

    def load(self, host: str) -> HostState | None:
        """Return the state, None for a host never visited."""
        ...

    def save(self, state: HostState) -> None:
        """Keep this state in place of the one before."""
        ...

    def claim(self, host: str, now: float, delay: float) -> float:
        """Reserve the next start on a host and return it: never the same twice."""
        ...


class HostsInMemory:
    """The states of one process, for fetching without an archive: as a library or in tests."""

    def __init__(self) -> None:
        self._states: dict[str, HostState] = {}

    def load(self, host: str) -> HostState | None:
        """Return the state, None for a host never visited."""
        return self._states.get(host)

    def save(self, state: HostState) -> None:
        """Keep this state."""
        self._states[state.host] = state

    def claim(self, host: str, now: float, delay: float) -> float:
        """Reserve the next start."""
        state = self._states.get(host) or HostState(host=host)
        start = max(now, ready_at(state))
        self._states[host] = replace(state, next_ok_at=start + delay)
        return start


def ready_at(state: HostState) -> float:
    """Return when the host may be asked again."""
    return max(state.next_ok_at, state.open_until)


def refreshed(state: HostState, now: float) -> HostState:
    """Return the state without waits longer than any rule of ours makes.

    The clock was set back after they were stored.
    """
    if ready_at(state) - now <= STALE:
        return state
    return replace(
        state, next_ok_at=min(state.next_ok_at, now), open_until=min(state.open_until, now)
    )


def delay_between(
    state: HostState, *, least: float, crawl_delay: float | None, latency: float
) -> float:
    """Return the seconds between two starts on a host.

    It is the longest of ours, of the Crawl-delay, of what its failures added, and of the time that
    an answer takes.
    """
    wished = min(crawl_delay or 0.0, CRAWL_DELAY_CAP)
    if not least:
        return wished  # --delay 0: the user knows what the host can bear
    learned = min(max(state.delay or 0.0, latency), DELAY_CAP)
    return max(least, wished, learned)


def cushion(delay: float) -> float:
    """Return the seconds to add to a delay, so that the network's jitter does not eat into it."""
    return min(delay * CUSHION, CUSHION_CAP)


def leaves_in_time(late: float, delay: float) -> bool:
    """Return whether a request may leave so many seconds after the start that it claimed.

    Later than the cushion, the next request may be close behind it.
    """
    return not delay or late <= cushion(delay)


def averaged(latency: float | None, newest: float) -> float:
    """Return the moving average of a host's latency."""
    return newest if latency is None else latency + LATENCY_WEIGHT * (newest - latency)


def after_success(state: HostState, *, least: float) -> HostState:
    """Return the state after an answer: the breaker closes, the added delay shrinks."""
    delay = (state.delay or 0.0) * DELAY_DECAY
    return replace(state, failures=0, open_until=0.0, delay=delay if delay > least else None)


def after_failure(
    state: HostState, now: float, *, asked: float | None, random: Callable[[], float]
) -> HostState:
    """Return the state after a failure: wait as the host asks, or back off with full jitter.

    Enough failures in a row open the breaker.
    """
    wait = backoff(state.failures, random) if asked is None else min(asked, RETRY_AFTER_CAP)
    failures = state.failures + 1
    opens = failures >= BREAKER_AFTER
    return replace(
        state,
        failures=failures,
        next_ok_at=max(state.next_ok_at, now + wait),
        open_until=now + BREAKER_OPEN if opens else state.open_until,
    )


def slowed_down(state: HostState, *, least: float) -> HostState:
    """Return the state of a host that asks us to slow down: half the pace."""
    return replace(state, delay=min(max(state.delay or 0.0, least) * 2, DELAY_CAP) or None)


def trouble_of(error: FetchError, now: float) -> Trouble:
    """Return what a failure is remembered as: `503`, `503 for robots.txt`, `timeout`."""
    is_answer = error.status is not None and error.status >= HTTPStatus.BAD_REQUEST
    name = str(error.status) if is_answer else str(error.reason).replace("_", " ")
    if error.reason is Reason.ROBOTS:
        name += " for robots.txt"
    asked = None if error.retry_after is None else now + error.retry_after
    return Trouble(name=name, asked_until=asked)


def why(  # noqa: PLR0913  (all that delays a host)
    state: HostState,
    now: float,
    *,
    trouble: Trouble | None,
    least: float,
    crawl_delay: float | None,
    latency: float,
) -> str:
    """Return in a few words why a host is not asked at once: the strongest of the causes."""
    after = trouble.name if trouble else "failures"
    if state.open_until > now:
        return f"left alone after {state.failures} failures in a row"
    if trouble and trouble.asked_until is not None and trouble.asked_until > now:
        return f"Retry-After of its {after}"
    delay = delay_between(state, least=least, crawl_delay=crawl_delay, latency=latency)
    if state.failures or delay == state.delay:
        return f"slowed after {after}"
    if delay == min(crawl_delay or 0.0, CRAWL_DELAY_CAP):
        return "Crawl-delay"
    if delay == min(latency, DELAY_CAP):
        return "it answers slowly"
    return "--delay"


def backoff(failures: int, random: Callable[[], float]) -> float:
    """Return seconds with full jitter: anything up to a bound that doubles.

    Otherwise many clients would come back at the same moment.
    """
    return random() * min(BACKOFF_CAP, BACKOFF_BASE * 2.0 ** min(failures, DOUBLINGS))


def retry_after(
    headers: Mapping[str, str], now: float, most: float = RETRY_AFTER_CAP
) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110 §10.2.3), at most `most`.

    A date counts from the server's own Date.
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdecimal():
        return min(float(value[:9]), most)
    then = _http_date(value)
    if then is None:
        return None
    server_now = _http_date(headers.get("date", ""))
    wait = then - (now if server_now is None else server_now)
    return min(max(wait, 0.0), most)


def _http_date(text: str) -> float | None:
    """Return a date of HTTP in Unix seconds, None for other text; one without a zone is in UTC."""
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def utc(seconds: float) -> datetime:
    """Return a moment of the clock as a date."""
    return datetime.fromtimestamp(seconds, UTC)
