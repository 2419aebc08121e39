"""What came last: the newest articles, edits and removals, in the order in which they came."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from scraper.archive.store.row_types import check

TEASER = 220  # characters of a text that begins
# read backwards in the order of the rows, which needs no index of times
_NEW = (
    "SELECT id AS article_id, headline, url, site, first_seen AS at, date_published,"
    f" coalesce(subheadline, substr(body_text, 1, {TEASER})) AS teaser, NULL AS version,"
    " NULL AS detail FROM articles ORDER BY id DESC LIMIT ?"
)
# a version has several changes: the newest of them finds it
_EDITED = """
  SELECT v.article_id, a.headline, a.url, a.site, v.first_seen AS at, a.date_published,
    NULL AS teaser, v.number AS version, v.changed AS detail
  FROM (
    SELECT article_id, version, max(id) AS newest FROM
      (SELECT article_id, version, id FROM changes ORDER BY id DESC LIMIT ?2)
    GROUP BY article_id, version ORDER BY newest DESC LIMIT ?1
  ) c
  JOIN versions v ON v.article_id = c.article_id AND v.number = c.version
  JOIN articles a ON a.id = c.article_id ORDER BY c.newest DESC
"""
_VANISHED = """
  SELECT e.article_id, a.headline, a.url, a.site, e.at, a.date_published,
    NULL AS teaser, NULL AS version, e.detail
  FROM events e JOIN articles a ON a.id = e.article_id
  WHERE e.kind = 'vanished' ORDER BY e.id DESC LIMIT ?
"""
CHANGES = 60  # changes looked at for each version wanted: most have fewer


@dataclass(frozen=True, kw_only=True, slots=True)
class LatestLine:
    """Something that happened to an article."""

    article_id: int
    headline: str | None
    url: str
    site: str
    at: str  # when it was seen, UTC
    date_published: str | None
    teaser: str | None  # of a new article: its standfirst, else how it begins
    version: int | None  # of an edit: the version that it made
    detail: str | None  # of an edit: JSON, the fields that changed; of a removal: words


@dataclass(frozen=True, kw_only=True, slots=True)
class Latest:
    """What came last, of each kind the last one first."""

    new: list[LatestLine]
    edited: list[LatestLine]
    vanished: list[LatestLine]
    articles: int  # all that there are


def latest(db: sqlite3.Connection, limit: int) -> Latest:
    """Return so many of the newest articles, edits and removals."""
    return Latest(
        new=_lines(db, "articles", _NEW, (limit,)),
        edited=_lines(db, "versions", _EDITED, (limit, limit * CHANGES)),
        vanished=_lines(db, "events", _VANISHED, (limit,)),
        articles=db.execute("SELECT count(*) FROM articles").fetchone()[0],
    )


def _lines(
    db: sqlite3.Connection, table: str, sql: str, values: tuple[int, ...]
) -> list[LatestLine]:
    rows = db.execute(sql, values).fetchall()
    for row in rows:
        check(table, row["article_id"], row)
    return [LatestLine(**dict(row)) for row in rows]
