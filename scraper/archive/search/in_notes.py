"""Search in the notes that coders wrote, and in the passages that these quote."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from scraper.archive.search import snippets
from scraper.archive.search.query_syntax import Match
from scraper.archive.search.search_types import Hit, Query, SearchResult, hit_of
from scraper.archive.search.snippets import CLOSE, LENGTH, OPEN
from scraper.archive.store.row_types import SkippedRows, read_row

_BEST_PIECE = -1  # FTS5 chooses the column: the note or the passage
_ORDERS = {"rank": "coder_notes_fts.rank", "newest": "n.added_at DESC"}
_MATCHES = (
    "SELECT n.id FROM coder_notes_fts JOIN coder_notes n ON n.id = coder_notes_fts.rowid"
    " JOIN articles a ON a.id = n.article_id WHERE coder_notes_fts MATCH ? AND {where}"
    " ORDER BY {order}"
)
_NOTE = (
    "SELECT a.id, a.url, a.headline, a.site, a.date_published, n.version,"
    f" snippet(coder_notes_fts, {_BEST_PIECE}, '{OPEN}', '{CLOSE}', '…', {LENGTH}) AS piece"
    " FROM coder_notes_fts JOIN coder_notes n ON n.id = coder_notes_fts.rowid"
    " JOIN articles a ON a.id = n.article_id WHERE coder_notes_fts MATCH ? AND n.id = ?"
)


def in_notes(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    """Find notes by their words; each is a hit of its own, so an article may have several."""
    where, values = query.filters.sql()
    sql = _MATCHES.format(where=where, order=_ORDERS[query.sort])
    ids = [row["id"] for row in db.execute(sql, (typed.expression, *values))]
    end = None if query.limit < 0 else query.offset + query.limit
    shown = ids[query.offset : end]
    skipped = SkippedRows()
    hits = tuple(_hits(db, shown, typed, skipped))
    return SearchResult(hits=hits, total=len(ids), notes=tuple(typed.notes), damage=skipped.line)


def _hits(
    db: sqlite3.Connection, ids: list[int], typed: Match, skipped: SkippedRows
) -> Iterator[Hit]:
    """Yield the hits that can be read; a damaged one must not end the list."""
    for note_id in ids:
        with skipped.noting():
            row = read_row(db, _NOTE, (typed.expression, note_id), "article of note", note_id)
            if row is not None:
                yield hit_of(row["id"], row, snippets.fold(row["piece"]), row["version"])
