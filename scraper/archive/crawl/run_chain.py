"""The chain of runs as a whole: which of its hashes are right, and new ones for those."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from scraper.archive.crawl import runs


@dataclass(frozen=True, slots=True)
class Link:
    """One run: which of its hashes were right before something that they cover was changed."""

    id: int
    is_sealed: bool
    captures: bool
    previous: bool
    own: bool


def read(db: sqlite3.Connection) -> list[Link]:
    """Return the runs in the order in which they were sealed, and then those that were not."""
    found, before = [], None
    for row in _rows(db):
        is_sealed = row["sealed"] is not None
        link = Link(
            id=row["id"],
            is_sealed=is_sealed,
            captures=is_sealed and _captures(db, row) == row["captures_sha256"],
            previous=is_sealed and row["previous_sha256"] == before,
            own=row["sha256"] is not None and runs.seal(row) == row["sha256"],
        )
        found.append(link)
        if is_sealed:
            before = row["sha256"]
    return found


def seal_anew(db: sqlite3.Connection, links: list[Link]) -> tuple[str | None, str | None]:
    """Make the hashes anew that were right; return the hash of the last sealed run, old and new."""
    old, new = None, None
    for link in links:
        row = _row(db, link.id)
        changed: dict[str, Any] = {}
        if link.captures:
            changed["captures_sha256"] = _captures(db, row)
        if link.previous:
            changed["previous_sha256"] = new
        _set(db, link.id, changed)
        if link.own:
            _set(db, link.id, {"sha256": runs.seal(_row(db, link.id))})
        if link.is_sealed:
            old, new = row["sha256"], _row(db, link.id)["sha256"]
    return old, new


def _captures(db: sqlite3.Connection, row: sqlite3.Row) -> str:
    return runs.captures_hash(db, row["captures_from"], row["captures_to"])


def _set(db: sqlite3.Connection, run_id: int, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        db.execute(f"UPDATE runs SET {name} = ? WHERE id = ?", (value, run_id))


def _rows(db: sqlite3.Connection) -> list[sqlite3.Row]:
    return _cursor(db).execute("SELECT * FROM runs ORDER BY sealed IS NULL, sealed, id").fetchall()


def _row(db: sqlite3.Connection, run_id: int) -> sqlite3.Row:
    row: sqlite3.Row = _cursor(db).execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
    return row


def _cursor(db: sqlite3.Connection) -> sqlite3.Cursor:
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor
