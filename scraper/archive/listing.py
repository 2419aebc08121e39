"""Articles as rows: one by its address or id, or all that a filter lets pass."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from scraper.archive import extractions, identity, record, rows
from scraper.archive.declared import require
from scraper.archive.filters import Filters
from scraper.archive.record import Row
from scraper.errors import InputError

ORDERS = {
    "newest": "a.date_published DESC, a.id DESC",
    "oldest": "a.date_published, a.id",
    "added": "a.id",
    "site": "a.site, a.date_published DESC",
}
_SELECT = "SELECT a.*, v.last_seen, v.vanished_at FROM articles a LEFT JOIN visits v ON v.article_id = a.id"


def article(db: sqlite3.Connection, url_or_id: str | int, version: int | None) -> Row:
    """One article with all its fields; raises InputError, with what to do, if the archive has none."""
    article_id = identity.find(db, str(url_or_id))
    if article_id is None:
        raise InputError(f"the archive has no article {url_or_id}: `scraper list` shows what it has")
    row = db.execute(f"{_SELECT} WHERE a.id = ?", (article_id,)).fetchone()
    out = _plain(db, row)
    out["sources"] = extractions.sources(db, row["capture_id"])
    return out if version in (None, row["version"]) else _as_version(db, out, article_id, version)


def _as_version(db: sqlite3.Connection, out: Row, article_id: int, version: int | None) -> Row:
    """The same article with the words of another version."""
    require(db, "v_versions")
    then = db.execute("SELECT * FROM v_versions WHERE article_id = ? AND version = ?", (article_id, version)).fetchone()
    if then is None:
        raise InputError(f"article {article_id} has no version {version}; it has {out['version']}")
    words = {name: then[name] for name in (*record.TEXTS, "body_form", "date_modified", "capture_id", "text_sha256")}
    return {**out, **words, "version": version, "last_changed": then["first_seen"], "last_seen": then["last_seen"]}


def with_history(db: sqlite3.Connection, found: Iterator[Row]) -> Iterator[Row]:
    """The same rows; those of articles with earlier versions have them in `versions`."""
    from scraper.archive import lineage

    for row in found:
        past = lineage.told(db, row["id"])
        yield {**row, "versions": past} if past else row


def articles(db: sqlite3.Connection, filters: Filters, sort: str, limit: int | None, offset: int) -> Iterator[Row]:
    """Whole articles, as they are asked for."""
    where, values = filters.sql()
    sql = f"{_SELECT} WHERE {where} ORDER BY {ORDERS[sort]} LIMIT ? OFFSET ?"
    for row in db.execute(sql, (*values, -1 if limit is None else limit, offset)):
        yield _plain(db, row)


def count(db: sqlite3.Connection, filters: Filters) -> int:
    """How many articles a filter lets pass."""
    where, values = filters.sql()
    return int(db.execute(f"SELECT count(*) FROM articles a WHERE {where}", values).fetchone()[0])


def _plain(db: sqlite3.Connection, row: sqlite3.Row) -> Row:
    return record.plain(dict(row), *rows.people(db, row["id"]))
