"""The hosts that are asked less often than usual, or not at all for now, and why."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from scraper.archive.store.times import stamp
from scraper.outcomes import POLICIES

LONG = 3.0  # seconds; a shorter pause is over before it is read
MOST = 10  # hosts that are listed
FAILED_STATUS = 400  # and above: the status explains more than the reason
UNREACHABLE = 500  # and above: while a robots.txt fails so, its host is not asked for pages
# Failures that slow a host down, as fetch decides: by their reason or by the status of the answer.
BLAMING = sorted(str(reason) for reason, policy in POLICIES.items() if policy.blames_host)
BUSY = (429, 502, 503, 504)

_SLOWED = (
    "SELECT host, failures, open_until, next_ok_at, delay, robots_status FROM hosts"
    " WHERE delay > 0 OR max(open_until, next_ok_at) > ?"
    " ORDER BY max(open_until, next_ok_at) > ? DESC, delay DESC, host"
)
# Addresses of a host lie between `http://host/` and the character after the slash.
_LAST_FAILURE = (
    "SELECT reason, status, at FROM fetches"
    " WHERE (reason IN (SELECT value FROM json_each(?1)) OR status IN"
    f" {BUSY}) AND (url >= 'http://' || ?2 || '/' AND url < 'http://' || ?2 || '0'"
    " OR url >= 'https://' || ?2 || '/' AND url < 'https://' || ?2 || '0')"
    " ORDER BY at DESC LIMIT 1"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SlowHost:
    """A host that is asked less often than usual."""

    host: str
    failures: int  # in a row
    until: str | None  # before this moment it is not asked
    is_parked: bool  # because it failed too often
    delay: float | None  # seconds between two requests, if it was slowed down
    cause: str | None  # `503`, `timeout`, `503 for robots.txt`
    at: str | None  # the moment of that failure


def slow_hosts(db: sqlite3.Connection, now: datetime) -> tuple[list[SlowHost], int]:
    """Return the hosts that rest or are slowed down, and how many there are besides.

    Those that are not asked now come first, then those that are asked least often.
    """
    soon = now.timestamp() + LONG
    rows = db.execute(_SLOWED, (soon, soon)).fetchall()
    listed = [_slow_host(db, row, soon) for row in rows[:MOST]]
    return listed, len(rows) - len(listed)


def _slow_host(db: sqlite3.Connection, row: sqlite3.Row, soon: float) -> SlowHost:
    resting = max(row["open_until"], row["next_ok_at"])
    until = stamp(datetime.fromtimestamp(resting, UTC)) if resting > soon else None
    cause, at = _last_failure(db, row)
    return SlowHost(
        host=row["host"],
        failures=row["failures"],
        until=until,
        is_parked=row["open_until"] > soon,
        delay=row["delay"],
        cause=cause,
        at=at,
    )


def _last_failure(db: sqlite3.Connection, host: sqlite3.Row) -> tuple[str | None, str | None]:
    """Return what the last failure of a host was, and when; the log has none of feeds."""
    robots = host["robots_status"]
    if robots is not None and robots >= UNREACHABLE:
        return f"{robots} for robots.txt", None
    found = db.execute(_LAST_FAILURE, (json.dumps(BLAMING), host["host"])).fetchone()
    if found is None:
        return None, None
    status = found["status"]
    has_failed = status is not None and status >= FAILED_STATUS
    return str(status) if has_failed else found["reason"].replace("_", " "), found["at"]


def note(host: SlowHost) -> str:
    """Return what is to be known of a slowed host in one line."""
    after = host.cause or "failures"
    if host.until is None:
        return f"one request every {host.delay:.3g} s at most, slowed after {after}"
    pace = f"; then one request every {host.delay:.3g} s at most" if host.delay else ""
    if host.is_parked:
        last = f", the last one {host.cause}" if host.cause else ""
        return f"left alone until {host.until}: {host.failures} failures in a row{last}{pace}"
    return f"not asked before {host.until}, after {after}{pace}"
