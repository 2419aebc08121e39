"""The queue of addresses to visit: several workers share it, and one that dies loses its lease, never the address."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime

from scraper import urls
from scraper.archive.connection import told, transaction
from scraper.archive.identity import spelled
from scraper.models import Lead

LEASE = 600.0  # seconds; a worker renews it every third of that


class Queue:
    """The queue of an archive."""

    def __init__(self, db: sqlite3.Connection, path: str, clock: Callable[[], datetime]) -> None:
        self.db = db
        self.path = path
        self.clock = clock

    @told
    def add(self, leads: Iterable[Lead], *, priority: int = 0) -> int:
        """Queue addresses; how many wait anew. One that is done or failed waits again, one that is taken stays."""
        with transaction(self.db):
            before = self.db.total_changes
            self.db.executemany(
                "INSERT INTO queue(url, host, priority, lead) VALUES (?,?,?,?) ON CONFLICT(url) DO UPDATE SET"
                " state = 'waiting', attempts = 0, not_before = 0, reason = NULL, error = NULL, lead = excluded.lead"
                " WHERE queue.state IN ('done', 'failed')",
                ((spelled(lead.url), urls.host(lead.url), priority, json.dumps(asdict(lead))) for lead in leads),
            )
            return self.db.total_changes - before

    @told
    def claim(self, count: int = 1, *, lease: float = LEASE) -> list[Lead]:
        """Take addresses that are ready, the most urgent first; leases that ran out are taken over."""
        now = self.clock().timestamp()
        with transaction(self.db):
            self.db.execute(  # a lease that ends later than any can was given before the clock was set back
                "UPDATE queue SET state = 'waiting' WHERE state = 'taken' AND (lease_until <= ? OR lease_until > ?)",
                (now, now + 2 * max(lease, LEASE)),
            )
            rows = self.db.execute(
                "SELECT id, lead FROM queue WHERE state = 'waiting' AND not_before <= ?"
                " ORDER BY priority DESC, id LIMIT ?",
                (now, count),
            ).fetchall()
            self.db.executemany(
                "UPDATE queue SET state = 'taken', lease_until = ?, attempts = attempts + 1 WHERE id = ?",
                [(now + lease, row["id"]) for row in rows],
            )
        return [Lead(**json.loads(row["lead"])) for row in rows]

    @told
    def renew(self, url: str, *, lease: float = LEASE) -> None:
        """Go on holding an address."""
        until = self.clock().timestamp() + lease
        self._set("lease_until = ?", (until,), url, "state = 'taken'")

    @told
    def finish(self, url: str) -> None:
        """The address was visited, and something came of it."""
        self._set("state = 'done', lease_until = NULL", (), url)

    @told
    def fail(self, url: str, reason: str, error: str, *, retry_after: float | None = None) -> None:
        """The visit failed: try again after so many seconds, or (None) not at all."""
        state = "failed" if retry_after is None else "waiting"
        at = 0.0 if retry_after is None else self.clock().timestamp() + retry_after
        self._set(
            "state = ?, not_before = ?, reason = ?, error = ?, lease_until = NULL", (state, at, reason, error), url
        )

    @told
    def give_back(self) -> int:
        """Let go of everything that is taken: for the end of the only run."""
        with transaction(self.db):
            return self.db.execute(
                "UPDATE queue SET state = 'waiting', lease_until = NULL, attempts = max(0, attempts - 1)"
                " WHERE state = 'taken'"
            ).rowcount

    @told
    def counts(self) -> dict[str, int]:
        """How many addresses are in which state."""
        return dict(map(tuple, self.db.execute("SELECT state, count(*) FROM queue GROUP BY state ORDER BY state")))

    def _set(self, what: str, values: tuple[object, ...], url: str, where: str = "1") -> None:
        with transaction(self.db):
            self.db.execute(f"UPDATE queue SET {what} WHERE url = ? AND {where}", (*values, spelled(url)))
