"""How each host is to be treated, shared by all runs on one archive: when to ask again, its robots.txt, its breaker."""

from __future__ import annotations

import sqlite3
from dataclasses import fields

from scraper.archive.connection import light, told
from scraper.models import HostState

_NAMES = tuple(field.name for field in fields(HostState))
_KEPT = tuple(name for name in _NAMES if name not in ("host", "next_ok_at"))
FARTHEST = 3600.0  # seconds; a start further off was claimed before the clock was set back


class Hosts:
    """A host store in the archive."""

    def __init__(self, db: sqlite3.Connection, path: str) -> None:
        self.db = db
        self.path = path

    @told
    def load(self, host: str) -> HostState | None:
        """What is known of a host."""
        row = self.db.execute(f"SELECT {', '.join(_NAMES)} FROM hosts WHERE host = ?", (host,)).fetchone()
        return None if row is None else HostState(**dict(row))

    @told
    def save(self, state: HostState) -> None:
        """Keep what is known of a host; its next start is never moved back, for another run may have claimed it."""
        places = ", ".join("?" * len(_NAMES))
        updates = ", ".join(f"{name} = excluded.{name}" for name in _KEPT)
        with light(self.db):
            self.db.execute(
                f"INSERT INTO hosts({', '.join(_NAMES)}) VALUES ({places}) ON CONFLICT(host) DO UPDATE SET {updates},"
                " next_ok_at = max(next_ok_at, excluded.next_ok_at)",
                [getattr(state, name) for name in _NAMES],
            )

    @told
    def claim(self, host: str, now: float, delay: float) -> float:
        """Take the next start at a host, in Unix seconds; whoever comes next gets a later one."""
        with light(self.db):
            row = self.db.execute("SELECT next_ok_at FROM hosts WHERE host = ?", (host,)).fetchone()
            claimed = row["next_ok_at"] if row else 0.0
            start = max(now, claimed) if claimed < now + max(FARTHEST, 100 * delay) else now
            self.db.execute(
                "INSERT INTO hosts(host, next_ok_at) VALUES (?, ?)"
                " ON CONFLICT(host) DO UPDATE SET next_ok_at = excluded.next_ok_at",
                (host, start + delay),
            )
        return float(start)
