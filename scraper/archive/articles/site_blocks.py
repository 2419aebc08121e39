"""Blocks that are on many pages of a site, so that the next extraction can leave them out.

Counted over the site's newest articles only: a notice that a site no longer shows is forgotten.
"""

from __future__ import annotations

import sqlite3
from collections import Counter

from scraper.archive.articles.text_fingerprint import divide

WINDOW = 200  # the newest articles of a site
OFTEN = 4  # articles with the same block; a series has its note, a correction is made twice
SHARE = 0.02  # of them, at least


def known(db: sqlite3.Connection, site: str) -> frozenset[str]:
    """Return the fingerprints of a site's repeated blocks."""
    found = db.execute(
        "SELECT edges FROM articles WHERE site = ? AND edges IS NOT NULL ORDER BY id DESC LIMIT ?",
        (site, WINDOW),
    ).fetchall()
    counts: Counter[str] = Counter()
    for row in found:
        counts.update(divide(row["edges"]))
    least = max(OFTEN, SHARE * len(found))
    return frozenset(block for block, count in counts.items() if count >= least)
