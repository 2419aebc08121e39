"""Links of articles that took over a user name and password from the address of their page.

Older programs kept them so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from typing import Any, NamedTuple

from scraper.archive.articles import article_rows, extractions, record
from scraper.archive.maintenance.amending import amend, select
from scraper.archive.store import checksums


class LinkColumn(NamedTuple):
    """A column with links."""

    table: str
    name: str
    key: str  # the column by which its rows are found


# the checksum of an article covers them all; body_form is also in that of its version
OF_ARTICLES = (
    LinkColumn("articles", "canonical_url", key="id"),
    LinkColumn("articles", "body_form", key="id"),
    LinkColumn("images", "url", key="article_id"),
    LinkColumn("article_authors", "links", key="article_id"),
)
OF_PAST_TEXTS = LinkColumn("past_texts", "body_form", key="id")


def mask(db: sqlite3.Connection, prefixes: Collection[str]) -> None:
    """Remove the prefixes, `//name:password@`, from links; checksums that were wrong stay wrong."""
    for prefix in prefixes:
        for article_id in _articles(db, prefix):
            _mask_article(db, article_id, prefix)
        for row in select(db, "SELECT * FROM past_texts WHERE instr(body_form, ?)", prefix):
            _mask_past_text(db, row, prefix)
        _mask_readings(db, prefix)


def _articles(db: sqlite3.Connection, prefix: str) -> list[int]:
    """Return the ids of the articles with a prefix in one of their links."""
    queries = [
        f"SELECT {column.key} AS id FROM {column.table} WHERE instr({column.name}, :prefix)"
        for column in OF_ARTICLES
    ]
    return [row[0] for row in db.execute(" UNION ".join(queries), {"prefix": prefix}).fetchall()]


def _mask_article(db: sqlite3.Connection, article_id: int, prefix: str) -> None:
    before, attached = _whole(db, article_id)
    number = before["version"]
    was_right = record.checksum(before, attached) == before["checksum"]
    version_was_right = _version_is_right(db, article_id, number, before)
    for column in OF_ARTICLES:
        _remove(db, prefix, column, article_id)
    after, attached = _whole(db, article_id)
    if was_right:
        total = record.checksum(after, attached)
        db.execute("UPDATE articles SET checksum = ? WHERE id = ?", (total, article_id))
    if version_was_right:
        _sum_version(db, article_id, number, after)


def _mask_past_text(db: sqlite3.Connection, row: dict[str, Any], prefix: str) -> None:
    article_id, number = row["article_id"], row["number"]
    was_right = _version_is_right(db, article_id, number, row)
    _remove(db, prefix, OF_PAST_TEXTS, row["id"])
    if was_right:
        (after,) = select(db, "SELECT * FROM past_texts WHERE id = ?", row["id"])
        _sum_version(db, article_id, number, after)


def _whole(db: sqlite3.Connection, article_id: int) -> tuple[dict[str, Any], record.Attachments]:
    """Return the row of an article, and its authors and images."""
    (row,) = select(db, "SELECT * FROM articles WHERE id = ?", article_id)
    return row, article_rows.attachments(db, article_id)


def _remove(db: sqlite3.Connection, prefix: str, column: LinkColumn, key: int) -> None:
    """Remove the prefix from a column, in the rows with a key."""
    db.execute(
        f"UPDATE {column.table} SET {column.name} = replace({column.name}, ?, '//')"
        f" WHERE {column.key} = ? AND instr({column.name}, ?)",
        (prefix, key, prefix),
    )


def _version(db: sqlite3.Connection, article_id: int, number: int) -> dict[str, Any] | None:
    sql = "SELECT * FROM versions WHERE article_id = ? AND number = ?"
    found = select(db, sql, article_id, number)
    return found[0] if found else None


def _version_is_right(
    db: sqlite3.Connection, article_id: int, number: int, words: dict[str, Any]
) -> bool:
    version = _version(db, article_id, number)
    return version is not None and version["words_checksum"] == record.words_checksum(words)


def _sum_version(
    db: sqlite3.Connection, article_id: int, number: int, words: dict[str, Any]
) -> None:
    """Make the checksum of a version's words again, and that of its row if it was right."""
    before = _version(db, article_id, number)
    assert before is not None
    after = {**before, "words_checksum": record.words_checksum(words)}
    if _sum_of_row(before) == before["checksum"]:
        after["checksum"] = _sum_of_row(after)
    db.execute(
        "UPDATE versions SET words_checksum = ?, checksum = ? WHERE article_id = ? AND number = ?",
        (after["words_checksum"], after["checksum"], article_id, number),
    )


def _sum_of_row(version: dict[str, Any]) -> int:
    return checksums.of(version[name] for name in checksums.COVERED["versions"])


def _mask_readings(db: sqlite3.Connection, prefix: str) -> None:
    """Remove the prefix from packed values of readings; what cannot be read stays as it is."""
    for row in select(db, "SELECT * FROM extractions WHERE fields IS NOT NULL"):
        try:
            values = record.dump(extractions.unpack(row["fields"]))
        except Exception:  # noqa: BLE001, S112 - damage, which `verify` reports
            continue
        if prefix in values:
            fields = extractions.packed(values.replace(prefix, "//"))
            amend(db, "extractions", row, {"fields": fields})
