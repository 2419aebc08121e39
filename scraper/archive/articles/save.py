"""Save an article: one transaction. New, the same, edited, back to an older text, or not good enough."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from scraper.archive.articles import (
    article_rows,
    events,
    extractions,
    gate,
    identity,
    record,
    rereading,
    versions,
)
from scraper.archive.articles import edits as history
from scraper.archive.articles.record import Reading, Row
from scraper.archive.store.connection import transaction
from scraper.changes import compare
from scraper.models import Change, ChangeKind, VerdictKind


def save(db: sqlite3.Connection, reading: Reading) -> Change:
    """Put a reading where it belongs."""
    given, fetched = _addresses(db, reading.capture_id)
    rungs = identity.aliases(reading.article, given, fetched)
    reading.row["url"] = identity.spelled(fetched or reading.article.url)
    with transaction(db):
        article_id = identity.resolve(db, rungs, reading.row)
        refusal = gate.refuse_kind(reading.row)
        if article_id is None:
            return _refused(db, reading, refusal) if refusal else _add(db, reading, rungs)
        current = dict(db.execute("SELECT * FROM articles WHERE id = ?", (article_id,)).fetchone())
        change = (
            _degrade(db, reading, current, refusal) if refusal else _visit(db, reading, current)
        )
        if change.kind is not ChangeKind.DEGRADED:
            identity.remember(db, article_id, rungs)
            events.returned(db, article_id, reading.at)
            events.moved(db, current, reading.row["url"], given, reading.at)
    return change


def _addresses(db: sqlite3.Connection, capture_id: int | None) -> tuple[str | None, str | None]:
    """The address of a capture as given and as fetched."""
    row = db.execute("SELECT url, final_url FROM captures WHERE id = ?", (capture_id,)).fetchone()
    return (row["url"], row["final_url"]) if row else (None, None)


def _own(reading: Reading, version: int, first_seen: str) -> Row:
    """The reading's row with what only the archive knows."""
    return {
        **reading.row,
        "version": version,
        "capture_id": reading.capture_id,
        "extractor": reading.extractor,
        "first_seen": first_seen,
        "last_changed": reading.at,
    }


def _refused(db: sqlite3.Connection, reading: Reading, refusal: str) -> Change:
    """No article, and none that it could have spoiled: the reading is kept with its page."""
    extractions.note(db, reading, None, None)
    return Change(kind=ChangeKind.DEGRADED, reason=refusal)


def _add(db: sqlite3.Connection, reading: Reading, rungs: dict[str, str]) -> Change:
    article_id = article_rows.insert(db, _own(reading, 1, reading.at))
    versions.first(db, article_id, reading)
    identity.remember(db, article_id, rungs)
    extractions.note(db, reading, article_id, 1)
    return Change(kind=ChangeKind.NEW, article_id=article_id)


def _visit(db: sqlite3.Connection, reading: Reading, current: Row) -> Change:
    for judge in JUDGES:
        if (change := judge(db, reading, current)) is not None:
            return change
    return _edit(db, reading, current)


def _twin(db: sqlite3.Connection, reading: Reading, current: Row) -> Change | None:
    """A page that names another as its original (print, AMP) tells nothing new of an article had from there.

    Unless the original gives much less than its twin, as a teaser does: then the twin's text is a version.
    """
    original = reading.article.canonical_url
    if (
        not original
        or reading.row["url"] == current["url"]
        or identity.spelled(original) != current["url"]
    ):
        return None
    if gate.less(reading.row, current):
        return None
    extractions.note(db, reading, current["id"], None)
    return Change(kind=ChangeKind.SAME, article_id=current["id"], reason="twin")


def _original(db: sqlite3.Connection, reading: Reading, current: Row) -> Change | None:
    """The page that a twin named as its original: from now on the article is read from there."""
    named = current["canonical_url"]
    if (
        not named
        or reading.row["url"] == current["url"]
        or identity.spelled(named) != reading.row["url"]
    ):
        return None
    if gate.refuse(db, current, reading.row, reading.capture_id):
        return None
    rereading.replace_current(db, current, reading)
    versions.seen(db, current["id"], reading.at)
    return Change(kind=ChangeKind.SAME, article_id=current["id"], reason="original")


