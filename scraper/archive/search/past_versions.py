"""Search in texts that are not current: in any version, in what was removed, or as of a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from scraper.archive.search import snippets
from scraper.archive.search.query_syntax import Match
from scraper.archive.search.search_types import Hit, Query, hit_of
from scraper.archive.store.row_types import SkippedRows, read_row
from scraper.archive.store.times import end_of_day

# Which texts match, without a text of theirs: one that cannot be read must not end the list. A
# column filter cannot name a column that an index does not have: past_fts has the same ones but for
# `filters`.
_PAST = (
    "SELECT p.id, p.article_id, p.number, past_fts.rank AS score,"
    " CAST(a.date_published AS BLOB) AS published FROM past_fts"
    " JOIN past_texts p ON p.id = past_fts.rowid JOIN articles a ON a.id = p.article_id"
    " WHERE past_fts MATCH ?"
)
_CURRENT = (
    "SELECT a.id, a.id AS article_id, NULL AS number, articles_fts.rank AS score,"
    " CAST(a.date_published AS BLOB) AS published"
    " FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid WHERE articles_fts MATCH ?"
)
_THEN = (
    " AND EXISTS (SELECT 1 FROM versions v WHERE v.article_id = {article} AND v.number = {number}"
    " AND v.first_seen <= ? AND (v.replaced_at IS NULL OR v.replaced_at > ?))"
)
_NOT_NOW = " AND p.article_id NOT IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
_IDS = (
    "SELECT DISTINCT a.id FROM past_fts JOIN past_texts p ON p.id = past_fts.rowid"
    " JOIN articles a ON a.id = p.article_id WHERE past_fts MATCH ?"
)
# matches beyond those that are shown: they take the place of damaged ones
SPARE = 20
_ORDERS = {"rank": "score", "newest": "a.date_published DESC"}
_PAST_TEXT = (
    "SELECT a.url, p.headline, a.site, a.date_published, p.body_text, p.caption, p.subheadline,"
    f" {snippets.pieces('past_fts')}"
    " FROM past_fts JOIN past_texts p ON p.id = past_fts.rowid"
    " JOIN articles a ON a.id = p.article_id WHERE past_fts MATCH ? AND past_fts.rowid = ?"
)
_CURRENT_TEXT = (
    "SELECT a.url, a.headline, a.site, a.date_published, a.body_text, a.caption, a.subheadline,"
    f" {snippets.pieces('articles_fts')}"
    " FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid"
    " WHERE articles_fts MATCH ? AND articles_fts.rowid = ?"
)


def hits(
    db: sqlite3.Connection,
    query: Query,
    typed: Match,
    skipped: SkippedRows,
    *,
    removed: bool = False,
) -> Iterator[Hit]:
    """Yield articles of which a past version matches, each once, by its best version.

    With `removed` only articles of which the current version does not match.
    """
    where, values = query.filters.sql()
    sql = f"{_PAST} AND {where}"
    parameters = [typed.expression, *values]
    if removed:
        sql += _NOT_NOW
        parameters.append(typed.expression)
    rows = db.execute(f"{sql} ORDER BY {_ORDERS[query.sort]}", parameters).fetchall()
    yield from _once(db, rows, query, typed, skipped)


def as_of(
    db: sqlite3.Connection, query: Query, typed: Match, skipped: SkippedRows
) -> Iterator[Hit]:
    """Yield articles of which the version that was current at a time matches."""
    where, values = query.filters.sql()
    moment = end_of_day(query.as_of or "")
    old = f"{_PAST} AND {where}{_THEN.format(article='p.article_id', number='p.number')}"
    new = f"{_CURRENT} AND {where}{_THEN.format(article='a.id', number='a.version')}"
    # with the plus sign only what passes the filters is ranked
    first = f"ORDER BY +{_ORDERS[query.sort]} LIMIT ?"
    most = -1 if query.limit < 0 else query.offset + query.limit + SPARE
    parameters = [typed.expression, *values, moment, moment, most]
    rows = [row for sql in (old, new) for row in db.execute(f"{sql} {first}", parameters)]
    if query.sort == "rank":
        rows.sort(key=lambda row: row["score"])
    else:
        rows.sort(key=lambda row: row["published"] or b"", reverse=True)
    yield from _once(db, rows, query, typed, skipped)


def removed_ids(db: sqlite3.Connection, query: Query, typed: Match) -> list[int]:
    """Return the articles of which a past version matches and the current one does not."""
    where, values = query.filters.sql()
    sql = f"{_IDS} AND {where}{_NOT_NOW}"
    rows = db.execute(sql, (typed.expression, *values, typed.expression))
    return [row[0] for row in rows]


def past_ids_as_of(db: sqlite3.Connection, query: Query, typed: Match) -> list[int]:
    """Return the articles of which a past version matches that was current at a time."""
    where, values = query.filters.sql()
    moment = end_of_day(query.as_of or "")
    sql = f"{_IDS} AND {where}{_THEN.format(article='p.article_id', number='p.number')}"
    return [row[0] for row in db.execute(sql, (typed.expression, *values, moment, moment))]


def is_as_of(query: Query) -> tuple[str, list[str]]:
    """Return the condition that the current text was current at a time, and its parameters."""
    moment = end_of_day(query.as_of or "")
    return _THEN.format(article="a.id", number="a.version"), [moment, moment]


def too_early(db: sqlite3.Connection, query: Query) -> list[str]:
    """Return a note if a search asks for a time before the archive's first text."""
    (first,) = db.execute("SELECT min(first_seen) FROM versions").fetchone()
    if first is None or first <= end_of_day(query.as_of or ""):
        return []
    return [f"the archive has no texts from before {first[:10]}"]


def _once(
    db: sqlite3.Connection,
    rows: Sequence[sqlite3.Row],
    query: Query,
    typed: Match,
    skipped: SkippedRows,
) -> Iterator[Hit]:
    """Yield the texts as hits, one an article; in place of a damaged one another version."""
    seen: set[int] = set()
    for row in rows:
        if len(seen) - query.offset == query.limit:
            return
        if row["article_id"] in seen:
            continue
        hit = None
        with skipped.noting():
            hit = _hit(db, row, typed)
        if hit is not None:
            seen.add(row["article_id"])
            if len(seen) > query.offset:
                yield hit


def _hit(db: sqlite3.Connection, row: sqlite3.Row, typed: Match) -> Hit | None:
    """Return the text of a match, None if it is gone; raise DamagedRow, which names the version."""
    values = (typed.expression, row["id"])
    if row["number"] is None:
        text = read_row(db, _CURRENT_TEXT, values, "articles", row["article_id"])
    else:
        key = f"{row['article_id']}, {row['number']}"
        text = read_row(db, _PAST_TEXT, values, "versions", key)
    if text is None:
        return None
    return hit_of(row["article_id"], text, snippets.best(text, typed.runs), row["number"])
