"""The state of an archive in a few rows: file, runs, queue, failures, feeds, and hosts; trouble is named."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from scraper.archive.maintenance.upkeep import bad_place
from scraper.archive.store import owners
from scraper.archive.store.times import parse, stamp
from scraper.models import PAGES_ONLY
from scraper.outcomes import FAILED, Reason

STALE = timedelta(days=2)  # a run or a feed that waits longer is trouble
RECENT = timedelta(days=7)  # failures that are told
FAILURES = 3  # of a feed, in a row
ROOM = 100 << 20  # bytes that a disk should have free
RUNS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One thing to know."""

    about: str
    what: str
    count: int | None = None
    at: str | None = None
    note: str | None = None
    trouble: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scene:
    db: sqlite3.Connection
    path: Path
    now: datetime


def lines(db: sqlite3.Connection, path: Path, now: datetime) -> Iterator[Line]:
    """All there is to know, part by part."""
    for part in PARTS:
        yield from part(_Scene(db=db, path=path, now=now))


def _file(scene: _Scene) -> Iterator[Line]:
    size = scene.path.stat().st_size
    yield Line(
        about="archive",
        what="bytes",
        count=size,
        note=str(scene.path),
        trouble=_of_place(scene.path.absolute()),
    )
    for table in ("articles", "versions", "captures"):
        (count,) = scene.db.execute(f"SELECT count(*) FROM {table}").fetchone()
        yield Line(about="archive", what=table, count=count)
    yield from _pages_only(scene.db)


def _pages_only(db: sqlite3.Connection) -> Iterator[Line]:
    """Pages that are lists or products: kept, and not among the articles unless an older reader put them there."""
    sql = (
        "SELECT verdict, count(*) AS count FROM (SELECT verdict, max(id) FROM extractions GROUP BY capture_id)"
        " WHERE verdict IN (SELECT value FROM json_each(?)) GROUP BY verdict"
    )
    for row in db.execute(sql, (json.dumps(sorted(PAGES_ONLY)),)).fetchall():
        (marked,) = db.execute(
            "SELECT count(*) FROM articles WHERE verdict = ?", (row["verdict"],)
        ).fetchone()
        note = f"{marked} of them archived as articles by an older reader" if marked else None
        yield Line(about="archive", what=f"{row['verdict']} pages", count=row["count"], note=note)


def _of_place(path: Path) -> str | None:
    """What is wrong with where the file lies."""
    free = shutil.disk_usage(path.parent).free
    if free < ROOM:
        return f"the disk is nearly full: {free >> 20} MB are left"
    return bad_place(path)


def _runs(scene: _Scene) -> Iterator[Line]:
    """The last runs, and the last one of each command within a week if it was not well."""
    since = stamp(scene.now - RECENT)
    rows = scene.db.execute(
        "SELECT * FROM runs WHERE id > (SELECT max(id) FROM runs) - ? OR started_at >= ? ORDER BY id DESC",
        (RUNS, since),
    ).fetchall()
    judged: set[str] = set()
    for i, row in enumerate(rows):
        name = row["name"] or row["command"]
        is_last = name not in judged and (i == 0 or row["started_at"] >= since)
        trouble = (_of_run(row, scene.now) if is_last else None) or (
            _all_failed(row) if i == 0 else None
        )
        if row["ended_at"] or trouble:  # one that is under way says nothing yet
            judged.add(name)
        if trouble or i < RUNS:
            yield _line_of(row, trouble)


def _line_of(row: sqlite3.Row, trouble: str | None) -> Line:
    counts = json.loads(row["counts"])
    said = ", ".join(f"{count} {reason}" for reason, count in counts.items())
    if not row["ended_at"]:
        said = "did not end: it is under way, or was killed"
    elif row["error"]:
        said = f"{said}; {row['error']}" if said else row["error"]
    what = " ".join(json.loads(row["command"]))
    total = sum(counts.values())
    return Line(
        about="run",
        what=what,
        count=total,
        at=row["started_at"],
        note=said or None,
        trouble=trouble,
    )


