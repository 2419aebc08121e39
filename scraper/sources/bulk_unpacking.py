"""Unpack a whole file of a bulk run while it is read: gzip or zstd, known by its first bytes."""

from __future__ import annotations

import gzip
import io
from typing import IO, Any, cast

from scraper.errors import InputError

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
MISSING = "reading zstd files needs fastwarc: pip install 'scraper[bulk]'"


class _ReadableFrames(io.RawIOBase):
    """A stream of zstd frames as a file of Python."""

    def __init__(self, frames: Any) -> None:
        self._frames = frames

    def readable(self) -> bool:
        """Return that this can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into a buffer; return how many bytes."""
        piece = self._frames.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


def unpacked(file: IO[bytes]) -> IO[bytes]:
    """Return what a file holds: itself, unless it is packed."""
    if _start(file).startswith(GZIP):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    return unpacked_zstd(file)


def unpacked_zstd(file: IO[bytes]) -> IO[bytes]:
    """Return what a file of zstd frames holds; any other file as it is."""
    if _start(file) != ZSTD:
        return file
    try:
        from fastwarc.stream_io import ZstdReader
    except ImportError:
        raise InputError(MISSING) from None
    return io.BufferedReader(_ReadableFrames(ZstdReader(file)))


def _start(file: IO[bytes]) -> bytes:
    start = file.read(len(ZSTD))
    file.seek(0)
    return start
