"""What failed, in a file of the shape of the input, ready to be fetched again."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scraper.cleaning import dump_json
from scraper.commands.terminal.inputs import OURS, InputTable
from scraper.commands.terminal.safe_text import plain
from scraper.models import Outcome
from scraper.outcomes import Reason, policy

REASON, ERROR = f"{OURS}reason", f"{OURS}error"


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorFile:
    """Where failures are written, and in which shape."""

    name: str
    tables: Sequence[InputTable] = ()  # of the input; without one, the file is a list of addresses
    every: bool = False  # also failures that no other visit can mend

    def text(self, failed: Iterable[Outcome]) -> str:
        """Return the content: a table for a table, JSON Lines for JSON Lines, else a list."""
        chosen = [one for one in failed if self.every or not policy(one.reason).final]
        if not self.tables:
            return "".join(map(_line, chosen))
        if all(table.is_csv for table in self.tables):
            return _table(self.tables, chosen)
        return "".join(dump_json(_row(self.tables[0].url_column, one)) + "\n" for one in chosen)


def _line(outcome: Outcome) -> str:
    """Return an address below a comment with the reason; what is no address is a comment only."""
    comment = f"# {outcome.reason}: {plain(outcome.error or outcome.url)}\n"
    return comment if outcome.reason == Reason.BAD_URL else f"{comment}{outcome.url}\n"


def _table(tables: Sequence[InputTable], failed: Iterable[Outcome]) -> str:
    url_column = tables[0].url_column
    columns = dict.fromkeys(column for table in tables for column in table.columns)
    out = io.StringIO()
    names = dict.fromkeys((*columns, REASON, ERROR))
    writer = csv.DictWriter(out, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(url_column, outcome) for outcome in failed)
    return out.getvalue()


def _row(url_column: str, outcome: Outcome) -> dict[str, str | None]:
    """Return a row of the input with the reason why it failed."""
    known = {url_column: outcome.url, REASON: str(outcome.reason), ERROR: outcome.error}
    return {**outcome.row, **known}
