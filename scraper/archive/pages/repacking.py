"""Pages packed harder than there is time for when they come: against what the pages of the archive have in common.

`optimize` does it at night, in the order of their coming, and goes on where it was broken off. No byte is given up
before its successor has been unpacked and proved by the page's hash.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from scraper.archive.pages import packing
from scraper.archive.store import checksums
from scraper.archive.store.connection import transaction
from scraper.errors import Damaged

if TYPE_CHECKING:
    import zstandard

LEVEL = 19  # zstd; 40 ms a page
BATCH = 50  # pages a transaction
ENOUGH = 100  # pages that are worth a dictionary
SIZE = (
    512 << 10
)  # bytes of a dictionary, at most: twice as many gain a fiftieth, and take twice the time
SHARE = 128  # and not more than this part of the pages that it is made of
SAMPLES, PIECE = 750, 64 << 10  # pages that it is made of, and bytes of each


@dataclass(slots=True)
class Repacked:
    """What was done, and what is left."""

    pages: int = 0
    before: int = 0  # bytes
    after: int = 0
    left: int = 0  # pages


@dataclass(frozen=True, slots=True)
class _Packed:
    """A page in its new form."""

    old: sqlite3.Row
    base_id: int | None
    data: bytes


def repack(db: sqlite3.Connection, is_over: Callable[[], bool]) -> Repacked:
    """Pack pages until all are packed or the time is over."""
    done = Repacked()
    dictionary = None if is_over() else _dictionary(db)
    if dictionary is not None:
        packer = _Packer(db, dictionary["body_id"])
        while not is_over() and (ids := _due(db, BATCH)):
            batch = list(_until(is_over, map(packer.pack, ids)))
            _write(db, dictionary["body_id"], ids[len(batch) - 1], batch)
            _count(done, batch)
    done.left = len(_due(db))
    return done


def _until(
    is_over: Callable[[], bool], packed: Iterator[_Packed | None]
) -> Iterator[_Packed | None]:
    for one in packed:
        yield one
        if is_over():
            return


def _write(db: sqlite3.Connection, dictionary: int, last: int, batch: list[_Packed | None]) -> None:
    with transaction(db):
        for packed in filter(None, batch):
            row = {
                **dict(packed.old),
                "codec": "zstd",
                "base_id": packed.base_id,
                "data": packed.data,
            }
            db.execute(
                "UPDATE bodies SET codec = ?, base_id = ?, data = ?, checksum = ? WHERE id = ? AND checksum = ?",
                (
                    row["codec"],
                    row["base_id"],
                    row["data"],
                    checksums.of_body(row),
                    row["id"],
                    row["checksum"],
                ),
            )
        checksums.update(db, "dictionaries", {"body_id": dictionary}, packed_to=last)


def _count(done: Repacked, batch: list[_Packed | None]) -> None:
    done.pages += len(batch)
    done.before += sum(len(packed.old["data"]) for packed in batch if packed)
    done.after += sum(len(packed.data) for packed in batch if packed)


def _due(db: sqlite3.Connection, limit: int = -1) -> list[int]:
    """The bodies that have not been packed, the oldest first."""
    sql = (
        "SELECT id FROM bodies WHERE id > (SELECT coalesce(max(packed_to), 0) FROM dictionaries)"
        " AND id NOT IN (SELECT body_id FROM dictionaries) ORDER BY id LIMIT ?"
    )
    return [row[0] for row in db.execute(sql, (limit,))]


def _dictionary(db: sqlite3.Connection) -> sqlite3.Row | None:
    """The newest dictionary; another one is made when the pages are twice as many. None while there are few."""
    newest = "SELECT * FROM dictionaries ORDER BY body_id DESC LIMIT 1"
    row: sqlite3.Row | None = db.execute(newest).fetchone()
    (pages,) = db.execute("SELECT count(*) FROM bodies").fetchone()
    due = _due(db)
    if (
        len(due) >= ENOUGH
        and (row is None or pages >= 2 * row["pages"])
        and (made := _train(db, due))
    ):
        _keep(db, made, pages, due[0] - 1)
        row = db.execute(newest).fetchone()
    return row


def _train(db: sqlite3.Connection, ids: list[int]) -> bytes | None:
    """What some of the pages, evenly spread, have in common."""
    import zstandard

    samples: list[bytes | bytearray | memoryview[int]]
    samples = [
        raw[:PIECE]
        for body_id in ids[:: 1 + len(ids) // SAMPLES]
        if (raw := _readable(db, body_id))
    ]
    size = min(SIZE, sum(map(len, samples)) // SHARE)
    try:
        return zstandard.train_dictionary(size, samples, k=1000, d=8).as_bytes()
    except zstandard.ZstdError:  # pages too small or too alike: there is nothing to gain
        return None


def _keep(db: sqlite3.Connection, made: bytes, pages: int, packed_to: int) -> None:
    import zstandard

    data = zstandard.ZstdCompressor(level=LEVEL).compress(made)
    row = {
        "sha256": sha256(made).hexdigest(),
        "raw_bytes": len(made),
        "codec": "zstd",
        "base_id": None,
        "data": data,
    }
    with transaction(db):
        body_id = packing.add(db, row)
        checksums.insert(db, "dictionaries", body_id=body_id, pages=pages, packed_to=packed_to)


def _readable(db: sqlite3.Connection, body_id: int) -> bytes:
    """A page; nothing for one that is damaged, which is not for us to tell."""
    try:
        return packing.unpack(db, body_id)
    except Damaged:
        return b""


class _Packer:
    """Packs a page against its site's base if it has one, else against a dictionary."""

    def __init__(self, db: sqlite3.Connection, dictionary: int) -> None:
        self._db = db
        self._dictionary = dictionary
        self._ready: dict[
            int, zstandard.ZstdCompressionDict
        ] = {}  # by body: the dictionary, and the last base

    def pack(self, body_id: int) -> _Packed | None:
        """A page in its new form, proved; None if the old one is as good."""
        import zstandard

        row = self._db.execute("SELECT * FROM bodies WHERE id = ?", (body_id,)).fetchone()
        raw = _readable(self._db, body_id)
        if row["codec"] == "none" or not raw:
            return None
        base_id = row["base_id"] or self._dictionary
        base = self._base(base_id)
        data = zstandard.ZstdCompressor(level=LEVEL, dict_data=base).compress(raw)
        again = zstandard.ZstdDecompressor(dict_data=base).decompress(
            data, max_output_size=row["raw_bytes"]
        )
        if len(data) >= len(row["data"]) or sha256(again).hexdigest() != row["sha256"]:
            return None
        return _Packed(row, base_id, data)

    def _base(self, body_id: int) -> zstandard.ZstdCompressionDict:
        if body_id not in self._ready:
            base = packing.dictionary(packing.unpack(self._db, body_id))
            if body_id == self._dictionary:
                base.precompute_compress(level=LEVEL)
            self._ready = {
                key: one for key, one in self._ready.items() if key == self._dictionary
            } | {body_id: base}
        return self._ready[body_id]
