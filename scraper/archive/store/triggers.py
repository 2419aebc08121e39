"""Triggers that somebody else put on our tables: they run with each write, and may alter it.

A command that writes stops before its first write, unless the trigger was allowed by name. What is
allowed is this definition of it: another one under the same name is as unknown as before.
"""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from scraper.archive.store import checksums
from scraper.archive.store.connection import transaction
from scraper.archive.store.schema_objects import declared, is_table
from scraper.errors import Damaged, InputError, UnknownTrigger

# the actions of a foreign key that change the rows which refer to ours
ACTS = frozenset(("CASCADE", "SET NULL", "SET DEFAULT"))
FIRST_THAT_REMEMBERS = 9  # the step that made the table of allowed triggers


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger that a write of ours sets off, and that this program did not make."""

    name: str
    table: str
    sha256: str  # of its definition
    allowed: bool
    has_our_name: bool  # it is in the place of one of ours

    @property
    def removal(self) -> str:
        """The statement that removes it."""
        quoted = self.name.replace('"', '""')
        return f'DROP TRIGGER "{quoted}"'


def foreign(db: sqlite3.Connection, steps: int) -> list[Trigger]:
    """Return the triggers of others that our writes set off; the file has taken so many steps."""
    ours = declared(steps)
    there = db.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    others = [
        (str(name), str(table), str(sql))
        for name, table, sql in there
        if name not in ours or ours[name].sql != sql
    ]
    if not others:
        return []
    reached = _reached(db, steps)
    allowed = _allowed(db, steps)
    return [
        _foreign_trigger(name, table, sql, allowed, has_our_name=name in ours)
        for name, table, sql in others
        if is_table(table, steps) or table.lower() in reached
    ]


def _foreign_trigger(
    name: str, table: str, sql: str, allowed: Mapping[str, str], *, has_our_name: bool
) -> Trigger:
    digest = sha256(sql.encode("utf-8", "surrogatepass")).hexdigest()
    is_allowed = not has_our_name and allowed.get(name) == digest
    return Trigger(name, table, digest, is_allowed, has_our_name)


def refuse(db: sqlite3.Connection, path: str, steps: int, allow: Sequence[str] = ()) -> None:
    """Raise UnknownTrigger if a write would set off a trigger that is not allowed.

    Raise Damaged if a trigger of ours is missing. `allow`: names of triggers that may run.
    """
    unknown = [
        one
        for one in foreign(db, steps)
        if one.has_our_name or not (one.allowed or one.name in allow)
    ]
    if unknown:
        raise UnknownTrigger(_advice(unknown, path))
    there = {
        name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    }
    ours = [name for name, one in declared(steps).items() if one.kind == "trigger"]
    missing = [name for name in ours if name not in there]
    if missing:
        raise Damaged(
            f"{path} has lost its trigger {missing[0]}, without which texts are lost:"
            " restore it from a backup"
        )


def must_be_there(db: sqlite3.Connection, path: str, allow: Sequence[str]) -> None:
    """Raise InputError for a name that means no trigger of somebody else's."""
    find = "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = ?"
    for name in allow:
        if name in declared():
            raise InputError(
                f"--allow-trigger {name}: this name belongs to a trigger of scraper's own"
            )
        if db.execute(find, (name,)).fetchone() is None:
            raise InputError(f"--allow-trigger {name}: {path} has no such trigger")


def remember(db: sqlite3.Connection, steps: int, allow: Sequence[str], at: str) -> None:
    """Record in the archive which triggers were allowed, and when."""
    new = [
        one
        for one in foreign(db, steps)
        if one.name in allow and not one.allowed and not one.has_our_name
    ]
    with transaction(db):
        for one in new:
            db.execute("DELETE FROM allowed_triggers WHERE name = ?", (one.name,))
            checksums.insert(
                db, "allowed_triggers", name=one.name, sha256=one.sha256, allowed_at=at
            )


def _advice(unknown: Sequence[Trigger], path: str) -> str:
    """Return one line that names the triggers and what to do about the first."""
    first = unknown[0]
    named = ", ".join(f"{one.name} (on {one.table})" for one in unknown)
    found = (
        f"{path} has a trigger that scraper did not make"
        f" and that would run with each write: {named}"
    )
    if first.has_our_name:
        return f"{found}; it took the place of scraper's own: restore the archive from a backup"
    drop = f"sqlite3 {shlex.quote(path)} {shlex.quote(first.removal)}"
    return f"{found}; remove it: {drop} - or let it run: --allow-trigger {shlex.quote(first.name)}"


def _allowed(db: sqlite3.Connection, steps: int) -> dict[str, str]:
    """Return the allowed triggers: name -> hash of the definition."""
    if steps < FIRST_THAT_REMEMBERS:
        return {}
    return dict(map(tuple, db.execute("SELECT name, sha256 FROM allowed_triggers")))


def _reached(db: sqlite3.Connection, steps: int) -> set[str]:
    """Return the tables of others, in lower case, whose rows change when rows of ours do."""
    tables = db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    others = [str(name) for (name,) in tables if not is_table(name, steps)]
    parents = {name.lower(): _parents(db, name) for name in others}
    reached: set[str] = set()
    # a table may be reached by way of another: look again until there are no more
    while True:
        more = {
            name for name in parents.keys() - reached if _has_reached(parents[name], reached, steps)
        }
        if not more:
            return reached
        reached |= more


def _has_reached(parents: Collection[str], reached: Collection[str], steps: int) -> bool:
    return any(is_table(parent, steps) or parent in reached for parent in parents)


def _parents(db: sqlite3.Connection, table: str) -> list[str]:
    """Return the tables, in lower case, whose changes change rows of a table."""
    keys = db.execute(
        'SELECT "table", on_update, on_delete FROM pragma_foreign_key_list(?)', (table,)
    )
    return [
        parent.lower() for parent, on_update, on_delete in keys if ACTS & {on_update, on_delete}
    ]
