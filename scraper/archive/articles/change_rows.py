"""What was changed between versions, as rows of `changes`.

Found when a version is saved; asked for by field, kind, size and day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from scraper import urls
from scraper.archive.articles import events, record, versions
from scraper.archive.articles.filters import ChangeFilter, of_label
from scraper.archive.articles.record import Row, Submission
from scraper.archive.store import checksums
from scraper.archive.store.row_types import SkippedRows, check
from scraper.archive.store.schema_objects import require
from scraper.changes import Edit, is_stealth

CUT = 300  # characters of the words before and after

# filter -> SQL over `v_changes`; each ? takes the value once
CONDITIONS = {
    "article_id": "article_id = ?",
    "site": "site = ?",
    "field": "field = ?",
    "kind": "field IS NOT NULL AND kind = ?",
    "event": "field IS NULL AND kind = ?",  # an article that moved is no paragraph that moved
    "since": "at >= ?",
    "until": "substr(at, 1, length(?)) <= ?",
    "min_words": "words_added + words_removed >= ?",
    "stealth": "stealth = ?",
}


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


def changes(db: sqlite3.Connection, asked: ChangeFilter, limit: int | None) -> Iterator[Row]:
    """Yield changes and events, the newest first; raise DamagedRow at the end if any is damaged."""
    require(db, "v_changes", "v_versions")
    where, values = _conditions(asked)
    sql = f"SELECT * FROM v_changes WHERE {where} ORDER BY at DESC, article_id, version LIMIT ?"
    skipped = SkippedRows()
    for row in db.execute(sql, (*values, -1 if limit is None else limit)):
        found = None
        with skipped.noting():
            check("v_changes", f"{row['article_id']}, {row['version']}", row)
            found = dict(row)
        if found is not None:
            yield found
    skipped.report()


def _conditions(asked: ChangeFilter) -> tuple[str, list[object]]:
    where, values = ["1"], list[object]()
    for name, condition in CONDITIONS.items():
        value = getattr(asked, name)
        if value is None:
            continue
        if name == "site":
            value = urls.site(f"https://{value}") or value
        where.append(condition)
        values += [value] * condition.count("?")
    if asked.label is not None:
        labelled, parameters = of_label(asked.label)
        where.append(f"article_id IN (SELECT a.id FROM articles a WHERE {labelled})")
        values += parameters
    if asked.among is not None:
        where.append("article_id IN (SELECT value FROM json_each(?))")
        values.append(record.dump(sorted(asked.among)))
    return " AND ".join(where), values


def _cut(text: str | None) -> str | None:
    if text is None or len(text) <= CUT:
        return text
    return f"{text[: CUT - 1]}…"
