"""The definitions of our tables, indexes, triggers and views, against those of a new archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing

from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.added_columns import added
from scraper.archive.store.migrations import STEPS, defined, fresh
from scraper.archive.store.triggers import foreign

# but for those that sqlite-utils and FTS5 make, each version of them in its own way
_DEFINITIONS = (
    "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite%'"
    " AND NOT (type = 'table' AND name LIKE '%#_fts#_%' ESCAPE '#')"
)
_STEPS_TAKEN = "SELECT migration_set, name FROM _sqlite_migrations"


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield what is not as this program, or the one that made the file, has made it."""
    with closing(fresh()) as new:
        ours = dict(map(tuple, new.execute(_DEFINITIONS)))
        steps = [tuple(row) for row in new.execute(_STEPS_TAKEN)]
        hash_now = defined(db, new)
    others = list(_other_definitions(ours, dict(map(tuple, db.execute(_DEFINITIONS)))))
    for name in others:
        what = "its definition is not the one that this program makes"
        yield Fault(table="file", id=name, what=what)
    hashes = dict(map(tuple, db.execute("SELECT step, sha256 FROM definitions")))
    if not others and hashes.get(len(STEPS)) != hash_now:
        what = "a definition is not the one that was made"
        yield Fault(table="file", id="sqlite_master", what=what)
    if [tuple(row) for row in db.execute(_STEPS_TAKEN)] != steps:
        what = "the steps of the schema are not those that were taken"
        yield Fault(table="_sqlite_migrations", id="", what=what)


def _other_definitions(ours: Mapping[str, str], theirs: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of what is missing or defined otherwise; columns may be added to a table."""
    for name, sql in ours.items():
        if sql != theirs.get(name) and not added(sql, theirs.get(name)):
            yield name


def strange_triggers(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield the triggers of others that our writes set off, except those that were allowed."""
    for one in foreign(db, len(STEPS)):
        if one.has_our_name:
            what = "this trigger took the place of one of scraper's own"
        elif not one.allowed:
            what = (
                f"a trigger that scraper did not make: {one.removal},"
                f" or let it run with --allow-trigger {one.name}"
            )
        else:
            continue
        yield Fault(table=one.table, id=one.name, what=what)
