"""Write a zip file as a stream of bytes that are the same each time: without clock or settings.

The first entry may be stored as it is, as EPUB asks for; zipfile cannot write that to a stream.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scraper.errors import InputError

STORED, DEFLATED = 0, 8
VERSION = 20  # of the format: 2.0 knows folders and Deflate
UTF8_NAMES = 0x800
FIRST_DAY = 0x21  # 1 January 1980, the first day that a zip file can name
MOST_ENTRIES, MOST_BYTES = 0xFFFF, 0xFFFFFFFF  # of a file without the extension for 64 bits
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


class ZipEntry(NamedTuple):
    """A file to be written; its name is a path with slashes."""

    name: str
    data: bytes
    compressed: bool = True


def zip_file(entries: Iterable[ZipEntry]) -> Iterator[bytes]:
    """Yield the bytes of a zip file; raise InputError if there is too much for one."""
    listed: list[bytes] = []
    offset = 0
    for entry in entries:
        head, data, listing = _entry(entry, offset)
        yield head
        yield data
        listed.append(listing)
        offset += len(head) + len(data)
        if offset > MOST_BYTES or len(listed) > MOST_ENTRIES:
            raise InputError(
                "the articles are too long for one file: choose fewer, such as with --since"
            )
    yield from listed
    size = sum(map(len, listed))
    yield _END.pack(b"PK\5\6", 0, 0, len(listed), len(listed), size, offset, 0)


def _entry(entry: ZipEntry, offset: int) -> tuple[bytes, bytes, bytes]:
    """Return the header of an entry, its data, and its line in the directory at the end."""
    name = entry.name.encode()
    method = DEFLATED if entry.compressed else STORED
    data = _deflated(entry.data) if entry.compressed else entry.data
    flags = 0 if entry.name.isascii() else UTF8_NAMES
    shared = (flags, method, 0, FIRST_DAY, zlib.crc32(entry.data), len(data), len(entry.data))
    head = _LOCAL.pack(b"PK\3\4", VERSION, *shared, len(name), 0)
    listing = _CENTRAL.pack(b"PK\1\2", VERSION, VERSION, *shared, len(name), 0, 0, 0, 0, 0, offset)
    return head + name, data, listing + name


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()
