"""What can go wrong, as one tree.

ScraperError
├── InputError          the request cannot be carried out as given              exit 2
├── FetchError          a page could not be fetched: an outcome of its URL      exit 1, 3, 4 or 5
├── WorkerDied          the process that read a page died                       exit 1
│   └── ReadingTimeout  it was stopped when its time was over                   exit 1
└── ArchiveError        the archive file cannot be used
    ├── NotAnArchive    the file is something else, or is not readable          exit 2
    ├── NewerSchema     the file was written by a newer scraper                 exit 8
    ├── ArchiveFull     the disk is full, or the file cannot be written         exit 74
    ├── UnknownTrigger  a trigger that is not ours would run with each write    exit 74
    ├── ArchiveBusy     another run holds the archive                           exit 75
    ├── QueryTimeout    a query did not finish in its time                      exit 1
    ├── RowRefused      a rule of the schema refuses one row                    exit 1
    └── Damaged         the file does not hold what was written                 exit 6
        └── DamagedRow  one row of it does not                                  exit 6

Each message is one line: what is wrong, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.outcomes import Reason

if TYPE_CHECKING:
    from scraper.models import Page


class ScraperError(Exception):
    """The root of the tree: catch it to catch everything that scraper raises on purpose."""

    exit_code = 1


class InputError(ScraperError):
    """The request cannot be carried out as given."""

    exit_code = 2


class PagePruned(InputError):
    """A page was given up by `scraper prune`; its hash and the text that was read are kept."""


class FetchError(ScraperError):
    """A page could not be fetched. This is the outcome of one URL, never the end of a run."""

    def __init__(  # noqa: PLR0913 - everything known about a failure
        self,
        url: str,
        reason: Reason,
        message: str,
        *,
        status: int | None = None,
        retry_after: float | None = None,
        page: Page | None = None,
    ) -> None:
        super().__init__(message)
        self.url = url
        self.reason = reason
        self.status = status
        self.retry_after = retry_after  # seconds, from the server
        self.page = page  # the answer that came instead: kept as a capture, never as an article


class WorkerDied(ScraperError):
    """A task took its worker process down, or would not end."""


class ReadingTimeout(WorkerDied):
    """A page was still being read when its time was over."""


class ArchiveError(ScraperError):
    """The archive file cannot be used."""


class NotAnArchive(ArchiveError):
    """The file is not an archive of scraper, or cannot be read."""

    exit_code = 2


class NewerSchema(ArchiveError):
    """The file was written by a newer version of scraper."""

    exit_code = 8


class ArchiveFull(ArchiveError):
    """The disk is full or the file cannot be written. What was reported as saved is saved."""

    exit_code = 74


class UnknownTrigger(ArchiveError):
    """The file has a trigger on our tables that scraper did not make and the user did not allow."""

    exit_code = 74


class ArchiveBusy(ArchiveError):
    """Another run holds the archive."""

    exit_code = 75


class QueryTimeout(ArchiveError):
    """A query did not finish within its time limit."""


class RowRefused(ArchiveError):
    """A rule of the schema or a limit of SQLite refuses a row.

    Either scraper has a bug, or the row was written by hand.
    """


class Damaged(ArchiveError):
    """The file does not hold what was written to it."""

    exit_code = 6


class DamagedRow(Damaged):
    """One row does not hold what was written to it; the others can be read."""
