"""What a crawl waits for: which hosts, how long and why."""

from __future__ import annotations

import heapq
from collections.abc import Callable

from scraper.fetch.pace import Pace
from scraper.fetch.pacing import Board
from scraper.progress import HostWait

LONG = 3.0  # seconds; shorter pauses are the usual pace of a crawl
MOST = 3  # hosts that are named


class Waits:
    """The hosts that a crawl waits for."""

    def __init__(self, pace: Pace, *, clock: Callable[[], float], patience: float) -> None:
        self._pace, self._clock, self._patience = pace, clock, patience
        self.board: Board | None = None  # of the crawl under way

    def longest(self) -> list[HostWait]:
        """Return the hosts with the longest waits, the longest first.

        A host that is left alone for longer than the patience is not waited for.
        """
        pauses = self._pauses()
        silences = self._silences(pauses)
        waits = pauses | silences
        named = heapq.nlargest(MOST, waits, key=waits.__getitem__)
        others = len(waits) - 1
        return [
            HostWait(
                host=host,
                seconds=waits[host],
                why="" if host in silences else self._pace.why(host),
                owes_answer=host in silences,
                others=others,
            )
            for host in named
        ]

    def _pauses(self) -> dict[str, float]:
        """Return the hosts that may not be asked yet, with the seconds until they may."""
        now = self._clock()
        times = dict(self._pace.resting)
        if self.board is not None:
            times |= self.board.times()
        return {host: at - now for host, at in times.items() if LONG <= at - now <= self._patience}

    def _silences(self, pauses: dict[str, float]) -> dict[str, float]:
        """Return the hosts that owe an answer, with the seconds since they were asked."""
        now = self._clock()
        asked = {host: now - at for host, at in self._pace.asked.items() if host not in pauses}
        return {host: seconds for host, seconds in asked.items() if seconds >= LONG}

    def least_left(self) -> float:
        """Return the seconds that the crawl takes at least, by the pace of its longest queues."""
        if self.board is None:
            return 0.0
        pauses = self._pauses()
        lengths = [
            pauses.get(host, 0.0) + (leads - 1) * self._pace.delay_of(host)
            for host, leads in self.board.longest(MOST)
        ]
        return max(lengths, default=0.0)
