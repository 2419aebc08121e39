"""Content codings undone piece by piece.

Strict (a cut body is an error) and bounded (a bomb costs a step, not memory). httpx inflates a
whole chunk at once, takes cut bodies for whole ones and drops a second gzip member. Each decoder is
fed the wire's pieces, cut anyhow, and gives small pieces of at most a few MiB.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # has no types
import zstandard

STEP = 1 << 16  # bytes that one step may give
MAX_LAYERS = 2
ZLIB_HEADER = 2  # bytes; in these zlib differs from bare deflate (RFC 1950 §2.2)
ZLIB_METHOD = 8  # deflate, in the low four bits of the first byte
ZSTD_WINDOW = 1 << 23  # RFC 9659: what a decoder must support, and need not exceed
ZSTD_FEED = 256  # a block of 4 bytes can give 128 KiB: 256 bytes of input give 8 MiB at most
# words that servers write into Content-Encoding and that name no coding
NOT_A_CODING = frozenset({"", "identity", "none", "binary", "8bit", "utf-8", "utf8", "iso-8859-1"})


class BadCoding(Exception):
    """The bytes are not in the coding that the server names, or it is unknown."""


class CutShort(Exception):
    """The body ends before its coding does."""


class Decoder(Protocol):
    """Undoes one coding of a body that comes in pieces."""

    done: bool  # the coding's own end has been seen

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give what these bytes add; raises BadCoding."""
        ...

    def finish(self) -> None:
        """Take note that no more bytes come; raises CutShort if some were due."""
        ...


class Gzip:
    """RFC 1952: any number of members; junk after the last is ignored, as browsers do."""

    def __init__(self) -> None:
        self.done = False
        self._member: zlib._Decompress | None = None
        self._started = False
        self._held = b""
        self._junk = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Undo these bytes, in as many members as they hold."""
        data, self._held = self._held + data, b""
        while data and not self._junk:
            if self._member is None:
                if not self._opens(data):
                    return
                self._member, self._started, self.done = zlib.decompressobj(31), True, False
            piece = _inflate(self._member, data)
            if piece:
                yield piece
            data = self._member.unconsumed_tail
            if self._member.eof:
                data, self._member, self.done = self._member.unused_data, None, True

    def _opens(self, data: bytes) -> bool:
        """Return whether a member starts here; the first one must, whatever is there."""
        if not self._started:
            return True
        if data == b"\x1f":
            self._held = data
        elif data[:2] != b"\x1f\x8b":
            self._junk = True
        return data[:2] == b"\x1f\x8b"

    def finish(self) -> None:
        """Raise CutShort if the last member, with its checksum, has not ended."""
        if self._started and not self.done:
            raise CutShort("gzip")


class Deflate:
    """The zlib format (RFC 9110 §8.4.1.2), or bare deflate, which many servers send instead."""

    def __init__(self) -> None:
        self.done = False
        self._stream: zlib._Decompress | None = None
        self._held = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Undo these bytes, once the format shows."""
        if self._stream is None:
            self._held += data
            if len(self._held) < ZLIB_HEADER:
                return
            data = self._held
            head = int.from_bytes(data[:ZLIB_HEADER], "big")
            is_zlib = data[0] & 0x0F == ZLIB_METHOD and head % 31 == 0
            self._stream = zlib.decompressobj(15 if is_zlib else -15)
        more = bool(data)
        while more and not self.done:
            piece = _inflate(self._stream, data)
            if piece:
                yield piece
            self.done, data = self._stream.eof, self._stream.unconsumed_tail
            # A full step can leave output behind when all input is taken.
            more = bool(data) or len(piece) == STEP

    def finish(self) -> None:
        """Raise CutShort if the stream has not ended."""
        if self._held and not self.done:
            raise CutShort("deflate")


class Brotli:
    """RFC 7932."""

    def __init__(self) -> None:
        self.done = False
        self._stream = brotli.Decompressor()
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Undo these bytes until nothing more comes of them."""
        self._started = self._started or bool(data)
        while not self.done:
            try:
                piece = self._stream.process(data, output_buffer_limit=STEP)
            except brotli.error as error:
                raise BadCoding(f"br: {error}") from None
            data, self.done = b"", self._stream.is_finished()
            # can_accept_more_data() is true while output is pending: only an empty piece ends it.
            if not piece:
                return
            yield piece

    def finish(self) -> None:
        """Raise CutShort if the stream has not ended."""
        if self._started and not self.done:
            raise CutShort("br")


class Zstd:
    """RFC 8878: any number of frames, with a bounded window."""

    def __init__(self) -> None:
        self.done = False
        self._context = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW)
        self._frame: zstandard.ZstdDecompressionObj | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Undo these bytes, a little at a time."""
        view = memoryview(data)
        # decompressobj has no limit of output: short input bounds it.
        for start in range(0, len(data), ZSTD_FEED):
            yield from self._frames(bytes(view[start : start + ZSTD_FEED]))

    def _frames(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._frame is None:
                self._frame, self.done = self._context.decompressobj(), False
            try:
                piece = self._frame.decompress(data)
            except zstandard.ZstdError as error:
                raise BadCoding(f"zstd: {error}") from None
            if piece:
                yield piece
            data = b""
            if self._frame.eof:
                data, self._frame, self.done = self._frame.unused_data, None, True

    def finish(self) -> None:
        """Raise CutShort if a frame is open."""
        if self._frame is not None:
            raise CutShort("zstd")


class Layers:
    """A coding upon another, undone from the outside in."""

    def __init__(self, outer: Decoder, inner: Decoder) -> None:
        self._outer, self._inner = outer, inner

    @property
    def done(self) -> bool:
        """Return whether both codings have ended."""
        return self._outer.done and self._inner.done

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Undo both codings of these bytes."""
        for piece in self._outer.feed(data):
            yield from self._inner.feed(piece)

    def finish(self) -> None:
        """Raise CutShort if either coding has not ended."""
        self._outer.finish()
        self._inner.finish()


def decoder(content_encoding: str) -> Decoder | Layers | None:
    """Return the decoder for a Content-Encoding field, None if there is nothing to undo.

    Raises BadCoding.
    """
    words = [part.strip().lower() for part in content_encoding.split(",")]
    names = [word for word in words if word not in NOT_A_CODING]
    if len(names) > MAX_LAYERS:
        raise BadCoding(f"{len(names)} codings upon each other")
    unknown = [name for name in names if name not in CODINGS]
    if unknown:
        raise BadCoding(f"unknown coding {unknown[0][:40]!r}")
    layers = [CODINGS[name]() for name in names]  # in the order in which they were applied
    if len(layers) == MAX_LAYERS:
        return Layers(layers[1], layers[0])
    return layers[0] if layers else None


def _inflate(stream: zlib._Decompress, data: bytes) -> bytes:
    try:
        return stream.decompress(data, STEP)
    except zlib.error as error:
        raise BadCoding(str(error)) from None


CODINGS: dict[str, Callable[[], Decoder]] = {
    "gzip": Gzip,
    "x-gzip": Gzip,
    "deflate": Deflate,
    "br": Brotli,
    "zstd": Zstd,
}
