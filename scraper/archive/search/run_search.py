"""Search: ranked or newest first, in the current texts, in past ones, or as of a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace

from scraper.archive.articles.filters import Filters
from scraper.archive.search import by_address, query_syntax, snippets
from scraper.archive.search.query_syntax import Match
from scraper.archive.search.search_types import Hit, Query, SearchResult, hit_of
from scraper.archive.store.row_types import SkippedRows, read_row
from scraper.errors import InputError

TOO_COMMON = 100_000  # matches; above, ranking them all takes a second and more
FEW = 2_000  # matches; below, sorting them by date is quicker than walking all dates


def search(db: sqlite3.Connection, query: Query) -> SearchResult:
    """Find articles; raise InputError for a raw query that FTS5 cannot read, only for that."""
    if query.raw:
        return _raw(db, query)
    address = by_address.of(query)
    asks_for_current_texts = query.where in ("current", "any") and not query.as_of
    if address is None or not asks_for_current_texts:
        return _by_words(db, query)
    found = by_address.search(db, query, address)
    if found is not None:
        return found
    words = _by_words(db, replace(query, typed=address.partition("://")[2] or address))
    return replace(words, notes=(*words.notes, "no article has this address: looked for its words"))


def _by_words(db: sqlite3.Connection, query: Query) -> SearchResult:
    typed = query_syntax.read(query.typed)
    try:
        return _found(db, query, typed)
    except sqlite3.OperationalError as error:
        if not _is_syntax(error):
            raise
        return _found(db, query, query_syntax.words_only(query.typed))


def _raw(db: sqlite3.Connection, query: Query) -> SearchResult:
    try:
        return _found(db, query, Match(query.typed))
    except sqlite3.OperationalError as error:
        if not _is_syntax(error):
            raise
        raise InputError(f"not an FTS5 query: {error}") from None


def _is_syntax(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR


def suggest(db: sqlite3.Connection, query: Query) -> str | None:
    """Return a search that found nothing with words that the archive has.

    None if there are no such words, or that search finds nothing either.
    """
    from scraper.archive.search import suggestion

    better = suggestion.better(db, query.typed, query_syntax.read(query.typed).words)
    if better is None:
        return None
    found = search(db, replace(query, typed=better, limit=1))
    if found.hits:
        return better
    return None


def _found(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    if typed.expression is None:
        return SearchResult(notes=(*typed.notes, "nothing to look for: type a word"))
    if query.as_of:
        from scraper.archive.search import past_versions

        skipped = SkippedRows()
        hits = tuple(past_versions.as_of(db, query, typed, skipped))
        notes = () if hits else past_versions.too_early(db, query)
        return SearchResult(hits=hits, notes=(*typed.notes, *notes), damage=skipped.line)
    return MODES[query.where](db, query, typed)


def _current(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    expression = _filtered(typed, query.filters)
    total = int(
        db.execute(
            "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?", (expression,)
        ).fetchone()[0]
    )
    notes = list(typed.notes)
    pick = _pick(db, query, typed, total, notes)
    ids = pick(db, query, typed, expression)
    skipped = SkippedRows()
    hits = _hits(db, ids, typed, skipped)
    return SearchResult(hits=tuple(hits), total=total, notes=tuple(notes), damage=skipped.line)


Pick = Callable[[sqlite3.Connection, Query, Match, str], list[int]]


def _pick(db: sqlite3.Connection, query: Query, typed: Match, total: int, notes: list[str]) -> Pick:
    """Return how to choose the best: each way is the quickest for its number of matches."""
    if query.sort == "newest":
        if total <= FEW:
            return _sorted_by_date
        return _walk_dates
    if total <= TOO_COMMON or query.raw:
        return _by_rank
    in_headlines = f"headline : ({typed.expression})"
    if db.execute(
        "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT 1", (in_headlines,)
    ).fetchone():
        notes.append(f"{total:,} articles match: ranked only those that have it in the headline")
        return _by_rank_in_headlines
    notes.append(f"{total:,} articles match, too many to rank: the newest first")
    return _walk_dates


def _by_rank(db: sqlite3.Connection, query: Query, typed: Match, expression: str) -> list[int]:
    where, values = _conditions(query.filters, typed)
    if where == "1":
        sql = "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rank LIMIT ?"
    else:
        sql = (
            "SELECT a.id FROM articles_fts f JOIN articles a ON a.id = f.rowid"
            f" WHERE articles_fts MATCH ? AND {where} ORDER BY f.rank LIMIT ?"
        )
    return [row[0] for row in db.execute(sql, (expression, *values, query.limit))]


def _by_rank_in_headlines(
    db: sqlite3.Connection, query: Query, typed: Match, expression: str
) -> list[int]:
    return _by_rank(db, query, typed, f"headline : ({typed.expression}) AND {expression}")


def _sorted_by_date(
    db: sqlite3.Connection, query: Query, typed: Match, expression: str
) -> list[int]:
    where, values = _conditions(query.filters, typed)
    sql = (
        "SELECT a.id FROM articles_fts f CROSS JOIN articles a ON a.id = f.rowid"
        f" WHERE articles_fts MATCH ? AND {where} ORDER BY a.date_published DESC, a.id DESC LIMIT ?"
    )
    return [row[0] for row in db.execute(sql, (expression, *values, query.limit))]


def _walk_dates(db: sqlite3.Connection, query: Query, typed: Match, expression: str) -> list[int]:
    where, values = _conditions(query.filters, typed)
    sql = (
        "SELECT a.id FROM articles a INDEXED BY ix_articles_date_published"
        " WHERE a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
        f" AND {where} ORDER BY a.date_published DESC, a.id DESC LIMIT ?"
    )
    return [row[0] for row in db.execute(sql, (expression, *values, query.limit))]


def _any(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    from scraper.archive.search import past_versions

    found, skipped = _current(db, query, typed), SkippedRows()
    shown = {hit.article_id for hit in found.hits}
    older = [
        hit for hit in past_versions.hits(db, query, typed, skipped) if hit.article_id not in shown
    ]
    damage = "; ".join(line for line in (found.damage, skipped.line) if line)
    return replace(found, hits=(*found.hits, *older)[: query.limit], damage=damage or None)


def _removed(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    from scraper.archive.search import past_versions

    skipped = SkippedRows()
    hits = tuple(past_versions.hits(db, query, typed, skipped, removed=True))
    return SearchResult(hits=hits, total=len(hits), notes=tuple(typed.notes), damage=skipped.line)


def _in_notes(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    from scraper.archive.search.in_notes import in_notes

    return in_notes(db, query, typed)


def _filtered(typed: Match, filters: Filters) -> str:
    tokens = filters.tokens()
    if tokens:
        return f"({typed.expression}) AND {tokens}"
    return str(typed.expression)


def _conditions(filters: Filters, typed: Match) -> tuple[str, list[str]]:
    where, values = filters.sql()
    for column, run in typed.checks:
        where += f" AND instr(a.{column}, ?)"
        values.append(run)
    return where, values


def _hits(
    db: sqlite3.Connection, ids: Sequence[int], typed: Match, skipped: SkippedRows
) -> list[Hit]:
    """Return articles as hits; they were chosen with the filters, which are not asked again."""
    sql = (
        "SELECT a.id, a.url, a.headline, a.subheadline, a.caption, a.site, a.date_published,"
        f" a.body_text, {snippets.pieces('articles_fts')}"
        " FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid"
        " WHERE articles_fts MATCH ? AND articles_fts.rowid = ?"
    )
    hits = []
    for article_id in ids:
        with skipped.noting():
            row = read_row(db, sql, (typed.expression, article_id), "articles", article_id)
            if row is not None:
                hits.append(_hit(row, typed))
    return hits


def _hit(row: sqlite3.Row, typed: Match) -> Hit:
    return hit_of(row["id"], row, snippets.best(row, typed.runs))


MODES: dict[str, Callable[[sqlite3.Connection, Query, Match], SearchResult]] = {
    "current": _current,
    "any": _any,
    "removed": _removed,
    "notes": _in_notes,
}
