"""Read JSON Lines as records of a bulk run: an object a line, with an address and HTML."""

from __future__ import annotations

import zlib
from typing import IO

from scraper.cleaning import load_json
from scraper.models import LARGEST_PAGE
from scraper.sources import bulk_paths
from scraper.sources.bulk_records import BulkFault, BulkItem, BulkItems, ReadingCounts
from scraper.sources.bulk_unpacking import unpacked
from scraper.sources.table_pages import record_of

LONGEST_LINE = 2 * LARGEST_PAGE  # bytes; base64 and escapes make a page longer


def read(path: str, counts: ReadingCounts | None = None) -> BulkItems:
    """Yield the pages of a file, plain, gzip or zstd. The key is the number of the line."""
    del counts  # nothing is passed over but empty lines
    with bulk_paths.open_binary(path) as file:
        number = 0
        lines = unpacked(file)
        try:
            while line := lines.readline(LONGEST_LINE):
                number += 1
                yield from _items(line, number, lines)
        except (OSError, EOFError, zlib.error) as error:
            reason = f"damaged after line {number}, and the rest is lost: {error}"
            yield BulkFault(f"{number}+", "", reason)


def _items(line: bytes, number: int, lines: IO[bytes]) -> BulkItems:
    if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
        _skip_line(lines)
        yield BulkFault(str(number), "", "the line is too long")
    elif line.strip():
        yield _item(line, str(number))


def _item(line: bytes, key: str) -> BulkItem:
    try:
        row = load_json(line)
    except ValueError as error:
        return BulkFault(key, "", f"not JSON: {error}")
    if not isinstance(row, dict):
        return BulkFault(key, "", "not a JSON object")
    return record_of(row, key)


def _skip_line(lines: IO[bytes]) -> None:
    while True:
        piece = lines.readline(LARGEST_PAGE)
        if not piece or piece.endswith(b"\n"):
            return
