"""What the archive knows of an address after a visit, or after one that was not needed."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from scraper.archive.articles import identity

# An unchanged page has no capture of its own: then that of the article counts.
_RESULT = """
    SELECT l.article_id, coalesce(c.final_url, k.final_url) AS final_url,
        coalesce(f.status, k.status) AS status, coalesce(a.verdict, e.verdict) AS verdict,
        a.headline, a.date_published, f.at AS fetched_at
    FROM (SELECT ? AS url) asked
    LEFT JOIN aliases l ON l.url = asked.url
    LEFT JOIN articles a ON a.id = l.article_id
    LEFT JOIN captures k ON k.id = a.capture_id
    LEFT JOIN fetches f ON f.id = (SELECT max(id) FROM fetches WHERE url = asked.url)
    LEFT JOIN captures c ON c.id = f.capture_id
    LEFT JOIN extractions e ON e.id = (SELECT max(id) FROM extractions WHERE capture_id = c.id)
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitResult:
    """The article of an address, and the last visit to it; times are ISO 8601."""

    article_id: int | None
    final_url: str | None  # after redirects
    status: int | None  # of HTTP
    verdict: str | None  # the kind of the page
    headline: str | None
    date_published: str | None
    fetched_at: str | None


def result_of(db: sqlite3.Connection, url: str) -> VisitResult:
    """Return what is known of an address; every field is None for one that was never visited."""
    return VisitResult(**dict(db.execute(_RESULT, (identity.normalized(url),)).fetchone()))
