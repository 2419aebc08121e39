"""The queue of addresses to visit: several workers share it, and one that dies loses its lease, never the address."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict

from scraper import urls
from scraper.archive.connection import transaction
from scraper.archive.identity import spelled
from scraper.models import Lead

LEASE = 600.0  # seconds; a worker renews it every third of that


def add(db: sqlite3.Connection, leads: Iterable[Lead], priority: int = 0) -> int:
    """Queue addresses; how many are new. One that is done or failed waits again, one that waits or is taken stays."""
    with transaction(db):
        before = db.total_changes
        db.executemany(
            "INSERT INTO queue(url, host, priority, lead) VALUES (?,?,?,?) ON CONFLICT(url) DO UPDATE SET"
            " state = 'waiting', attempts = 0, not_before = 0, reason = NULL, error = NULL, lead = excluded.lead"
            " WHERE queue.state IN ('done', 'failed')",
            ((spelled(lead.url), urls.host(lead.url), priority, json.dumps(asdict(lead))) for lead in leads),
        )
        return db.total_changes - before


def claim(db: sqlite3.Connection, now: float, count: int = 1, lease: float = LEASE) -> list[Lead]:
    """Take addresses that are ready, the most urgent first; leases that ran out are taken over."""
    with transaction(db):
        # a lease that ends later than any can was given before the clock was set back
        db.execute(
            "UPDATE queue SET state = 'waiting' WHERE state = 'taken' AND (lease_until <= ? OR lease_until > ?)",
            (now, now + 2 * max(lease, LEASE)),
        )
        rows = db.execute(
            "SELECT id, lead FROM queue WHERE state = 'waiting' AND not_before <= ? ORDER BY priority DESC, id LIMIT ?",
            (now, count),
        ).fetchall()
        db.executemany(
            "UPDATE queue SET state = 'taken', lease_until = ?, attempts = attempts + 1 WHERE id = ?",
            [(now + lease, row["id"]) for row in rows],
        )
    return [Lead(**json.loads(row["lead"])) for row in rows]


def renew(db: sqlite3.Connection, url: str, now: float, lease: float = LEASE) -> None:
    """Go on holding an address."""
    with transaction(db):
        db.execute("UPDATE queue SET lease_until = ? WHERE url = ? AND state = 'taken'", (now + lease, spelled(url)))


def finish(db: sqlite3.Connection, url: str) -> None:
    """The address was visited, and something came of it."""
    with transaction(db):
        db.execute("UPDATE queue SET state = 'done', lease_until = NULL WHERE url = ?", (spelled(url),))


def fail(db: sqlite3.Connection, url: str, reason: str, error: str, *, retry_at: float | None) -> None:
    """The visit failed: try again from a time on, or (None) not at all."""
    with transaction(db):
        db.execute(
            "UPDATE queue SET state = ?, not_before = ?, reason = ?, error = ?, lease_until = NULL WHERE url = ?",
            ("waiting" if retry_at is not None else "failed", retry_at or 0.0, reason, error, spelled(url)),
        )


def give_back(db: sqlite3.Connection) -> int:
    """Let go of everything that is taken: for the end of the only run."""
    with transaction(db):
        return db.execute(
            "UPDATE queue SET state = 'waiting', lease_until = NULL, attempts = max(0, attempts - 1)"
            " WHERE state = 'taken'"
        ).rowcount


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many addresses are in which state."""
    return {row[0]: row[1] for row in db.execute("SELECT state, count(*) FROM queue GROUP BY state ORDER BY state")}
