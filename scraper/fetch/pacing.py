"""Who goes next: one queue a host, and of the hosts that are ready the one with most left to do.

A slot is taken when a host is ready, never to wait in: 100 hosts of 100 pages, taken one host after
the other by workers that sleep, last 54 times as long as they need; taken longest-first, 1.00
times.
"""

from __future__ import annotations

import asyncio
import heapq
from collections import Counter, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from scraper import faults
from scraper.models import Lead

T = TypeVar("T")
WINDOW = 100_000  # leads held at a time; more would choose no better
LEAST_NAP = 0.001  # seconds; timers are no finer


class Slots:
    """How many requests may run at once; who must wait gives the slot back meanwhile."""

    def __init__(
        self, number: int, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._free = asyncio.Semaphore(number)
        self._sleep = sleep
        self._holders: set[asyncio.Task[object] | None] = set()

    async def take(self) -> None:
        """Wait for a slot."""
        await self._free.acquire()

    def hand_to(self, task: asyncio.Task[object]) -> None:
        """Note who holds the slot that was taken, to get it back at that task's end."""
        self._holders.add(task)
        task.add_done_callback(self._ended)

    def give_back(self) -> None:
        """Free a slot that was taken and not handed on."""
        self._free.release()

    async def sleep(self, seconds: float) -> None:
        """Sleep, outside of any slot."""
        task = asyncio.current_task()
        if task not in self._holders:
            await self._sleep(seconds)
            return
        self._holders.discard(task)
        self._free.release()
        await self._sleep(seconds)
        await self._free.acquire()
        self._holders.add(task)

    def _ended(self, task: asyncio.Task[object]) -> None:
        if task in self._holders:
            self._holders.discard(task)
            self._free.release()


class Board:
    """The hosts' queues: which hosts are ready, which must wait until when."""

    def __init__(self, per_host: int) -> None:
        self._per_host = per_host
        self._queues: dict[str, deque[Lead]] = {}
        self._running: Counter[str] = Counter()
        self._timers: list[tuple[float, str]] = []
        self._ready: list[tuple[int, int, str]] = []
        self._listed: set[str] = set()  # hosts on one of the two heaps
        self._turn = 0
        self.size = 0

    def add(self, host: str, lead: Lead) -> None:
        """Queue a lead behind those of its host."""
        self._queues.setdefault(host, deque()).append(lead)
        self.size += 1

    def list_host(self, host: str, ready_at: float) -> None:
        """Let a host take part from a time on, if it has leads and room for one more request."""
        if (
            host not in self._listed
            and self._queues.get(host)
            and self._running[host] < self._per_host
        ):
            self._listed.add(host)
            heapq.heappush(self._timers, (ready_at, host))

    def wake(self, now: float) -> None:
        """Make ready the hosts whose time has come."""
        while self._timers and self._timers[0][0] <= now:
            _, host = heapq.heappop(self._timers)
            self._turn += 1  # among equals, who has waited longest
            heapq.heappush(self._ready, (-len(self._queues[host]), self._turn, host))

    def next_time(self) -> float | None:
        """Return when the next host's time comes, None if no host waits."""
        return self._timers[0][0] if self._timers else None

    @property
    def ready(self) -> bool:
        """Return whether some host may be asked now."""
        return bool(self._ready)

    @property
    def busy(self) -> bool:
        """Return whether some request is under way."""
        return bool(self._running)

    def start(self) -> tuple[str, Lead]:
        """Take the next lead of the ready host with most of them."""
        _, _, host = heapq.heappop(self._ready)
        self._listed.discard(host)
        lead = self._queues[host].popleft()
        self.size -= 1
        self._running[host] += 1
        if not self._queues[host]:
            del self._queues[host]
        return host, lead

    def end(self, host: str) -> None:
        """Record that a request has ended."""
        self._running[host] -= 1
        if not self._running[host]:
            del self._running[host]

    def hosts(self) -> tuple[str, ...]:
        """Return the hosts with leads."""
        return tuple(self._queues)

    def times(self) -> dict[str, float]:
        """Return the hosts that wait for their time, and when it comes."""
        return {host: ready_at for ready_at, host in self._timers}

    def longest(self, most: int) -> list[tuple[str, int]]:
        """Return the hosts with most leads, and how many those are."""
        chosen = heapq.nlargest(most, self._queues, key=lambda host: len(self._queues[host]))
        return [(host, len(self._queues[host])) for host in chosen]


@dataclass(frozen=True, kw_only=True)
class CrawlRules:
    """What a crawl keeps to."""

    slots: Slots
    key: Callable[[str], str]  # URL -> host
    ready_at: Callable[[str], float]  # host -> when it may be asked
    clock: Callable[[], float]
    per_host: int = 1
    # when nothing else is left to do, hosts that rest longer are called: their outcome is "parked"
    patience: float = 90.0
    stop: asyncio.Event | None = None  # set: start nothing more, finish what runs


async def crawl(
    leads: Iterable[Lead],
    work: Callable[[Lead], Awaitable[T]],
    rules: CrawlRules,
    board: Board | None = None,
) -> AsyncGenerator[tuple[Lead, T], None]:
    """Do the work for each lead at its host's pace, and give the results as they come.

    `work` returns an outcome for whatever happens; what it raises ends the crawl. A slow reader
    holds the crawl back. Whoever gives an empty board can see on it which hosts wait.
    Leave the loop early only with contextlib.aclosing around it.
    """
    run = _Run(iter(leads), work, rules, board or Board(rules.per_host))
    director = asyncio.create_task(run.direct())
    try:
        while (result := await run.results.get()) is not None:
            yield result
        if run.failure:
            raise run.failure
    finally:
        director.cancel()
        await asyncio.gather(director, *run.cancel(), return_exceptions=True)


class _Run(Generic[T]):
    """One crawl under way."""

    def __init__(
        self,
        leads: Iterator[Lead],
        work: Callable[[Lead], Awaitable[T]],
        rules: CrawlRules,
        board: Board,
    ) -> None:
        self._leads, self._work, self._rules, self._board = leads, work, rules, board
        self._tasks: set[asyncio.Task[object]] = set()
        self._changed = asyncio.Event()
        self.failure: BaseException | None = None
        self.results: asyncio.Queue[tuple[Lead, T] | None] = asyncio.Queue(64)

    async def direct(self) -> None:
        """Start what may start, until nothing is left."""
        watcher = asyncio.create_task(self._watch()) if self._rules.stop else None
        try:
            while self._goes_on():
                self._refill()
                self._board.wake(self._rules.clock())
                if self._board.ready:
                    await self._start()
                elif not await self._pause():
                    break
            await self._drain()
        except Exception as error:  # noqa: BLE001  (raised by crawl(), when the reader comes to the end)
            self.failure = self.failure or error
        finally:
            if watcher:
                watcher.cancel()
        await self.results.put(None)

    def cancel(self) -> set[asyncio.Task[object]]:
        """Stop what runs."""
        for task in self._tasks:
            task.cancel()
        return set(self._tasks)

    def _goes_on(self) -> bool:
        stop = self._rules.stop
        return self.failure is None and not (stop is not None and stop.is_set())

    def _refill(self) -> None:
        if self._board.size > WINDOW // 2:
            return
        fresh: dict[str, None] = {}
        for lead in islice(self._leads, WINDOW - self._board.size):
            host = self._rules.key(lead.url)
            self._board.add(host, lead)
            fresh[host] = None
        for host in fresh:
            self._list_host(host)

    def _list_host(self, host: str) -> None:
        """Let a host take part when it is ready.

        One whose state cannot be read takes part at once: its visit reports the error.
        """
        try:
            ready_at = self._rules.ready_at(host)
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            faults.note(error, host)
            ready_at = self._rules.clock()
        self._board.list_host(host, ready_at)

    async def _start(self) -> None:
        await self._rules.slots.take()
        self._board.wake(self._rules.clock())  # a better host may have become ready meanwhile
        if not self._goes_on():
            self._rules.slots.give_back()
            return
        host, lead = self._board.start()
        task: asyncio.Task[object] = asyncio.create_task(self._do(host, lead))
        self._rules.slots.hand_to(task)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self._rules.per_host > 1:
            self._list_host(host)

    async def _do(self, host: str, lead: Lead) -> None:
        try:
            result = await self._work(lead)
            await self.results.put((lead, result))
            self._board.end(host)
            self._list_host(host)
        except Exception as error:  # noqa: BLE001  (raised by crawl())
            self.failure = self.failure or error
        finally:
            self._changed.set()

    async def _pause(self) -> bool:
        """Wait until a host's time comes or something ends.

        False when there is nothing to wait for.
        """
        now, then = self._rules.clock(), self._board.next_time()
        if then is None and not self._board.busy:
            return False
        if then is not None and not self._board.busy and then - now > self._rules.patience:
            self._board.wake(then)
            return True
        self._changed.clear()
        try:
            async with asyncio.timeout(None if then is None else max(then - now, LEAST_NAP)):
                await self._changed.wait()
        except TimeoutError:
            pass
        return True

    async def _drain(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _watch(self) -> None:
        assert self._rules.stop is not None
        await self._rules.stop.wait()
        self._changed.set()
