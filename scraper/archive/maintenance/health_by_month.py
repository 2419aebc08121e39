"""How well articles were read, month by month: which share of those that came has which field."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from scraper import urls

# the months of arrival, not of publication: that is when a reader of pages changed
_SQL = """
  SELECT substr(a.first_seen, 1, 7) AS month, count(*) AS articles,
    avg(a.headline IS NOT NULL) AS headline,
    avg(a.byline IS NOT NULL OR a.authors <> '[]') AS byline,
    avg(a.date_published IS NOT NULL) AS date_published,
    avg(EXISTS (SELECT 1 FROM images i WHERE i.article_id = a.id)) AS image,
    avg(a.word_count) AS words
  FROM articles a {table} WHERE {where} GROUP BY month ORDER BY month
"""
_SHARE_DIGITS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class MonthOfHealth:
    """The articles that came in one month; shares are of them, 0 to 1."""

    month: str
    articles: int
    headline: float
    byline: float
    date_published: float
    image: float
    words: int  # the mean


def months(db: sqlite3.Connection, site: str | None) -> list[MonthOfHealth]:
    """Return the months in which articles came, of all sites or of one, the oldest first."""
    if site is None:  # as they lie in the file
        rows = db.execute(_SQL.format(table="NOT INDEXED", where="1"))
    else:
        name = urls.site(f"https://{site}") or site.lower()
        rows = db.execute(_SQL.format(table="", where="a.site = ?"), (name,))
    return [_month(row) for row in rows]


def _month(row: sqlite3.Row) -> MonthOfHealth:
    return MonthOfHealth(
        month=row["month"],
        articles=row["articles"],
        headline=round(row["headline"], _SHARE_DIGITS),
        byline=round(row["byline"], _SHARE_DIGITS),
        date_published=round(row["date_published"], _SHARE_DIGITS),
        image=round(row["image"], _SHARE_DIGITS),
        words=round(row["words"]),
    )
