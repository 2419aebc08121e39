"""How each host is to be treated, shared by all runs on one archive: when to ask again, its robots.txt, its breaker."""

from __future__ import annotations

import sqlite3
from dataclasses import fields
from typing import Any

from scraper.archive.store import checksums
from scraper.archive.store.connection import light, translate_errors
from scraper.models import HostState

_NAMES = tuple(field.name for field in fields(HostState))
_KEPT = (*(name for name in checksums.COVERED["hosts"] if name != "host"), "checksum")
_REAL = ("next_ok_at", "delay", "open_until", "robots_at")
_INSERT = (
    f"INSERT INTO hosts({', '.join(_NAMES)}, checksum) VALUES ({', '.join('?' * (len(_NAMES) + 1))})"
    " ON CONFLICT(host) DO UPDATE SET"
)
FARTHEST = 3600.0  # seconds; a start further off was claimed before the clock was set back


class Hosts:
    """A host store in the archive."""

    def __init__(self, db: sqlite3.Connection, path: str) -> None:
        self.db = db
        self.path = path

    @translate_errors
    def load(self, host: str) -> HostState | None:
        """What is known of a host."""
        row = self.db.execute(
            f"SELECT {', '.join(_NAMES)} FROM hosts WHERE host = ?", (host,)
        ).fetchone()
        return None if row is None else HostState(**dict(row))

    @translate_errors
    def save(self, state: HostState) -> None:
        """Keep what is known of a host; its next start is never moved back, for another run may have claimed it."""
        with light(self.db):
            self.db.execute(
                f"{_INSERT} {', '.join(f'{name} = excluded.{name}' for name in _KEPT)},"
                " next_ok_at = max(next_ok_at, excluded.next_ok_at)",
                _values(state),
            )

    @translate_errors
    def claim(self, host: str, now: float, delay: float) -> float:
        """Take the next start at a host, in Unix seconds; whoever comes next gets a later one."""
        with light(self.db):
            row = self.db.execute("SELECT next_ok_at FROM hosts WHERE host = ?", (host,)).fetchone()
            claimed = row["next_ok_at"] if row else 0.0
            start = max(now, claimed) if claimed < now + max(FARTHEST, 100 * delay) else now
            known = HostState(host=host, next_ok_at=start + delay)
            self.db.execute(f"{_INSERT} next_ok_at = excluded.next_ok_at", _values(known))
        return float(start)


def _values(state: HostState) -> list[Any]:
    """What stands in a row, as its columns have it."""
    row = {name: getattr(state, name) for name in _NAMES}
    row |= {name: float(row[name]) for name in _REAL if row[name] is not None}
    return [*row.values(), checksums.of(row[name] for name in checksums.COVERED["hosts"])]
