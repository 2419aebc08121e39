"""Feeds that answer and have nothing new for much longer than is usual for them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from scraper.archive.store.times import parse

ENTRIES = 60  # the newest, whose dates show how a feed comes
KNOWN = 10  # entries; fewer show no rhythm
TIMES = 3  # as long as the longest pause: a feed that rests at weekends has that among its pauses
LEAST = timedelta(days=1)  # a shorter silence is a fault that its makers see themselves

_FEEDS = (
    "SELECT id, url, polled_at FROM feeds WHERE failures = 0 AND polled_at IS NOT NULL"
    " AND paused_at IS NULL AND retired_at IS NULL ORDER BY id"
)
_ENTRIES = (
    "SELECT e.seen_at, a.date_published FROM feed_entries e LEFT JOIN aliases s ON s.url = e.url"
    " LEFT JOIN articles a ON a.id = s.article_id WHERE e.feed_id = ?"
    " ORDER BY e.seen_at DESC LIMIT ?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SilentFeed:
    """A feed without news."""

    url: str
    since: datetime  # its newest entry
    usual: timedelta  # its longest pause before


def silent_feeds(db: sqlite3.Connection) -> Iterator[SilentFeed]:
    """Yield the feeds whose silence is longer than is usual for them, as of their last poll."""
    for feed in db.execute(_FEEDS).fetchall():
        entries = db.execute(_ENTRIES, (feed["id"], ENTRIES)).fetchall()
        moments = [_moment(row["seen_at"], row["date_published"]) for row in entries]
        usual = silence(moments, parse(feed["polled_at"]))
        if usual is not None:
            yield SilentFeed(url=feed["url"], since=max(moments), usual=usual)


def silence(moments: Sequence[datetime], looked: datetime) -> timedelta | None:
    """Return the longest pause between a feed's entries, if its silence is much longer.

    `moments` are those of its entries; `looked` is when it was last seen to have nothing new.
    """
    if len(moments) < KNOWN:
        return None
    times = sorted(moments)
    usual = max(later - sooner for sooner, later in pairwise(times))
    is_silent = looked - times[-1] > max(TIMES * usual, LEAST)
    return usual if is_silent else None


def _moment(seen: str, published: str | None) -> datetime:
    """Return when an entry came: by its own date, but not after it was seen."""
    at = parse(seen)
    if published is None or len(published) < len("2026-11-23"):
        return at
    try:
        dated = datetime.fromisoformat(published)
    except ValueError:
        return at
    aware = dated if dated.tzinfo else dated.replace(tzinfo=UTC)
    return min(at, aware)
