"""Values that are not of the kind that their column is declared to hold: only a row written by hand has them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.connection import connect
from scraper.archive.store.schema_objects import declared
from scraper.errors import ArchiveError, DamagedRow

# declared kind -> what SQLite may say of a value
MAY_BE = {
    "TEXT": ("text",),
    "INTEGER": ("integer",),
    "REAL": ("real", "integer"),
    "BLOB": ("blob",),
}


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield each row of our tables that has a value of another kind, with the first such column."""
    for table, one in declared().items():
        if one.kind != "table" or one.is_virtual:
            continue
        columns = db.execute(
            "SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden = 0", (table,)
        ).fetchall()
        keys = [name for name, _, pk in columns if pk] or ["rowid"]
        cases = [
            f"""WHEN typeof("{name}") NOT IN ('null', '{"', '".join(MAY_BE[kind])}') THEN '{name}'"""
            for name, kind, _ in columns
            if kind in MAY_BE
        ]
        key = " || ', ' || ".join(keys)
        inside = f"SELECT {', '.join(keys)}, CASE {' '.join(cases)} END AS wrong FROM {table}"
        for row in db.execute(
            f"SELECT wrong, {key} AS key FROM ({inside}) WHERE wrong IS NOT NULL"
        ):
            yield Fault(
                table=table, id=str(row["key"]), what=f"{row['wrong']} is not of its column's kind"
            )


def behind(path: str) -> DamagedRow | None:
    """Return the damage that may be why a command met what cannot be, None if the archive has no such row."""
    if not Path(path).is_file():
        return None
    try:
        with closing(connect(Path(path), read_only=True)) as db:
            found = next(faults(db), None)
    except (sqlite3.Error, ArchiveError):
        return None
    return DamagedRow(f"damage in {found.table}, row {found.id}: {found.what}") if found else None
