"""The articles of an archive that another one does not have: added as they are, table by table."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from scraper.archive.articles import article_rows, record
from scraper.archive.merging.inflow import (
    BATCH,
    NOT_AS_STORED,
    Inflow,
    Row,
    among,
    next_id,
    put,
    put_at_once,
)
from scraper.archive.merging.read_ahead import read_ahead
from scraper.archive.store.row_types import damaged

_ARTICLE = ("id", *record.COLUMNS, *record.OWN, "checksum")
_ARTICLES = f"SELECT {', '.join(_ARTICLE)} FROM articles WHERE id IN"
_HELD = 2000  # articles in memory, three times
_PAST = ("article_id", "number", *record.WORDS)
_PAST_TEXTS = f"SELECT id, {', '.join(_PAST)} FROM past_texts ORDER BY id"


class _Batch(NamedTuple):
    """Sound articles of the source as the target has them."""

    were: list[int]  # their ids in the source
    rows: list[Row]
    attached: list[record.Attachments]


def add(inflow: Inflow, ids: list[int]) -> None:
    """Add articles of the source, with their versions, people and pictures."""
    added: dict[int, int] = {}
    inflow.progress.begin("merges articles", total=len(ids), unit="articles")
    for batch in read_ahead(_batches(inflow, ids)):
        put_at_once(inflow.target, "articles", batch.rows)
        now = [row["id"] for row in batch.rows]
        attach(inflow.target, batch.attached, now)
        added |= zip(batch.were, now, strict=True)
        inflow.progress.done += len(batch.rows)
    inflow.articles.update(added)
    _add_versions(inflow, added)
    put(inflow.target, "changes", _of(inflow, "changes", added))
    put(inflow.target, "visits", _of(inflow, "visits", added))


def _batches(inflow: Inflow, ids: list[int]) -> Iterator[_Batch]:
    """Yield articles with the ids that they and their captures have in the target."""
    number = next_id(inflow.target, "articles")
    for start in range(0, len(ids), _HELD):
        rows, attached = _read(inflow, ids[start : start + _HELD])
        were = [row["id"] for row in rows]
        for row, one in zip(rows, attached, strict=True):
            row["id"], number = number, number + 1
            capture_id = inflow.captures.get(row["capture_id"])
            if capture_id != row["capture_id"]:
                row["capture_id"] = capture_id
                row["checksum"] = record.checksum(row, one)
        yield _Batch(were, rows, attached)


def _read(inflow: Inflow, ids: list[int]) -> tuple[list[Row], list[record.Attachments]]:
    """Return the sound ones of some articles, with their authors and images."""
    people, pictures = article_rows.people_of_several(inflow.source, record.dump(ids))
    rows, attached = [], []
    for row in map(dict, among(inflow.source, _ARTICLES, ids)):
        one = record.Attachments(
            authors=[record.covered_author(**author) for author in people.get(row["id"], ())],
            images=[tuple(image.values()) for image in pictures.get(row["id"], ())],
        )
        if is_sound(row, one):
            rows.append(row)
            attached.append(one)
        else:
            inflow.skipped.add(damaged("articles", row["id"], NOT_AS_STORED))
    return rows, attached


def is_sound(row: Row, attached: record.Attachments) -> bool:
    """Return whether an article is as it was stored."""
    try:
        return bool(record.checksum(row, attached) == row["checksum"])
    except (TypeError, AttributeError, ValueError):
        return False


def attach(db: sqlite3.Connection, attached: list[record.Attachments], ids: Iterable[int]) -> None:
    """Add the authors and images of articles."""
    signed: list[Row] = []
    shown: list[Row] = []
    for article_id, one in zip(ids, attached, strict=True):
        for position, author in enumerate(map(record.columns_of, one.authors)):
            values = zip(article_rows.AUTHOR_NAMES, author, strict=True)
            signed.append({"article_id": article_id, "position": position, **dict(values)})
        for position, image in enumerate(one.images):
            pictured = zip(article_rows.IMAGE_NAMES, image, strict=True)
            shown.append({"article_id": article_id, "position": position, **dict(pictured)})
    put(db, "images", shown)
    known = _author_ids(db, {row["name"] for row in signed})
    for row in signed:
        row["author_id"] = known[row.pop("name")]
    put(db, "article_authors", signed)


def _author_ids(db: sqlite3.Connection, names: set[str]) -> dict[str, int]:
    """Return the ids of authors in the target, to which the new ones are added."""
    sql = "SELECT id, name FROM authors WHERE name IN"
    known = {row["name"] for row in among(db, sql, names)}
    put(db, "authors", ({"name": name} for name in sorted(names - known)))
    return {row["name"]: row["id"] for row in among(db, sql, names)}


def _add_versions(inflow: Inflow, added: dict[int, int]) -> None:
    """Add the versions of new articles, and the words of the past ones."""
    past = []
    rows = inflow.source.execute(_PAST_TEXTS)
    for row in map(dict, rows):
        if row.pop("id") and row["article_id"] in added:
            past.append({**row, "article_id": added[row["article_id"]]})
        if len(past) >= BATCH:
            put(inflow.target, "past_texts", past)
            past = []
    put(inflow.target, "past_texts", past)
    put(inflow.target, "versions", _of(inflow, "versions", added))


def _of(inflow: Inflow, table: str, added: dict[int, int]) -> Iterator[Row]:
    """Yield the rows of new articles in a table, as the target has them."""
    for row in inflow.sound(table):
        article_id = added.get(row["article_id"])
        if article_id is None:
            continue
        row.pop("id", None)
        moved: dict[str, Any] = {**row, "article_id": article_id}
        if "capture_id" in row:
            moved["capture_id"] = inflow.captures.get(row["capture_id"])
        yield moved
