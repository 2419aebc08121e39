"""Blocks that stand on many pages of a site, so that the next reading can leave them out as nobody's article.

Counted over the site's newest articles only: a notice that a site no longer shows is forgotten.
"""

from __future__ import annotations

import sqlite3
from collections import Counter

from scraper.archive.articles.text_fingerprint import spelled_out

WINDOW = 200  # the newest articles of a site
OFTEN = 4  # articles with the same block; a series has its note, a correction is made twice
SHARE = 0.02  # of them, at least


def known(db: sqlite3.Connection, site: str) -> frozenset[str]:
    """The fingerprints of a site's repeated blocks."""
    found = db.execute(
        "SELECT edges FROM articles WHERE site = ? AND edges IS NOT NULL ORDER BY id DESC LIMIT ?",
        (site, WINDOW),
    ).fetchall()
    counts = Counter(one for row in found for one in spelled_out(row[0]))
    least = max(OFTEN, SHARE * len(found))
    return frozenset(one for one, count in counts.items() if count >= least)
