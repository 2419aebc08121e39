"""Links of articles that took a user name and password over from their page's address: older readers kept them so."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any

from scraper.archive.articles import article_rows, extractions, record
from scraper.archive.maintenance.amending import amend, select
from scraper.archive.store import checksums

# columns with links, by table; the article's checksum covers them all, and body_form is in that of its version, too
LINKS = {
    "articles": ("canonical_url", "body_form"),
    "images": ("url",),
    "article_authors": ("links",),
}


def mask(db: sqlite3.Connection, prefixes: Collection[str]) -> None:
    """Take the prefixes, `//name:password@`, out of links; checksums that were wrong stay wrong."""
    for prefix in prefixes:
        for article_id in _articles(db, prefix):
            _mask_article(db, article_id, prefix)
        for row in select(db, "SELECT * FROM past_texts WHERE instr(body_form, ?)", prefix):
            right = _version_is_right(db, row["article_id"], row["number"], row)
            _replace(db, "past_texts.body_form", prefix, row["id"])
            if right:
                past = select(db, "SELECT * FROM past_texts WHERE id = ?", row["id"])[0]
                _sum_version(db, row["article_id"], row["number"], past)
        _mask_readings(db, prefix)


def _articles(db: sqlite3.Connection, prefix: str) -> list[int]:
    sql = " UNION ".join(
        f"SELECT {'id' if table == 'articles' else 'article_id'} AS id FROM {table} WHERE instr({column}, :prefix)"
        for table, columns in LINKS.items()
        for column in columns
    )
    return [row[0] for row in db.execute(sql, {"prefix": prefix}).fetchall()]


def _mask_article(db: sqlite3.Connection, article_id: int, prefix: str) -> None:
    before = _whole(db, article_id)
    right = record.checksum(before) == before["checksum"]
    words = _version_is_right(db, article_id, before["version"], before)
    for table, columns in LINKS.items():
        for column in columns:
            _replace(db, f"{table}.{column}", prefix, article_id)
    after = _whole(db, article_id)
    if right:
        db.execute(
            "UPDATE articles SET checksum = ? WHERE id = ?", (record.checksum(after), article_id)
        )
    if words:
        _sum_version(db, article_id, before["version"], after)


def _whole(db: sqlite3.Connection, article_id: int) -> dict[str, Any]:
    return article_rows.with_people(
        db, select(db, "SELECT * FROM articles WHERE id = ?", article_id)[0]
    )


def _replace(db: sqlite3.Connection, place: str, prefix: str, key: int) -> None:
    """Take the prefix out of a `table.column`, in the rows that belong to the key."""
    table, _, column = place.partition(".")
    of = "article_id" if table in ("images", "article_authors") else "id"
    sql = f"UPDATE {table} SET {column} = replace({column}, ?, '//') WHERE {of} = ? AND instr({column}, ?)"
    db.execute(sql, (prefix, key, prefix))


def _version(db: sqlite3.Connection, article_id: int, number: int) -> dict[str, Any] | None:
    found = select(
        db, "SELECT * FROM versions WHERE article_id = ? AND number = ?", article_id, number
    )
    return found[0] if found else None


def _version_is_right(
    db: sqlite3.Connection, article_id: int, number: int, words: dict[str, Any]
) -> bool:
    version = _version(db, article_id, number)
    return version is not None and version["words_checksum"] == record.words_checksum(words)


def _sum_version(
    db: sqlite3.Connection, article_id: int, number: int, words: dict[str, Any]
) -> None:
    version = _version(db, article_id, number)
    assert version is not None
    total = {"words_checksum": record.words_checksum(words)}
    if checksums.of(version[name] for name in checksums.COVERED["versions"]) == version["checksum"]:
        total["checksum"] = checksums.of(
            {**version, **total}[name] for name in checksums.COVERED["versions"]
        )
    assigned = ", ".join(f"{name} = ?" for name in total)
    db.execute(
        f"UPDATE versions SET {assigned} WHERE article_id = ? AND number = ?",
        (*total.values(), article_id, number),
    )


def _mask_readings(db: sqlite3.Connection, prefix: str) -> None:
    """The values of readings that stand nowhere else, which are packed; one that cannot be read is left as it is."""
    for row in select(db, "SELECT * FROM extractions WHERE fields IS NOT NULL"):
        try:
            told = record.dump(extractions.unpack(row["fields"]))
        except Exception:  # noqa: BLE001, S112 - damage, of which `verify` tells
            continue
        if prefix in told:
            amend(
                db, "extractions", row, {"fields": extractions.packed(told.replace(prefix, "//"))}
            )
