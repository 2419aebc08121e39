"""Search over texts that are no longer current: in any version, in what was removed, or as of a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from scraper.archive.fit import check
from scraper.archive.searching import snippets
from scraper.archive.searching.found import Hit, Query
from scraper.archive.searching.match import Match

# a column filter cannot name a column that an index does not have: past_fts has the same ones but for `filters`
_PAST = (
    "SELECT p.article_id, p.number, a.url, p.headline, a.site, a.date_published, p.body_text, p.caption, p.subheadline,"
    f" {snippets.pieces('past_fts')}, past_fts.rank AS score"
    " FROM past_fts JOIN past_texts p ON p.id = past_fts.rowid JOIN articles a ON a.id = p.article_id"
    " WHERE past_fts MATCH ?"
)
_CURRENT = (
    "SELECT a.id AS article_id, NULL AS number, a.url, a.headline, a.site, a.date_published, a.body_text, a.caption,"
    f" a.subheadline, {snippets.pieces('articles_fts')}, articles_fts.rank AS score"
    " FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid WHERE articles_fts MATCH ?"
)
_THEN = (
    " AND EXISTS (SELECT 1 FROM versions v WHERE v.article_id = {article} AND v.number = {number}"
    " AND v.first_seen <= ? AND (v.replaced_at IS NULL OR v.replaced_at > ?))"
)
_ORDERS = {"rank": "score", "newest": "a.date_published DESC"}


def hits(db: sqlite3.Connection, query: Query, typed: Match, *, removed: bool = False) -> Iterator[Hit]:
    """Articles of which a past version matches, each once, by its best version; `removed`: the current one does not."""
    where, values = query.filters.sql()
    sql = f"{_PAST} AND {where}"
    parameters = [typed.expression, *values]
    if removed:
        sql += " AND p.article_id NOT IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
        parameters.append(typed.expression)
    yield from _once(db.execute(f"{sql} ORDER BY {_ORDERS[query.sort]}", parameters), typed, query.limit)


def as_of(db: sqlite3.Connection, query: Query, typed: Match) -> Iterator[Hit]:
    """Articles of which the version that stood there at a time matches."""
    where, values = query.filters.sql()
    moment = _end_of(query.as_of or "")
    old = f"{_PAST} AND {where}{_THEN.format(article='p.article_id', number='p.number')}"
    new = f"{_CURRENT} AND {where}{_THEN.format(article='a.id', number='a.version')}"
    parameters = [typed.expression, *values, moment, moment]
    rows = [*db.execute(old, parameters), *db.execute(new, parameters)]
    if query.sort == "rank":
        rows.sort(key=lambda row: row["score"])
    else:
        rows.sort(key=lambda row: row["date_published"] or "", reverse=True)
    yield from _once(iter(rows), typed, query.limit)


def too_early(db: sqlite3.Connection, query: Query) -> list[str]:
    """What to tell whoever asks for a day before the first: an archive has texts from when it saw them."""
    (first,) = db.execute("SELECT min(first_seen) FROM versions").fetchone()
    return (
        [f"the archive has no texts from before {first[:10]}"] if first and first > _end_of(query.as_of or "") else []
    )


def _once(rows: Iterator[sqlite3.Row], typed: Match, limit: int) -> Iterator[Hit]:
    shown: set[int] = set()
    for row in rows:
        if len(shown) == limit:
            return
        if row["article_id"] not in shown:
            shown.add(row["article_id"])
            check("past_texts or articles", row["article_id"], row)
            yield Hit(
                article_id=row["article_id"],
                url=row["url"],
                headline=row["headline"],
                site=row["site"],
                date_published=row["date_published"],
                snippet=snippets.best(row, typed.runs),
                version=row["number"],
            )


def _end_of(moment: str) -> str:
    """A day means its end: what was published on it counts."""
    return f"{moment}T23:59:59Z" if len(moment) == len("2026-11-23") else moment
