"""Kept pages read again by a better extractor: versions are rewritten, never added.

The extraction before is kept, so that it can be restored.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from scraper.archive.articles import (
    article_rows,
    events,
    extractions,
    gate,
    record,
    versions,
)
from scraper.archive.articles.record import FACTS, OWN, TEXTS, WORDS, Row, Submission
from scraper.archive.store.connection import transaction
from scraper.errors import InputError
from scraper.models import PAGES_ONLY, Article

KINDS = gate.PROMOTED | PAGES_ONLY
COMPARED = (*TEXTS, *(name for name in FACTS if name not in ("word_count", "verdict")))
EMPTY = (None, "", "[]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reread:
    """How another extraction of a capture differs from the one before; fields by name."""

    site: str
    article_id: int | None = None  # None: the capture gave no version, nothing is rewritten
    version: int | None = None
    gained: tuple[str, ...] = ()  # had nothing before
    lost: tuple[str, ...] = ()  # have nothing now
    changed: tuple[str, ...] = ()
    refused: str | None = None  # why the new extraction is no good: the old one stays
    reclassified: str | None = None  # the kind of page that it is now known to be, if that is new

    @property
    def differs(self) -> bool:
        """Return whether anything is another than before."""
        return bool(self.gained or self.lost or self.changed or self.reclassified)

    @property
    def is_usable(self) -> bool:
        """Return whether something of it can be written."""
        return self.refused is None or self.reclassified is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Target:
    """The version that a capture gave."""

    article: Row  # with its current version
    number: int
    is_current: bool


def reread(db: sqlite3.Connection, submission: Submission, *, simulate: bool) -> Reread:
    """Compare an extraction with its capture's version; write it unless `simulate`."""
    with transaction(db):
        target = _target(db, submission.capture_id)
        if target is None:
            return Reread(site=submission.row["site"])
        before = target.article if target.is_current else _past(db, target)
        found = _compared(before, submission, target)
        if simulate or not found.differs or not found.is_usable:
            return found
        people = article_rows.people(db, target.article["id"]) if target.is_current else ([], [])
        _put_aside(db, before, submission.capture_id, people)
        if found.reclassified:
            _note_kind(db, target.article, submission)
        if found.refused is None:
            _put_in(db, target, submission)
    return found


def _target(db: sqlite3.Connection, capture_id: int | None) -> _Target | None:
    version = db.execute(
        "SELECT article_id, number FROM versions WHERE capture_id = ?", (capture_id,)
    ).fetchone()
    if version is None:
        return None
    article = db.execute("SELECT * FROM articles WHERE id = ?", (version["article_id"],)).fetchone()
    number = version["number"]
    return _Target(article=dict(article), number=number, is_current=number == article["version"])


def is_reclassified(before: str, after: str) -> bool:
    """Return whether a page became a list or a product, or is no longer one."""
    if before == after or not {before, after} <= KINDS:
        return False
    return before in PAGES_ONLY or after in PAGES_ONLY


def _note_kind(db: sqlite3.Connection, article: Row, submission: Submission) -> None:
    """Change the kind of what was archived as an article; its words and versions stay."""
    kind = submission.row["verdict"]
    marked = article | {"verdict": kind, "extractor": submission.extractor}
    total = record.checksum(marked, article_rows.attachments(db, article["id"]))
    db.execute(
        "UPDATE articles SET verdict = ?, extractor = ?, checksum = ? WHERE id = ?",
        (kind, submission.extractor, total, article["id"]),
    )
    events.note(
        db, article["id"], submission.at, "reclassified", kind, capture_id=submission.capture_id
    )
    if kind in PAGES_ONLY:
        extractions.note(db, submission, article["id"], None)


