"""Bodies made small: each by itself, or against a body like it, whose markup it shares."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from scraper.archive.store import checksums
from scraper.archive.store.row_types import readable
from scraper.errors import Damaged, DamagedRow
from scraper.models import LARGEST_PAGE

if TYPE_CHECKING:
    import zstandard

LEVEL = 3  # zstd; 9 is a tenth smaller and costs 5 ms a page more
SMALL = 200  # bytes that are not worth compressing
HEAD = 16 << 10  # bytes by which two pages are compared: where templates differ, their heads do
ALIKE = 0.9  # of what a head takes by itself: from here on a base is worth a try
WORTH_A_BASE = 0.75  # of what the page would take by itself
SURELY = (
    0.5  # of what it would take if it were as the base is: then nobody need know what it would take
)
PREPARED = 16 << 20  # bytes of bases that are held ready for the next pages of their sites
BASES = 2  # a page rests on the base of its site, and that on a dictionary
STEP = 1 << 20  # bytes that are unpacked at a time
TYPES: dict[str, Any] = {
    "sha256": str,
    "raw_bytes": int,
    "codec": str,
    "base_id": int | None,
    "data": bytes,
}
RESTORE = "restore the archive from a backup"


def pack(db: sqlite3.Connection, raw: bytes, base_id: int | None) -> tuple[str, int | None, bytes]:
    """The codec, the base and the data to store; a page that is no longer like its site's base starts a new one."""
    if len(raw) < SMALL:
        return "none", None, raw
    import zstandard

    against, sure = b"", False
    try:
        base = None if base_id is None else _row(db, base_id)
        if base is not None and _alike(db, raw, base):
            against = _compressor(db, base).compress(raw)
            sure = len(against) < SURELY * len(raw) * len(base["data"]) / base["raw_bytes"]
    except Damaged:  # of the base: the page is kept by itself, and `verify` names what is damaged
        against = b""
    alone = b"" if sure else zstandard.ZstdCompressor(level=LEVEL).compress(raw)
    if sure or (against and len(against) < WORTH_A_BASE * len(alone)):
        return "zstd", base_id, against
    return "zstd", None, alone


def add(db: sqlite3.Connection, row: Mapping[str, Any]) -> int:
    """Put a body in; its id."""
    cursor = db.execute(
        "INSERT INTO bodies(sha256, raw_bytes, codec, base_id, data, checksum) VALUES (?,?,?,?,?,?)",
        (
            row["sha256"],
            row["raw_bytes"],
            row["codec"],
            row["base_id"],
            row["data"],
            checksums.of_body(row),
        ),
    )
    return int(cursor.lastrowid or 0)


def unpack(db: sqlite3.Connection, body_id: int) -> bytes:
    """The bytes of a body, proved by their hash; raises Damaged."""
    return _unpacked(db, _row(db, body_id))


def _row(db: sqlite3.Connection, body_id: int) -> sqlite3.Row:
    """A row of `bodies` whose values have the types that we write; raises Damaged."""
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
    """The bytes of a row's body, which may rest on so many others, one on another."""
    data = row["data"] if row["codec"] == "none" else _decompressed(db, row, bases)
    if sha256(data).hexdigest() != row["sha256"]:
        raise DamagedRow(f"body {row['id']} is not what was stored: {RESTORE}")
    return bytes(data)


def _decompressed(db: sqlite3.Connection, row: sqlite3.Row, bases: int) -> bytes:
    """The bytes, piece by piece: what is more than the row says is not unpacked."""
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


def _alike(db: sqlite3.Connection, raw: bytes, base: sqlite3.Row) -> bool:
    """Whether a page begins as a base does, which is a tenth of the work of trying the whole."""
    import zstandard

    head = raw[:HEAD]
    try:
        other = dictionary(_decompressor(_base(db, base)).stream_reader(base["data"]).read(HEAD))
    except zstandard.ZstdError:  # damaged; whoever needs it is told
        return False
    against = zstandard.ZstdCompressor(level=1, dict_data=other).compress(head)
    return len(against) < ALIKE * len(zstandard.ZstdCompressor(level=1).compress(head))


def dictionary(base: bytes) -> zstandard.ZstdCompressionDict:
    """A body as zstd takes it for a dictionary."""
    import zstandard

    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


_prepared: OrderedDict[str, tuple[int, zstandard.ZstdCompressor]] = (
    OrderedDict()
)  # by the base's hash, of any archive


def _compressor(db: sqlite3.Connection, base: sqlite3.Row) -> zstandard.ZstdCompressor:
    """A compressor against a base; to prepare one costs as much as to use it."""
    import zstandard

    if (known := _prepared.get(base["sha256"])) is not None:
        _prepared.move_to_end(base["sha256"])
        return known[1]
    ready = dictionary(_unpacked(db, base))
    ready.precompute_compress(level=LEVEL)
    compressor = zstandard.ZstdCompressor(level=LEVEL, dict_data=ready)
    _prepared[base["sha256"]] = (base["raw_bytes"], compressor)
    while len(_prepared) > 1 and sum(size for size, _ in _prepared.values()) > PREPARED:
        _prepared.popitem(last=False)
    return compressor
