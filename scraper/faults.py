"""Handle unexpected errors: report one line, find where it came from, log its traceback.

At the borders of the program such an error becomes the outcome `fault` of one URL, feed, row or
file, and the rest goes on. An interrupt is never caught. A failure of the archive itself (disk
full, locked, damaged) ends a run, because every further input would meet the same failure.
"""

from __future__ import annotations

from pathlib import Path

from scraper.errors import ArchiveError, DamagedRow, RowRefused, ScraperError
from scraper.secrets import masked

PACKAGE = str(Path(__file__).parent)
LONGEST = 200  # characters of an error's own message: some hold a whole page


class RemoteFault(ScraperError):
    """An unexpected error in another process: its line, and its traceback as text."""

    def __init__(self, line: str, trace: str) -> None:
        super().__init__(line, trace)
        self.line = line
        self.trace = trace

    def __str__(self) -> str:
        return self.line


def ends_the_run(error: BaseException) -> bool:
    """Return whether an error concerns more than one input.

    These are interrupts, and failures of the archive as a whole.
    """
    if isinstance(error, BaseExceptionGroup):
        return any(ends_the_run(each) for each in error.exceptions)
    if isinstance(error, ArchiveError):
        return not isinstance(error, (RowRefused, DamagedRow))
    return not isinstance(error, Exception)


def line(error: BaseException) -> str:
    """Return one line with the kind of error, its message, and the place in scraper."""
    if isinstance(error, RemoteFault):
        return error.line
    if isinstance(error, DamagedRow):
        return str(error)
    what = type(error).__name__
    message = masked(" ".join(str(error).split()))[:LONGEST]
    if message:
        what += f": {message}"
    where = _place(error)
    if where:
        what += f", at {where}"
    return (
        f"an error in scraper itself ({what}): please report it; --log-file FILE keeps the details"
    )


def portable(error: Exception) -> RemoteFault:
    """Return the error in a form that can be sent to another process."""
    if isinstance(error, RemoteFault):
        return error
    return RemoteFault(line(error), trace_of(error))


def trace_of(error: BaseException) -> str:
    """Return the traceback as text."""
    import traceback  # a worker process starts without it

    if isinstance(error, RemoteFault):
        return error.trace
    return masked("".join(traceback.format_exception(error)))


def note(error: BaseException, subject: str) -> str:
    """Log an error with its traceback and return its line; `subject` is the input at fault."""
    import logging  # a worker process starts without it

    message = line(error)
    trace = trace_of(error)
    fields = {"url": subject, "outcome": "fault", "error": message, "traceback": trace}
    logging.getLogger("scraper").error(
        "fault %s %s", subject, message, extra={"fields": fields, "trace": trace}
    )
    return message


def _place(error: BaseException) -> str:
    """Return `file:line` of the innermost frame inside this package, or ""."""
    import traceback

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(PACKAGE):
            return f"{frame.filename[len(PACKAGE) + 1 :]}:{frame.lineno}"
    return ""
