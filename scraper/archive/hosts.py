"""How each host is to be treated, shared by all runs on one archive: when it may be asked again, its robots.txt, its breaker."""

from __future__ import annotations

import sqlite3
from dataclasses import fields

from scraper.archive.connection import light
from scraper.models import HostState

_NAMES = tuple(field.name for field in fields(HostState))
_KEPT = tuple(name for name in _NAMES if name not in ("host", "next_ok_at"))


def load(db: sqlite3.Connection, host: str) -> HostState | None:
    """What is known of a host."""
    row = db.execute(f"SELECT {', '.join(_NAMES)} FROM hosts WHERE host = ?", (host,)).fetchone()
    return None if row is None else HostState(**dict(row))


def save(db: sqlite3.Connection, state: HostState) -> None:
    """Keep what is known of a host; its next start is never moved back, for another run may have claimed it."""
    places = ", ".join("?" * len(_NAMES))
    updates = ", ".join(f"{name} = excluded.{name}" for name in _KEPT)
    with light(db):
        db.execute(
            f"INSERT INTO hosts({', '.join(_NAMES)}) VALUES ({places}) ON CONFLICT(host) DO UPDATE SET {updates},"
            " next_ok_at = max(next_ok_at, excluded.next_ok_at)",
            [getattr(state, name) for name in _NAMES],
        )


def claim(db: sqlite3.Connection, host: str, now: float, delay: float) -> float:
    """Take the next start at a host: the Unix time at which the caller may ask; whoever comes next gets a later one."""
    with light(db):
        row = db.execute("SELECT next_ok_at FROM hosts WHERE host = ?", (host,)).fetchone()
        # a clock that was set back leaves starts in a far future: none is further off than the queue of a busy run
        start = max(now, row["next_ok_at"]) if row and row["next_ok_at"] < now + max(3600.0, 100 * delay) else now
        db.execute(
            "INSERT INTO hosts(host, next_ok_at) VALUES (?, ?) ON CONFLICT(host) DO UPDATE SET next_ok_at = excluded.next_ok_at",
            (host, start + delay),
        )
    return float(start)
