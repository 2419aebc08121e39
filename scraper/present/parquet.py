"""Write articles as Parquet, typed columns for pandas, polars, DuckDB and R; pyarrow lives here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from scraper.errors import InputError
from scraper.present.article_table import ADDED, COLUMNS, FROM_LISTS, label_cell
from scraper.present.byte_sink import ByteSink
from scraper.present.column_meanings import MEANINGS
from scraper.present.export_options import AS_DEFAULT, ExportOptions

GROUP = 1000  # rows that are compressed together: what is held in memory
BATCH = 100  # of them, rows that are held as they come
# Characters in the texts of either, at most: a few long rows take the memory of many.
GROUP_TEXT, BATCH_TEXT = 32 << 20, 4 << 20
# of real articles, level 3 makes files 5 % smaller in twice the time, and level 1 makes them 7 %
# larger in three quarters of it
COMPRESSED: dict[str, Any] = {"compression": "zstd", "compression_level": 2}
# few different values: a number each in place of the text
REPEATED = (
    *("site", "publisher", "section", "language", "direction", "verdict", "extractor"),
    *("source", "mime"),
)
LISTS = {"authors", "tags"}  # the other lists are texts, as in csv
NO_MONTH = "__HIVE_DEFAULT_PARTITION__"  # what readers of partitioned files take for null
YEAR, MONTH = len("2026"), len("2026-05")
MISSING = "Parquet needs pyarrow: pip install 'scraper[parquet]'"

Row = Mapping[str, Any]
Values = Callable[[Sequence[Row]], list[Any]]  # of a column, of rows


class TypedColumn(NamedTuple):
    """What a column is made of."""

    type: str  # string, integer, boolean, date, datetime, strings, people or pictures
    values: Values


def parquet(
    rows: Iterable[Row], options: ExportOptions = AS_DEFAULT
) -> Iterator[bytes] | Iterator[tuple[str, bytes]]:
    """Yield the bytes of a file; with a partition, pairs of a file's name and bytes of it."""
    table = _Table(_exported(options))
    if options.partition:
        return _by_month(rows, table)
    return _one_file(rows, table)


def parquet_file(columns: Mapping[str, TypedColumn]) -> GroupedFile:
    """Return a file of these columns, to which rows are added one by one."""
    return GroupedFile(_Table(columns))


def _exported(options: ExportOptions) -> dict[str, TypedColumn]:
    """Return the columns that an export has by its options."""
    names = [*(options.columns or COLUMNS), *(ADDED if options.notes else ())]
    columns = {name: TypedColumn(_type_word(name), _values(name)) for name in names}
    for label_set, column in options.labels:
        values = _label_values(label_set, column)
        columns[f"{label_set}.{column}"] = TypedColumn("string", values)
    return columns


def _type_word(name: str) -> str:
    """Return the type of a column of an export; lists but these are texts, as in csv."""
    if name in LISTS:
        return "strings"
    word = MEANINGS[name].type if name in MEANINGS else "string"
    return word if word in ("integer", "boolean", "date", "datetime") else "string"


class _Table:
    """The columns of a file: their types for Parquet, and their values of a row."""

    def __init__(self, columns: Mapping[str, TypedColumn]) -> None:
        self.arrow = _pyarrow()
        self._columns = columns
        types = _types(self.arrow)
        self.schema = self.arrow.schema(
            [(name, types[column.type]) for name, column in columns.items()]
        )
        # pyarrow's own keeps 20 MB more of what was freed
        self.pool = self.arrow.system_memory_pool()
        self.repeated = _repeated(columns)

    def batch(self, rows: Sequence[Row]) -> Any:
        """Return rows as a record batch."""
        arrays = [
            self._array(column.values(rows), self.schema.field(name).type)
            for name, column in self._columns.items()
        ]
        return self.arrow.record_batch(arrays, schema=self.schema)

    def _array(self, values: list[Any], of_type: Any) -> Any:
        """Return the values of a column; texts of times are read by pyarrow, where it can."""
        if not self.arrow.types.is_temporal(of_type):
            return self._made(values, of_type)
        try:
            return self._made(values, self.arrow.string()).cast(of_type)
        except self.arrow.ArrowInvalid:
            read = _moment if self.arrow.types.is_timestamp(of_type) else _day
            return self._made([read(text) for text in values], of_type)

    def _made(self, values: list[Any], of_type: Any) -> Any:
        return self.arrow.array(values, type=of_type, memory_pool=self.pool)


