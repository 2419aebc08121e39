"""What is known of the visits to one article: each visit, and each page that was kept of it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from scraper.archive.store.row_types import check, readable

# an article is asked for by any of its addresses
_VISITS = """
  SELECT f.at, f.reason, f.status, f.error, f.capture_id, f.run_id
  FROM aliases l JOIN fetches f ON f.url = l.url
  WHERE l.article_id = ? ORDER BY f.at DESC, f.id DESC LIMIT ?
"""
# of a page that gave no version, the extraction names the article
_CAPTURES = """
  SELECT c.id, c.fetched_at, c.status, c.source, c.complete, c.final_url, c.run_id, b.raw_bytes,
    (SELECT max(number) FROM versions WHERE article_id = ?1 AND capture_id = c.id) AS version
  FROM captures c JOIN bodies b ON b.id = c.body_id WHERE c.id IN (
    SELECT capture_id FROM versions WHERE article_id = ?1
    UNION SELECT capture_id FROM extractions WHERE article_id = ?1 AND version IS NULL
    UNION SELECT f.capture_id FROM aliases l JOIN fetches f ON f.url = l.url
      WHERE l.article_id = ?1)
  ORDER BY c.fetched_at DESC, c.id DESC LIMIT ?2
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleVisit:
    """One visit to an address of an article."""

    at: str
    reason: str
    status: int | None
    error: str | None
    capture_id: int | None
    run_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleCapture:
    """One page of an article as a server sent it."""

    id: int
    fetched_at: str
    status: int
    source: str  # live, file, warc, wayback ...
    complete: int | None  # 1 whole, 0 cut off, None: not known
    final_url: str
    run_id: int | None
    raw_bytes: int
    version: int | None  # the version that was read from it; None: it brought no new text


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleVisits:
    """The visits to an article and its pages, the newest first."""

    visits: list[ArticleVisit]
    captures: list[ArticleCapture]


def visits(db: sqlite3.Connection, article_id: int, most: int) -> ArticleVisits:
    """Return the newest visits and captures of an article, so many of each; raise DamagedRow."""
    with readable("fetches or captures of article", article_id):
        found = db.execute(_VISITS, (article_id, most)).fetchall()
        kept = db.execute(_CAPTURES, (article_id, most)).fetchall()
    for table, rows in (("fetches", found), ("captures", kept)):
        for row in rows:
            check(table, f"of article {article_id}", row)
    return ArticleVisits(
        visits=[ArticleVisit(**dict(row)) for row in found],
        captures=[ArticleCapture(**dict(row)) for row in kept],
    )
