"""A run's manners: when each host may be asked, and what its answers teach.

The decisions themselves are in politeness.py.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from scraper.errors import FetchError
from scraper.fetch import failures, politeness
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.politeness import HostStore, Trouble
from scraper.models import HostState
from scraper.urls import authority

CLAIMS = 3  # tries to leave at the time that was claimed
PARKED_AFTER = 3  # times that a host's breaker may open in one run


class Parked(Exception):
    """The host wants a longer rest than this run has patience for."""

    def __init__(self, seconds: float, until: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = seconds
        self.until = until  # Unix seconds; endless: for this run


class Pace:
    """Keeps every request to its host's pace."""

    def __init__(
        self,
        settings: FetchSettings,
        hosts: HostStore,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        random: Callable[[], float],
    ) -> None:
        self._settings, self._hosts = settings, hosts
        self._clock, self._sleep, self._random = clock, sleep, random
        self._latency: dict[str, float] = {}
        self._crawl_delay: dict[str, float] = {}
        self._opened: Counter[str] = Counter()
        self._troubles: dict[str, Trouble] = {}  # the last one of a host
        self.resting: dict[str, float] = {}  # hosts that requests under way wait for -> until when
        self.asked: dict[str, float] = {}  # hosts that owe an answer -> since when

    def state(self, host: str) -> HostState:
        """Return what is known of a host."""
        known = self._hosts.load(host)
        if known is None:
            return HostState(host=host)
        sane = politeness.refreshed(known, self._clock())
        if sane is not known:
            self._hosts.save(sane)
        return sane

    def save(self, state: HostState) -> None:
        """Keep what is known of a host."""
        self._hosts.save(state)

    def ready_at(self, host: str) -> float:
        """Return when the host may be asked next, infinity if its breaker opened too often."""
        if self._opened[host] >= PARKED_AFTER:
            return math.inf
        return politeness.ready_at(self.state(host))

    def wish(self, host: str, crawl_delay: float | None) -> None:
        """Record the delay that a site's robots.txt asks for."""
        if crawl_delay is not None and self._settings.robots:
            self._crawl_delay[host] = crawl_delay

    def delay(self, state: HostState) -> float:
        """Return the seconds between two starts on this host."""
        return politeness.delay_between(
            state,
            least=self._least(state.host),
            crawl_delay=self._crawl_delay.get(state.host),
            latency=self._latency.get(state.host, 0.0),
        )

    def delay_of(self, host: str) -> float:
        """Return the seconds between two starts on a host."""
        return self.delay(self.state(host))

    def why(self, host: str) -> str:
        """Return in a few words why a host is not asked at once."""
        return politeness.why(
            self.state(host),
            self._clock(),
            trouble=self._troubles.get(host),
            least=self._least(host),
            crawl_delay=self._crawl_delay.get(host),
            latency=self._latency.get(host, 0.0),
        )

    async def rest(self, host: str) -> None:
        """Wait, with no connection, until the host may be asked.

        Raises Parked rather than wait too long.
        """
        while True:
            until = self.ready_at(host)
            wait = until - self._clock()
            if wait <= 0:
                return
            if wait > self._settings.patience:
                raise Parked(wait, until)
            await self._wait(host, until)  # the host may have been put off meanwhile

    async def _wait(self, host: str, until: float) -> None:
        self.resting[host] = until
        try:
            await self._sleep(until - self._clock())
        finally:
            self.resting.pop(host, None)

    @contextmanager
    def asking(self, host: str) -> Iterator[None]:
        """Note that a host is being asked and owes an answer."""
        self.asked[host] = self._clock()
        try:
            yield
        finally:
            self.asked.pop(host, None)

    async def turn(self, host: str) -> float:
        """Claim a start when the request is about to leave, and return the seconds that this took.

        How long connecting takes is unknown. If a start were claimed any earlier, two requests
        could leave closer together than the delay.
        """
        began = self._clock()
        delay = self.delay(self.state(host))
        apart = delay + politeness.cushion(delay)
        for _ in range(CLAIMS):
            start = self._hosts.claim(host, self._clock(), apart)
            wait = start - self._clock()
            if wait > 0:  # another process was quicker
                await self._wait(host, start)
            if politeness.leaves_in_time(self._clock() - start, delay):
                break
            # Too late: leave this start unused, and claim another.
        self.asked[host] = self._clock()
        return self._clock() - began

    def also(self, url: str) -> None:
        """Record a request that was sent out of turn: the next one is due a delay later."""
        host, now = authority(url), self._clock()
        state = self.state(host)
        if politeness.ready_at(state) - now < politeness.DELAY_CAP:
            self._hosts.claim(host, now, self.delay(state))

    def answered(self, host: str, seconds: float) -> None:
        """Record how many seconds an answer took."""
        self._latency[host] = politeness.averaged(self._latency.get(host), max(seconds, 0.0))

    def succeeded(self, host: str) -> None:
        """Record that the host answered well."""
        state = self.state(host)
        better = politeness.after_success(state, least=self._least(host))
        if better != state:
            self._hosts.save(better)

    def failed(self, host: str, error: FetchError) -> None:
        """Slow down if the failure is the host's."""
        if not failures.tells_of_host(error):
            return
        before = self.state(host)
        after = politeness.after_failure(
            before, self._clock(), asked=error.retry_after, random=self._random
        )
        if error.status in failures.SLOW_DOWN:
            after = politeness.slowed_down(after, least=self._least(host))
        self._opened[host] += after.open_until > before.open_until
        self._troubles[host] = politeness.trouble_of(error, self._clock())
        self._hosts.save(after)

    def _least(self, host: str) -> float:
        return self._settings.at(host).delay
