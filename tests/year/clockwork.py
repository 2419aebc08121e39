"""Time that is made up, and what the program is given in place of sockets and of processes for reading.

An event loop moves the time on when it has nothing else to do, so a wait costs nothing.
"""

import asyncio
import selectors
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime

from scraper.fetch import client
from scraper.fetch.library import httpcore, httpx
from year.sites import START
from year.world import Failure

LEAST_WAIT = 1e-6  # seconds; floats of Unix seconds are no finer


@dataclass
class Clock:
    """The time in the world, and what the machine's clock is ahead of it; seconds."""

    true: float = START
    ahead: float = 0.0

    def machine(self):
        return self.true + self.ahead

    def now(self):
        return datetime.fromtimestamp(self.machine(), UTC)


class _Jumping(selectors.DefaultSelector):
    """Moves the clock on in place of waiting."""

    clock = None

    def select(self, timeout=None):
        events = super().select(0)
        if events:
            return events
        if timeout is None:
            raise RuntimeError("a round waits for nothing")
        self.clock.true += timeout
        return []


class MadeUpLoop(asyncio.SelectorEventLoop):
    def __init__(self, clock):
        selector = _Jumping()
        selector.clock = clock
        super().__init__(selector)
        self._made_up, self._clock_resolution = clock, LEAST_WAIT

    def time(self):
        return self._made_up.true


class ReadingHere:
    """In place of worker processes: reads pages in this one."""

    def __init__(self, function, **_):
        self._function = function

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def submit(self, task):
        done = Future()
        try:
            done.set_result(self._function(task))
        except Exception as error:  # noqa: BLE001 - as the worker would send it
            done.set_exception(error)
        return done


class WorldTransport(httpx.AsyncBaseTransport):
    def __init__(self, machine):
        self._machine = machine

    async def handle_async_request(self, request):
        if trace := request.extensions.get("trace"):
            await trace(client.SENDING, {"request": request})
        try:
            status, headers, body = self._machine.ask(str(request.url), request.headers.get("if-none-match"))
        except Failure as failure:
            await asyncio.sleep(failure.seconds)
            error = httpcore.ReadTimeout if failure.seconds else httpcore.ConnectError
            raise error("made up") from None
        fields = [(b"content-length", b"%d" % len(body)), *((n.encode(), v.encode()) for n, v in headers.items())]
        return httpx.Response(status, stream=httpx.ByteStream(body), extensions={"fields": fields})
