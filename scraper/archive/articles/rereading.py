"""Kept pages read again by a better reader: rewrites what versions say, never makes one, and can be taken back."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import Any

from scraper.archive.articles import (
    article_rows,
    events,
    extractions,
    gate,
    record,
    versions,
)
from scraper.archive.articles.record import FACTS, OWN, TEXTS, WORDS, Reading, Row
from scraper.archive.store.connection import transaction
from scraper.errors import InputError
from scraper.models import PAGES_ONLY, Article

KINDS = gate.PROMOTED | PAGES_ONLY
COMPARED = (*TEXTS, *(name for name in FACTS if name not in ("word_count", "verdict")))


@dataclass(frozen=True, kw_only=True, slots=True)
class Reread:
    """What another reading of a capture says; fields by name."""

    site: str
    article_id: int | None = None  # None: the capture gave no version, nothing is rewritten
    version: int | None = None
    gained: tuple[str, ...] = ()  # had nothing before
    lost: tuple[str, ...] = ()  # have nothing now
    changed: tuple[str, ...] = ()
    refused: str | None = None  # why the new reading is no good: the old one stays
    reclassified: str | None = None  # the kind that the page is now known to be, where that is news


def reread(db: sqlite3.Connection, reading: Reading, *, dry_run: bool) -> Reread:
    """Compare a reading with what its capture's version says; unless it is a dry run, put it there."""
    with transaction(db):
        target = db.execute(
            "SELECT article_id, number FROM versions WHERE capture_id = ?", (reading.capture_id,)
        ).fetchone()
        if target is None:
            return Reread(site=reading.row["site"])
        article = dict(
            db.execute("SELECT * FROM articles WHERE id = ?", (target["article_id"],)).fetchone()
        )
        is_current = target["number"] == article["version"]
        before = article if is_current else _past(db, target["article_id"], target["number"])
        found = _compared(before, reading, target)
        if is_current and _is_another_kind(article["verdict"], reading.row["verdict"]):
            found = replace(found, reclassified=reading.row["verdict"])
        differs = found.gained or found.lost or found.changed or found.reclassified
        if dry_run or not differs or (found.refused and not found.reclassified):
            return found
        _put_aside(
            db,
            before,
            reading.capture_id,
            article_rows.people(db, article["id"]) if is_current else ([], []),
        )
        if found.reclassified:
            _note_kind(db, article, reading)
        if found.refused is None:
            _put_in(db, article, reading, target["number"], is_current=is_current)
    return found


def _is_another_kind(before: str, after: str) -> bool:
    """Whether a page became a list or a product, or is none any more."""
    return (
        before != after
        and (before in PAGES_ONLY or after in PAGES_ONLY)
        and {before, after} <= KINDS
    )


def _note_kind(db: sqlite3.Connection, article: Row, reading: Reading) -> None:
    """Mark what was archived as an article by what it is; its words stay, and so do its versions."""
    kind = reading.row["verdict"]
    marked = article_rows.with_people(db, article) | {
        "verdict": kind,
        "extractor": reading.extractor,
    }
    db.execute(
        "UPDATE articles SET verdict = ?, extractor = ?, checksum = ? WHERE id = ?",
        (kind, reading.extractor, record.checksum(marked), article["id"]),
    )
    article.update(verdict=kind, extractor=reading.extractor)
    events.note(db, article["id"], reading.at, "reclassified", kind, capture_id=reading.capture_id)
    if kind in PAGES_ONLY:
        extractions.note(db, reading, article["id"], None)


def earlier(db: sqlite3.Connection, capture_id: int) -> tuple[Article, str]:
    """The reading that the newest one of a capture took the place of, and its reader; InputError if there is none."""
    row = db.execute(
        "SELECT e.fields, e.extractor, c.final_url, c.site FROM extractions e JOIN captures c ON c.id = e.capture_id"
        " WHERE e.capture_id = ? AND e.version IS NOT NULL AND e.fields IS NOT NULL ORDER BY e.id DESC LIMIT 1",
        (capture_id,),
    ).fetchone()
    if row is None:
        raise InputError(f"capture {capture_id} was read once only: there is nothing to go back to")
    told = extractions.unpack(row["fields"]) | {"url": row["final_url"], "site": row["site"]}
    return record.article(told), row["extractor"]


def outdated(db: sqlite3.Connection, article_id: int, extractor: str) -> int | None:
    """The capture that an article's current version was read from by another reader than this one."""
    row = db.execute(
        "SELECT capture_id, extractor FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    return row["capture_id"] if row and row["extractor"] != extractor else None


def _past(db: sqlite3.Connection, article_id: int, number: int) -> Row:
    return dict(
        db.execute(
            "SELECT * FROM past_texts WHERE article_id = ? AND number = ?", (article_id, number)
        ).fetchone()
    )


def _compared(before: Row, reading: Reading, target: sqlite3.Row) -> Reread:
    after = reading.row
    names = [name for name in COMPARED if name in before and before[name] != after[name]]
    empty = (None, "", "[]")
    return Reread(
        site=after["site"],
        article_id=target["article_id"],
        version=target["number"],
        gained=tuple(name for name in names if before[name] in empty),
        lost=tuple(name for name in names if after[name] in empty),
        changed=tuple(
            name for name in names if before[name] not in empty and after[name] not in empty
        ),
        refused=gate.refuse_kind(after),
    )


def _put_aside(
    db: sqlite3.Connection, before: Row, capture_id: int | None, people: tuple[list[Row], list[Row]]
) -> None:
    """Keep the old values with the old reading."""
    kept: dict[str, Any] = {
        name: before[name] for name in (*FACTS, *TEXTS, "body_form") if name in before
    }
    plain = record.plain({"tags": "[]", "is_free": None} | kept, *people)
    extractions.put_aside(db, capture_id, plain)


def _put_in(
    db: sqlite3.Connection, article: Row, reading: Reading, number: int, *, is_current: bool
) -> None:
    if is_current:
        reading.row["url"] = article["url"]
        replace_current(db, article, reading)
        return
    row = reading.row
    db.execute(
        f"UPDATE past_texts SET {', '.join(f'{name} = ?' for name in WORDS)} WHERE article_id = ? AND number = ?",
        (*(row[name] for name in WORDS), article["id"], number),
    )
    versions.reword(db, article["id"], number, row)
    extractions.note(db, reading, article["id"], number)


def replace_current(db: sqlite3.Connection, article: Row, reading: Reading) -> None:
    """Put a reading in the place of the one that an article's current version has; its address moves along."""
    number, article_id = article["version"], article["id"]
    own = {name: article[name] for name in OWN} | {"extractor": reading.extractor}
    if reading.row["url"] != article["url"]:
        db.execute("UPDATE articles SET url = ? WHERE id = ?", (reading.row["url"], article_id))
    article_rows.update(
        db,
        article_id,
        {**reading.row, **own, "site": article["site"], "capture_id": reading.capture_id},
    )
    db.execute("DELETE FROM past_texts WHERE article_id = ? AND number = ?", (article_id, number))
    versions.reword(db, article_id, number, reading.row, capture_id=reading.capture_id)
    extractions.note(db, reading, article_id, number)
