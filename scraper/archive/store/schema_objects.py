"""What the steps of the schema make, read from the steps.

So a command need not make an archive to compare a file with.
"""

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
    """Return what is in a file that has taken so many steps, by name.

    The hidden tables of an index are not among it.
    """
    made: dict[str, Declared] = {}
    for name in STEPS[:steps]:
        for statement in statements((SCHEMA / f"{name}.sql").read_text("utf-8")):
            text = _COMMENT.sub("", statement, count=1)
            found = _STATEMENT.match(text)
            if found is None:
                continue
            verb, kind, of = found.groups()
            made.pop(of, None)
            if verb == "CREATE":
                made[of] = _declared(kind.lower(), text.rstrip(";"))
    return made


def _declared(kind: str, sql: str) -> Declared:
    is_virtual = kind.startswith("virtual")
    return Declared(kind.removeprefix("virtual "), is_virtual, sql)


def row_tables() -> list[str]:
    """Return the names of our tables that hold rows of their own: virtual tables do not."""
    return [name for name, one in declared().items() if one.kind == "table" and not one.is_virtual]


def is_table(name: str, steps: int = len(STEPS)) -> bool:
    """Return whether a table or view is ours, by its name in any case.

    The hidden tables of an index are ours, too.
    """
    return name.lower() in _tables(steps) or name.lower().startswith(_hidden(steps))


@cache
def _tables(steps: int) -> frozenset[str]:
    """Return the names of our tables and views."""
    ours = {name for name, one in declared(steps).items() if one.kind != "trigger"}
    return frozenset(ours | {_KEPT})


@cache
def _hidden(steps: int) -> tuple[str, ...]:
    """Return how the names of our indexes' hidden tables begin."""
    return tuple(f"{name}_" for name, one in declared(steps).items() if one.is_virtual)


def refuse_substitutes(db: sqlite3.Connection, path: str, steps: int) -> None:
    """Raise Damaged if something else is in the place of a table of ours.

    It may be a view whose rows never end.
    """
    there = {
        str(name).lower(): (kind, sql)
        for kind, name, sql in db.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('table', 'view')"
        )
    }
    for name, one in declared(steps).items():
        if name in there and one.kind == "table" and _is_substitute(one, *there[name]):
            raise Damaged(
                f"{path} is damaged: {name} is not the table that scraper makes;"
                " restore it from a backup"
            )


def _is_substitute(ours: Declared, kind: str, sql: str) -> bool:
    """Return whether what a file has is not our table; columns may have been added to it."""
    return kind != "table" or (ours.is_virtual and sql != ours.sql)


def require(db: sqlite3.Connection, *views: str) -> None:
    """Raise Damaged if a view that a statement is about to read is not the one that we make.

    The rows of another one may never end.
    """
    for view in views:
        row = db.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", (view,)
        ).fetchone()
        if row is None or row[0] != declared()[view].sql:
            raise Damaged(
                f"the view {view} is not the one that scraper makes:"
                " `scraper verify` lists what is damaged"
            )
