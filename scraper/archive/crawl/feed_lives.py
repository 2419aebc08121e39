"""What happens to a feed itself: it moves, is gone for good, comes back, rests; and a log of that.

The functions write inside the transaction of their caller.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, TypedDict

from scraper import urls
from scraper.archive.store import checksums

MOVED, RETIRED, REVIVED, PAUSED, RESUMED = "moved", "retired", "revived", "paused", "resumed"

_LEADS_OF = "json_valid(lead) AND json_extract(lead, '$.feed') = :old"
_NOT_MOVED: dict[str, Any] = {"moved_to": None, "moved_since": None, "moved_polls": 0}
_JOINED = ("tags", "folders")  # lists that two feeds which turn out to be one have together


class FeedEvent(TypedDict):
    """One event of a feed."""

    feed_id: int | None
    url: str  # before the event
    at: str
    kind: str
    detail: str | None


def record(
    db: sqlite3.Connection, feed: sqlite3.Row, kind: str, at: str, detail: str | None = None
) -> None:
    """Add a line to the log of a feed's events."""
    checksums.insert(
        db, "feed_events", feed_id=feed["id"], url=feed["url"], at=at, kind=kind, detail=detail
    )


def move(db: sqlite3.Connection, feed: sqlite3.Row, to: str, at: str) -> None:
    """Follow a feed at another address, with all that is known of it.

    If that one is followed already, it takes over what is known, and the old one is retired.
    """
    other = db.execute("SELECT * FROM feeds WHERE url = ?", (to,)).fetchone()
    _hand_on_queue(db, feed["url"], to)
    _hand_on_gaps(db, feed["id"], other["id"] if other else feed["id"], to)
    if other is None:
        values = {"url": to, "site": urls.site(to), **_NOT_MOVED}
        checksums.update(db, "feeds", {"id": feed["id"]}, **values)
    else:
        _merge(db, feed, other, at)
    record(db, feed, MOVED, at, to)


def _hand_on_queue(db: sqlite3.Connection, old: str, new: str) -> None:
    """Let the entries of a feed that wait in the queue be those of its new address."""
    lead = f"CASE WHEN {_LEADS_OF} THEN json_set(lead, '$.feed', :new) ELSE lead END"
    assigned = checksums.setting("queue", lead=lead)
    db.execute(f"UPDATE queue SET {assigned} WHERE {_LEADS_OF}", {"old": old, "new": new})


def _hand_on_gaps(db: sqlite3.Connection, old: int, new: int, url: str) -> None:
    """Let the gaps of a feed that are not filled be looked for at its new address."""
    find = "SELECT id FROM gaps WHERE feed_id = ? AND filled_at IS NULL"
    for row in db.execute(find, (old,)).fetchall():
        checksums.update(db, "gaps", {"id": row["id"]}, feed_id=new, url=url)


def _merge(db: sqlite3.Connection, feed: sqlite3.Row, other: sqlite3.Row, at: str) -> None:
    moved = "UPDATE OR IGNORE feed_entries SET feed_id = ? WHERE feed_id = ?"
    db.execute(moved, (other["id"], feed["id"]))
    db.execute("DELETE FROM feed_entries WHERE feed_id = ?", (feed["id"],))
    joined = {name: _union(other[name], feed[name]) for name in _JOINED}
    checksums.update(db, "feeds", {"id": other["id"]}, **joined)
    line = f"it moved to {other['url']}, which is followed as well"
    checksums.update(db, "feeds", {"id": feed["id"]}, retired_at=at, error=line, **_NOT_MOVED)


def _union(first: str, second: str) -> str:
    """Return two JSON lists as one, each member once."""
    members = [*json.loads(first), *json.loads(second)]
    distinct = {json.dumps(member): member for member in members}
    return json.dumps(list(distinct.values()), ensure_ascii=False)
