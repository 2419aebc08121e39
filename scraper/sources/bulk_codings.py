"""Undo the transfer and content codings of a stored answer, as far as they were really applied.

Crawlers differ: many keep `Content-Encoding: gzip` in the headers of a body that they have unpacked
already, and many cut a body at a limit. So a coding that does not fit leaves the bytes as they are,
and a cut body gives what it holds.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import Any

from scraper.models import LARGEST_PAGE

PIECE = (
    1 << 14
)  # bytes asked for at a time: so much is lost of a body that is cut within its coding
GZIP = b"\x1f\x8b"
GZIP_WINDOW = zlib.MAX_WBITS | 16

Pieces = Iterator[bytes]


class BodyTooLarge(Exception):
    """The body is larger than a page can be once its codings are undone."""


def undone(content: bytes, headers: Iterable[tuple[str, str]], limit: int = LARGEST_PAGE) -> bytes:
    """Return a body without the codings that its headers name; raise BodyTooLarge over `limit`."""
    transfer: list[str] = []
    codings: list[str] = []
    for name, value in headers:
        lowered = name.lower()
        if lowered == "transfer-encoding":
            transfer += _words(value)
        elif lowered == "content-encoding":
            codings += _words(value)
    for word in (*reversed(transfer), *reversed(codings)):
        undo = CODINGS.get(word)
        if undo is not None:
            content = _whole(undo(content), limit) or content
    return content


def _words(value: str) -> list[str]:
    return [word.strip().lower() for word in value.split(",")]


def _whole(pieces: Pieces, limit: int) -> bytes:
    """Return what a decoder gives, up to where it fails."""
    data = bytearray()
    try:
        for piece in pieces:
            data += piece
            if len(data) > limit:
                raise BodyTooLarge
    except (OSError, zlib.error):
        pass
    return bytes(data)


def _gzip(content: bytes) -> Pieces:
    """Yield what the members of a gzip stream hold; what follows the last one is ignored."""
    while content.startswith(GZIP):
        member = zlib.decompressobj(GZIP_WINDOW)
        yield from _inflated(member, content)
        content = member.unused_data


def _deflate(content: bytes) -> Pieces:
    """Yield what the zlib format holds, or bare deflate, which many servers send instead."""
    try:
        zlib.decompressobj().decompress(content, 1)
        window = zlib.MAX_WBITS
    except zlib.error:
        window = -zlib.MAX_WBITS
    yield from _inflated(zlib.decompressobj(window), content)


def _inflated(member: zlib._Decompress, content: bytes) -> Pieces:
    rest = content
    while not member.eof:
        piece = member.decompress(rest, PIECE)
        rest = member.unconsumed_tail
        if not piece and not rest:
            return
        yield piece


def _read_by(name: str) -> Callable[[bytes], Pieces]:
    """Return a decoder that fastwarc has."""

    def pieces(content: bytes) -> Pieces:
        from fastwarc import stream_io

        reader: Any = getattr(stream_io, name)(BytesIO(content))
        while True:
            piece = reader.read(PIECE)
            if not piece:
                return
            yield piece

    return pieces


CODINGS: dict[str, Callable[[bytes], Pieces]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _read_by("BrotliReader"),
    "zstd": _read_by("ZstdReader"),
    "chunked": _read_by("ChunkedReader"),
}