def _same(db: sqlite3.Connection, reading: Reading, current: Row) -> Change | None:
    if reading.row["text_sha256"] != current["text_sha256"]:
        return None
    names = ["url", "site", *record.TEXTS, *record.DERIVED, *record.OWN]
    if (
        reading.row["verdict"] == VerdictKind.TEASER
    ):  # the whole text stands there: it cannot be less than it was
        names.append("verdict")
    kept = {name: current[name] for name in names}
    row = {**reading.row, **kept}  # white space alone is no reason to write the words anew
    if record.checksum(row) != current["checksum"]:
        article_rows.update(db, current["id"], row | {"extractor": reading.extractor})
        extractions.note(db, reading, current["id"], current["version"])
    versions.seen(db, current["id"], reading.at)
    return Change(kind=ChangeKind.SAME, article_id=current["id"])


def _cleaned(db: sqlite3.Connection, reading: Reading, current: Row) -> Change | None:
    """What is gone are blocks that we have learnt to leave out: no edit of the newsroom's."""
    left_out = {
        " ".join(r.text.split()) for r in reading.article.removed if r.reason == record.KNOWN_BLOCK
    }
    if not left_out or versions.differing(current, reading.row) != ("body_text",):
        return None
    before, after = (
        [" ".join(p.split()) for p in row["body_text"].split("\n\n")]
        for row in (current, reading.row)
    )
    if [block for block in before if block not in left_out] != after:
        return None
    rereading.replace_current(db, current, reading)
    versions.seen(db, current["id"], reading.at)
    return Change(kind=ChangeKind.SAME, article_id=current["id"], reason="cleaned")


def _back(db: sqlite3.Connection, reading: Reading, current: Row) -> Change | None:
    """The page shows a text that it has shown before: no new version, the old one is current again."""
    number = versions.having(db, current["id"], reading.row["text_sha256"])
    if number is None:
        return None
    if versions.flaps(db, current["id"]):
        versions.count_return(db, current["id"], number)
        versions.seen(db, current["id"], reading.at)
        return Change(kind=ChangeKind.SAME, article_id=current["id"], reason="alternates")
    fields = versions.differing(current, reading.row)
    _write(db, reading, current, number)
    versions.restore(db, current["id"], number, current["version"], reading)
    return Change(
        kind=ChangeKind.EDITED,
        article_id=current["id"],
        fields=fields,
        reason=f"back to version {number}",
    )


def _gate(db: sqlite3.Connection, reading: Reading, current: Row) -> Change | None:
    refusal = gate.refuse(db, current, reading.row, reading.capture_id)
    if refusal is None:
        return None
    if (
        refusal == "paywalled" or reading.row["headline"] == current["headline"]
    ):  # less of it, but it is there
        events.returned(db, current["id"], reading.at)
    return _degrade(db, reading, current, refusal)


def _degrade(db: sqlite3.Connection, reading: Reading, current: Row, refusal: str) -> Change:
    extractions.note(db, reading, current["id"], None)
    if (
        refusal != current["verdict"]
    ):  # of a list that was archived as an article nothing became worse
        events.degraded(db, current["id"], refusal, reading)
    return Change(kind=ChangeKind.DEGRADED, article_id=current["id"], reason=refusal)


def _edit(db: sqlite3.Connection, reading: Reading, current: Row) -> Change:
    number = versions.next_number(db, current["id"])
    fields = versions.differing(current, reading.row)
    edits = compare(current, reading.row)
    _write(db, reading, current, number)
    versions.add(db, current, reading, number, fields)
    history.note(db, current, reading, number, edits)
    return Change(kind=ChangeKind.EDITED, article_id=current["id"], fields=fields)


def _write(db: sqlite3.Connection, reading: Reading, current: Row, number: int) -> None:
    row = _own(reading, number, current["first_seen"])
    article_rows.update(db, current["id"], row | {"url": current["url"], "site": current["site"]})
    extractions.note(db, reading, current["id"], number)


JUDGES: tuple[Callable[[sqlite3.Connection, Reading, Row], Change | None], ...] = (
    _twin,
    _original,
    _same,
    _cleaned,
    _gate,
    _back,
)
