"""Write articles as Parquet, typed columns for pandas, polars, DuckDB and R; pyarrow lives here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from scraper.errors import InputError
from scraper.present.article_table import COLUMNS, label_cell, table_cell
from scraper.present.byte_sink import ByteSink
from scraper.present.column_meanings import MEANINGS
from scraper.present.export_options import AS_DEFAULT, ExportOptions

GROUP = 1000  # rows that are compressed together: what is held in memory
COMPRESSION, LEVEL = "zstd", 3  # level 1 saves no time that counts, and makes files 1.4 as large
# few different values: a number each in place of the text
REPEATED = ("site", "publisher", "section", "language", "direction", "verdict", "extractor")
LISTS = {"authors", "tags"}  # the other lists are texts, as in csv
NO_MONTH = "__HIVE_DEFAULT_PARTITION__"  # what readers of partitioned files take for null
YEAR, MONTH = len("2026"), len("2026-05")
MISSING = "Parquet needs pyarrow: pip install 'scraper[parquet]'"

Row = Mapping[str, Any]


def parquet(
    rows: Iterable[Row], options: ExportOptions = AS_DEFAULT
) -> Iterator[bytes] | Iterator[tuple[str, bytes]]:
    """Yield the bytes of a file; with a partition, pairs of a file's name and bytes of it."""
    table = _Table(options)
    if options.partition:
        return _by_month(rows, table)
    return _one_file(rows, table)


class _Table:
    """The columns of a file: their types for Parquet, and their values of a row."""

    def __init__(self, options: ExportOptions) -> None:
        self.arrow = _pyarrow()
        names = options.columns or COLUMNS
        self._makers: dict[str, Callable[[Row], Any]] = {name: _maker(name) for name in names}
        if options.notes:
            self._makers |= {name: _maker(name) for name in ("coder_tags", "notes", "exclusions")}
        for label_set, column in options.labels:
            self._makers[f"{label_set}.{column}"] = _label_maker(label_set, column)
        fields = [(name, self._type(name)) for name in self._makers]
        self.schema = self.arrow.schema(fields)
        self.repeated = [name for name in REPEATED if name in self._makers]

    def batch(self, rows: Sequence[Row]) -> Any:
        """Return rows as a record batch."""
        arrays = [
            self.arrow.array([make(row) for row in rows], type=self.schema.field(name).type)
            for name, make in self._makers.items()
        ]
        return self.arrow.record_batch(arrays, schema=self.schema)

    def _type(self, name: str) -> Any:
        """Return the type of a column; what pyarrow calls string holds up to 2 GB a group."""
        arrow = self.arrow
        types = {
            "integer": arrow.int64(),
            "boolean": arrow.bool_(),
            "date": arrow.date32(),
            "datetime": arrow.timestamp("us", tz="UTC"),
        }
        if name in LISTS:
            return arrow.list_(arrow.string())
        return (
            types.get(MEANINGS[name].type, arrow.string()) if name in MEANINGS else arrow.string()
        )


class _File:
    """A Parquet file that is written group by group, and whose bytes are taken as they come."""

    def __init__(self, table: _Table) -> None:
        from pyarrow.parquet import ParquetWriter

        self._table = table
        self._sink = ByteSink()
        self.waiting: list[Row] = []
        self._writer = ParquetWriter(
            self._sink,
            table.schema,
            compression=COMPRESSION,
            compression_level=LEVEL,
            use_dictionary=table.repeated,
        )

    def add(self, row: Row) -> bytes:
        """Take a row; return the bytes that are ready, b"" for none."""
        self.waiting.append(row)
        return self.flush() if len(self.waiting) == GROUP else b""

    def flush(self) -> bytes:
        """Write the rows that wait as a group; return the bytes that are ready."""
        if self.waiting:
            self._writer.write_batch(self._table.batch(self.waiting))
            self.waiting = []
        return self._sink.taken()

    def close(self) -> bytes:
        """Return the rest of the file."""
        rest = self.flush()
        self._writer.close()
        return rest + self._sink.taken()


def _one_file(rows: Iterable[Row], table: _Table) -> Iterator[bytes]:
    file = _File(table)
    for row in rows:
        if ready := file.add(row):
            yield ready
    yield file.close()


def _by_month(rows: Iterable[Row], table: _Table) -> Iterator[tuple[str, bytes]]:
    """Yield parts of files such as data/month=2026-05/part-0.parquet, one file after the other.

    A month that comes again gets another file.
    """
    begun: Counter[str] = Counter()
    for month, group in groupby(rows, key=_month):
        # in a folder of its own: readers of all its files stumble over those that describe it
        name = f"data/month={month}/part-{begun[month]}.parquet"
        begun[month] += 1
        for data in _one_file(group, table):
            yield name, data


def _month(row: Row) -> str:
    """Return the month of publication as 2026-05."""
    month = (row.get("date_published") or "")[:MONTH]
    return month if len(month) == MONTH and month[YEAR] == "-" else NO_MONTH


def _maker(name: str) -> Callable[[Row], Any]:
    """Return what makes a row's value of a column."""
    if name == "authors":
        return lambda row: [author["name"] for author in row.get("authors") or ()]
    if name == "tags":
        return lambda row: list(row.get("tags") or ())
    kind = MEANINGS[name].type if name in MEANINGS else "string"
    read = READERS.get(kind)
    if read is None:
        return lambda row: table_cell(row, name)
    return lambda row: read(row.get(name))


def _label_maker(label_set: str, column: str) -> Callable[[Row], Any]:
    return lambda row: label_cell(row, label_set, column)


def _moment(text: str | None) -> datetime | None:
    """Return a moment in UTC, None for a text that is none."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _day(text: str | None) -> date | None:
    moment = _moment(text)
    return moment.date() if moment else None


READERS: dict[str, Callable[[Any], Any]] = {"datetime": _moment, "date": _day}


def _pyarrow() -> Any:
    try:
        import pyarrow  # noqa: ICN001 - one name for one thing
    except ImportError:
        raise InputError(MISSING) from None
    return pyarrow
