"""Name the kind of a source of a bulk run: by its file's name, else by its first bytes."""

from __future__ import annotations

import zlib
from enum import StrEnum

from scraper.errors import InputError
from scraper.patterns import late
from scraper.sources.bulk_paths import is_folder, open_binary
from scraper.sources.bulk_unpacking import unpacked

SIGNATURE = 1024  # bytes that show what a file is


class BulkKind(StrEnum):
    """What a source can be."""

    WARC = "WARC"
    WACZ = "WACZ"
    TAR = "tar"
    JSON_LINES = "JSON Lines"
    PARQUET = "Parquet"
    ARCHIVE = "archive"
    FOLDER = "folder"  # HTML files


# packed files keep the ending of what they hold before their own
_BY_NAME = (
    (late(r"(?i)\.warc(?:\.gz|\.zst|\.zstd|\.lz4)?$"), BulkKind.WARC),
    (late(r"(?i)\.wacz$"), BulkKind.WACZ),
    (late(r"(?i)\.(?:tar(?:\.gz|\.bz2|\.xz|\.zst)?|tgz|tbz2|txz)$"), BulkKind.TAR),
    (late(r"(?i)\.(?:jsonl|ndjson|jsonlines)(?:\.gz|\.zst)?$"), BulkKind.JSON_LINES),
    (late(r"(?i)\.(?:parquet|parq)$"), BulkKind.PARQUET),
)
_BY_BYTES = (
    (b"WARC/", BulkKind.WARC),
    (b"PK\x03\x04", BulkKind.WACZ),
    (b"PAR1", BulkKind.PARQUET),
    (b"SQLite format 3\x00", BulkKind.ARCHIVE),
    (b"{", BulkKind.JSON_LINES),
)
# endings of HTML files, of which many make one source
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
USTAR_AT = 257  # bytes before the signature of a tar file


def kind_by_name(name: str) -> BulkKind | None:
    """Return the kind that the name of a file states, None if it states none."""
    for pattern, kind in _BY_NAME:
        if pattern.search(name):
            return kind
    return None


def kind_of(path: str) -> BulkKind:
    """Return the kind of a source; a file of no other kind is one HTML page, a folder of one.

    Raise InputError for a path that cannot be read.
    """
    if is_folder(path):
        return BulkKind.FOLDER
    named = kind_by_name(path)
    if named:
        return named
    try:
        with open_binary(path) as file:
            return kind_by_bytes(unpacked(file).read(SIGNATURE))
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"cannot read {path}: {error}") from None


def kind_by_bytes(start: bytes) -> BulkKind:
    """Return the kind that the first bytes of a file show."""
    if start[USTAR_AT:].startswith(b"ustar"):
        return BulkKind.TAR
    for mark, kind in _BY_BYTES:
        if start.startswith(mark):
            return kind
    return BulkKind.FOLDER
