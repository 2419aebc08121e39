"""A checksum a row, for tables without a hash of their own: one flipped bit changes it, and `verify` names the row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

# table -> the columns that its checksum covers: all but the row's id and what the deletion of another row sets to NULL
COVERED: dict[str, tuple[str, ...]] = {
    "versions": ("article_id", "number", "first_seen", "replaced_at", "capture_id", "date_modified", "text_sha256",
                 "changed", "stealth", "returns"),
    "changes": ("article_id", "version", "field", "kind", "words_added", "words_removed", "materiality", "before",
                "after"),
    "events": ("article_id", "at", "kind", "version", "capture_id", "detail"),
    "extractions": ("capture_id", "version", "extractor", "extracted_at", "verdict", "evidence", "sources",
                    "text_sha256", "word_count", "fields"),
    "fetches": ("url", "at", "reason", "status", "error", "ms", "capture_id", "run_id"),
}  # fmt: skip


def of(values: Iterable[object]) -> int:
    """The checksum of a row's values."""
    return crc32(repr(tuple(values)).encode("utf-8", "surrogatepass"))


def insert(db: sqlite3.Connection, table: str, **values: Any) -> None:
    """Add a row with its checksum; what is not told is NULL."""
    covered = [values.get(name) for name in COVERED[table]]
    beside = {name: value for name, value in values.items() if name not in COVERED[table]}
    names = (*COVERED[table], *beside, "checksum")
    db.execute(
        f"INSERT INTO {table}({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
        (*covered, *beside.values(), of(covered)),
    )


def update(db: sqlite3.Connection, table: str, key: Mapping[str, Any], what: str, values: Sequence[Any] = ()) -> None:
    """Change one row, and its checksum with it."""
    where, keys = " AND ".join(f"{name} = ?" for name in key), tuple(key.values())
    db.execute(f"UPDATE {table} SET {what} WHERE {where}", (*values, *keys))
    row = db.execute(f"SELECT {', '.join(COVERED[table])} FROM {table} WHERE {where}", keys).fetchone()
    if row is not None:
        db.execute(f"UPDATE {table} SET checksum = ? WHERE {where}", (of(row), *keys))
