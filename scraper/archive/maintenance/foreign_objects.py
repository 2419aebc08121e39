"""What other programs and people have added to the file: listed by `verify`, and no damage."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from scraper.archive.store.added_columns import added, names
from scraper.archive.store.migrations import STEPS, fresh
from scraper.archive.store.schema_objects import is_table
from scraper.archive.store.triggers import foreign
from scraper.archive.store.watch import was_interrupted

ADVICE = (
    "to code articles, use `scraper tag`, `scraper note` and `scraper exclude`: exports and backups"
    " carry them; other data of your own belongs in a table of its own, joined by the article's id:"
    " CREATE TABLE my_codes (article_id INTEGER NOT NULL REFERENCES articles(id), code TEXT)"
)
_NOT_OURS = "not scraper's own, and no damage"


def listed(db: sqlite3.Connection) -> list[str]:
    """Return a line for each table, view, index, allowed trigger and column that is not ours.

    The last line says where they belong. Triggers that were not allowed are faults, and not listed
    here. It is empty if the schema cannot be read.
    """
    try:
        lines = [*_things(db), *_columns(db)]
    except sqlite3.DatabaseError as error:
        if was_interrupted(error):
            raise
        return []
    return [*lines, ADVICE] if lines else []


def _things(db: sqlite3.Connection) -> Iterator[str]:
    """Yield a line for each table, view, index and trigger of others."""
    with closing(fresh()) as new:
        known = {name for (name,) in new.execute("SELECT name FROM sqlite_master")}
    known |= {one.name for one in foreign(db, len(STEPS)) if not one.allowed}
    found = db.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master"
        " WHERE name NOT LIKE 'sqlite#_%' ESCAPE '#'"
    )
    rows = [row for row in found if row["name"] not in known]
    hidden = _hidden_tables(rows)
    for kind, name, table, _ in rows:
        if hidden and kind == "table" and str(name).startswith(hidden):
            continue
        where = f" on {table}" if kind in ("index", "trigger") else ""
        yield f"{_NOT_OURS}: {kind} {name}{where}"


def _hidden_tables(rows: list[sqlite3.Row]) -> tuple[str, ...]:
    """Return how the names begin of the tables that virtual tables of others need."""
    return tuple(
        f"{row['name']}_" for row in rows if str(row["sql"]).upper().startswith("CREATE VIRTUAL")
    )


def _columns(db: sqlite3.Connection) -> Iterator[str]:
    """Yield a line for each column that was added to a table of ours."""
    tables = "SELECT name, sql FROM sqlite_master WHERE type = 'table'"
    with closing(fresh()) as new:
        ours = dict(map(tuple, new.execute(tables)))
    for name, sql in db.execute(tables):
        if is_table(name) and name in ours:
            for column in names(added(ours[name], sql)):
                yield f"{_NOT_OURS}: column {column} of {name}"
