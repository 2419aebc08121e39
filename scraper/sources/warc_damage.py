"""Find the next whole record of a WARC file after bytes that are damaged."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import IO

VERSION = b"WARC/"
GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
ZSTD_SKIPPED = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18")  # a frame that holds a dictionary
BLOCK = 1 << 20  # bytes that are searched at a time
HEAD = 1 << 16  # bytes of a member that must begin with the version line when they are unpacked
LONGEST_MARK = 16

_VERSION_LINE = re.compile(rb"WARC/1\.[0-9]\r?\n")
_GZIP_MARK = re.compile(re.escape(GZIP))
_ZSTD_MARK = re.compile(re.escape(ZSTD))


def looks_like_warc(file: IO[bytes]) -> bool:
    """Return whether the first bytes of a file are those of a WARC file, packed or not."""
    try:
        file.seek(0)
        start = file.read(HEAD)
    except OSError:
        return False
    if start.startswith(GZIP):
        return _opens_gzip(start)
    return start.startswith((VERSION, ZSTD)) or ZSTD_SKIPPED.match(start) is not None


def next_record(file: IO[bytes], start: int) -> int | None:
    """Return where the first record at or after `start` begins, None if none is found.

    None also for a stream in which one cannot seek.
    """
    try:
        mark, opens = _how_records_begin(file)
        for place in _marks(file, start, mark):
            file.seek(place)
            if opens(file.read(HEAD)):
                return place
    except OSError:
        return None
    return None


def _how_records_begin(file: IO[bytes]) -> tuple[re.Pattern[bytes], Callable[[bytes], bool]]:
    """Return the mark of a record's beginning, and what judges the bytes from there."""
    file.seek(0)
    start = file.read(len(ZSTD))
    if start.startswith(GZIP):
        return _GZIP_MARK, _opens_gzip
    if start == ZSTD or ZSTD_SKIPPED.match(start):
        return _ZSTD_MARK, _opens_zstd
    return _VERSION_LINE, lambda _: True


def _marks(file: IO[bytes], start: int, mark: re.Pattern[bytes]) -> Iterator[int]:
    """Yield each place of a mark, also one that lies across two blocks."""
    at = start
    while True:
        file.seek(at)
        block = file.read(BLOCK)
        places = [at + found.start() for found in mark.finditer(block)]
        yield from places
        if len(block) < BLOCK:
            return
        after_last = places[-1] + 1 if places else at
        at = max(after_last, at + len(block) - LONGEST_MARK)


def _opens_gzip(head: bytes) -> bool:
    try:
        start = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, len(VERSION))
    except zlib.error:
        return False
    return start == VERSION


def _opens_zstd(head: bytes) -> bool:
    from fastwarc.stream_io import ZstdReader

    try:
        return bool(ZstdReader(BytesIO(head)).read(len(VERSION)) == VERSION)
    except OSError:
        return False
