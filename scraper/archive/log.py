"""The log of visits: what came of each, whether an address is fresh, and what lets a server say "not modified"."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from scraper.archive import events, identity, sums, versions
from scraper.archive.connection import light
from scraper.archive.times import stamp
from scraper.models import ChangeKind

# what leaves an address alone for a while: it was read, or there is nothing to read
ANSWERED = frozenset((*map(str, ChangeKind), "not_modified", "not_found", "gone", "not_html"))
MISSING = frozenset(("not_found", "gone", "soft_404"))
FOUND_THE_SAME = frozenset(("not_modified", "same"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One row of the log."""

    url: str
    reason: str
    capture_id: int | None = None
    status: int | None = None
    error: str | None = None
    ms: int | None = None
    run_id: int | None = None


def write(db: sqlite3.Connection, visit: Visit, at: str) -> None:
    """Log a visit; one that found nothing counts towards "vanished"."""
    with light(db):
        article_id = identity.find(db, visit.url)
        _add(db, visit, article_id, at)
        if article_id is not None and visit.reason in MISSING:
            events.missing(db, article_id, at)


def touch(db: sqlite3.Connection, visit: Visit, at: str) -> int | None:
    """Log a visit that found what the archive has (304, or the same bytes); the article's id, None if there is none."""
    with light(db):
        article_id = identity.find(db, visit.url)
        _add(db, visit, article_id, at)
        if article_id is not None:
            versions.seen(db, article_id, at)
            events.returned(db, article_id, at)
    return article_id


def _add(db: sqlite3.Connection, visit: Visit, article_id: int | None, at: str) -> None:
    told = asdict(visit) | {"url": identity.spelled(visit.url), "reason": str(visit.reason)}
    sums.insert(db, "fetches", **told, at=at, article_id=article_id)


def fresh(db: sqlite3.Connection, url: str, now: datetime, max_age_seconds: float) -> bool:
    """Whether an address was answered less than so long ago."""
    row = db.execute(
        f"SELECT max(at) FROM fetches WHERE url = ? AND reason IN ({','.join('?' * len(ANSWERED))})",
        (identity.spelled(url), *ANSWERED),
    ).fetchone()
    return row[0] is not None and row[0] > stamp(now - timedelta(seconds=max_age_seconds))


def validators(db: sqlite3.Connection, url: str) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of the page that the current version was read from, if it was fetched at this address."""
    row = db.execute(
        "SELECT c.headers, c.url, c.final_url FROM aliases l JOIN articles a ON a.id = l.article_id"
        " JOIN captures c ON c.id = a.capture_id WHERE l.url = ? AND c.status = 200",
        (identity.spelled(url),),
    ).fetchone()
    if row is None or identity.spelled(url) not in (identity.spelled(row["url"]), identity.spelled(row["final_url"])):
        return None, None
    headers = json.loads(row["headers"])
    return headers.get("etag"), headers.get("last-modified")


def failed(db: sqlite3.Connection, reason: str | None = None) -> list[str]:
    """The addresses whose last visit failed, for whatever or for one reason, the oldest first."""
    rows = db.execute("SELECT url, reason, max(id) FROM fetches GROUP BY url ORDER BY max(id)")
    good = {*map(str, ChangeKind), "not_modified", "skipped_fresh"}
    return [row["url"] for row in rows if row["reason"] not in good and reason in (None, row["reason"])]
