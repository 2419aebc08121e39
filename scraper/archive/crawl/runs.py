"""Runs: a row for each command that wrote, chained by hashes over the captures that it kept.

Nothing can be taken out without breaking the chain.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from scraper.archive.store import owners
from scraper.archive.store.connection import Room, transaction, translate_errors
from scraper.archive.store.times import stamp
from scraper.cleaning import clean
from scraper.secrets import masked, masked_arguments
from scraper.version import __version__

if TYPE_CHECKING:
    from scraper.archive.crawl.run_list import HostOfRun, LoggedRun

CAPTURE = (
    "SELECT c.id, c.url, c.final_url, c.status, c.headers, c.fetched_at, c.source, b.sha256 AS body"
    " FROM captures c JOIN bodies b ON b.id = c.body_id WHERE c.id BETWEEN ? AND ? ORDER BY c.id"
)
SEALED = (
    *("id", "command", "program", "started_at", "ended_at", "counts"),
    *("captures_from", "captures_to", "captures_sha256", "sealed", "previous_sha256"),
)
PROGRAM = f"scraper {__version__}"
# by a later step of the schema: runs before it were sealed without them
ADDED = ("name", "owner", "error")


def start(
    db: sqlite3.Connection, command: Sequence[str], program: str, at: str, name: str | None = None
) -> int:
    """Record that a command begins; return the id of its run."""
    arguments = json.dumps(masked_arguments(clean(list(command))), ensure_ascii=False)
    with transaction(db):
        cursor = db.execute(
            "INSERT INTO runs(command, program, started_at, name, owner, captures_from)"
            " VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) + 1 FROM captures))",
            (arguments, program, at, name, owners.here()),
        )
        run_id = int(cursor.lastrowid or 0)
        _seal(db, run_id)
    return run_id


def end(
    db: sqlite3.Connection,
    run_id: int,
    counts: Mapping[str, int],
    at: str,
    error: str | None = None,
) -> None:
    """Record how a command ended, and seal its run; `error` is what ended it before its time."""
    with transaction(db):
        first = db.execute("SELECT captures_from FROM runs WHERE id = ?", (run_id,)).fetchone()[0]
        last = db.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()[0]
        before = db.execute(
            "SELECT sealed, sha256 FROM runs WHERE sealed IS NOT NULL ORDER BY sealed DESC"
        ).fetchone()
        db.execute(
            "UPDATE runs SET ended_at = ?, counts = ?, captures_to = ?, captures_sha256 = ?,"
            " sealed = ?, previous_sha256 = ?, error = ? WHERE id = ?",
            (
                at,
                json.dumps(dict(counts), sort_keys=True),
                last,
                captures_hash(db, first, last),
                before["sealed"] + 1 if before else 1,
                before["sha256"] if before else None,
                None if error is None else masked(clean(error)),
                run_id,
            ),
        )
        _seal(db, run_id)


def _seal(db: sqlite3.Connection, run_id: int) -> None:
    row = db.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
    db.execute("UPDATE runs SET sha256 = ? WHERE id = ?", (seal(row), run_id))


def seal(row: sqlite3.Row | Mapping[str, Any]) -> str:
    """Return the hash of a run, which covers the hash of the run that ended before it."""
    values = [row[name] for name in SEALED]
    added = [row[name] for name in ADDED]
    if any(value is not None for value in added):
        values += added
    return sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def as_sealed(row: sqlite3.Row) -> dict[str, Any]:
    """Return a run as it was sealed, in the archive that it came from if that is another one."""
    values = dict(row)
    if values["origin_id"] is not None:
        values |= {"id": values["origin_run"], "sealed": values["origin_sealed"]}
    return values


def captures_hash(db: sqlite3.Connection, first: int, last: int) -> str:
    """Return a hash over the captures of a run, from the first to the last id."""
    return _hash_of(map(tuple, db.execute(CAPTURE, (first, last))))


def moved_captures_hash(db: sqlite3.Connection, origin: int, first: int, last: int) -> str:
    """Return the same for a run of another archive, whose captures have other ids here."""
    return _hash_of(_moved_captures(db, origin, first, last))


def _moved_captures(
    db: sqlite3.Connection, origin: int, first: int, last: int
) -> Iterator[tuple[Any, ...]]:
    """Yield captures with the ids that they had in the archive that they came from."""
    ranges = "SELECT first_id, last_id, shift FROM origin_captures WHERE origin_id = ? AND"
    found = db.execute(f"{ranges} last_id >= ? AND first_id <= ?", (origin, first, last))
    for from_id, to_id, shift in found.fetchall():
        wanted = (max(first, from_id) + shift, min(last, to_id) + shift)
        for new_id, *values in db.execute(CAPTURE, wanted):
            yield new_id - shift, *values


def _hash_of(captures: Iterable[tuple[Any, ...]]) -> str:
    digest = sha256()
    for values in captures:
        digest.update(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


# of the same name as a run, since the last one before it that came to its end
_CUT_SHORT = """
    SELECT r.id, r.started_at FROM runs r JOIN runs this ON this.id = ?1
    WHERE r.id < this.id AND r.name = this.name AND r.origin_id IS NULL
      AND r.id > coalesce((SELECT max(e.id) FROM runs e
                           WHERE e.id < this.id AND e.name = this.name AND e.origin_id IS NULL
                             AND e.ended_at IS NOT NULL AND e.error IS NULL), 0)
    ORDER BY r.id
"""


class UnfinishedRun(NamedTuple):
    """A run that was killed, or ended by an error."""

    id: int
    started_at: str


class RunLog(Room):
    """The log of commands that wrote to an archive."""

    @translate_errors
    def cut_short_before(self, run_id: int) -> list[UnfinishedRun]:
        """Return the runs of the same name, directly before a run, that did not come to an end."""
        return [UnfinishedRun(*row) for row in self.db.execute(_CUT_SHORT, (run_id,))]

    @translate_errors
    def start(
        self,
        command: Sequence[str],
        program: str = PROGRAM,
        *,
        name: str | None = None,
    ) -> int:
        """Record that a command begins; `name` is the command without options (`feed poll`)."""
        return start(self.db, command, program, stamp(self.clock()), name)

    @translate_errors
    def end(self, run_id: int, counts: Mapping[str, int], *, error: str | None = None) -> None:
        """Record that a command ended, or which error ended it, and seal its run."""
        end(self.db, run_id, counts, stamp(self.clock()), error)

    @translate_errors
    def walk(self, *, limit: int = -1, offset: int = 0) -> Iterator[LoggedRun]:
        """Yield the runs, the last one first."""
        from scraper.archive.crawl import run_list

        yield from run_list.runs(self.db, limit, offset)

    @translate_errors
    def get(self, run_id: int) -> LoggedRun:
        """Return a run; raise InputError if there is none of that number."""
        from scraper.archive.crawl import run_list

        return run_list.run(self.db, run_id)

    @translate_errors
    def visits(self, run_id: int, *, limit: int = -1, offset: int = 0) -> Iterator[dict[str, Any]]:
        """Yield the visits of a run as rows, those that failed first."""
        from scraper.archive.crawl import run_list

        yield from run_list.visits(self.db, run_id, limit, offset)

    @translate_errors
    def hosts(self, run_id: int) -> list[HostOfRun]:
        """Return the hosts that a run visited, those with the most trouble first."""
        from scraper.archive.crawl import run_list

        return run_list.hosts(self.db, run_id)
