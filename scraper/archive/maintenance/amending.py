"""Rows of older archives given other values, by the steps of the schema that Python takes.

A checksum that was wrong before stays wrong: a change of ours must not hide damage.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scraper.archive.store import checksums

KEYS = {"feed_entries": ("feed_id", "entry_id")}  # of tables without an id
_STAY = "captures_stay"  # the trigger that keeps captures as they are

Row = Mapping[str, Any]


def amend(db: sqlite3.Connection, table: str, row: Row, changed: dict[str, Any]) -> None:
    """Give columns of a row other values; its checksum is made anew if it was right. A row that is then twice goes."""
    covered = checksums.COVERED.get(table, ())
    if covered and checksums.of(row[name] for name in covered) == row["checksum"]:
        changed = {
            **changed,
            "checksum": checksums.of({**row, **changed}[name] for name in covered),
        }
    key = KEYS.get(table, ("id",))
    where = " AND ".join(f"{name} IS ?" for name in key)
    values = [*changed.values(), *(row[name] for name in key)]
    try:
        db.execute(
            f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in changed)} WHERE {where}",
            values,
        )
    except sqlite3.IntegrityError:
        if table == "feeds":  # it is followed without them, too: its entries stay with that one
            other = "SELECT id FROM feeds WHERE url = ?"
            moved = f"UPDATE OR IGNORE feed_entries SET feed_id = ({other}) WHERE feed_id = ?"
            db.execute(moved, (changed["url"], row["id"]))
        db.execute(f"DELETE FROM {table} WHERE {where}", [row[name] for name in key])


@contextmanager
def changeable_captures(db: sqlite3.Connection) -> Iterator[None]:
    """Let rows of captures be changed, inside; the caller's transaction undoes it all after an error."""
    trigger = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", (_STAY,)).fetchone()
    db.execute(f"DROP TRIGGER IF EXISTS {_STAY}")
    yield
    if trigger is not None:
        db.execute(trigger[0])


def select(db: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Return rows by the names of their columns, whatever the connection makes of rows."""
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    return [dict(row) for row in cursor.execute(sql, values)]
