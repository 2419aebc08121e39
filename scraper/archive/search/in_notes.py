"""Search in the notes that coders wrote, and in the passages that these quote."""

from __future__ import annotations

import sqlite3

from scraper.archive.search import snippets
from scraper.archive.search.query_syntax import Match
from scraper.archive.search.search_types import Hit, Query, SearchResult
from scraper.archive.search.snippets import CLOSE, LENGTH, OPEN

_BEST_PIECE = -1  # FTS5 chooses the column: the note or the passage
_ORDERS = {"rank": "coder_notes_fts.rank", "newest": "n.added_at DESC"}
_NOTES = (
    "SELECT a.id, a.url, a.headline, a.site, a.date_published, n.version,"
    f" snippet(coder_notes_fts, {_BEST_PIECE}, '{OPEN}', '{CLOSE}', '…', {LENGTH}) AS piece"
    " FROM coder_notes_fts JOIN coder_notes n ON n.id = coder_notes_fts.rowid"
    " JOIN articles a ON a.id = n.article_id"
    " WHERE coder_notes_fts MATCH ? AND {where} ORDER BY {order}"
)


def in_notes(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    """Return notes found by their words; each is a hit: an article may come more than once."""
    where, values = query.filters.sql()
    sql = _NOTES.format(where=where, order=_ORDERS[query.sort])
    rows = db.execute(sql, (typed.expression, *values)).fetchall()
    shown = rows if query.limit < 0 else rows[: query.limit]
    return SearchResult(hits=tuple(map(_hit, shown)), total=len(rows), notes=tuple(typed.notes))


def _hit(row: sqlite3.Row) -> Hit:
    return Hit(
        article_id=row["id"],
        url=row["url"],
        headline=row["headline"],
        site=row["site"],
        date_published=row["date_published"],
        snippet=snippets.fold(row["piece"]),
        version=row["version"],
    )
