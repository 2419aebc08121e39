"""A random sample of articles, drawn by a hash of seed and address: the same on every machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from hashlib import sha256
from heapq import nsmallest
from typing import TypeVar

from scraper.archive.articles.filters import Filters

T = TypeVar("T")


def sample(db: sqlite3.Connection, filters: Filters, size: int, seed: str) -> list[int]:
    """Return the ids of a sample, in the order in which they were drawn.

    Each article has the same chance. A larger sample of the same seed begins with the smaller one,
    and an article that is archived later changes no more than its own place.
    """
    where, values = filters.sql()
    rows = db.execute(f"SELECT a.id, a.url FROM articles a WHERE {where}", values)
    return draw(((row["url"], int(row["id"])) for row in rows), size, seed)


def draw(items: Iterable[tuple[str, T]], size: int, seed: str) -> list[T]:
    """Return a sample of items, each given with its address, in the order in which it is drawn."""
    lots = ((_lot(seed, url), number, item) for number, (url, item) in enumerate(items))
    return [item for _, _, item in nsmallest(size, lots)]


def _lot(seed: str, url: str) -> bytes:
    """Return the number that an address draws: the articles with the lowest ones are the sample."""
    return sha256(f"{seed}\n{url}".encode("utf-8", "surrogatepass")).digest()
