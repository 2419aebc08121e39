"""The articles that two archives have: written anew where the other one knows more of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from scraper.archive.articles import record
from scraper.archive.merging import article_side, version_merge
from scraper.archive.merging.article_side import ArticleSide, Key
from scraper.archive.merging.inflow import Inflow, Row, put
from scraper.archive.merging.new_articles import attach
from scraper.archive.store import bulk_index, checksums
from scraper.errors import DamagedRow

_COLUMNS = (*record.COLUMNS, *record.OWN, "checksum")
_VERSION = checksums.COVERED["versions"]
# tables in which a row names a version of an article
_NAMING = ("events", "extractions", "coder_notes")


def join(inflow: Inflow, pairs: Mapping[int, int]) -> None:
    """Join articles of the source with those of the target that they are."""
    inflow.progress.begin("merges versions", total=len(pairs), unit="articles")
    for one, other in inflow.progress.over(pairs.items()):
        with inflow.skipped.noting():
            _join(inflow, one, other)


def _join(inflow: Inflow, one: int, other: int) -> None:
    came = article_side.read(inflow.source, one, inflow.captures)
    try:
        known, is_sound = article_side.read(inflow.target, other, None), True
    except DamagedRow as error:
        inflow.skipped.add(error)
        known, is_sound = article_side.salvage(inflow.target, other, came), False
    merged = version_merge.merge(known, came)
    inflow.articles[one] = other
    inflow.joined.add(one)
    inflow.numbers[one] = _others(_numbers(came.keys, merged))
    if is_sound:
        _write(inflow.target, known, merged)
        _renumber(inflow.target, other, _others(_numbers(known.keys, merged)))
    else:
        numbers = _numbers(article_side.keys(inflow.target, other), merged)
        _index_as_it_is(inflow)
        _write_anew(inflow.target, merged)
        _leave_lost(inflow.target, other, set(numbers))
        _renumber(inflow.target, other, _others(numbers))


def _numbers(keys: Mapping[int, Key], merged: ArticleSide) -> dict[int, int]:
    """Return the numbers that versions have now; one that is lost has none."""
    rows = merged.versions
    return {was: rows[key]["number"] for was, key in keys.items() if key in rows}


def _others(numbers: Mapping[int, int]) -> dict[int, int]:
    """Return the numbers of versions that are others now."""
    return {was: now for was, now in numbers.items() if was != now}


def _write(db: sqlite3.Connection, known: ArticleSide, merged: ArticleSide) -> None:
    """Write what is not as it was."""
    article_id = merged.row["id"]
    _write_row(db, known.row, merged.row)
    if known.attached != merged.attached:
        _delete(db, article_id, "article_authors", "images")
        attach(db, [merged.attached], [article_id])
    if _words(known) != _words(merged):
        _write_past(db, merged)
    if _facts(known) != _facts(merged):
        _write_versions(db, merged)
    if known.visits != merged.visits:
        checksums.update(db, "visits", {"article_id": article_id}, **merged.visits)


def _index_as_it_is(inflow: Inflow) -> None:
    """Make the index of words anew, once: without the words of a damaged text it cannot drop it."""
    if inflow.reindexed:
        return
    inflow.reindexed = True
    for table in bulk_index.INDEXES:
        inflow.target.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")


def _write_anew(db: sqlite3.Connection, merged: ArticleSide) -> None:
    """Write all of an article of which something was damaged."""
    article_id = merged.row["id"]
    assigned = ", ".join(f"{name} = ?" for name in _COLUMNS)
    values = (*(merged.row[name] for name in _COLUMNS), article_id)
    db.execute(f"UPDATE articles SET {assigned} WHERE id = ?", values)
    _delete(db, article_id, "article_authors", "images", "visits")
    attach(db, [merged.attached], [article_id])
    put(db, "visits", [merged.visits])
    _write_past(db, merged)
    _write_versions(db, merged)


def _write_row(db: sqlite3.Connection, known: Row, merged: Row) -> None:
    """Write the columns that are others: the index of words is made again only for its own."""
    changed = [name for name in _COLUMNS if known[name] != merged[name]]
    if changed:
        assigned = ", ".join(f"{name} = ?" for name in changed)
        values = (*(merged[name] for name in changed), merged["id"])
        db.execute(f"UPDATE articles SET {assigned} WHERE id = ?", values)


def _write_past(db: sqlite3.Connection, merged: ArticleSide) -> None:
    """Write the words of past versions, to which a trigger has added those that were current."""
    _delete(db, merged.row["id"], "past_texts")
    names = ("article_id", "number", *record.WORDS)
    past = [row for row in merged.versions.values() if row["number"] != merged.version]
    put(db, "past_texts", ({name: row[name] for name in names} for row in past))


def _write_versions(db: sqlite3.Connection, merged: ArticleSide) -> None:
    _delete(db, merged.row["id"], "versions", "changes")
    rows = merged.versions.values()
    put(db, "versions", ({name: row[name] for name in _VERSION} for row in rows))
    _write_changes(db, merged)


def _delete(db: sqlite3.Connection, article_id: int, *tables: str) -> None:
    for table in tables:
        db.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))


def _words(side: ArticleSide) -> list[list[Any]]:
    """Return the words of all versions, and which of them is the current one."""
    names = ("number", *record.WORDS)
    return [[side.version], *([row[name] for name in names] for row in side.versions.values())]


def _facts(side: ArticleSide) -> list[Any]:
    """Return what is known of all versions but for their words."""
    rows = side.versions.values()
    return [side.changes, [[row[name] for name in _VERSION] for row in rows]]


def _write_changes(db: sqlite3.Connection, merged: ArticleSide) -> None:
    for (_, key), change in merged.changes.items():
        of = {"article_id": merged.row["id"], "version": merged.versions[key]["number"]}
        for values in change["rows"]:
            row = dict(zip(article_side.OF_CHANGE, values, strict=True))
            checksums.insert(db, "changes", **of, **row)


def _leave_lost(db: sqlite3.Connection, article_id: int, kept: set[int]) -> None:
    """Let what names a version that was too damaged to keep name none.

    A note has to name one: it is kept at the version before, or else at the first one that is left.
    """
    for table in _NAMING:
        sql = f"SELECT id, version FROM {table} WHERE article_id = ?"
        for row_id, version in db.execute(sql, (article_id,)).fetchall():
            if version is None or version in kept:
                continue
            before = max((one for one in kept if one < version), default=min(kept, default=1))
            instead = before if table == "coder_notes" else None
            checksums.update(db, table, {"id": row_id}, version=instead)


def _renumber(db: sqlite3.Connection, article_id: int, numbers: Mapping[int, int]) -> None:
    """Give what names a version of an article its number of today."""
    if not numbers:
        return
    for table in _NAMING:
        sql = f"SELECT id, version FROM {table} WHERE article_id = ?"
        for row_id, version in db.execute(sql, (article_id,)).fetchall():
            if version in numbers:
                checksums.update(db, table, {"id": row_id}, version=numbers[version])
