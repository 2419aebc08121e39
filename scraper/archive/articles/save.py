"""Save an article in one transaction: as new, the same, edited, back to an older text, or degraded.

An article that the archive has meets JUDGES in their order; the first that returns a change has
decided, and if none does, it is an edit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace

from scraper.archive.articles import (
    article_rows,
    change_rows,
    events,
    extractions,
    gate,
    identity,
    record,
    rereading,
    versions,
)
from scraper.archive.articles.record import Row, Submission
from scraper.archive.store.connection import transaction
from scraper.changes import compare
from scraper.models import Change, ChangeKind, VerdictKind


def save(db: sqlite3.Connection, submission: Submission) -> Change:
    """Store a submission as what it is to the archive, and return what that was."""
    given, fetched = _addresses(db, submission.capture_id)
    names = identity.aliases(submission.article, given, fetched)
    url = identity.normalized(fetched or submission.article.url)
    submission = replace(submission, row=submission.row | {"url": url})
    with transaction(db):
        article_id = identity.resolve(db, names, submission.row)
        if article_id is None:
            return _save_unknown(db, submission, names)
        current = dict(db.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone())
        change = _save_known(db, submission, current)
        if change.kind is not ChangeKind.DEGRADED:
            identity.remember(db, article_id, names)
            events.returned(db, article_id, submission.at)
            events.moved(db, current, url, given, submission.at)
    return change


def _addresses(db: sqlite3.Connection, capture_id: int | None) -> tuple[str | None, str | None]:
    """Return the address of a capture as given and as fetched."""
    row = db.execute("SELECT url, final_url FROM captures WHERE id = ?", (capture_id,)).fetchone()
    if row:
        return (row["url"], row["final_url"])
    return (None, None)


def _save_unknown(db: sqlite3.Connection, submission: Submission, names: dict[str, str]) -> Change:
    refusal = gate.refuse_kind(submission.row)
    if refusal:  # no article, and none that it could spoil: it is kept with its page
        extractions.note(db, submission, None, None)
        return Change(kind=ChangeKind.DEGRADED, reason=refusal)
    article_id = article_rows.insert(db, _own(submission, 1, submission.at), submission.attachments)
    versions.first(db, article_id, submission)
    identity.remember(db, article_id, names)
    extractions.note(db, submission, article_id, 1)
    return Change(kind=ChangeKind.NEW, article_id=article_id)


def _save_known(db: sqlite3.Connection, submission: Submission, current: Row) -> Change:
    refusal = gate.refuse_kind(submission.row)
    if refusal:
        return _degrade(db, submission, current, refusal)
    for judge in JUDGES:
        change = judge(db, submission, current)
        if change is not None:
            return change
    return _edit(db, submission, current)


def _twin(db: sqlite3.Connection, submission: Submission, current: Row) -> Change | None:
    """Judge a page that names the current one as its original (print, AMP): it adds nothing.

    Unless the original is much less than its twin, as a teaser is: then the twin is a version.
    """
    if not _is_named(submission.article.canonical_url, current["url"], submission.row["url"]):
        return None
    if gate.weakness(submission.row, current):
        return None
    extractions.note(db, submission, current["id"], None)
    return _same_as(current, "twin")


def _original(db: sqlite3.Connection, submission: Submission, current: Row) -> Change | None:
    """Judge the page that a twin named as its original: from now on the article is read there."""
    if not _is_named(current["canonical_url"], submission.row["url"], current["url"]):
        return None
    if _refusal(db, submission, current):
        return None
    rereading.replace_current(db, current, submission)
    versions.seen(db, current["id"], submission.at)
    return _same_as(current, "original")


def _is_named(canonical_url: str | None, original: str, other: str) -> bool:
    """Return whether a page at another address names an original."""
    if not canonical_url or other == original:
        return False
    return identity.normalized(canonical_url) == original


def _same(db: sqlite3.Connection, submission: Submission, current: Row) -> Change | None:
    """Judge a page whose text is the same, white space aside: only facts may be new."""
    if submission.row["text_sha256"] != current["text_sha256"]:
        return None
    kept = ["url", "site", *record.TEXTS, *record.DERIVED, *record.OWN]
    if submission.row["verdict"] == VerdictKind.TEASER:  # it has the whole text: it is no teaser
        kept.append("verdict")
    row = submission.row | {name: current[name] for name in kept}
    if record.checksum(row, submission.attachments) != current["checksum"]:
        row |= {"extractor": submission.extractor}
        article_rows.update(db, current["id"], row, submission.attachments)
        extractions.note(db, submission, current["id"], current["version"])
    versions.seen(db, current["id"], submission.at)
    return _same_as(current)


def _cleaned(db: sqlite3.Connection, submission: Submission, current: Row) -> Change | None:
    """Judge a page of which only blocks are gone that we have learnt to leave out: no edit."""
    left_out = {_fold(text) for text in record.known_blocks(submission.article)}
    if not left_out or versions.differing(current, submission.row) != ("body_text",):
        return None
    before = map(_fold, current["body_text"].split("\n\n"))
    after = map(_fold, submission.row["body_text"].split("\n\n"))
    if [block for block in before if block not in left_out] != list(after):
        return None
    rereading.replace_current(db, current, submission)
    versions.seen(db, current["id"], submission.at)
    return _same_as(current, "cleaned")


def _gate(db: sqlite3.Connection, submission: Submission, current: Row) -> Change | None:
    """Judge a page that is less than the current version."""
    refusal = _refusal(db, submission, current)
    if refusal is None:
        return None
    same_headline = submission.row["headline"] == current["headline"]
    if refusal == "paywalled" or same_headline:  # there is less of it, but it is there
        events.returned(db, current["id"], submission.at)
    return _degrade(db, submission, current, refusal)


def _back(db: sqlite3.Connection, submission: Submission, current: Row) -> Change | None:
    """Judge a page with a text that it had before: the older version is current again."""
    number = versions.having(db, current["id"], submission.row["text_sha256"])
    if number is None:
        return None
    if versions.alternates(db, current["id"]):
        versions.count_return(db, current["id"], number)
        versions.seen(db, current["id"], submission.at)
        return _same_as(current, "alternates")
    fields = versions.differing(current, submission.row)
    _write(db, submission, current, number)
    versions.restore(db, current["id"], number, current["version"], submission)
    return _edited(current, fields, f"back to version {number}")


def _edit(db: sqlite3.Connection, submission: Submission, current: Row) -> Change:
    number = versions.next_number(db, current["id"])
    fields = versions.differing(current, submission.row)
    edits = compare(current, submission.row)
    _write(db, submission, current, number)
    versions.add(db, current, submission, number, fields)
    change_rows.note(db, current, submission, number, edits)
    return _edited(current, fields)


def _refusal(db: sqlite3.Connection, submission: Submission, current: Row) -> str | None:
    """Return why a submission may not replace the current version, or None."""
    weakness = gate.weakness(current, submission.row)
    if weakness not in gate.CONFIRMED_BY_REPETITION:
        return weakness
    again = extractions.was_refused_before(
        db, current["id"], submission.row["text_sha256"], submission.capture_id
    )
    if again:
        return None
    return weakness


def _degrade(db: sqlite3.Connection, submission: Submission, current: Row, refusal: str) -> Change:
    extractions.note(db, submission, current["id"], None)
    # of a list that was archived as an article nothing became worse
    if refusal != current["verdict"]:
        events.degraded(db, current["id"], refusal, submission)
    return Change(kind=ChangeKind.DEGRADED, article_id=current["id"], reason=refusal)


def _write(db: sqlite3.Connection, submission: Submission, current: Row, number: int) -> None:
    row = _own(submission, number, current["first_seen"])
    row |= {"url": current["url"], "site": current["site"]}
    article_rows.update(db, current["id"], row, submission.attachments)
    extractions.note(db, submission, current["id"], number)


def _own(submission: Submission, version: int, first_seen: str) -> Row:
    """Return the submission's row with what only the archive knows."""
    return {
        **submission.row,
        "version": version,
        "capture_id": submission.capture_id,
        "extractor": submission.extractor,
        "first_seen": first_seen,
        "last_changed": submission.at,
    }


def _same_as(current: Row, reason: str | None = None) -> Change:
    return Change(kind=ChangeKind.SAME, article_id=current["id"], reason=reason)


def _edited(current: Row, fields: tuple[str, ...], reason: str | None = None) -> Change:
    return Change(kind=ChangeKind.EDITED, article_id=current["id"], fields=fields, reason=reason)


def _fold(text: str) -> str:
    return " ".join(text.split())


JUDGES: tuple[Callable[[sqlite3.Connection, Submission, Row], Change | None], ...] = (
    _twin,
    _original,
    _same,
    _cleaned,
    _gate,
    _back,
)
