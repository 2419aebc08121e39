"""Whether the values of a row have the types of their columns.

A row that was written by hand may hold anything.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from types import TracebackType
from typing import Any, NamedTuple

from scraper.errors import DamagedRow
from scraper.patterns import late

# columns, whatever the table, whose values are no texts
WHOLE = frozenset(
    ("id", "article_id", "version", "number", "word_count", "is_free", "capture_id", "position",
     "lead", "stealth", "returns", "words_added", "words_removed", "past", "is_current", "checksum",
     "words_checksum", "status", "run_id", "complete", "raw_bytes")
)  # fmt: skip
REAL = frozenset(("materiality", "score", "rank"))
BYTES = frozenset(("fingerprint", "edges"))
LISTS = frozenset(("tags", "links", "changed", "authors"))  # JSON lists of texts

Types = type | tuple[type, ...]
# columns -> the types that their values may have, and what to call them; all others are texts
KINDS: tuple[tuple[frozenset[str], Types, str], ...] = (
    (WHOLE, int, "a whole number"),
    (REAL, (int, float), "a number"),
    (BYTES, bytes, "bytes"),
)
# a JSON list of texts without escapes
_SIMPLE_LIST = late(r'\["[^"\\\x00-\x1f]*+"(?:,"[^"\\\x00-\x1f]*+")*+\]')
_UNREADABLE = late(r"Could not decode to UTF-8 column '(\w+)'")


class Column(NamedTuple):
    """What the values of a column must be."""

    name: str
    types: Types
    expected: str  # the types in words
    is_list: bool  # a JSON list of texts


class Shape:
    """The columns of rows, and the types of the rows that fitted so far.

    To compare the types of a whole row with known ones takes a tenth of the time of looking at each
    value, and nearly all rows of a table have the types of others.
    """

    MOST = 1000  # combinations of types that are kept: rows written by hand may have any number

    def __init__(self, names: tuple[str, ...]) -> None:
        self._columns = [_column(name) for name in names]
        self._lists = [number for number, column in enumerate(self._columns) if column.is_list]
        self._fitting: set[tuple[type, ...]] = set()

    def misfit(self, values: Sequence[object]) -> str | None:
        """Return what is wrong with the first value that does not fit; None if all do."""
        types = tuple(map(type, values))
        if types not in self._fitting:
            wrong = self._first_of_wrong_type(values)
            if wrong:
                return wrong
            if len(self._fitting) < self.MOST:
                self._fitting.add(types)
        for number in self._lists:
            if values[number] is not None and not _is_list(str(values[number])):
                return f"{self._columns[number].name} is not a list of texts"
        return None

    def _first_of_wrong_type(self, values: Sequence[object]) -> str | None:
        for column, value in zip(self._columns, values, strict=True):
            if value is not None and not isinstance(value, column.types):
                return f"{column.name} is not {column.expected}"
        return None


@cache
def shape(names: tuple[str, ...]) -> Shape:
    """Return the shape of rows with these columns."""
    return Shape(names)


def misfit(row: Mapping[str, Any] | sqlite3.Row) -> str | None:
    """Return what is wrong with the first value that is not of its column's type.

    The name of the column is in it; it is None for a row without such a value.
    """
    values = tuple(row) if isinstance(row, sqlite3.Row) else tuple(row.values())
    return shape(tuple(row.keys())).misfit(values)


def _column(name: str) -> Column:
    for names, types, expected in KINDS:
        if name in names:
            return Column(name, types, expected, is_list=False)
    return Column(name, str, "text", is_list=name in LISTS)


def _is_list(text: str) -> bool:
    # nearly all are simple: no need for JSON
    if text == "[]" or _SIMPLE_LIST.fullmatch(text):
        return True
    import json  # few commands read lists

    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


def check(table: str, key: object, row: Mapping[str, Any] | sqlite3.Row) -> None:
    """Raise DamagedRow, with row and column, if a value is not of its column's type."""
    wrong = misfit(row)
    if wrong:
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
    """Return a context for the reading of a row that raises DamagedRow for an error of SQLite.

    For a text that is not UTF-8, SQLite names the column only.
    """
    return _Readable(table, key)


class _Readable:
    """The context of one row, made by hand: a generator would cost more than the reading."""

    __slots__ = ("_key", "_table")

    def __init__(self, table: str, key: object) -> None:
        self._table, self._key = table, key

    def __enter__(self) -> None:
        """Nothing is done before the row is read."""

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        """Raise DamagedRow in place of what SQLite raised for one row."""
        if not isinstance(error, sqlite3.DatabaseError):
            return
        found = _UNREADABLE.match(str(error))
        if found is not None:
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
            self.add(error)

    def add(self, error: DamagedRow) -> None:
        """Note a damaged row; of many rows, `noting` takes longer."""
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
