"""Blocks that are on many pages of a site, so that the next extraction can leave them out.

Counted over the site's newest articles only: a notice that a site no longer shows is forgotten.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from itertools import chain

from scraper.archive.articles.text_fingerprint import divide

WINDOW = 200  # the newest articles of a site
OFTEN = 4  # articles with the same block; a series has its note, a correction is made twice
SHARE = 0.02  # of them, at least

_EDGES = "SELECT edges FROM articles WHERE site = ? AND edges IS NOT NULL ORDER BY id DESC LIMIT ?"
# The index of sites has the ids of all its articles. To look at the rows themselves in search of
# the newest takes several times as long in a large archive, and each page waits for it.
_OF_THE_NEWEST = (
    "SELECT edges FROM articles WHERE id IN"
    " (SELECT id FROM articles WHERE site = ? ORDER BY id DESC LIMIT ?)"
)


def known(db: sqlite3.Connection, site: str) -> frozenset[str]:
    """Return the fingerprints of a site's repeated blocks."""
    found = _edges(db, site)
    counts = Counter(chain.from_iterable(map(divide, found)))
    least = max(OFTEN, SHARE * len(found))
    return frozenset(block.hex() for block, count in counts.items() if count >= least)


def _edges(db: sqlite3.Connection, site: str) -> list[bytes]:
    """Return the fingerprints of the ends of a site's newest articles that have any."""
    rows = db.execute(_OF_THE_NEWEST, (site, WINDOW)).fetchall()
    found = [row["edges"] for row in rows if row["edges"] is not None]
    if len(found) < len(rows) == WINDOW:  # imported articles have none
        rows = db.execute(_EDGES, (site, WINDOW)).fetchall()
        found = [row["edges"] for row in rows]
    return found
