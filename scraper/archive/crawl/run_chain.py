"""The chain of runs as a whole: which of its hashes are right, and new ones for those."""

from __future__ import annotations

import json
import shlex
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scraper.archive.crawl import runs


@dataclass(frozen=True, slots=True)
class Link:
    """One run: which of its hashes were right before something that they cover was changed."""

    id: int
    is_sealed: bool
    captures: bool
    previous: bool
    own: bool


def read(db: sqlite3.Connection) -> list[Link]:
    """Return the runs in the order in which they were sealed, and then those that were not."""
    found, before = [], None
    for row in _rows(db):
        is_sealed = row["sealed"] is not None
        link = Link(
            id=row["id"],
            is_sealed=is_sealed,
            captures=is_sealed and _captures(db, row) == row["captures_sha256"],
            previous=is_sealed and row["previous_sha256"] == before,
            own=row["sha256"] is not None and runs.seal(row) == row["sha256"],
        )
        found.append(link)
        if is_sealed:
            before = row["sha256"]
    return found


def faults(db: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Yield the id of each sealed run that is not as it was sealed, and what is wrong with it."""
    before = None
    for row in db.execute("SELECT * FROM runs WHERE sealed IS NOT NULL ORDER BY sealed").fetchall():
        wrong = _wrong_seal(db, row, before)
        if wrong:
            yield row["id"], wrong
        before = row["sha256"]
    for origin in _cursor(db).execute("SELECT * FROM origins ORDER BY id").fetchall():
        yield from _origin_faults(db, origin)


def _origin_faults(db: sqlite3.Connection, origin: sqlite3.Row) -> Iterator[tuple[int, str]]:
    """Yield what is wrong in a chain that came from another archive."""
    sql = "SELECT * FROM runs WHERE origin_id = ? AND origin_sealed IS NOT NULL"
    ordered = f"{sql} ORDER BY origin_sealed"
    rows = _cursor(db).execute(ordered, (origin["id"],)).fetchall()
    before = _branch(db, rows[0]) if rows else None
    for row in rows:
        first, last = row["captures_from"], row["captures_to"]
        if row["previous_sha256"] != before or runs.seal(runs.as_sealed(row)) != row["sha256"]:
            yield row["id"], "the row, or one before it, is not what was sealed"
        elif runs.moved_captures_hash(db, origin["id"], first, last) != row["captures_sha256"]:
            yield row["id"], f"captures {first} to {last} of its archive are not what was sealed"
        before = row["sha256"]
    if rows and before != origin["sha256"]:
        yield rows[-1]["id"], f"it is not the last run that {origin['name']} had"


def _branch(db: sqlite3.Connection, first: sqlite3.Row) -> str | None:
    """Return the hash of the run before the first of a chain, which may be one of another chain.

    That is so if both archives were copies of one.
    """
    sql = "SELECT sha256 FROM runs WHERE sha256 = ? AND origin_sealed = ?"
    values = (first["previous_sha256"], first["origin_sealed"] - 1)
    found = db.execute(sql, values).fetchone()
    return found[0] if found else None


def _wrong_seal(db: sqlite3.Connection, row: sqlite3.Row, before: str | None) -> str | None:
    """Return what is wrong with a sealed run; `before` is the hash of the one sealed before it."""
    if row["previous_sha256"] != before or runs.seal(row) != row["sha256"]:
        return "the row, or one before it, is not what was sealed"
    first, last = row["captures_from"], row["captures_to"]
    if runs.captures_hash(db, first, last) != row["captures_sha256"]:
        return f"captures {first} to {last} are not what was sealed"
    return None


@dataclass(frozen=True, kw_only=True, slots=True)
class RunSeal:
    """The seal of a run: a hash over it, its captures and, through their hashes, all before it."""

    run: int
    ended_at: str
    command: str
    captures_from: int
    captures_to: int  # smaller than captures_from if the run kept no page
    sha256: str
    runs: int  # in the chain, this one included
    verifies: bool
    fault: str | None  # the first that was found in the chain


def last_seal(db: sqlite3.Connection) -> RunSeal | None:
    """Return the seal of the run that ended last; None if no run has ended yet."""
    row = (
        _cursor(db)
        .execute("SELECT * FROM runs WHERE sealed IS NOT NULL ORDER BY sealed DESC LIMIT 1")
        .fetchone()
    )
    if row is None:
        return None
    broken = next(faults(db), None)
    return RunSeal(
        run=row["id"],
        ended_at=row["ended_at"],
        command=shlex.join(json.loads(row["command"])),
        captures_from=row["captures_from"],
        captures_to=row["captures_to"],
        sha256=row["sha256"],
        runs=row["sealed"],
        verifies=broken is None,
        fault=f"run {broken[0]}: {broken[1]}" if broken else None,
    )


def seal_anew(db: sqlite3.Connection, links: list[Link]) -> tuple[str | None, str | None]:
    """Make the hashes anew that were right; return the hash of the last sealed run, old and new."""
    old, new = None, None
    for link in links:
        row = _row(db, link.id)
        changed: dict[str, Any] = {}
        if link.captures:
            changed["captures_sha256"] = _captures(db, row)
        if link.previous:
            changed["previous_sha256"] = new
        _set(db, link.id, changed)
        if link.own:
            _set(db, link.id, {"sha256": runs.seal(_row(db, link.id))})
        if link.is_sealed:
            old, new = row["sha256"], _row(db, link.id)["sha256"]
    return old, new


def _captures(db: sqlite3.Connection, row: sqlite3.Row) -> str:
    return runs.captures_hash(db, row["captures_from"], row["captures_to"])


def _set(db: sqlite3.Connection, run_id: int, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        db.execute(f"UPDATE runs SET {name} = ? WHERE id = ?", (value, run_id))


def _rows(db: sqlite3.Connection) -> list[sqlite3.Row]:
    return _cursor(db).execute("SELECT * FROM runs ORDER BY sealed IS NULL, sealed, id").fetchall()


def _row(db: sqlite3.Connection, run_id: int) -> sqlite3.Row:
    row: sqlite3.Row = _cursor(db).execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
    return row


def _cursor(db: sqlite3.Connection) -> sqlite3.Cursor:
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor
