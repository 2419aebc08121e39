"""An error that nobody foresaw: what it says in one line, where it came from, and its traceback in the log.

At the borders of the program such an error is the outcome `fault` of one URL, feed, row or file, and the rest goes on.
An interrupt is never caught; that the archive refuses (disk full, locked, damaged) ends a run, for every further input
would meet the same.
"""

from __future__ import annotations

from pathlib import Path

from scraper.errors import ArchiveError, DamagedRow, RowRefused, ScraperError
from scraper.secrets import masked

PACKAGE = str(Path(__file__).parent)
LONGEST = 200  # characters of an error's own message


class Fault(ScraperError):
    """An error of another process that nobody foresaw: its line, and the traceback as text."""

    def __init__(self, line: str, trace: str) -> None:
        super().__init__(line, trace)
        self.line = line
        self.trace = trace

    def __str__(self) -> str:
        return self.line


def ends_the_run(error: BaseException) -> bool:
    """Return whether an error is none of a single input: an interrupt, or the archive's own failure."""
    if isinstance(error, BaseExceptionGroup):
        return any(ends_the_run(each) for each in error.exceptions)
    if isinstance(error, ArchiveError):
        return not isinstance(error, (RowRefused, DamagedRow))
    return not isinstance(error, Exception)


def line(error: BaseException) -> str:
    """Return what happened in one line: the kind of error, its message, and the place in scraper where it came up."""
    if isinstance(error, Fault):
        return error.line
    if isinstance(error, DamagedRow):
        return str(error)
    said = masked(" ".join(str(error).split()))[:LONGEST]
    named = f"{type(error).__name__}: {said}" if said else type(error).__name__
    where = _place(error)
    at = f", at {where}" if where else ""
    return f"an error in scraper itself ({named}{at}): please report it; --log-file FILE keeps the details"


def portable(error: Exception) -> Fault:
    """Return the error in a form that can be sent to another process."""
    return error if isinstance(error, Fault) else Fault(line(error), trace_of(error))


def trace_of(error: BaseException) -> str:
    """Return the traceback as text."""
    import traceback  # as logging: what reads pages starts without it

    return (
        error.trace
        if isinstance(error, Fault)
        else masked("".join(traceback.format_exception(error)))
    )


def note(error: BaseException, subject: str) -> str:
    """Write an error into the log, with its traceback, and return its line; `subject` is the input it belongs to."""
    import logging

    said, trace = line(error), trace_of(error)
    fields = {"url": subject, "outcome": "fault", "error": said, "traceback": trace}
    logging.getLogger("scraper").error(
        "fault %s %s", subject, said, extra={"fields": fields, "trace": trace}
    )
    return said


def _place(error: BaseException) -> str:
    """Return `file:line` of the innermost frame that is in this package."""
    import traceback

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(PACKAGE):
            return f"{frame.filename[len(PACKAGE) + 1 :]}:{frame.lineno}"
    return ""
