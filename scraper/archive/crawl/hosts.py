"""How each host is to be treated: when to ask again, its robots.txt, its circuit breaker.

All runs on one archive share it.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, light, translate_errors
from scraper.models import HostState

_NAMES = tuple(field.name for field in fields(HostState))
_UPDATED = (*(name for name in checksums.COVERED["hosts"] if name != "host"), "checksum")
_REAL = ("next_ok_at", "delay", "open_until", "robots_at")
_SELECT = f"SELECT {', '.join(_NAMES)} FROM hosts WHERE host = ?"
_INSERT = (
    f"INSERT INTO hosts({', '.join(_NAMES)}, checksum)"
    f" VALUES ({', '.join('?' * (len(_NAMES) + 1))})"
    " ON CONFLICT(host) DO UPDATE SET"
)
# another run may have claimed a later start meanwhile: it is never moved back
_SAVE = (
    f"{_INSERT} {', '.join(f'{name} = excluded.{name}' for name in _UPDATED)},"
    " next_ok_at = max(next_ok_at, excluded.next_ok_at)"
)
_CLAIM = f"{_INSERT} next_ok_at = excluded.next_ok_at"

# A start still further off was claimed before the clock was set back: an hour, or so many delays of
# the host where its delay is long.
FARTHEST = 3600.0  # seconds
FARTHEST_DELAYS = 100


class Hosts(Room):
    """A host store in the archive."""

    @translate_errors
    def load(self, host: str) -> HostState | None:
        """Return what is known of a host, or None."""
        row = self.db.execute(_SELECT, (host,)).fetchone()
        if row is None:
            return None
        return HostState(**dict(row))

    @translate_errors
    def save(self, state: HostState) -> None:
        """Keep what is known of a host."""
        with light(self.db):
            self.db.execute(_SAVE, _values(state))

    @translate_errors
    def claim(self, host: str, now: float, delay: float) -> float:
        """Take the next start at a host, in Unix seconds; the next caller gets a later one."""
        with light(self.db):
            row = self.db.execute("SELECT next_ok_at FROM hosts WHERE host = ?", (host,)).fetchone()
            start = next_start(row["next_ok_at"] if row else 0.0, now, delay)
            claimed = HostState(host=host, next_ok_at=start + delay)
            self.db.execute(_CLAIM, _values(claimed))
        return float(start)


def next_start(claimed: float, now: float, delay: float) -> float:
    """Return when a host may be asked next, in Unix seconds, given the start that was claimed."""
    farthest = now + max(FARTHEST, FARTHEST_DELAYS * delay)
    if claimed < farthest:
        return max(now, claimed)
    return now


def _values(state: HostState) -> list[Any]:
    """Return the values of a row, in the types of its columns, and their checksum."""
    row = {name: getattr(state, name) for name in _NAMES}
    for name in _REAL:
        if row[name] is not None:
            row[name] = float(row[name])
    return [*row.values(), checksums.of(row[name] for name in checksums.COVERED["hosts"])]