def earlier(db: sqlite3.Connection, capture_id: int) -> tuple[Article, str]:
    """Return the last extraction of a capture but one, and its extractor.

    Raise InputError if there is none.
    """
    row = db.execute(
        "SELECT e.fields, e.extractor, c.final_url, c.site FROM extractions e"
        " JOIN captures c ON c.id = e.capture_id WHERE e.capture_id = ?"
        " AND e.version IS NOT NULL AND e.fields IS NOT NULL ORDER BY e.id DESC LIMIT 1",
        (capture_id,),
    ).fetchone()
    if row is None:
        raise InputError(f"capture {capture_id} was read once only: there is nothing to go back to")
    values = extractions.unpack(row["fields"]) | {"url": row["final_url"], "site": row["site"]}
    return record.article(values), row["extractor"]


def outdated(db: sqlite3.Connection, article_id: int, extractor: str) -> int | None:
    """Return the capture of an article's current version if it is by another extractor."""
    row = db.execute(
        "SELECT capture_id, extractor FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    if row is None or row["extractor"] == extractor:
        return None
    capture_id: int | None = row["capture_id"]
    return capture_id


def _past(db: sqlite3.Connection, target: _Target) -> Row:
    row = db.execute(
        "SELECT * FROM past_texts WHERE article_id = ? AND number = ?",
        (target.article["id"], target.number),
    ).fetchone()
    return dict(row)


def _compared(before: Row, submission: Submission, target: _Target) -> Reread:
    after = submission.row
    was, is_now = target.article["verdict"], after["verdict"]
    reclassified = is_now if target.is_current and is_reclassified(was, is_now) else None
    gained, lost, changed = compare_fields(before, after)
    return Reread(
        site=after["site"],
        article_id=target.article["id"],
        version=target.number,
        gained=gained,
        lost=lost,
        changed=changed,
        refused=gate.refuse_kind(after),
        reclassified=reclassified,
    )


def compare_fields(before: Row, after: Row) -> tuple[tuple[str, ...], ...]:
    """Return the fields that were gained, that were lost, and that were changed otherwise."""
    gained, lost, changed = [], [], []
    for name in COMPARED:
        if name not in before or before[name] == after[name]:
            continue
        was_empty, is_empty = before[name] in EMPTY, after[name] in EMPTY
        if was_empty:
            gained.append(name)
        if is_empty:
            lost.append(name)
        if not was_empty and not is_empty:
            changed.append(name)
    return tuple(gained), tuple(lost), tuple(changed)


def _put_aside(
    db: sqlite3.Connection, before: Row, capture_id: int | None, people: tuple[list[Row], list[Row]]
) -> None:
    """Keep the values of the extraction before."""
    names = (*FACTS, *TEXTS, "body_form")
    kept: Row = {"tags": "[]", "is_free": None}  # a past version has neither
    kept |= {name: before[name] for name in names if name in before}
    extractions.put_aside(db, capture_id, record.plain(kept, *people))


def _put_in(db: sqlite3.Connection, target: _Target, submission: Submission) -> None:
    article_id, number, row = target.article["id"], target.number, submission.row
    if target.is_current:
        same_url = replace(submission, row=row | {"url": target.article["url"]})
        replace_current(db, target.article, same_url)
        return
    assigned = ", ".join(f"{name} = ?" for name in WORDS)
    db.execute(
        f"UPDATE past_texts SET {assigned} WHERE article_id = ? AND number = ?",
        (*(row[name] for name in WORDS), article_id, number),
    )
    versions.reword(db, article_id, number, row)
    extractions.note(db, submission, article_id, number)


def replace_current(db: sqlite3.Connection, article: Row, submission: Submission) -> None:
    """Replace the extraction of an article's current version, and its address, by another."""
    number, article_id = article["version"], article["id"]
    own = {name: article[name] for name in OWN}
    own |= {"extractor": submission.extractor, "capture_id": submission.capture_id}
    if submission.row["url"] != article["url"]:
        db.execute("UPDATE articles SET url = ? WHERE id = ?", (submission.row["url"], article_id))
    row = {**submission.row, **own, "site": article["site"]}
    article_rows.update(db, article_id, row, submission.attachments)
    db.execute("DELETE FROM past_texts WHERE article_id = ? AND number = ?", (article_id, number))
    versions.reword(db, article_id, number, submission.row, capture_id=submission.capture_id)
    extractions.note(db, submission, article_id, number)
