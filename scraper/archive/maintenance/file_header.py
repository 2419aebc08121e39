"""The file's header and its list of free pages, where SQLite's own check does not look.

A wrong list of free pages harms nothing until the next article is written over another one. The
layout is that of the SQLite file format, sections 1.3 and 1.5.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.connection import transaction

SIZE = 100  # bytes of the header
# where its numbers of four bytes are
PAGES_AT = 28
FIRST_FREE_AT = 32
FREE_PAGES_AT = 36
LARGEST_ROOT_AT = 52
ENCODING_AT = 56
VACUUM_AT = 64
RESERVED = slice(72, 92)
PAGE_SIZE = slice(16, 18)
LARGEST_PAGE = 65536  # does not fit into two bytes: it is written as 1
UTF_8 = 1
TRIES = 5  # while others read and write
PAUSE = 200  # milliseconds


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield what contradicts itself or the file format."""
    with _at_rest(db) as file:
        if file is None:
            return
        header = file.read(SIZE)
        is_sound = {
            "the list of free pages": _count_free(file, header) == _number(header, FREE_PAGES_AT),
            "the encoding of texts": _number(header, ENCODING_AT) == UTF_8,
            "the mode of vacuuming": not _number(header, VACUUM_AT)
            or _number(header, LARGEST_ROOT_AT) != 0,
            "what is kept for later formats": not any(header[RESERVED]),
        }
    for name, sound in is_sound.items():
        if not sound:
            yield Fault(table="file", id="", what=f"{name} is not sound")


@contextmanager
def _at_rest(db: sqlite3.Connection) -> Iterator[BinaryIO | None]:
    """Open the file when all is in it and nobody writes; None if there is no such moment."""
    path = Path(db.execute("PRAGMA database_list").fetchone()["file"])
    log = path.with_name(f"{path.name}-wal")
    for _ in range(0 if db.in_transaction else TRIES):
        (wait,) = db.execute("PRAGMA busy_timeout").fetchone()
        db.execute(f"PRAGMA busy_timeout = {PAUSE}")  # a reader may stay for hours
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute(f"PRAGMA busy_timeout = {wait}")
        with transaction(db):
            if not log.exists() or not log.stat().st_size:
                with path.open("rb") as file:
                    yield file
                return
    yield None


def _count_free(file: BinaryIO, header: bytes) -> int | None:
    """Return how many pages the list of free ones names, None if it is not such a list.

    It is a chain of trunk pages, each of which names the next trunk and a number of leaves.
    """
    size = int.from_bytes(header[PAGE_SIZE], "big")
    size = LARGEST_PAGE if size == 1 else size
    pages = _number(header, PAGES_AT)
    trunk = _number(header, FIRST_FREE_AT)
    named: set[int] = set()
    while trunk:
        if trunk in named or not _is_page(trunk, pages):
            return None
        file.seek((trunk - 1) * size)
        content = file.read(size)
        leaves = _leaves(content, size)
        if leaves is None:
            return None
        free = {trunk, *leaves}
        is_repeated = len(free) != len(leaves) + 1 or named & free
        if is_repeated or not all(_is_page(number, pages) for number in free):
            return None
        named |= free
        trunk = _number(content, 0)
    return len(named)


def _leaves(trunk: bytes, size: int) -> list[int] | None:
    """Return the leaves that a trunk page names, None if it has no room for so many."""
    count = _number(trunk, 4)
    if count > size // 4 - 2:  # its first two numbers are the next trunk and this count
        return None
    return [_number(trunk, at) for at in range(8, 8 + 4 * count, 4)]


def _is_page(number: int, pages: int) -> bool:
    """Return whether a page can be free: the first one, with the header, never is."""
    return 1 < number <= pages


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")
