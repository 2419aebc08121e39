"""Bodies made small: each by itself, or against a body like it, whose markup it shares."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypedDict

from scraper.archive.store import checksums
from scraper.archive.store.row_types import readable
from scraper.errors import Damaged, DamagedRow, PagePruned
from scraper.models import LARGEST_PAGE

if TYPE_CHECKING:
    import zstandard

LEVEL = 3  # zstd; 9 is a tenth smaller and costs 5 ms a page more
SMALL = 200  # bytes that are not worth compressing
HEAD_LEVEL = 1  # zstd, to compare the heads of two pages
HEAD = 16 << 10  # bytes by which two pages are compared: where templates differ, their heads do
ALIKE = 0.9  # of what a head takes by itself: from here on a base is worth a try
WORTH_A_BASE = 0.75  # of what the page would take by itself
# Of what the page would take at the ratio of its base: below, it is not compressed by itself to
# compare, which would take as long again.
SURELY = 0.5
PREPARED = 16 << 20  # bytes of bases that are held ready for the next pages of their sites
BASES = 2  # a page is packed against the base of its site, and that against a dictionary
STEP = 1 << 20  # bytes that are unpacked at a time
TYPES: dict[str, Any] = {
    "sha256": str,
    "raw_bytes": int,
    "codec": str,
    "base_id": int | None,
    "data": bytes,
}
RESTORE = "restore the archive from a backup"
# What is in the place of a body that was pruned: this and the time, never as long as the body was.
PRUNED = b"pruned "
IS_PRUNED = (
    "(codec = 'none' AND length(data) <> raw_bytes"
    f" AND substr(data, 1, {len(PRUNED)}) = x'{PRUNED.hex()}')"
)


class BodyRow(TypedDict):
    """A row of `bodies` before it has an id."""

    sha256: str
    raw_bytes: int
    codec: str  # none or zstd
    base_id: int | None
    data: bytes


@dataclass(frozen=True, slots=True)
class PackedBody:
    """A body as it is stored, and the body that it was packed against."""

    codec: str
    base_id: int | None
    data: bytes


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What a body takes against a base, and whether that is surely worth it."""

    data: bytes
    surely_worth_it: bool


def pack(db: sqlite3.Connection, raw: bytes, base_id: int | None) -> PackedBody:
    """Pack a body against a base, or by itself if it is no longer like the base of its site."""
    if len(raw) < SMALL:
        return PackedBody("none", None, raw)
    trial = None if base_id is None else _against(db, raw, base_id)
    if trial is not None and trial.surely_worth_it:
        return PackedBody("zstd", base_id, trial.data)
    alone = _by_itself(LEVEL).compress(raw)
    if trial is not None and len(trial.data) < WORTH_A_BASE * len(alone):
        return PackedBody("zstd", base_id, trial.data)
    return PackedBody("zstd", None, alone)


def _against(db: sqlite3.Connection, raw: bytes, base_id: int) -> _Attempt | None:
    """Pack a body against a base; None if they are not alike, or the base is damaged.

    `verify` names what is damaged: a new page can be kept without it.
    """
    try:
        base = _row(db, base_id)
        if not _begins_alike(db, raw, base):
            return None
        data = _compressor(db, base).compress(raw)
    except Damaged:
        return None
    expected = len(raw) * len(base["data"]) / base["raw_bytes"]
    return _Attempt(data, surely_worth_it=len(data) < SURELY * expected)


def add(db: sqlite3.Connection, row: BodyRow) -> int:
    """Insert a body and return its id."""
    cursor = db.execute(
        "INSERT INTO bodies(sha256, raw_bytes, codec, base_id, data, checksum)"
        " VALUES (:sha256, :raw_bytes, :codec, :base_id, :data, :checksum)",
        {**row, "checksum": checksums.of_body(row)},
    )
    return int(cursor.lastrowid or 0)


def replace(db: sqlite3.Connection, body_id: int, packed: PackedBody) -> None:
    """Put another form into the place of a body; its hash and its length stay."""
    row = db.execute("SELECT * FROM bodies WHERE id = ?", (body_id,)).fetchone()
    new = {
        **dict(row),
        "codec": packed.codec,
        "base_id": packed.base_id,
        "data": packed.data,
    }
    db.execute(
        "UPDATE bodies SET codec = :codec, base_id = :base_id, data = :data, checksum = :sum"
        " WHERE id = :id",
        {**new, "sum": checksums.of_body(new)},
    )


def unpack(db: sqlite3.Connection, body_id: int) -> bytes:
    """Return the bytes of a body, proved by their hash.

    Raise Damaged if they are not the same, PagePruned if they were given up.
    """
    return _unpacked(db, _row(db, body_id))


def _row(db: sqlite3.Connection, body_id: int) -> sqlite3.Row:
    """Return a row of `bodies`; raise Damaged if its values are not of the types that we write."""
    with readable("bodies", body_id):
        row: sqlite3.Row | None = db.execute(
            "SELECT * FROM bodies WHERE id = ?", (body_id,)
        ).fetchone()
    if row is None:
        raise DamagedRow(f"body {body_id} is missing: {RESTORE}")
    for name, kind in TYPES.items():
        if not isinstance(row[name], kind):
            raise DamagedRow(f"body {body_id}: {name} is not what was stored: {RESTORE}")
    if not 0 <= row["raw_bytes"] <= LARGEST_PAGE:
        raise DamagedRow(
            f"body {body_id} claims {row['raw_bytes']} bytes, more than a page can have: {RESTORE}"
        )
    return row


