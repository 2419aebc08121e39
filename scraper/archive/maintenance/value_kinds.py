"""Values that are not of the kind that their column is declared to hold.

Only a row that was written by hand has them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.connection import connect
from scraper.archive.store.schema_objects import row_tables
from scraper.errors import ArchiveError, DamagedRow

# declared kind -> the types that SQLite may give for a value
MAY_BE = {
    "TEXT": "'text'",
    "INTEGER": "'integer'",
    "REAL": "'real', 'integer'",
    "BLOB": "'blob'",
}


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield each row of our tables that has a value of another kind, with the first such column."""
    for table in row_tables():
        yield from _of_table(db, table)


def _of_table(db: sqlite3.Connection, table: str) -> Iterator[Fault]:
    columns = db.execute(
        "SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,)
    ).fetchall()
    keys = [name for name, _, pk in columns if pk] or ["rowid"]
    cases = [
        f"""WHEN typeof("{name}") NOT IN ('null', {MAY_BE[kind]}) THEN '{name}'"""
        for name, kind, _ in columns
        if kind in MAY_BE
    ]
    inside = f"SELECT {', '.join(keys)}, CASE {' '.join(cases)} END AS wrong FROM {table}"
    key = " || ', ' || ".join(keys)
    for wrong, of_row in db.execute(f"SELECT wrong, {key} FROM ({inside}) WHERE wrong IS NOT NULL"):
        yield Fault(table=table, id=str(of_row), what=f"{wrong} is not of its column's kind")


def behind(path: str) -> DamagedRow | None:
    """Return the damage that may be the cause of an unexpected error of a command.

    It is None if the archive has no such row.
    """
    if not Path(path).is_file():
        return None
    try:
        with closing(connect(Path(path), read_only=True)) as db:
            found = next(faults(db), None)
    except (sqlite3.Error, ArchiveError):
        return None
    if found is None:
        return None
    return DamagedRow(f"damage in {found.table}, row {found.id}: {found.what}")
