"""What the steps of the schema make, read from the steps: a command need not make an archive to compare a file with."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import NamedTuple

from scraper.archive.store.migrations import SCHEMA, STEPS, statements
from scraper.errors import Damaged
from scraper.patterns import late

_COMMENT = late(r"\A(?:\s*--[^\n]*\n)*\s*")
_STATEMENT = late(r"(CREATE|DROP)\s+(TABLE|VIRTUAL TABLE|TRIGGER|VIEW)\s+(?:IF EXISTS\s+)?(\w+)")
_KEPT = "_sqlite_migrations"  # the table in which sqlite-utils lists the steps


class Declared(NamedTuple):
    """A table, virtual table, trigger or view of ours, as the file must have it."""

    kind: str  # as `sqlite_master` has it
    is_virtual: bool
    sql: str  # of a table: before later steps added columns


@cache
def declared(steps: int = len(STEPS)) -> dict[str, Declared]:
    """Return what a file has that has taken so many steps, by name; without the hidden tables of an index."""
    made: dict[str, Declared] = {}
    for name in STEPS[:steps]:
        for statement in statements((SCHEMA / f"{name}.sql").read_text("utf-8")):
            text = _COMMENT.sub("", statement, count=1)
            if (found := _STATEMENT.match(text)) is None:
                continue
            verb, kind, of = found.groups()
            made.pop(of, None)
            if verb == "CREATE":
                kind = kind.lower()
                made[of] = Declared(
                    kind.removeprefix("virtual "), kind.startswith("virtual"), text.rstrip(";")
                )
    return made


def is_table(name: str, steps: int = len(STEPS)) -> bool:
    """Return whether a table or view is ours: by name, in any case, hidden tables of an index included."""
    return name.lower() in _tables(steps) or name.lower().startswith(_hidden(steps))


@cache
def _tables(steps: int) -> frozenset[str]:
    """Return the names of our tables and views."""
    return frozenset(
        (_KEPT, *(name for name, one in declared(steps).items() if one.kind != "trigger"))
    )


@cache
def _hidden(steps: int) -> tuple[str, ...]:
    """Return how the names of our indexes' hidden tables begin."""
    return tuple(f"{name}_" for name, one in declared(steps).items() if one.is_virtual)


def refuse_substitutes(db: sqlite3.Connection, path: str, steps: int) -> None:
    """Raise Damaged if something else is in the place of a table of ours, such as a view without end."""
    there = {
        str(name).lower(): (kind, sql)
        for kind, name, sql in db.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
        )
    }
    for name, one in declared(steps).items():
        kind, sql = there.get(name, (one.kind, one.sql))
        if one.kind == "table" and (kind != "table" or (one.is_virtual and sql != one.sql)):
            raise Damaged(
                f"{path} is damaged: {name} is not the table that scraper makes; restore it from a backup"
            )


def require(db: sqlite3.Connection, *views: str) -> None:
    """Raise Damaged if a view that a statement is about to read is not the one that we make; it may have no end."""
    for view in views:
        row = db.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", (view,)
        ).fetchone()
        if row is None or row[0] != declared()[view].sql:
            raise Damaged(
                f"the view {view} is not the one that scraper makes: `scraper verify` lists what is damaged"
            )
