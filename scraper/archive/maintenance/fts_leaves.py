"""The table of leaves of a full-text index: which leaf of which segment begins with which term.

The layout is described in the comment at the top of SQLite's fts5_index.c. While an incremental
merge is in progress, each segment that it reads shrinks from its beginning: FTS5 moves the first
leaf of the segment on, cuts that leaf at the term that is merged next, and leaves the rows of the
table as they are until the merge has ended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.bulk_index import COOKIE, STRUCTURE

# the id of a leaf is the number of its segment above these bits, and its own number below them
SEGMENT = 37
JUMPS = 1 << 36  # added to the id of a leaf for its table of jumps
LAST_BYTE = 0x80  # a byte below it ends a number of variable length


@dataclass(frozen=True, slots=True)
class Segment:
    """The leaves of a segment that are in use, both inclusive.

    `merging`: FTS5 is about to merge it into another one.
    """

    first: int
    last: int
    merging: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table of leaves."""

    segment: int
    term: bytes  # as much of the leaf's first term as differs from the last term before it
    place: int  # twice the number of the leaf, and one more if it has a table of jumps

    @property
    def leaf(self) -> int:
        return self.place >> 1

    @property
    def names_jumps(self) -> bool:
        return bool(self.place & 1)


def faults(db: sqlite3.Connection, table: str) -> Iterator[Fault]:
    """Yield each row of the table of leaves that does not lead to its words."""
    segments = structure(structure_record(db, table))
    rows = [
        _Row(segment, bytes(term), place)
        for segment, term, place in db.execute(
            f"SELECT segid, term, pgno FROM {table}_idx ORDER BY segid, term"
        )
    ]
    strays = _out_of_order(rows)
    for row in rows:
        segment = segments.get(row.segment)
        if segment is None or row in strays or not _leads(db, table, row, segment):
            key = f"{row.segment}, {row.place}"
            yield Fault(table=f"{table}_idx", id=key, what="it does not lead to its words")
    last_rows = {row.segment: row.leaf for row in rows}
    for number, segment in segments.items():
        if _has_more(db, table, number, segment, last_rows.get(number, 0)):
            yield Fault(table=f"{table}_idx", id=f"{number}", what="its last rows are missing")


def structure_record(db: sqlite3.Connection, table: str) -> bytes:
    """Return the structure record of an index."""
    (record,) = db.execute(f"SELECT block FROM {table}_data WHERE id = {STRUCTURE}").fetchone()
    return bytes(record)


def structure(record: bytes) -> dict[int, Segment]:
    """Return the segments of an index by number, as its structure record lists them.

    Raises IndexError if the record ends too early.
    """
    levels, at = _varint(record, COOKIE)
    _, at = _varint(record, at)  # how many segments there are
    _, at = _varint(record, at)  # how many leaves were ever written
    segments = {}
    for _ in range(levels):
        # how many of the level's segments are being merged: its first ones
        merging, at = _varint(record, at)
        count, at = _varint(record, at)
        for position in range(count):
            number, at = _varint(record, at)
            first, at = _varint(record, at)
            last, at = _varint(record, at)
            segments[number] = Segment(first, last, merging=position < merging)
    return segments


def _out_of_order(rows: list[_Row]) -> set[_Row]:
    """Return the rows that break the order: in a segment, later terms are on later leaves."""
    return {
        row
        for before, row in pairwise(rows)
        if before.segment == row.segment and before.leaf >= row.leaf
    }  # fmt: skip


def _leads(db: sqlite3.Connection, table: str, row: _Row, segment: Segment) -> bool:
    """Return whether a row names a leaf that begins with its term, and its table of jumps."""
    if segment.merging and not segment.first <= row.leaf <= segment.last:
        return True  # the leaf has been merged already, and FTS5 will not read it again
    leaf = (row.segment << SEGMENT) + row.leaf
    sql = f"SELECT id, block FROM {table}_data WHERE id IN (?, ?)"
    blocks = dict(map(tuple, db.execute(sql, (leaf, leaf + JUMPS))))
    has_jumps = leaf + JUMPS in blocks
    if leaf not in blocks or has_jumps is not row.names_jumps:
        return False
    term = _first_term(blocks[leaf])
    was_cut = segment.merging and row.leaf == segment.first
    return term >= row.term if was_cut else term.startswith(row.term)


def _has_more(
    db: sqlite3.Connection, table: str, number: int, segment: Segment, led_to: int
) -> bool:
    """Return whether terms begin on leaves behind the last one that the table leads to.

    FTS5 does not look there.
    """
    start = (number << SEGMENT) + max(led_to + 1, segment.first)
    end = (number << SEGMENT) + segment.last
    blocks = db.execute(f"SELECT block FROM {table}_data WHERE id BETWEEN ? AND ?", (start, end))
    return any(_has_terms(block) for (block,) in blocks)


def _has_terms(leaf: bytes) -> bool:
    """Return whether any term begins on a leaf.

    Then a list of their offsets follows the content of the leaf.
    """
    return len(leaf) > int.from_bytes(leaf[2:4], "big")


def _first_term(leaf: bytes) -> bytes:
    """Return the first term of a leaf; the offset of its length follows the content of the leaf."""
    size = int.from_bytes(leaf[2:4], "big")
    at, _ = _varint(leaf, size)
    length, at = _varint(leaf, at)
    return leaf[at : at + length]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the number of variable length at an offset, and the offset behind it."""
    value = 0
    while True:
        value = value << 7 | data[at] & 0x7F
        at += 1
        if data[at - 1] < LAST_BYTE:
            return value, at
