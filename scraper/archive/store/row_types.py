"""Whether the values of a row have the types of their columns: a row that was written by hand may hold anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from types import TracebackType
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
    values = tuple(row) if isinstance(row, sqlite3.Row) else row.values()
    for (name, kind, words, is_list), value in zip(
        _columns(tuple(row.keys())), values, strict=True
    ):
        if value is None:
            continue
        if not isinstance(value, kind):
            return f"{name} is not {words}"
        if is_list and not _is_list(str(value)):
            return f"{name} is not a list of texts"
    return None


@cache
def _columns(names: tuple[str, ...]) -> list[tuple[str, type | tuple[type, ...], str, bool]]:
    """Return for each column its name, the type of its values, that in words, and whether it holds JSON lists."""
    return [(name, *_kind(name), name in LISTS) for name in names]


def _kind(name: str) -> tuple[type | tuple[type, ...], str]:
    return next(((kind, words) for names, kind, words in KINDS if name in names), (str, "text"))


def _is_list(text: str) -> bool:
    if text == "[]":
        return True
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


def read_row(
    db: sqlite3.Connection, sql: str, values: Sequence[object], table: str, key: object
) -> sqlite3.Row | None:
    """Return the one row of a statement, None if there is none; raises DamagedRow.

    `table` and `key` name the row in the error.
    """
    with readable(table, key):
        row: sqlite3.Row | None = db.execute(sql, values).fetchone()
    if row is not None:
        check(table, key, row)
    return row


def readable(table: str, key: object) -> _Readable:
    """Name the row of a text that is not UTF-8, of which SQLite says the column only, or that cannot be read at all."""
    return _Readable(table, key)


class _Readable:
    """A context, entered once a row: made by hand, for a generator would cost more than the reading."""

    __slots__ = ("_key", "_table")

    def __init__(self, table: str, key: object) -> None:
        self._table, self._key = table, key

    def __enter__(self) -> None:
        """Nothing is done before the row is read."""

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Raise DamagedRow in place of what SQLite says of one row."""
        if not isinstance(error, sqlite3.DatabaseError):
            return
        if (found := _UNREADABLE.match(str(error))) is not None:
            raise damaged(self._table, self._key, f"{found[1]} is not text in UTF-8") from None
        if str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_CORRUPT"):
            raise damaged(self._table, self._key, f"it cannot be read ({error})") from None


class SkippedRows:
    """The damaged rows that were skipped so that the others could be read; reported at the end."""

    NAMED = 3  # in the report; the others are counted

    def __init__(self) -> None:
        self._errors: list[DamagedRow] = []

    @contextmanager
    def noting(self) -> Iterator[None]:
        """Note a row that turns out to be damaged, and go on."""
        try:
            yield
        except DamagedRow as error:
            self._errors.append(error)

    @property
    def line(self) -> str | None:
        """Return one line that names them, None if there was none."""
        if not self._errors:
            return None
        more = len(self._errors) - self.NAMED
        rest = f"; and {more} more" if more > 0 else ""
        return "; ".join(map(str, self._errors[: self.NAMED])) + rest

    def report(self) -> None:
        """Raise DamagedRow if there was any."""
        if self.line:
            raise DamagedRow(self.line)