def _unpacked(db: sqlite3.Connection, row: sqlite3.Row, bases: int = BASES) -> bytes:
    """Return the bytes of a row's body, which may be packed against `bases` others in a chain."""
    pruned = pruned_at(row)
    if pruned is not None:
        raise PagePruned(f"the page was pruned on {pruned[:10]}: its text and its hash are kept")
    data = row["data"] if row["codec"] == "none" else _decompressed(db, row, bases)
    if sha256(data).hexdigest() != row["sha256"]:
        raise DamagedRow(f"body {row['id']} is not what was stored: {RESTORE}")
    return bytes(data)


def pruned_at(row: sqlite3.Row | Mapping[str, Any]) -> str | None:
    """Return when a body was pruned, None if it is there."""
    is_whole = row["codec"] != "none" or len(row["data"]) == row["raw_bytes"]
    if is_whole or not row["data"].startswith(PRUNED):
        return None
    return str(row["data"][len(PRUNED) :], "ascii", "replace")


def is_pruned(db: sqlite3.Connection, body_id: int) -> bool:
    """Return whether a body was pruned; False if there is no such body."""
    sql = f"SELECT 1 FROM bodies WHERE id = ? AND {IS_PRUNED}"
    return db.execute(sql, (body_id,)).fetchone() is not None


def _decompressed(db: sqlite3.Connection, row: sqlite3.Row, bases: int) -> bytes:
    """Return the bytes, unpacked piece by piece and never more than the row claims."""
    import zstandard

    base = _base(db, row, bases)
    pieces, size = [], 0
    try:
        with _decompressor(base).stream_reader(row["data"]) as stream:
            while size <= row["raw_bytes"] and (piece := stream.read(STEP)):
                pieces.append(piece)
                size += len(piece)
    except (zstandard.ZstdError, MemoryError) as error:
        raise DamagedRow(f"body {row['id']} cannot be read ({error}): {RESTORE}") from error
    if size > row["raw_bytes"]:
        raise DamagedRow(
            f"body {row['id']} unpacks to more than its {row['raw_bytes']} bytes: {RESTORE}"
        )
    return b"".join(pieces)


def _decompressor(base: zstandard.ZstdCompressionDict | None) -> zstandard.ZstdDecompressor:
    import zstandard

    return zstandard.ZstdDecompressor(dict_data=base, max_window_size=LARGEST_PAGE)


def _base(
    db: sqlite3.Connection, row: sqlite3.Row, bases: int = BASES
) -> zstandard.ZstdCompressionDict | None:
    if row["base_id"] is None:
        return None
    if not bases:
        raise DamagedRow(f"body {row['id']} rests on too many others, or on itself: {RESTORE}")
    return dictionary(_unpacked(db, _row(db, row["base_id"]), bases - 1))


def _begins_alike(db: sqlite3.Connection, raw: bytes, base: sqlite3.Row) -> bool:
    """Return whether a page begins like a base, which is a tenth of the work of packing it."""
    import zstandard

    head = raw[:HEAD]
    try:
        other = dictionary(_decompressor(_base(db, base)).stream_reader(base["data"]).read(HEAD))
    except zstandard.ZstdError:  # damaged: an error for a reader of that page, not for this one
        return False
    against = zstandard.ZstdCompressor(level=HEAD_LEVEL, dict_data=other).compress(head)
    alone = _by_itself(HEAD_LEVEL).compress(head)
    return len(against) < ALIKE * len(alone)


def dictionary(base: bytes) -> zstandard.ZstdCompressionDict:
    """Return a body in the form in which zstd takes a dictionary."""
    import zstandard

    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


@cache
def _by_itself(level: int) -> zstandard.ZstdCompressor:
    """Return a compressor without a base; to make one takes a seventh of the time of using it."""
    import zstandard

    return zstandard.ZstdCompressor(level=level)


# by the hash of a base, of any archive: its size and its compressor, the last used at the end
_prepared: OrderedDict[str, tuple[int, zstandard.ZstdCompressor]] = OrderedDict()


def _compressor(db: sqlite3.Connection, base: sqlite3.Row) -> zstandard.ZstdCompressor:
    """Return a compressor against a base; to prepare one takes as long as to use it."""
    import zstandard

    known = _prepared.get(base["sha256"])
    if known is not None:
        _prepared.move_to_end(base["sha256"])
        return known[1]
    ready = dictionary(_unpacked(db, base))
    ready.precompute_compress(level=LEVEL)
    compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=ready)
    _prepared[base["sha256"]] = (base["raw_bytes"], compressor)
    while len(_prepared) > 1 and sum(size for size, _ in _prepared.values()) > PREPARED:
        _prepared.popitem(last=False)
    return compressor
