"""What was changed between versions, as rows of `changes`: found when a version is saved."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from scraper.archive.articles import events, versions
from scraper.archive.articles.record import Row, Submission
from scraper.archive.store import checksums
from scraper.changes import Edit, is_stealth

CUT = 300  # characters of the words before and after


def note(
    db: sqlite3.Connection, current: Row, submission: Submission, number: int, edits: Sequence[Edit]
) -> None:
    """Record how a new version differs from the one that it replaces."""
    article_id = current["id"]
    write(db, article_id, number, edits)
    if is_stealth(edits, current["date_modified"], submission.row["date_modified"]):
        versions.rewrite(db, article_id, number, stealth=1)
    if current["headline"] != submission.row["headline"]:
        events.note(db, article_id, submission.at, "retitled", current["headline"], version=number)


def write(db: sqlite3.Connection, article_id: int, number: int, edits: Sequence[Edit]) -> None:
    """Write the rows of a version's edits."""
    for edit in edits:
        checksums.insert(db, "changes", article_id=article_id, version=number, **columns(edit))


def columns(edit: Edit) -> Row:
    """Return the columns of an edit's row but for those that name its version."""
    return {
        "field": edit.field,
        "kind": str(edit.kind),
        "words_added": edit.words_added,
        "words_removed": edit.words_removed,
        "materiality": float(edit.materiality),
        "before": _cut(edit.before),
        "after": _cut(edit.after),
    }


def _cut(text: str | None) -> str | None:
    if text is None or len(text) <= CUT:
        return text
    return f"{text[: CUT - 1]}…"
