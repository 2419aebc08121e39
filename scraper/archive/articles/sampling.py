"""A random sample of articles, drawn by a hash of seed and address: the same on every machine."""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from heapq import nsmallest

from scraper.archive.articles.filters import Filters


def sample(db: sqlite3.Connection, filters: Filters, size: int, seed: str) -> list[int]:
    """Return the ids of a sample, in the order in which they were drawn.

    Each article has the same chance. A larger sample of the same seed begins with the smaller one,
    and an article that is archived later changes no more than its own place.
    """
    where, values = filters.sql()
    rows = db.execute(f"SELECT a.id, a.url FROM articles a WHERE {where}", values)
    drawn = nsmallest(size, ((_lot(seed, row["url"]), row["id"]) for row in rows))
    return [article_id for _, article_id in drawn]


def _lot(seed: str, url: str) -> bytes:
    """Return the number that an address draws: the articles with the lowest ones are the sample."""
    return sha256(f"{seed}\n{url}".encode("utf-8", "surrogatepass")).digest()
