"""Does the file hold what was written to it? The structure, the index, and every hash.

Each fault names its row.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator

from scraper.archive.maintenance import (
    definitions,
    file_header,
    fts_index,
    row_checks,
    value_kinds,
)
from scraper.archive.maintenance.verify_fault import Fault
from scraper.archive.store.migrations import STEPS
from scraper.archive.store.schema_objects import refuse_substitutes, row_tables
from scraper.archive.store.watch import was_interrupted
from scraper.errors import Damaged
from scraper.progress import Progress

Checks = dict[str, Callable[..., Iterator[Fault]]]

MOST = 100  # faults reported by one check: those of a ruined table would hide all others
# what a damaged file may make a check raise
UNREADABLE = (
    sqlite3.Error,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    MemoryError,
    RecursionError,
)
# the checks that read no table of ours
OF_THE_SCHEMA = ("header", "definitions", "triggers")
# check -> the tables whose rows it compares one by one, which takes nearly all of the time
ROWS = {
    "articles_fts": ("articles", "past_texts", "coder_notes"),
    "bodies": ("bodies",),
    "articles": ("articles",),
    "versions": ("versions",),
}
COUNTING = ("bodies", "articles", "versions")  # checks that note each row; FTS5 notes none


def verify(db: sqlite3.Connection, progress: Progress) -> Iterator[Fault]:
    """Yield every fault of the file as it is found, each row once.

    A check that cannot be run to its end is a fault, too.
    """
    reported: set[tuple[str, str]] = set()
    checks = _possible(db)
    rows = _rows(db) if checks is CHECKS else {}
    progress.begin("", total=sum(rows.values()) or None, unit="rows")
    checked = 0
    for name, check in checks.items():
        progress.what = f"checks {name}"
        found = check(db, progress) if name in COUNTING else check(db)
        for fault in _of_check(name, _new(found, reported)):
            progress.failed += 1
            yield fault
        checked += rows.get(name, 0)
        progress.done = checked


def _of_check(name: str, faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield the first faults that a check finds, and how many more there are."""
    count = 0
    try:
        for fault in faults:
            count += 1
            if count <= MOST:
                yield fault
    except UNREADABLE as error:
        if was_interrupted(error):
            raise
        yield Fault(table=name, id="", what=f"cannot be read: {error}")
    if count > MOST:
        yield Fault(table=name, id="", what=f"and {count - MOST} more")


def _rows(db: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows each check of ROWS compares; nothing of a file that cannot be read."""
    try:
        return {name: sum(_count(db, table) for table in tables) for name, tables in ROWS.items()}
    except UNREADABLE as error:
        if was_interrupted(error):
            raise
        return {}


def _count(db: sqlite3.Connection, table: str) -> int:
    return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _new(faults: Iterable[Fault], reported: set[tuple[str, str]]) -> Iterator[Fault]:
    """Yield the faults of rows that no check has reported, and add these rows."""
    for fault in faults:
        row = (fault.table, fault.id)
        if not fault.id or row not in reported:
            reported.add(row)
            yield fault


def _possible(db: sqlite3.Connection) -> Checks:
    """Return the checks that come to an end.

    If a view is in the place of a table of ours, its rows may never end.
    """
    try:
        refuse_substitutes(db, "the file", len(STEPS))
    except Damaged:
        return {name: CHECKS[name] for name in OF_THE_SCHEMA}
    return CHECKS


def _structure(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield what SQLite's own check finds."""
    for (line,) in db.execute(f"PRAGMA integrity_check({MOST})").fetchall():
        if line != "ok":
            yield Fault(table="file", id="", what=str(line))


def _keys(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield rows of our tables that refer to a row that is not there."""
    for name in row_tables():
        for table, rowid, parent, _ in db.execute(f"PRAGMA foreign_key_check({name})").fetchall():
            what = f"points at a row of {parent} that is not there"
            yield Fault(table=table, id=str(rowid or ""), what=what)


CHECKS: Checks = {
    "header": file_header.faults,
    "file": _structure,
    "keys": _keys,
    "articles_fts": fts_index.faults,
    "bodies": row_checks.bodies,
    "articles": row_checks.articles,
    "people": row_checks.people,
    "rows": row_checks.checksums_of_rows,
    "kinds": value_kinds.faults,
    "versions": row_checks.versions,
    "runs": row_checks.runs_and_chain,
    "definitions": definitions.faults,
    "triggers": definitions.strange_triggers,
}
