"""What becomes of an article besides edits: degraded, paywalled, moved, vanished, restored."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from scraper.archive.articles.identity import normalized
from scraper.archive.articles.record import Row, Submission
from scraper.archive.store import checksums
from scraper.archive.store.times import parse, stamp

# An article counts as vanished after so many visits in a row that find nothing, and so long between
# the first of them and the last: an outage of some hours is no removal.
VANISHED_AFTER = 3
VANISHED_WITHIN = timedelta(hours=24)

_MISSING = checksums.setting(
    # a first time later than this one was written before the clock was set back
    "visits",
    missing="missing + 1",
    missing_since="min(coalesce(missing_since, ?1), ?1)",
)
_PRESENT = checksums.setting("visits", missing="0", missing_since="NULL", vanished_at="NULL")


def note(  # noqa: PLR0913  (what is known of an event)
    db: sqlite3.Connection,
    article_id: int,
    at: str,
    kind: str,
    detail: str | None = None,
    *,
    version: int | None = None,
    capture_id: int | None = None,
) -> None:
    """Record an event."""
    checksums.insert(
        db,
        "events",
        article_id=article_id,
        at=at,
        kind=kind,
        version=version,
        capture_id=capture_id,
        detail=detail,
    )


def degraded(db: sqlite3.Connection, article_id: int, refusal: str, submission: Submission) -> None:
    """Record that a page was worse than what the archive has; once, as long as it stays so."""
    kind = "paywalled" if refusal == "paywalled" else "degraded"
    last = db.execute(
        "SELECT kind, detail FROM events WHERE article_id = ? ORDER BY id DESC LIMIT 1",
        (article_id,),
    ).fetchone()
    if last is None or tuple(last) != (kind, refusal):
        note(db, article_id, submission.at, kind, refusal, capture_id=submission.capture_id)


def moved(db: sqlite3.Connection, current: Row, url: str, given: str | None, at: str) -> None:
    """Record that the article's own address led to another one."""
    is_own = given is not None and normalized(given) == current["url"]
    if is_own and url != current["url"]:
        moved_to(db, current["id"], url, at)


def moved_to(db: sqlite3.Connection, article_id: int, url: str, at: str) -> None:
    """Record that an article is at another address than its own; once for each address."""
    known = db.execute(
        "SELECT 1 FROM events WHERE article_id = ? AND kind = 'moved' AND detail = ?",
        (article_id, url),
    ).fetchone()
    if known is None:
        note(db, article_id, at, "moved", url)


def missing(db: sqlite3.Connection, article_id: int, at: str) -> None:
    """Record that a visit found nothing (404, 410, a soft 404), which may mean: vanished."""
    db.execute(f"UPDATE visits SET {_MISSING} WHERE article_id = ?2", (at, article_id))
    row = db.execute("SELECT * FROM visits WHERE article_id = ?", (article_id,)).fetchone()
    if row["vanished_at"] or not is_vanished(row["missing"], row["missing_since"], at):
        return
    since = row["missing_since"]
    checksums.update(db, "visits", {"article_id": article_id}, vanished_at=since)
    note(db, article_id, at, "vanished", f"not found since {since}")


def is_vanished(visits: int, since: str, at: str) -> bool:
    """Return whether so many visits in a row that found nothing, over so long, are enough."""
    return visits >= VANISHED_AFTER and parse(at) - parse(since) >= VANISHED_WITHIN


def vanished_since(db: sqlite3.Connection, moment: datetime) -> list[tuple[int, str]]:
    """Return id and address of the articles that were found to have vanished since a moment."""
    rows = db.execute(
        "SELECT e.article_id, a.url FROM events e JOIN articles a ON a.id = e.article_id"
        " WHERE e.kind = 'vanished' AND e.at >= ? ORDER BY e.id",
        (stamp(moment),),
    )
    return [(row["article_id"], row["url"]) for row in rows]


def returned(db: sqlite3.Connection, article_id: int, at: str) -> None:
    """Record that the article was found; if it had vanished, that is an event."""
    row = db.execute(
        "SELECT missing, vanished_at FROM visits WHERE article_id = ?", (article_id,)
    ).fetchone()
    if row["missing"] or row["vanished_at"]:
        db.execute(f"UPDATE visits SET {_PRESENT} WHERE article_id = ?", (article_id,))
    if row["vanished_at"]:
        note(db, article_id, at, "restored")
