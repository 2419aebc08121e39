"""Hold what is known of an export that was written, for all that describes it."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scraper.present.cells import one_line
from scraper.present.counted_things import counted
from scraper.present.row_tally import RowTally
from scraper.present.written_files import WrittenFiles
from scraper.version import __version__

PROGRAM = f"scraper {__version__}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnFacts:
    """What is known of a column."""

    name: str
    type: str  # string, integer, boolean, date, datetime, array or object
    meaning: str
    unit: str | None
    null_rate: float  # of the rows, 0 to 1
    example: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportRecord:
    """An export: what was asked for, of what, and what was written."""

    name: str  # of the file or folder
    form: str  # a key of FORMATS
    arguments: tuple[str, ...]  # the options of `scraper export` that the user gave
    archive: Mapping[str, Any]  # its state, by the names of ArchiveState
    seal: Mapping[str, Any] | None  # of the run that ended last
    files: WrittenFiles
    columns: tuple[ColumnFacts, ...]  # none of a format that is no table
    tally: RowTally
    gaps: tuple[str, ...] = ()  # what could not be written, and why
    feed_gaps: tuple[Mapping[str, Any], ...] = ()  # times of which feeds may lack entries

    @property
    def rows(self) -> int:
        """Return how many articles were written."""
        return len(self.tally.ids)

    @property
    def day(self) -> str:
        """Return the day of the archive's last change, for an export has no time of its own."""
        return str(self.archive["last_change"])[:10]

    @property
    def shown_name(self) -> str:
        """Return the name on one line; a name need not be UTF-8."""
        return one_line(self.name.encode("utf-8", "replace").decode())

    @property
    def title(self) -> str:
        """Return a title for the export."""
        return f"News articles: {self.shown_name}"

    @property
    def command(self) -> str:
        """Return the command that gives the same articles in the same format."""
        return shlex.join(["scraper", "export", self.form, *self.arguments])

    @property
    def description(self) -> str:
        """Return one sentence on what the export holds."""
        count = counted(self.rows, "news article")
        return (
            f"{count} from an archive that was last changed at {self.archive['last_change']},"
            f" written by {PROGRAM} with `{self.command}`."
        )
