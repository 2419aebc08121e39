"""The feeds that the archive follows, and which of their entries have been seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from scraper import urls
from scraper.archive.connection import light, transaction
from scraper.errors import InputError
from scraper.models import Lead

_NOTED = ("title", "etag", "last_modified", "due_at", "status", "error")


def add(db: sqlite3.Connection, url: str, kind: str, title: str | None, at: str) -> tuple[int, bool]:
    """Follow a feed; its id, and whether it is new."""
    with transaction(db):
        known = db.execute("SELECT id FROM feeds WHERE url = ?", (url,)).fetchone()
        if known:
            return int(known[0]), False
        cursor = db.execute(
            "INSERT INTO feeds(url, kind, title, site, added_at) VALUES (?,?,?,?,?)",
            (url, kind, title, urls.site(url), at),
        )
    return int(cursor.lastrowid or 0), True


def remove(db: sqlite3.Connection, url_or_id: str) -> None:
    """Follow a feed no longer; its articles stay."""
    feed = get(db, url_or_id)
    with transaction(db):
        db.execute("DELETE FROM feeds WHERE id = ?", (feed["id"],))


def get(db: sqlite3.Connection, url_or_id: str) -> dict[str, Any]:
    """One feed; raises InputError if it is not followed."""
    column = "id" if url_or_id.isdecimal() else "url"
    row = db.execute(f"SELECT v.*, f.etag, f.last_modified FROM v_feeds v JOIN feeds f USING (id) WHERE v.{column} = ?",
                     (url_or_id,)).fetchone()  # fmt: skip
    if row is None:
        raise InputError(f"no feed {url_or_id} is followed: `scraper feed list` shows them")
    return dict(row)


def walk(db: sqlite3.Connection, due: str | None) -> Iterator[dict[str, Any]]:
    """All feeds, or those that are due at a time."""
    sql = "SELECT v.*, f.etag, f.last_modified FROM v_feeds v JOIN feeds f USING (id)"
    if due is not None:
        sql += " WHERE v.due_at IS NULL OR v.due_at <= ?"
    rows = db.execute(f"{sql} ORDER BY v.id", () if due is None else (due,)).fetchall()
    yield from map(dict, rows)


def note_poll(db: sqlite3.Connection, feed_id: int, at: str, *, failed: bool, **noted: Any) -> None:
    """Write down a poll: what of title, etag, last_modified, due_at, status, error is given replaces what was there."""
    unknown = set(noted) - set(_NOTED)
    if unknown:
        raise TypeError(f"a poll has no {unknown.pop()}")
    columns = "".join(f", {name} = ?" for name in noted)
    with light(db):
        db.execute(
            f"UPDATE feeds SET polled_at = ?, failures = CASE WHEN ? THEN failures + 1 ELSE 0 END{columns} WHERE id = ?",
            (at, failed, *noted.values(), feed_id),
        )


def unseen(db: sqlite3.Connection, feed_id: int, leads: Iterable[Lead]) -> list[Lead]:
    """The entries that the feed has not shown before: neither their id nor their address."""
    return [
        lead
        for lead in leads
        if db.execute(
            "SELECT 1 FROM feed_entries WHERE feed_id = ?1 AND entry_id = ?2"
            " UNION ALL SELECT 1 FROM feed_entries WHERE url = ?3 AND feed_id = ?1 LIMIT 1",
            (feed_id, lead.id or lead.url, lead.url),
        ).fetchone()
        is None
    ]


def mark_seen(db: sqlite3.Connection, feed_id: int, leads: Iterable[Lead], at: str) -> None:
    """Remember entries, so that they are taken once."""
    with transaction(db):
        db.executemany(
            "INSERT INTO feed_entries(feed_id, entry_id, url, seen_at) VALUES (?,?,?,?) ON CONFLICT DO NOTHING",
            [(feed_id, lead.id or lead.url, lead.url, at) for lead in leads],
        )