def _types(arrow: Any) -> dict[str, Any]:
    """Return types by their words; what pyarrow calls string holds up to 2 GB a group."""
    text, texts = arrow.string(), arrow.list_(arrow.string())
    person = {"name": text, "role": text, "links": texts, "kind": text}
    names = ("url", "caption", "credit", "alt")
    picture = [*((name, text) for name in names), ("lead", arrow.bool_())]
    return {
        "string": text,
        "integer": arrow.int64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "datetime": arrow.timestamp("us", tz="UTC"),
        "strings": texts,
        "people": arrow.list_(arrow.struct(list(person.items()))),
        "pictures": arrow.list_(arrow.struct(picture)),
    }


class GroupedFile:
    """A Parquet file that is written group by group, and whose bytes are taken as they come."""

    def __init__(self, table: _Table) -> None:
        from pyarrow.parquet import ParquetWriter

        self._table = table
        self._sink = ByteSink()
        self._waiting: list[Row] = []
        self._waiting_text = 0  # characters in the texts of those rows
        self._batches: list[Any] = []  # of the group that is next
        self._batched_rows = self._batched_text = 0
        self._writer = ParquetWriter(
            self._sink,
            table.schema,
            use_dictionary=table.repeated,
            memory_pool=table.pool,
            **COMPRESSED,
        )

    def add(self, row: Row) -> bytes:
        """Take a row; return the bytes that are ready, b"" for none."""
        self._waiting.append(row)
        self._waiting_text += sum([len(value) for value in row.values() if type(value) is str])
        if len(self._waiting) == BATCH or self._waiting_text >= BATCH_TEXT:
            self._convert()
        is_full = self._batched_rows >= GROUP or self._batched_text >= GROUP_TEXT
        return self.flush() if is_full else b""

    def _convert(self) -> None:
        """Turn the rows that wait into a batch, which takes a fifth of their memory."""
        if self._waiting:
            self._batches.append(self._table.batch(self._waiting))
            self._batched_rows += len(self._waiting)
            self._batched_text += self._waiting_text
            self._waiting, self._waiting_text = [], 0

    def flush(self) -> bytes:
        """Write what waits as a group; return the bytes that are ready."""
        self._convert()
        if self._batches:
            group = self._table.arrow.Table.from_batches(self._batches)
            group = group.combine_chunks(memory_pool=self._table.pool)
            rows = self._batched_rows
            self._batches, self._batched_rows, self._batched_text = [], 0, 0
            self._writer.write_table(group, row_group_size=rows)
        return self._sink.taken()

    def close(self) -> bytes:
        """Return the rest of the file."""
        rest = self.flush()
        self._writer.close()
        return rest + self._sink.taken()


def joined(paths: Sequence[Path]) -> Iterator[bytes]:
    """Yield the bytes of one file with the rows of several, which have the same columns."""
    arrow, sink = _pyarrow(), ByteSink()
    import pyarrow.parquet

    pool = arrow.system_memory_pool()
    schema = pyarrow.parquet.read_schema(paths[0])
    repeated = _repeated(schema.names)
    with pyarrow.parquet.ParquetWriter(
        sink, schema, use_dictionary=repeated, memory_pool=pool, **COMPRESSED
    ) as writer:
        for group in _groups(_batches(paths)):
            table = arrow.Table.from_batches(group).combine_chunks(memory_pool=pool)
            writer.write_table(table, row_group_size=table.num_rows)
            yield sink.taken()
    yield sink.taken()


def _batches(paths: Sequence[Path]) -> Iterator[Any]:
    """Yield the rows of files as small batches."""
    import pyarrow.parquet

    for path in paths:
        with pyarrow.parquet.ParquetFile(path, pre_buffer=False) as file:
            yield from file.iter_batches(batch_size=BATCH, use_threads=False)


def _groups(batches: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield batches that make a group together."""
    group: list[Any] = []
    rows = size = 0
    for batch in batches:
        group.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= GROUP or size >= GROUP_TEXT:
            yield group
            group, rows, size = [], 0, 0
    if group:
        yield group


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name in names if name in REPEATED]


def _one_file(rows: Iterable[Row], table: _Table) -> Iterator[bytes]:
    file = GroupedFile(table)
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


def _values(name: str) -> Values:
    """Return what gives the values of a column."""
    if name == "authors":
        return lambda rows: [_names(row.get("authors")) for row in rows]
    if name == "tags":
        return lambda rows: [row.get("tags") or () for row in rows]
    make = FROM_LISTS.get(name)
    if make is not None:
        return lambda rows: [make(row) for row in rows]
    return lambda rows: [row.get(name) for row in rows]


def _names(authors: Sequence[Mapping[str, Any]] | None) -> list[str]:
    return [author["name"] for author in authors or ()]


def _label_values(label_set: str, column: str) -> Values:
    return lambda rows: [label_cell(row, label_set, column) for row in rows]


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


def _pyarrow() -> Any:
    try:
        import pyarrow  # noqa: ICN001 - one name for one thing
    except ImportError:
        raise InputError(MISSING) from None
    return pyarrow
