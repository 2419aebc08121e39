"""While SQLite works: Python's signals get through, and a statement may take only so long."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from scraper.errors import QueryTimeout

# instructions of SQLite's machine between two looks: some ten milliseconds, at no measurable cost
OFTEN = 20_000
# a machine may be busy and a disk slow: so much longer than it works, a reader may wait
PATIENCE = 5


def let_signals_through(db: sqlite3.Connection) -> None:
    """Let Ctrl-C end the statement that is running.

    Python notices a signal only where it runs code of its own.
    """
    db.set_progress_handler(lambda: 0, OFTEN)


def was_interrupted(error: BaseException) -> bool:
    """Return whether a statement was ended by a signal or by us, and not by an error of SQLite."""
    return getattr(error, "sqlite_errorname", None) == "SQLITE_INTERRUPT"


class Stopwatch:
    """A limit to the seconds that SQLite may work for a connection.

    Use it as a context around each step: what others do with the rows takes none of the time.
    0 seconds are no limit.
    """

    def __init__(self, db: sqlite3.Connection, seconds: float) -> None:
        self.seconds = seconds
        self._left = seconds or float("inf")
        self._end = float("inf")
        db.set_progress_handler(self._is_over, OFTEN)

    def __enter__(self) -> Self:
        self._end = time.monotonic() + self._left
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._left = self._end - time.monotonic()
        if error is not None and was_interrupted(error):
            if self._left > 0:
                raise KeyboardInterrupt from error
            raise QueryTimeout(
                f"stopped after {self.seconds:g} s, before all rows were found:"
                f" --timeout {2 * self.seconds:g}s gives the query longer,"
                " --timeout 0 all the time it needs"
            ) from error

    def _is_over(self) -> bool:
        """Tell SQLite whether to stop."""
        return time.monotonic() > self._end


@contextmanager
def snapshot(db: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Read everything inside as the file was at its beginning, and in so many seconds in all.

    Raise QueryTimeout when they are over while SQLite works. They are seconds of CPU of this
    thread, so that other programs take none of them, and PATIENCE times as many by the clock.
    """
    begun, used = time.monotonic(), time.thread_time()

    def is_over() -> bool:
        has_worked = time.thread_time() - used > seconds
        return has_worked or time.monotonic() - begun > seconds * PATIENCE

    db.set_progress_handler(is_over, OFTEN)
    db.execute("BEGIN")
    try:
        yield
    except (sqlite3.OperationalError, KeyboardInterrupt) as error:
        # what translates the errors of SQLite takes an interrupted statement for a signal
        cause = error.__cause__ if isinstance(error, KeyboardInterrupt) else error
        if cause is None or not was_interrupted(cause):
            raise
        raise QueryTimeout(f"stopped after {seconds:g} s, before all was found") from error
    finally:
        let_signals_through(db)
        db.execute("ROLLBACK")
