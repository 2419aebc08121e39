"""Let workers read the records of many shards side by side, and take the answers in their order.

What is under way is bounded by its number and by its bytes, so that neither many small records nor
a few large ones fill the memory.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from scraper.errors import ReadingTimeout, ScraperError, WorkerDied
from scraper.jobs.bulk.read_record import RecordAnswer, RecordTask, failure_of
from scraper.workers.pool import Workers

# Records for each worker that are begun ahead of the first unfinished one: while one page takes its
# 30 seconds, the others go on with these.
AHEAD = 32
MOST_BYTES = 64 << 20  # of their contents, in all
# Records of which none could be read because the process died: it cannot start, or has no memory.
HOPELESS = 25
DIED = "reading the page used up its memory or crashed"

T = TypeVar("T")


@dataclass(slots=True)
class _Underway(Generic[T]):
    """A step whose turn has not come: a record that is being read, or anything else."""

    step: T | RecordTask
    future: Future[RecordAnswer] | None
    size: int


class OrderedReading(Generic[T]):
    """Records on their way through workers, among steps that need none."""

    def __init__(self, workers: Workers[RecordTask, RecordAnswer]) -> None:
        self._workers = workers
        self._waiting: deque[_Underway[T]] = deque()
        self._bytes = 0
        self._died = self._answered = 0

    def answers(self, steps: Iterable[RecordTask | T]) -> Iterator[RecordAnswer | T]:
        """Yield the answer of each record and each other step as it is, in their order."""
        for step in steps:
            self._begin(step)
            while self._waiting and (self._is_full() or self._is_first_done()):
                yield self._take()
        while self._waiting:
            yield self._take()

    def _begin(self, step: RecordTask | T) -> None:
        if isinstance(step, RecordTask):
            size = len(step.record.content)
            self._waiting.append(_Underway(step, self._workers.submit(step), size))
            self._bytes += size
        else:
            self._waiting.append(_Underway(step, None, 0))

    def _is_full(self) -> bool:
        return self._bytes > MOST_BYTES or len(self._waiting) > AHEAD * self._workers.jobs

    def _is_first_done(self) -> bool:
        future = self._waiting[0].future
        return future is None or future.done()

    def _take(self) -> RecordAnswer | T:
        """Return what came of the first step, once that is known."""
        first = self._waiting.popleft()
        self._bytes -= first.size
        if not isinstance(first.step, RecordTask):
            return first.step
        assert first.future is not None
        self._answered += 1
        try:
            return self._answer(first.step, first.future)
        except WorkerDied:
            self._died += 1
            self._check_hope()
            reason = DIED
        except ScraperError as error:
            reason = str(error)
        return RecordAnswer(failure=failure_of(first.step.source, first.step.record, reason))

    def _answer(self, task: RecordTask, future: Future[RecordAnswer]) -> RecordAnswer:
        """Return what came of a record; if its process died, of a second reading.

        The page need not be the cause: the system may have ended the process to free memory.
        """
        try:
            return future.result()
        except ReadingTimeout as error:
            return RecordAnswer(failure=failure_of(task.source, task.record, str(error)))
        except WorkerDied:
            return self._workers.submit(task).result()

    def _check_hope(self) -> None:
        """Raise ScraperError if no process has read a page yet and many have died."""
        if self._died == self._answered >= HOPELESS:
            raise ScraperError(
                f"the first {HOPELESS} pages each ended the process that read it:"
                " `scraper extract FILE` on one of them shows more"
            )
