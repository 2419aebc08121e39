"""The rows of the archive against their hashes and checksums: a check for each kind of row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from scraper.archive.articles import article_rows, record
from scraper.archive.crawl import run_chain, runs
from scraper.archive.maintenance.verify_fault import Fault, changed_row, changed_text
from scraper.archive.pages import packing
from scraper.archive.store import checksums, row_types
from scraper.archive.store.watch import was_interrupted
from scraper.errors import Damaged, PagePruned
from scraper.progress import Progress

_ARTICLE_COLUMNS = ", ".join(("id", *record.COLUMNS, *record.OWN, "checksum"))
_ARTICLE = f"SELECT {_ARTICLE_COLUMNS} FROM articles WHERE id = ?"


def bodies(db: sqlite3.Connection, progress: Progress) -> Iterator[Fault]:
    """Yield the pages that do not unpack to what was stored."""
    ids = db.execute("SELECT id FROM bodies ORDER BY id").fetchall()
    for (body_id,) in progress.over(ids):
        try:
            row = db.execute("SELECT * FROM bodies WHERE id = ?", (body_id,)).fetchone()
            length = _length(db, row)
            if length != row["raw_bytes"] or checksums.of_body(row) != row["checksum"]:
                yield changed_row("bodies", body_id)
        except (Damaged, MemoryError, sqlite3.Error, TypeError) as error:
            if was_interrupted(error):
                raise
            yield Fault(table="bodies", id=str(body_id), what=str(error))


def _length(db: sqlite3.Connection, row: sqlite3.Row) -> int:
    """Return the length of a body, which of a pruned one is only recorded; raise Damaged."""
    try:
        return len(packing.unpack(db, row["id"]))
    except PagePruned:
        return int(row["raw_bytes"])


def articles(db: sqlite3.Connection, progress: Progress) -> Iterator[Fault]:
    """Yield the articles whose text or fields, authors and images included, are not as stored."""
    ids = db.execute("SELECT id FROM articles ORDER BY id").fetchall()
    for (article_id,) in progress.over(ids):
        try:
            with row_types.readable("articles", article_id):
                row = dict(db.execute(_ARTICLE, (article_id,)).fetchone())
                wrong = _wrong(row, article_rows.attachments(db, article_id))
        except Damaged as error:
            wrong = str(error)
        if wrong:
            yield Fault(table="articles", id=str(article_id), what=wrong)


def _wrong(row: Mapping[str, Any], attached: record.Attachments) -> str | None:
    """Return what is wrong with an article, None if nothing is.

    Raises DamagedRow for a value of a wrong type; they are looked at only where a sum is wrong.
    """
    try:
        if record.text_hash(row) != row["text_sha256"]:
            wrong = "its text is not what was stored"
        elif record.checksum(row, attached) != row["checksum"]:
            wrong = "a field of it, or an author or image, is not what was stored"
        else:
            return None
    except (TypeError, AttributeError, ValueError) as error:
        wrong = f"a field of it is not what was stored ({error})"
    row_types.check("articles", row["id"], {name: row[name] for name in record.COLUMNS})
    return wrong


def people(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield the articles whose authors or images have a gap in their order.

    Which authors and images they are, the checksum of the article covers.
    """
    for table in ("article_authors", "images"):
        sql = (
            f"SELECT article_id FROM {table} GROUP BY article_id"
            " HAVING min(position) <> 0 OR max(position) <> count(*) - 1"
        )
        for (article_id,) in db.execute(sql):
            what = "the places of this article's rows are not as stored"
            yield Fault(table=table, id=str(article_id), what=what)


def versions(db: sqlite3.Connection, progress: Progress) -> Iterator[Fault]:
    """Yield the versions whose words are not as stored.

    The words of the current one are in `articles`, those of others in `past_texts`.
    """
    words = ", ".join(
        f"CASE WHEN v.number = a.version THEN a.{name} ELSE p.{name} END AS {name}"
        for name in record.WORDS
    )
    sql = (
        "SELECT v.article_id, v.number, v.text_sha256, v.words_checksum,"
        f" a.version, a.text_sha256 AS current, p.id AS past, {words}"
        " FROM versions v JOIN articles a ON a.id = v.article_id"
        " LEFT JOIN past_texts p ON p.article_id = v.article_id AND p.number = v.number"
    )
    for row in progress.over(db.execute(sql)):
        fault = _version_fault(dict(row))
        if fault is not None:
            yield fault


def _version_fault(row: Mapping[str, Any]) -> Fault | None:
    key = f"{row['article_id']}, {row['number']}"
    is_current = row["number"] == row["version"]
    if wrong := row_types.misfit(row):
        return Fault(table="versions", id=key, what=wrong)
    if not is_current and row["past"] is None:
        return Fault(table="versions", id=key, what="its text is missing")
    if _words_are_right(row):
        return None
    if not is_current:
        return Fault(
            table="past_texts", id=str(row["past"]), what="the text is not what was stored"
        )
    if row["text_sha256"] == row["current"]:
        return changed_text(row["article_id"])
    return None  # the row of the version is at fault, which its own checksum has shown


def _words_are_right(row: Mapping[str, Any]) -> bool:
    if record.text_hash(row) != row["text_sha256"]:
        return False
    return bool(record.words_checksum(row) == row["words_checksum"])


def checksums_of_rows(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield the rows of all tables with a checksum a row that does not match it."""
    for table, columns in checksums.COVERED.items():
        key = checksums.KEYS.get(table, "id")
        sql = f"SELECT {key}, checksum, {', '.join(columns)} FROM {table}"
        for name, total, *values in db.execute(sql):
            if checksums.of(values) != total:
                yield changed_row(table, name)


def runs_and_chain(db: sqlite3.Connection) -> Iterator[Fault]:
    """Yield the runs whose hash is wrong, or that of the captures which they made."""
    # under way, or killed
    unsealed = db.execute("SELECT * FROM runs WHERE sealed IS NULL AND sha256 IS NOT NULL")
    for row in unsealed.fetchall():
        if runs.seal(runs.as_sealed(row)) != row["sha256"]:
            yield changed_row("runs", row["id"])
    for run_id, wrong in run_chain.faults(db):
        yield Fault(table="runs", id=str(run_id), what=wrong)