def _of_run(row: sqlite3.Row, now: datetime) -> str | None:
    """What is wrong with the last run of a command, until a later run of it is well."""
    told = f"the last run of `{row['name'] or ' '.join(json.loads(row['command']))}` ({row['started_at']})"
    if row["error"]:
        return f"{told} died: {row['error']}"
    if not row["ended_at"]:
        gone = row["owner"] is not None and not owners.lives(row["owner"])
        if gone or now - parse(row["started_at"]) > STALE:
            return f"{told} did not end: it was killed, or the machine went down; run it again"
        return None
    faults = json.loads(row["counts"]).get(Reason.FAULT)
    if faults:
        return f"{told} met {faults} {'error' if faults == 1 else 'errors'} in scraper itself (fault): see its log"
    return None


def _all_failed(row: sqlite3.Row) -> str | None:
    counts = json.loads(row["counts"])
    failed = set(counts) & FAILED
    return "in the last run everything failed" if counts and failed == set(counts) else None


def _queue(scene: _Scene) -> Iterator[Line]:
    """What waits, or is under way, and why it had to wait."""
    sql = (
        "SELECT state, reason, count(*) AS count, min(error) AS error FROM queue WHERE state IN ('waiting', 'taken')"
        " GROUP BY state, reason ORDER BY state, count DESC"
    )
    for row in scene.db.execute(sql):
        what = f"{row['state']}, {row['reason']}" if row["reason"] else row["state"]
        yield Line(about="queue", what=what, count=row["count"], note=row["error"])


def _failures(scene: _Scene) -> Iterator[Line]:
    """Addresses whose last visit failed, by reason."""
    sql = (
        "SELECT reason, count(*) AS count, max(at) AS at, error FROM"
        " (SELECT url, reason, error, at, max(id) FROM fetches WHERE at >= ? GROUP BY url) GROUP BY reason"
        " ORDER BY count DESC"
    )
    for row in scene.db.execute(sql, (stamp(scene.now - RECENT),)):
        if row["reason"] in FAILED:
            yield Line(
                about="failed",
                what=row["reason"],
                count=row["count"],
                at=row["at"],
                note=row["error"],
            )


def _feeds(scene: _Scene) -> Iterator[Line]:
    (count,) = scene.db.execute("SELECT count(*) FROM feeds").fetchone()
    if not count:
        return
    polled = scene.db.execute("SELECT max(polled_at) FROM feeds").fetchone()[0]
    late = polled and parse(polled) < scene.now - STALE
    trouble = (
        f"no feed was asked since {polled}: is `scraper feed poll` still in cron?" if late else None
    )
    yield Line(about="feeds", what="followed", count=count, at=polled, trouble=trouble)
    for row in scene.db.execute(
        "SELECT * FROM feeds WHERE failures > 0 ORDER BY failures DESC, url"
    ):
        gone = (
            f"{row['url']} failed {row['failures']} times in a row"
            if row["failures"] >= FAILURES
            else None
        )
        yield Line(
            about="feeds",
            what=row["url"],
            count=row["failures"],
            at=row["polled_at"],
            note=row["error"],
            trouble=gone,
        )


def _hosts(scene: _Scene) -> Iterator[Line]:
    """Hosts that are left alone for a while, for they failed too often."""
    sql = "SELECT host, failures, open_until FROM hosts WHERE open_until > ? ORDER BY host"
    for row in scene.db.execute(sql, (scene.now.timestamp(),)):
        until = stamp(datetime.fromtimestamp(row["open_until"], scene.now.tzinfo))
        yield Line(
            about="hosts",
            what=row["host"],
            count=row["failures"],
            note=f"is left alone until {until}",
        )


PARTS: tuple[Callable[[_Scene], Iterator[Line]], ...] = (
    _file,
    _runs,
    _queue,
    _failures,
    _feeds,
    _hosts,
)
