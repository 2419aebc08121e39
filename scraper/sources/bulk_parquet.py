"""Read Parquet files with a column of HTML as records of a bulk run; few rows are held at once."""

from __future__ import annotations

from typing import Any

from scraper.errors import InputError
from scraper.sources import bulk_paths
from scraper.sources.bulk_records import BulkFault, BulkItems, ReadingCounts
from scraper.sources.table_pages import CONTENT, NAMES, has_content, record_of

MISSING = "reading Parquet needs pyarrow: pip install 'scraper[bulk]'"
BATCH = 32  # rows that are unpacked together: pages of a megabyte make 32 MB


def read(path: str, counts: ReadingCounts | None = None) -> BulkItems:
    """Yield the pages of a file; the key is the number of the row, from 0.

    Raise InputError if the file is not Parquet, or has no column of HTML.
    """
    del counts  # nothing is passed over
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise InputError(MISSING) from None
    with bulk_paths.open_binary(path) as file:
        try:
            table = ParquetFile(file)
        except (ArrowException, OSError) as error:
            raise InputError(f"{path} is not a Parquet file, or damaged: {_line(error)}") from None
        names = table.schema_arrow.names
        if not has_content(names):
            raise InputError(f"{path} has none of the columns that hold HTML: {', '.join(CONTENT)}")
        wanted = [name for name in names if name.lower() in NAMES]
        first = 0
        for group in range(table.num_row_groups):
            yield from _rows(table, group, first, wanted, (ArrowException, OSError))
            first += table.metadata.row_group(group).num_rows


def _rows(
    table: Any, group: int, first: int, names: list[str], broken: tuple[type[Exception], ...]
) -> BulkItems:
    """Yield the pages of a row group, which begins with the row `first`."""
    number = first
    try:
        batches = table.iter_batches(
            batch_size=BATCH, row_groups=[group], columns=names, use_threads=False
        )
        for batch in batches:
            for row in batch.to_pylist():
                yield record_of(row, str(number))
                number += 1
    except broken as error:
        yield BulkFault(f"{number}+", "", f"damaged, the rest of row group {group}: {_line(error)}")


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
