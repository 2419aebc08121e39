"""Whether the values of a row have the types of their columns: a row that was written by hand may hold anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scraper.errors import DamagedRow
from scraper.patterns import late

# columns, whatever the table, whose values are no texts
WHOLE = frozenset(
    ("id", "article_id", "version", "number", "word_count", "is_free", "capture_id", "position", "lead", "stealth",
     "returns", "words_added", "words_removed", "past", "is_current", "checksum", "words_checksum")
)  # fmt: skip
REAL = frozenset(("materiality", "score", "rank"))
BYTES = frozenset(("fingerprint", "edges"))
LISTS = frozenset(("tags", "links", "changed", "authors"))  # JSON lists of texts
KINDS: tuple[tuple[frozenset[str], type | tuple[type, ...], str], ...] = (
    (WHOLE, int, "a whole number"),
    (REAL, (int, float), "a number"),
    (BYTES, bytes, "bytes"),
)
_UNREADABLE = late(r"Could not decode to UTF-8 column '(\w+)'")


def misfit(row: Mapping[str, Any] | sqlite3.Row) -> str | None:
    """Return what is wrong with the first value that is not of its column's type, with the name of the column."""
    for name in row.keys():  # noqa: SIM118 - a row of SQLite gives its values when it is walked
        if row[name] is not None and (wanted := _wanted(name, row[name])):
            return f"{name} is not {wanted}"
    return None


def _wanted(name: str, value: object) -> str | None:
    """Return what a column holds, None if the value is such."""
    for names, kind, words in KINDS:
        if name in names:
            return None if isinstance(value, kind) else words
    if not isinstance(value, str):
        return "text"
    if name in LISTS and not _is_list(value):
        return "a list of texts"
    return None


def _is_list(text: str) -> bool:
    import json  # few commands read lists

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


def check(table: str, key: object, row: Mapping[str, Any] | sqlite3.Row) -> None:
    """Raise DamagedRow, with row and column, if a value is not of its column's type."""
    if wrong := misfit(row):
        raise damaged(table, key, wrong)


def damaged(table: str, key: object, what: str) -> DamagedRow:
    """Return the error that names a row and what is wrong with it."""
    return DamagedRow(f"damage in {table}, row {key}: {what}")


@contextmanager
def readable(table: str, key: object) -> Iterator[None]:
    """Name the row of a text that is not UTF-8, of which SQLite says the column only, or that cannot be read at all."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if (found := _UNREADABLE.match(str(error))) is not None:
            raise damaged(table, key, f"{found[1]} is not text in UTF-8") from None
        if str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_CORRUPT"):
            raise damaged(table, key, f"it cannot be read ({error})") from None
        raise


class Passed:
    """The rows that were passed over for their damage, so that the others are read; told at the end."""

    TOLD = 3  # by name

    def __init__(self) -> None:
        self._errors: list[DamagedRow] = []

    @contextmanager
    def over(self) -> Iterator[None]:
        """Pass over a row that is damaged."""
        try:
            yield
        except DamagedRow as error:
            self._errors.append(error)

    @property
    def line(self) -> str | None:
        """One line that names them; None if there was none."""
        if not self._errors:
            return None
        more = len(self._errors) - self.TOLD
        rest = f"; and {more} more" if more > 0 else ""
        return "; ".join(map(str, self._errors[: self.TOLD])) + rest

    def tell(self) -> None:
        """Raise DamagedRow if there was any."""
        if self.line:
            raise DamagedRow(self.line)
