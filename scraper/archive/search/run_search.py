"""Search: ranked or newest first, in the current texts, in past ones, or as of a day."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from scraper.archive.articles.filters import Filters
from scraper.archive.search import by_address, query_syntax, snippets
from scraper.archive.search.query_syntax import Match
from scraper.archive.search.search_types import Hit, Query, SearchResult, hit_of
from scraper.archive.store.row_types import SkippedRows, read_row
from scraper.errors import InputError

T = TypeVar("T")

_PART = "LIMIT ? OFFSET ?"

TOO_COMMON = 100_000  # matches; above, ranking them all takes a second and more
# Matches; above, ranking them all takes longer than a page of a list may. Where enough of them have
# the words in the headline, these are ranked alone: they would come first in any case.
MANY = 30_000
FEW = 2_000  # matches; below, sorting them by date is quicker than walking all dates


def search(db: sqlite3.Connection, query: Query) -> SearchResult:
    """Find articles; raise InputError for a raw query that FTS5 cannot read, only for that."""
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
    return reading(query, lambda typed: _found(db, query, typed))


def reading(query: Query, find: Callable[[Match], T]) -> T:
    """Return what is found for a query as it was typed, or for its words if it is no syntax.

    Raise InputError for a raw query that FTS5 cannot read.
    """
    typed = Match(query.typed) if query.raw else query_syntax.read(query.typed)
    try:
        return find(typed)
    except sqlite3.OperationalError as error:
        if not _is_syntax(error):
            raise
        if query.raw:
            raise InputError(f"not an FTS5 query: {error}") from None
        return find(query_syntax.words_only(query.typed))


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


def matches(db: sqlite3.Connection, query: Query) -> list[int] | None:
    """Return all articles that a search of the current texts finds, in its order.

    None for a search of other texts, or for an address: those are short lists.
    """
    is_plain = query.where == "current" and not query.as_of and by_address.of(query) is None
    if not is_plain:
        return None
    everything = replace(query, limit=-1, offset=0)
    return reading(query, lambda typed: _ids(db, everything, typed))


def _ids(db: sqlite3.Connection, query: Query, typed: Match) -> list[int]:
    if typed.expression is None:
        return []
    expression = filtered(typed, query.filters)
    sql = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
    (total,) = db.execute(sql, (expression,)).fetchone()
    return _pick(db, query, typed, total, [])(db, query, typed, expression)


def hits_of(db: sqlite3.Connection, query: Query, ids: Sequence[int]) -> list[Hit]:
    """Return some of the articles that a search found as hits; without those that have changed."""
    return reading(query, lambda typed: _hits(db, ids, typed, SkippedRows()))


def _current(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    expression = filtered(typed, query.filters)
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
    if total <= MANY or query.raw:
        return _by_rank
    in_headlines = _in_headlines(db, query, typed)
    is_enough = 0 < query.limit <= in_headlines - query.offset
    if total > TOO_COMMON or is_enough:
        return _pick_of_many(total, in_headlines, notes)
    if _is_everywhere(db, typed, total):
        notes.append(f"{total:,} articles match, more than half of all: the newest first")
        return _walk_dates
    return _by_rank


def _pick_of_many(total: int, in_headlines: int, notes: list[str]) -> Pick:
    """Return how to choose of so many matches that ranking them all would take too long."""
    if in_headlines:
        notes.append(f"{total:,} articles match: ranked only those that have it in the headline")
        return _by_rank_in_headlines
    notes.append(f"{total:,} articles match, too many to rank: the newest first")
    return _walk_dates


def _is_everywhere(db: sqlite3.Connection, typed: Match, total: int) -> bool:
    """Return whether more than half of all articles have each of the words.

    Ranks are then no more than chance: BM25 gives such words next to no weight.
    """
    (everything,) = db.execute("SELECT count(*) FROM articles").fetchone()
    return 2 * total > everything and " OR " not in str(typed.expression)


def _in_headlines(db: sqlite3.Connection, query: Query, typed: Match) -> int:
    """Return how many articles have the words in the headline, of those that may be shown."""
    where, values = conditions(query.filters, typed)
    expression = filtered(typed, query.filters)
    sql = (
        "SELECT count(*) FROM (SELECT 1 FROM articles_fts f JOIN articles a ON a.id = f.rowid"
        f" WHERE articles_fts MATCH ? AND {where} LIMIT ?)"
    )
    wanted = f"headline : ({typed.expression}) AND {expression}"
    most = query.offset + max(query.limit, 1)
    return int(db.execute(sql, (wanted, *values, most)).fetchone()[0])


def _by_rank(db: sqlite3.Connection, query: Query, typed: Match, expression: str) -> list[int]:
    where, values = conditions(query.filters, typed)
    if where == "1":
        sql = f"SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rank {_PART}"
    else:
        sql = (
            "SELECT a.id FROM articles_fts f JOIN articles a ON a.id = f.rowid"
            f" WHERE articles_fts MATCH ? AND {where} ORDER BY f.rank {_PART}"
        )
    return [row[0] for row in db.execute(sql, (expression, *values, *_part(query)))]


def _by_rank_in_headlines(
    db: sqlite3.Connection, query: Query, typed: Match, expression: str
) -> list[int]:
    return _by_rank(db, query, typed, f"headline : ({typed.expression}) AND {expression}")


def _sorted_by_date(
    db: sqlite3.Connection, query: Query, typed: Match, expression: str
) -> list[int]:
    where, values = conditions(query.filters, typed)
    sql = (
        "SELECT a.id FROM articles_fts f CROSS JOIN articles a ON a.id = f.rowid"
        f" WHERE articles_fts MATCH ? AND {where} ORDER BY a.date_published DESC, a.id DESC {_PART}"
    )
    return [row[0] for row in db.execute(sql, (expression, *values, *_part(query)))]


def _walk_dates(db: sqlite3.Connection, query: Query, typed: Match, expression: str) -> list[int]:
    where, values = conditions(query.filters, typed)
    sql = (
        "SELECT a.id FROM articles a INDEXED BY ix_articles_date_published"
        " WHERE a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
        f" AND {where} ORDER BY a.date_published DESC, a.id DESC {_PART}"
    )
    return [row[0] for row in db.execute(sql, (expression, *values, *_part(query)))]


def _part(query: Query) -> tuple[int, int]:
    return query.limit, query.offset


def _any(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    from scraper.archive.search import past_versions

    found, skipped = _current(db, query, typed), SkippedRows()
    missing = query.limit - len(found.hits)
    if not missing:
        return found
    before = matching(db, query, typed) if query.offset else 0
    rest = replace(query, limit=missing, offset=max(query.offset - before, 0))
    if found.damage is None:
        older = list(past_versions.hits(db, rest, typed, skipped, removed=True))
    else:  # another version of an article takes the place of a damaged one
        shown = {hit.article_id for hit in found.hits}
        past = past_versions.hits(db, replace(rest, limit=-1), typed, skipped)
        others = [hit for hit in past if hit.article_id not in shown]
        older = others if missing < 0 else others[:missing]
    damage = "; ".join(line for line in (found.damage, skipped.line) if line)
    return replace(found, hits=(*found.hits, *older), damage=damage or None)


def matching(db: sqlite3.Connection, query: Query, typed: Match) -> int:
    """Return how many current texts match and pass all filters."""
    where, values = conditions(query.filters, typed)
    sql = (
        "SELECT count(*) FROM articles_fts f JOIN articles a ON a.id = f.rowid"
        f" WHERE articles_fts MATCH ? AND {where}"
    )
    expression = filtered(typed, query.filters)
    return int(db.execute(sql, (expression, *values)).fetchone()[0])


def _removed(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    from scraper.archive.search import past_versions

    skipped = SkippedRows()
    hits = tuple(past_versions.hits(db, query, typed, skipped, removed=True))
    return SearchResult(hits=hits, total=len(hits), notes=tuple(typed.notes), damage=skipped.line)


def _in_notes(db: sqlite3.Connection, query: Query, typed: Match) -> SearchResult:
    from scraper.archive.search.in_notes import in_notes

    return in_notes(db, query, typed)


def filtered(typed: Match, filters: Filters) -> str:
    """Return the expression of a search with the filters that the index knows."""
    tokens = filters.tokens()
    if tokens:
        return f"({typed.expression}) AND {tokens}"
    return str(typed.expression)


def conditions(filters: Filters, typed: Match) -> tuple[str, list[str]]:
    """Return what SQL has to ask of an article that matches, and the parameters."""
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
