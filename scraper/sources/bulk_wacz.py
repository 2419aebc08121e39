"""Read WACZ files as records of a bulk run: the WARC files in a ZIP file."""

from __future__ import annotations

import zipfile
from dataclasses import replace

from scraper.errors import InputError
from scraper.sources import bulk_paths, bulk_warc, wacz_file
from scraper.sources.bulk_filters import RecordFilter
from scraper.sources.bulk_records import BulkFault, BulkItems, ReadingCounts
from scraper.sources.bulk_warc import EVERYTHING

SUFFIXES = (*wacz_file.SUFFIXES, ".warc.zst")


def read(
    path: str, counts: ReadingCounts | None = None, wanted: RecordFilter = EVERYTHING
) -> BulkItems:
    """Yield the responses of each WARC file in a WACZ file; raise InputError if it is none.

    The key of a record is the name of its WARC file and its place there.
    """
    counts = counts if counts is not None else ReadingCounts()
    with bulk_paths.open_binary(path) as file:
        try:
            with zipfile.ZipFile(file) as packed:
                names = wacz_file.members(packed, path, SUFFIXES)
                for name in names:
                    yield from _member(packed, name, counts, wanted)
        except wacz_file.BROKEN as error:
            raise InputError(f"{path}: a damaged ZIP file ({error}): export it again") from None


def _member(
    packed: zipfile.ZipFile, name: str, counts: ReadingCounts, wanted: RecordFilter
) -> BulkItems:
    try:
        with packed.open(name) as file:
            for item in bulk_warc.read_stream(file, name, counts, wanted):
                yield replace(item, key=f"{name}:{item.key}")
    except (*wacz_file.BROKEN, InputError) as error:
        yield BulkFault(name, "", f"cannot be read to its end: {error}")
