"""The file's first hundred bytes and its list of free pages, where SQLite's own check does not look.

A wrong list of free pages harms nothing until the next article is written over another one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.connection import transaction

SIZE = 100
UTF_8 = 1
TRIES = 5  # while others read and write
PAUSE = 200  # milliseconds


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """What contradicts itself or the file format."""
    with _at_rest(db) as file:
        if file is None:
            return
        header = file.read(SIZE)
        numbers = {at: int.from_bytes(header[at : at + 4], "big") for at in range(24, SIZE, 4)}
        sound = {
            "the list of free pages": _counted(file, header) == numbers[36],
            "the encoding of texts": numbers[56] == UTF_8,
            "the mode of vacuuming": not numbers[64] or bool(numbers[52]),
            "what is kept for later formats": not any(header[72:92]),
        }
    yield from (
        Fault(table="file", id="", what=f"{name} is not sound")
        for name, is_ in sound.items()
        if not is_
    )


@contextmanager
def _at_rest(db: sqlite3.Connection) -> Iterator[BinaryIO | None]:
    """The file with all that was written, and nobody writing; None if there is no rest."""
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


def _counted(file: BinaryIO, header: bytes) -> int | None:
    """How many pages the list of free ones names; None if it is not a list."""
    size = int.from_bytes(header[16:18], "big")
    size = 65536 if size == 1 else size
    pages = int.from_bytes(header[28:32], "big")
    trunk, named = int.from_bytes(header[32:36], "big"), set[int]()
    while trunk:
        if trunk in named or not 1 < trunk <= pages:
            return None
        file.seek((trunk - 1) * size)
        page = file.read(size)
        leaves = int.from_bytes(page[4:8], "big")
        if leaves > size // 4 - 2:
            return None
        found = {int.from_bytes(page[at : at + 4], "big") for at in range(8, 8 + 4 * leaves, 4)} | {
            trunk
        }
        if (
            len(found) != leaves + 1
            or named & found
            or not all(1 < page_no <= pages for page_no in found)
        ):
            return None
        named |= found
        trunk = int.from_bytes(page[:4], "big")
    return len(named)
