"""The articles that a search finds, by their ids alone: what other lists are narrowed with."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from scraper.archive.search import by_address, run_search
from scraper.archive.search.query_syntax import Match
from scraper.archive.search.search_types import Query

ENDLESS = -1  # SQLite's LIMIT for all rows


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchingIds:
    """The ids of articles whose current text matches, and what a person should know of that."""

    ids: frozenset[int]
    notes: tuple[str, ...]


def matching_ids(db: sqlite3.Connection, typed: str) -> MatchingIds:
    """Return the articles that `search` finds for these words, without reading any of them."""
    query = Query(typed=typed, sort="newest", limit=ENDLESS)
    if by_address.of(query) is not None:  # of an address, there is one article or few
        found = run_search.search(db, query)
        ids = frozenset(hit.article_id for hit in found.hits)
        return MatchingIds(ids=ids, notes=found.notes)
    return run_search.reading(query, lambda match: _of_words(db, query, match))


def _of_words(db: sqlite3.Connection, query: Query, match: Match) -> MatchingIds:
    if match.expression is None:
        notes = (*match.notes, "nothing to look for: type a word")
        return MatchingIds(ids=frozenset(), notes=notes)
    where, values = run_search.conditions(query.filters, match)
    if where == "1":
        sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?"
    else:
        sql = (
            "SELECT a.id FROM articles_fts f JOIN articles a ON a.id = f.rowid"
            f" WHERE articles_fts MATCH ? AND {where}"
        )
    rows = db.execute(sql, (match.expression, *values))
    return MatchingIds(ids=frozenset(row[0] for row in rows), notes=tuple(match.notes))
