"""The entries that a feed showed, with the articles that they led to."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

# the newest of the feed first, and then their articles: only those that are shown are looked up
_ENTRIES = """
  SELECT e.url, e.seen_at, a.id, a.headline FROM
    (SELECT url, seen_at FROM feed_entries WHERE feed_id = ? ORDER BY seen_at DESC LIMIT ?) e
    LEFT JOIN aliases l ON l.url = e.url LEFT JOIN articles a ON a.id = l.article_id
  ORDER BY e.seen_at DESC
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenEntry:
    """An entry of a feed."""

    url: str
    seen_at: str
    article_id: int | None  # None: it gave no article
    headline: str | None


def entries(db: sqlite3.Connection, feed_id: int, limit: int) -> Iterator[SeenEntry]:
    """Yield so many entries of a feed, those seen last first."""
    for url, seen_at, article_id, headline in db.execute(_ENTRIES, (feed_id, limit)):
        yield SeenEntry(url=url, seen_at=seen_at, article_id=article_id, headline=headline)
