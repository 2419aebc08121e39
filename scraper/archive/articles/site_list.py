"""The sites of an archive: how many articles each has, and when the last one was published."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

_SHARE_DIGITS = 4
# one index has all of this, so that no article is read
_SITES = (
    "SELECT site, count(*) AS count, max(date_published) FROM articles INDEXED BY ix_articles_site"
    " GROUP BY site ORDER BY count DESC, site"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteCount:
    """A site, and how many of the articles are from it."""

    site: str
    count: int
    share: float  # of all articles, 0 to 1
    newest: str | None  # the last date of publication


def sites(db: sqlite3.Connection) -> Iterator[SiteCount]:
    """Yield the sites, those with the most articles first."""
    rows = db.execute(_SITES).fetchall()
    total = sum(count for _, count, _ in rows)
    for site, count, newest in rows:
        share = round(count / total, _SHARE_DIGITS)
        yield SiteCount(site=site, count=count, share=share, newest=newest)
