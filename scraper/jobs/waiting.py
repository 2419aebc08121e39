"""While a run waits for hosts: note for how long and why, and log each long wait once."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from scraper import faults
from scraper.fetch.waits import Waits
from scraper.progress import HostWait, Progress

logger = logging.getLogger("scraper")

EVERY = 0.25  # seconds between two looks
SHARE = 0.01  # of the time that looks may take: with many thousands of hosts, there are fewer
LOGGED = 10.0  # seconds; shorter waits are not worth a line of the log


class WaitNotes:
    """What a run waits for, as a note in its progress and in the log."""

    def __init__(self, waits: Waits, progress: Progress) -> None:
        self._waits, self._progress = waits, progress
        self._logged: set[tuple[str, str]] = set()

    def look(self) -> None:
        """Note what is waited for now."""
        longest = self._waits.longest()
        self._progress.least_left = self._waits.least_left()
        self._progress.waiting = longest[0] if longest else None
        for wait in longest:
            self._log(wait)

    def _log(self, wait: HostWait) -> None:
        """Log a long wait, once for each host and cause."""
        key = (wait.host, wait.why)
        if wait.seconds < LOGGED or key in self._logged:
            return
        self._logged.add(key)
        if wait.owes_answer:
            logger.info("%s has not answered for %.0f s", wait.host, wait.seconds)
        else:
            logger.info("waits %.0f s for %s: %s", wait.seconds, wait.host, wait.why)


@asynccontextmanager
async def waits_noted(waits: Waits, progress: Progress) -> AsyncIterator[None]:
    """Note what is waited for, again and again, while the work inside goes on."""
    notes = WaitNotes(waits, progress)

    async def keep_looking() -> None:
        loop, pause = asyncio.get_running_loop(), EVERY
        while True:
            await asyncio.sleep(pause)
            began = loop.time()
            try:
                notes.look()
            except Exception as error:  # noqa: BLE001 - the visit of that host reports it
                faults.note(error, "waits")
                progress.waiting = None
                return
            pause = max(EVERY, (loop.time() - began) / SHARE)

    looking = asyncio.create_task(keep_looking())
    try:
        yield
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking
        progress.waiting = None
