"""What else befalls an article: degraded, paywalled, moved, vanished, restored."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from scraper.archive.articles.record import Row
from scraper.archive.articles.submission import Reading
from scraper.archive.store import checksums
from scraper.archive.store.times import parse

VANISHED_AFTER = 3  # visits in a row that find nothing
VANISHED_WITHIN = timedelta(hours=24)  # and at least so long between the first of them and the last

_MISSING = checksums.setting(
    "visits", missing="missing + 1", missing_since="coalesce(missing_since, ?1)"
)
_THERE = checksums.setting("visits", missing="0", missing_since="NULL", vanished_at="NULL")


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
    """Write an event down."""
    told = {"kind": kind, "version": version, "capture_id": capture_id, "detail": detail}
    checksums.insert(db, "events", article_id=article_id, at=at, **told)


def degraded(db: sqlite3.Connection, article_id: int, refusal: str, reading: Reading) -> None:
    """A page was worse than what the archive has; said once, as long as it stays so."""
    kind = "paywalled" if refusal == "paywalled" else "degraded"
    last = db.execute(
        "SELECT kind, detail FROM events WHERE article_id = ? ORDER BY id DESC LIMIT 1",
        (article_id,),
    ).fetchone()
    if last is None or tuple(last) != (kind, refusal):
        note(db, article_id, reading.at, kind, refusal, capture_id=reading.capture_id)


def moved(db: sqlite3.Connection, current: Row, url: str, given: str | None, at: str) -> None:
    """The article's own address led to another one."""
    from scraper.archive.articles.identity import spelled

    if given and url != current["url"] and spelled(given) == current["url"]:
        known = db.execute(
            "SELECT 1 FROM events WHERE article_id = ? AND kind = 'moved' AND detail = ?",
            (current["id"], url),
        ).fetchone()
        if known is None:
            note(db, current["id"], at, "moved", url)


def missing(db: sqlite3.Connection, article_id: int, at: str) -> bool:
    """A visit found nothing (404, 410, a soft 404); True if the article now counts as vanished."""
    db.execute(
        f"UPDATE visits SET {_MISSING} WHERE article_id = ?2",
        (at, article_id),
    )
    row = db.execute("SELECT * FROM visits WHERE article_id = ?", (article_id,)).fetchone()
    if (
        row["vanished_at"]
        or row["missing"] < VANISHED_AFTER
        or parse(at) - parse(row["missing_since"]) < VANISHED_WITHIN
    ):
        return False
    checksums.update(db, "visits", {"article_id": article_id}, vanished_at=row["missing_since"])
    note(db, article_id, at, "vanished", f"not found since {row['missing_since']}")
    return True


def returned(db: sqlite3.Connection, article_id: int, at: str) -> None:
    """The article is there; if it had vanished, that is news."""
    row = db.execute(
        "SELECT missing, vanished_at FROM visits WHERE article_id = ?", (article_id,)
    ).fetchone()
    if row["missing"] or row["vanished_at"]:
        db.execute(f"UPDATE visits SET {_THERE} WHERE article_id = ?", (article_id,))
    if row["vanished_at"]:
        note(db, article_id, at, "restored")
