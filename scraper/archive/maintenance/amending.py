"""Rows of older archives given other values, by the steps of the schema that need Python.

A checksum that was wrong before stays wrong: a change of ours must not hide damage.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scraper.archive.store import checksums

Row = Mapping[str, Any]  # of any table
Values = dict[str, Any]  # by the names of their columns

KEYS = {"feed_entries": ("feed_id", "entry_id")}  # of tables without an id
_CAPTURES_STAY = "captures_stay"  # the trigger that lets nobody change a capture


def amend(db: sqlite3.Connection, table: str, row: Row, changed: Values) -> None:
    """Give columns of a row other values, and make its checksum again if it was right.

    A row that is then there twice is removed.
    """
    changed = changed | _checksum(table, row, changed)
    key = KEYS.get(table, ("id",))
    where = " AND ".join(f"{name} IS ?" for name in key)
    of_the_row = [row[name] for name in key]
    assigned = ", ".join(f"{name} = ?" for name in changed)
    try:
        db.execute(f"UPDATE {table} SET {assigned} WHERE {where}", [*changed.values(), *of_the_row])
    except sqlite3.IntegrityError:
        if table == "feeds":
            _move_entries(db, row["id"], changed["url"])
        db.execute(f"DELETE FROM {table} WHERE {where}", of_the_row)


def _checksum(table: str, row: Row, changed: Values) -> Values:
    """Return the row's new checksum; nothing for a table without checksums, or if it was wrong."""
    # a file of an older schema has not all of the columns yet
    covered = [name for name in checksums.COVERED.get(table, ()) if name in row]
    if not covered or checksums.of(row[name] for name in covered) != row["checksum"]:
        return {}
    after = {**row, **changed}
    return {"checksum": checksums.of(after[name] for name in covered)}


def _move_entries(db: sqlite3.Connection, feed_id: int, url: str) -> None:
    """Give the entries of a feed to the feed of an address, which it turned out to be."""
    other = "SELECT id FROM feeds WHERE url = ?"
    moved = f"UPDATE OR IGNORE feed_entries SET feed_id = ({other}) WHERE feed_id = ?"
    db.execute(moved, (url, feed_id))


@contextmanager
def changeable_captures(db: sqlite3.Connection) -> Iterator[None]:
    """Let rows of captures be changed inside; the caller's transaction undoes it after an error."""
    find = "SELECT sql FROM sqlite_master WHERE name = ?"
    trigger = db.execute(find, (_CAPTURES_STAY,)).fetchone()
    db.execute(f"DROP TRIGGER IF EXISTS {_CAPTURES_STAY}")
    yield
    if trigger is not None:
        db.execute(trigger[0])


def select(db: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Return rows by the names of their columns, whatever the connection makes of rows."""
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    return [dict(row) for row in cursor.execute(sql, values)]
