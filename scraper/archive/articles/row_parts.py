"""Parts that a row of an article gets on demand: earlier versions, blocks, kept pages."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection

from scraper.archive.articles import record, versions
from scraper.archive.articles.record import Row
from scraper.archive.store.row_types import damaged, readable
from scraper.errors import PagePruned
from scraper.models import Article, KeptPage, VerdictKind

# the pages that a version and those before it were first read from
_CAPTURES = (
    "SELECT capture_id, min(number) FROM versions WHERE article_id = ?1"
    " AND (?2 IS NULL OR number <= ?2) AND capture_id IS NOT NULL"
    " GROUP BY capture_id ORDER BY min(number)"
)


def add_parts(db: sqlite3.Connection, row: Row, version: int | None, parts: Collection[str]) -> Row:
    """Return a row with the parts; `version` is None for the current one. Raise DamagedRow."""
    if not parts:
        return row
    added: Row = {}
    for part in parts:
        added |= PARTS[part](db, row, version)
    return {**row, **added}


def _versions(db: sqlite3.Connection, row: Row, version: int | None) -> Row:
    past = versions.earlier(db, row["id"], before=version)
    return {"versions": past} if past else {}


def built(row: Row) -> Article:
    """Return the article of a row with its blocks; raise DamagedRow if they cannot be rebuilt."""
    if row["verdict"] not in set(VerdictKind):
        raise damaged("articles", row["id"], "verdict is not one of ours")
    try:
        return record.article(row)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise damaged("articles", row["id"], "body_form does not belong to the text") from None


def _article(_: sqlite3.Connection, row: Row, _version: int | None) -> Row:
    return {"article": built(row)}


def _pages(db: sqlite3.Connection, row: Row, version: int | None) -> Row:
    from scraper.archive.pages import captures  # a list reads no pages

    with readable("versions of article", row["id"]):
        found = db.execute(_CAPTURES, (row["id"], version)).fetchall()
    kept, pruned = [], []
    for capture_id, number in found:
        try:
            page = captures.page(db, capture_id)
        except PagePruned as error:
            pruned.append(f"article {row['id']}, version {number}: {error}")
        else:
            kept.append(KeptPage(capture_id=capture_id, version=number, page=page))
    last = found[-1][0] if found else None
    is_text_from_last = bool(kept) and kept[-1].capture_id == last
    return {"pages": kept, "pruned": pruned, "is_text_from_last_page": is_text_from_last}


PARTS: dict[str, Callable[[sqlite3.Connection, Row, int | None], Row]] = {
    "versions": _versions,
    "article": _article,
    "pages": _pages,
}
