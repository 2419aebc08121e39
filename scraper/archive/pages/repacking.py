"""Pages packed harder than there is time for when they are kept: against what all pages share.

`optimize` does it at night, in the order of their coming, and goes on where it was interrupted. No
byte is given up before its successor has been unpacked and proved by the page's hash.
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
from scraper.errors import Damaged, PagePruned
from scraper.progress import Progress

if TYPE_CHECKING:
    import zstandard

LEVEL = 19  # zstd; 40 ms a page
BATCH = 50  # pages a transaction
ENOUGH = 100  # pages that are worth a dictionary
SIZE = 512 << 10  # bytes of a dictionary, at most: 1 MB gains a fiftieth, and takes twice the time
SHARE = 128  # and not more than this part of the pages that it is made of
SAMPLES, PIECE = 750, 64 << 10  # pages that it is made of, and bytes of each
GROWN = 2  # a new dictionary is made when the pages are so many times those of the last one

_NEWEST = "SELECT * FROM dictionaries ORDER BY body_id DESC LIMIT 1"


@dataclass(slots=True)
class Repacked:
    """What was done, and what is left."""

    pages: int = 0
    before: int = 0  # bytes
    after: int = 0
    left: int = 0  # pages


@dataclass(frozen=True, slots=True)
class _NewForm:
    """A body as it was stored, and how it is stored from now on."""

    old: sqlite3.Row
    base_id: int | None
    data: bytes


def repack(db: sqlite3.Connection, is_over: Callable[[], bool], progress: Progress) -> Repacked:
    """Pack pages until all are packed or the time is over."""
    done = Repacked()
    dictionary = None if is_over() else _dictionary(db)
    if dictionary is not None:
        progress.total = len(_due(db))
        packer = _Packer(db, dictionary["body_id"])
        while not is_over() and (ids := _due(db, BATCH)):
            batch = list(_until(is_over, map(packer.pack, progress.over(ids))))
            _write(db, dictionary["body_id"], ids[len(batch) - 1], batch)
            _count(done, batch)
    done.left = len(_due(db))
    return done


def _until(
    is_over: Callable[[], bool], packed: Iterator[_NewForm | None]
) -> Iterator[_NewForm | None]:
    for form in packed:
        yield form
        if is_over():
            return


def _write(
    db: sqlite3.Connection, dictionary: int, last: int, batch: list[_NewForm | None]
) -> None:
    with transaction(db):
        for form in filter(None, batch):
            row = dict(form.old) | {"codec": "zstd", "base_id": form.base_id, "data": form.data}
            db.execute(
                "UPDATE bodies SET codec = :codec, base_id = :base_id, data = :data,"
                " checksum = :new_checksum WHERE id = :id AND checksum = :checksum",
                {**row, "new_checksum": checksums.of_body(row)},
            )
        checksums.update(db, "dictionaries", {"body_id": dictionary}, packed_to=last)


def _count(done: Repacked, batch: list[_NewForm | None]) -> None:
    done.pages += len(batch)
    for form in filter(None, batch):
        done.before += len(form.old["data"])
        done.after += len(form.data)


def _due(db: sqlite3.Connection, limit: int = -1) -> list[int]:
    """Return the ids of bodies that have not been packed, the oldest first."""
    rows = db.execute(
        "SELECT id FROM bodies WHERE id > (SELECT coalesce(max(packed_to), 0) FROM dictionaries)"
        " AND id NOT IN (SELECT body_id FROM dictionaries) ORDER BY id LIMIT ?",
        (limit,),
    )
    return [row[0] for row in rows]


def _dictionary(db: sqlite3.Connection) -> sqlite3.Row | None:
    """Return the newest dictionary, made here if it is time for one; None while pages are few."""
    newest: sqlite3.Row | None = db.execute(_NEWEST).fetchone()
    (pages,) = db.execute("SELECT count(*) FROM bodies").fetchone()
    due = _due(db)
    is_outgrown = newest is None or pages >= GROWN * newest["pages"]
    if len(due) < ENOUGH or not is_outgrown:
        return newest
    made = _train(db, due)
    if made is None:
        return newest
    _keep(db, made, pages, due[0] - 1)
    trained: sqlite3.Row | None = db.execute(_NEWEST).fetchone()
    return trained


def _train(db: sqlite3.Connection, ids: list[int]) -> bytes | None:
    """Return what some of the pages, evenly spread, have in common; None if that is too little."""
    import zstandard

    chosen = ids[:: 1 + len(ids) // SAMPLES]
    pieces = [_readable(db, body_id)[:PIECE] for body_id in chosen]
    samples: list[bytes | bytearray | memoryview[int]]
    samples = [piece for piece in pieces if piece]
    size = min(SIZE, sum(map(len, samples)) // SHARE)
    try:
        return zstandard.train_dictionary(size, samples, k=1000, d=8).as_bytes()
    except zstandard.ZstdError:  # pages too small or too alike: there is nothing to gain
        return None


def _keep(db: sqlite3.Connection, made: bytes, pages: int, packed_to: int) -> None:
    import zstandard

    data = zstandard.ZstdCompressor(level=LEVEL).compress(made)
    row: packing.BodyRow = {
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
    """Return a page; nothing for a pruned one, and for a damaged one, which `verify` reports."""
    try:
        return packing.unpack(db, body_id)
    except (Damaged, PagePruned):
        return b""


class _Packer:
    """Packs a page against its site's base if it has one, else against a dictionary."""

    def __init__(self, db: sqlite3.Connection, dictionary: int) -> None:
        self._db = db
        self._dictionary = dictionary
        # by the id of the body: the dictionary, and the base that was used last
        self._ready: dict[int, zstandard.ZstdCompressionDict] = {}

    def pack(self, body_id: int) -> _NewForm | None:
        """Return a page in its new form, proved; None if the old one is as good."""
        import zstandard

        row = self._db.execute("SELECT * FROM bodies WHERE id = ?", (body_id,)).fetchone()
        raw = _readable(self._db, body_id)
        if row["codec"] == "none" or not raw:
            return None
        base_id = row["base_id"] or self._dictionary
        base = self._base(base_id)
        data = zstandard.ZstdCompressor(level=LEVEL, dict_data=base).compress(raw)
        if len(data) >= len(row["data"]):
            return None
        unpacked = zstandard.ZstdDecompressor(dict_data=base).decompress(
            data, max_output_size=row["raw_bytes"]
        )
        if sha256(unpacked).hexdigest() != row["sha256"]:
            return None
        return _NewForm(row, base_id, data)

    def _base(self, body_id: int) -> zstandard.ZstdCompressionDict:
        known = self._ready.get(body_id)
        if known is not None:
            return known
        base = packing.dictionary(packing.unpack(self._db, body_id))
        if body_id == self._dictionary:
            base.precompute_compress(level=LEVEL)
        for other in set(self._ready) - {self._dictionary}:
            del self._ready[other]
        self._ready[body_id] = base
        return base
