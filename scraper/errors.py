"""What can go wrong, as one tree.

ScraperError
├── InputError          what was asked cannot be done as asked                      exit 2
├── FetchError          a page could not be had: an outcome of its URL              exit 1 or 3, 4, 5
└── ArchiveError        the archive file refuses
    ├── NotAnArchive    the file is something else, or is not readable              exit 2
    ├── NewerSchema     the file was written by a newer scraper                     exit 8
    ├── ArchiveFull     disk full, or the file cannot be written                    exit 74
    ├── UnknownTrigger  a trigger of somebody else's would run with each write     exit 74
    ├── ArchiveBusy     another run holds the archive                               exit 75
    ├── TookTooLong     a query was not finished in its time                        exit 1
    ├── RowRefused      a rule of the schema refuses one row: a fault of its input  exit 1
    └── Damaged         the file is not what was written                            exit 6
        └── DamagedRow  one row of it is not                                        exit 6

Each message is one line: what is wrong, and what to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scraper.outcomes import Reason

if TYPE_CHECKING:
    from scraper.models import Page


class ScraperError(Exception):
    """The root: catch this to catch everything that scraper raises on purpose."""

    exit_code = 1


class InputError(ScraperError):
    """What was asked cannot be done as asked."""

    exit_code = 2


class FetchError(ScraperError):
    """A page could not be had. It is the outcome of its URL, never the end of a run."""

    def __init__(  # noqa: PLR0913  (what is known of a failure)
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
        self.page = page  # what came instead: worth keeping as a capture, never as an article


class ArchiveError(ScraperError):
    """The archive file refuses."""


class NotAnArchive(ArchiveError):
    """The file is something else than an archive of ours, or cannot be read."""

    exit_code = 2


class NewerSchema(ArchiveError):
    """The file was written by a newer scraper than this."""

    exit_code = 8


class ArchiveFull(ArchiveError):
    """The disk is full or the file cannot be written; what was reported as kept is kept."""

    exit_code = 74


class UnknownTrigger(ArchiveError):
    """The file has a trigger on our tables that this program did not make, and nobody has allowed."""

    exit_code = 74


class ArchiveBusy(ArchiveError):
    """Another run holds the archive."""

    exit_code = 75


class TookTooLong(ArchiveError):
    """A query was not finished in the time that it was given."""


class RowRefused(ArchiveError):
    """A rule of the schema, or SQLite's own limits, refuse a row: a bug of ours, or a row written by hand."""


class Damaged(ArchiveError):
    """The file does not hold what was written to it."""

    exit_code = 6


class DamagedRow(Damaged):
    """One row of the file is not what was written to it; the others can be read."""
