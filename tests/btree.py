"""Which bytes of an SQLite file hold data, by the file format's own account: the rest may change unseen by anyone.

A page of a b-tree has a header, an array of pointers, cells, and between them gaps, free blocks and fragments that
hold nothing; a page that a long cell goes on in has a pointer and as many bytes as are left of the cell. Pages on the
list of free ones hold nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13
FILE_HEADER = 100
# of the file's header: the journal's mode, which opening sets anew; counters of changes; the format of the schema, from 1
# to 4; a hint for a cache; the last library
COUNTERS = (18, 19, *range(24, 28), *range(40, 52), *range(92, 100))


@dataclass
class Bytes:
    """A page with data: the offsets in the file at which it stands."""

    table: str
    page: int
    kind: str
    places: list[int]


def pages(path: Path) -> Iterator[Bytes]:
    """Every page of the file that holds data."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    roots = [("sqlite_schema", 1), *db.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")]
    db.close()
    data = path.read_bytes()
    for name, root in roots:
        yield from _Tree(data, name).walk(root)


class _Tree:
    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        size = self._int(16, 2)
        self.size = 65536 if size == 1 else size
        self.usable = self.size - data[20]

    def walk(self, page: int) -> Iterator[Bytes]:
        start = (page - 1) * self.size
        header = start + (FILE_HEADER if page == 1 else 0)
        kind = self.data[header]
        assert kind in (INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE), (page, kind)
        interior = kind in (INTERIOR_INDEX, INTERIOR_TABLE)
        array = header + (12 if interior else 8)
        pointers = [self._int(at, 2) for at in range(array, array + 2 * self._int(header + 3, 2), 2)]
        held = set(range(start, array + 2 * len(pointers)))
        if page == 1:
            held -= set(COUNTERS)
        block = self._int(header + 1, 2)
        while block:  # of a free block, the pointer to the next one and the size
            held |= set(range(start + block, start + block + 4))
            block = self._int(start + block, 2)
        children = [self._int(header + 8, 4)] if interior else []
        for pointer in pointers:
            at = start + pointer
            if interior:
                children.append(self._int(at, 4))
            end, rest, overflow = self._cell(at, kind)
            held |= set(range(at, end))
            yield from self._overflow(overflow, rest)
        yield Bytes(self.name, page, "interior" if interior else "leaf", sorted(held))
        for child in children:
            yield from self.walk(child)

    def _cell(self, at: int, kind: int) -> tuple[int, int, int]:
        """Where a cell ends, how many bytes of it stand elsewhere, and on which page."""
        if kind == INTERIOR_TABLE:
            return self._varint(at + 4)[1], 0, 0
        payload, at = self._varint(at + (4 if kind == INTERIOR_INDEX else 0))
        if kind == LEAF_TABLE:
            _, at = self._varint(at)
        most = self.usable - 35 if kind == LEAF_TABLE else (self.usable - 12) * 64 // 255 - 23
        if payload <= most:
            return at + payload, 0, 0
        least = (self.usable - 12) * 32 // 255 - 23
        here = least + (payload - least) % (self.usable - 4)
        here = here if here <= most else least
        return at + here + 4, payload - here, self._int(at + here, 4)

    def _overflow(self, page: int, rest: int) -> Iterator[Bytes]:
        while page:
            start = (page - 1) * self.size
            used = min(rest, self.usable - 4)
            yield Bytes(self.name, page, "overflow", list(range(start, start + 4 + used)))
            page, rest = self._int(start, 4), rest - used

    def _int(self, at: int, size: int) -> int:
        return int.from_bytes(self.data[at : at + size], "big")

    def _varint(self, at: int) -> tuple[int, int]:
        value = 0
        for n in range(9):
            byte = self.data[at + n]
            if n == 8:
                return value << 8 | byte, at + 9
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value, at + n + 1
        raise AssertionError
