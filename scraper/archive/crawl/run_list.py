"""The runs of an archive, and what came of one: its visits, by host and one by one."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scraper import urls
from scraper.archive.store.schema_objects import require
from scraper.archive.store.times import parse
from scraper.errors import InputError
from scraper.outcomes import FAILED

VISITS = ("url", "at", "reason", "status", "error", "ms", "article_id")  # columns of a visit
BUSY = (429, 502, 503, 504)  # what servers answer that are asked too often
_RUNS = "SELECT * FROM runs ORDER BY id DESC LIMIT ? OFFSET ?"
# failures first, in the order in which they came
_VISITS = (
    f"SELECT {', '.join(VISITS)} FROM v_fetches WHERE run_id = ?1"
    " ORDER BY reason NOT IN (SELECT value FROM json_each(?2)), id LIMIT ?3 OFFSET ?4"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedRun:
    """A command that wrote to the archive."""

    id: int
    command: str
    program: str
    started_at: str
    ended_at: str | None  # None: it is under way, or was killed
    seconds: float | None
    counts: Mapping[str, int]  # reason -> addresses
    failed: int  # of them
    pages: int | None  # that were kept
    error: str | None  # what ended it before its time


@dataclass(frozen=True, kw_only=True, slots=True)
class HostOfRun:
    """How a host answered in a run."""

    host: str
    visits: int
    failed: int
    busy: int  # answers that ask for patience
    ms: int | None  # median time of an answer
    slowest: int | None  # ms


def runs(db: sqlite3.Connection, limit: int, offset: int) -> Iterator[LoggedRun]:
    """Yield runs, the last one first."""
    for row in db.execute(_RUNS, (limit, offset)).fetchall():
        yield _logged(row)


def run(db: sqlite3.Connection, run_id: int) -> LoggedRun:
    """Return a run; raise InputError if there is none of that number."""
    row = db.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone()
    if row is None:
        raise InputError(f"there is no run {run_id}: `scraper status` shows the last ones")
    return _logged(row)


def visits(
    db: sqlite3.Connection, run_id: int, limit: int, offset: int
) -> Iterator[dict[str, Any]]:
    """Yield the visits of a run as rows, those that failed first."""
    require(db, "v_fetches")
    failed = json.dumps(sorted(FAILED))
    for row in db.execute(_VISITS, (run_id, failed, limit, offset)).fetchall():
        yield dict(row)


def hosts(db: sqlite3.Connection, run_id: int) -> list[HostOfRun]:
    """Return the hosts that a run visited, those with the most trouble first."""
    answers: dict[str, list[tuple[str, int | None, int | None]]] = defaultdict(list)
    rows = db.execute("SELECT url, reason, status, ms FROM fetches WHERE run_id = ?", (run_id,))
    for url, reason, status, ms in rows:
        answers[urls.host(url)].append((reason, status, ms))
    found = [_host(name, visited) for name, visited in answers.items()]
    return sorted(found, key=lambda host: (-host.busy, -host.failed, -host.visits, host.host))


def _host(name: str, answers: list[tuple[str, int | None, int | None]]) -> HostOfRun:
    from statistics import median  # slow to import, and lists of runs have no use for it

    times = [ms for _, _, ms in answers if isinstance(ms, int)]
    return HostOfRun(
        host=name,
        visits=len(answers),
        failed=sum(reason in FAILED for reason, _, _ in answers),
        busy=sum(status in BUSY for _, status, _ in answers),
        ms=int(median(times)) if times else None,
        slowest=max(times, default=None),
    )


def _logged(row: sqlite3.Row) -> LoggedRun:
    counts: dict[str, int] = json.loads(row["counts"])
    first, last = row["captures_from"], row["captures_to"]
    return LoggedRun(
        id=row["id"],
        command=" ".join(json.loads(row["command"])),
        program=row["program"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        seconds=_seconds(row["started_at"], row["ended_at"]),
        counts=counts,
        failed=sum(count for reason, count in counts.items() if reason in FAILED),
        pages=None if first is None or last is None else last - first + 1,
        error=row["error"],
    )


def _seconds(start: str, end: str | None) -> float | None:
    return (parse(end) - parse(start)).total_seconds() if end else None
