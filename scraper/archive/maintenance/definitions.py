"""The definitions of our tables, indexes, triggers and views, against those that this program makes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.added_columns import added
from scraper.archive.store.migrations import STEPS, defined, fresh
from scraper.archive.store.triggers import foreign

TOLD = (  # but for those that sqlite-utils and FTS5 make, each version of them as it likes
    "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%sqlite%'"
    " AND NOT (type = 'table' AND name LIKE '%#_fts#_%' ESCAPE '#')"
)


def faults(db: sqlite3.Connection) -> Iterator[Fault]:
    """What is not as this program, or the one that made the file, has made it."""
    with closing(fresh()) as new:
        ours = dict(map(tuple, new.execute(TOLD)))
        steps = new.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall()
        hash_now = defined(db, new)
    theirs = dict(map(tuple, db.execute(TOLD)))
    found = [
        name
        for name, sql in ours.items()
        if sql != theirs.get(name) and not added(sql, theirs.get(name))
    ]
    for name in found:
        yield Fault(
            table="file", id=name, what="its definition is not the one that this program makes"
        )
    told = dict(map(tuple, db.execute("SELECT step, sha256 FROM definitions")))
    if not found and told.get(len(STEPS)) != hash_now:
        yield Fault(
            table="file", id="sqlite_master", what="a definition is not the one that was made"
        )
    if [
        tuple(row) for row in db.execute("SELECT migration_set, name FROM _sqlite_migrations")
    ] != steps:
        yield Fault(
            table="_sqlite_migrations",
            id="",
            what="the steps of the schema are not those that were taken",
        )


def strange_triggers(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield the triggers that somebody else put where our writes set them off, but for those that were allowed."""
    for one in foreign(db, len(STEPS)):
        if one.has_our_name:
            yield Fault(
                table=one.table,
                id=one.name,
                what="this trigger took the place of one of scraper's own",
            )
        elif not one.allowed:
            what = f"a trigger that scraper did not make: {one.removal}, or let it run with --allow-trigger {one.name}"
            yield Fault(table=one.table, id=one.name, what=what)
