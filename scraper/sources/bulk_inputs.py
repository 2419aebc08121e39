"""Read any source of a bulk run by its kind, and filter its records before they cost anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scraper.errors import InputError
from scraper.sources import (
    bulk_folder,
    bulk_json_lines,
    bulk_parquet,
    bulk_tar,
    bulk_wacz,
    bulk_warc,
)
from scraper.sources.bulk_filters import RecordFilter, refusal
from scraper.sources.bulk_kinds import BulkKind, kind_of
from scraper.sources.bulk_records import BulkItems, BulkRecord, ReadingCounts

Reader = Callable[[str, ReadingCounts], BulkItems]

READERS: Mapping[BulkKind, Reader] = {
    BulkKind.TAR: bulk_tar.read,
    BulkKind.JSON_LINES: bulk_json_lines.read,
    BulkKind.PARQUET: bulk_parquet.read,
    BulkKind.FOLDER: bulk_folder.read,
}


def read(path: str, wanted: RecordFilter, counts: ReadingCounts | None = None) -> BulkItems:
    """Yield the records of a source that are wanted, and its faults; count what is refused.

    Raise InputError if the source cannot be read at all. The captures of an archive are read in
    `jobs`, for this room knows no archive.
    """
    counts = counts if counts is not None else ReadingCounts()
    for item in _items(path, kind_of(path), wanted, counts):
        refused = refusal(wanted, item) if isinstance(item, BulkRecord) else None
        if refused:
            counts.refused[refused] += 1
        else:
            yield item


def _items(path: str, kind: BulkKind, wanted: RecordFilter, counts: ReadingCounts) -> BulkItems:
    if kind is BulkKind.WARC:
        return bulk_warc.read(path, counts, wanted)
    if kind is BulkKind.WACZ:
        return bulk_wacz.read(path, counts, wanted)
    if kind is BulkKind.ARCHIVE:
        raise InputError(f"{path} is an archive, which this reader does not open")
    return READERS[kind](path, counts)
