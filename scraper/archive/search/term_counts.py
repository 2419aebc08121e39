"""Count the articles with a word by day, week, month or year, and all articles with them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scraper.archive.articles.filters import Filters
from scraper.archive.search import query_syntax
from scraper.archive.search.query_syntax import Match
from scraper.errors import InputError
from scraper.present.periods import LETTERS, period_of, periods_between

# Both indexes hold the date, so that no row of an article is read for it.
_BY_DATE = "INDEXED BY ix_articles_date_published"
_BY_SITE = "INDEXED BY ix_articles_site"
_PRECISE = 6  # digits of a share


@dataclass(frozen=True, kw_only=True, slots=True)
class TrendRow:
    """How many articles of a period have a term."""

    period: str
    term: str
    count: int
    of: int  # all articles of the period that the filters let pass
    share: float | None  # 0 to 1; None if the period has no article


@dataclass(frozen=True, kw_only=True, slots=True)
class Trends:
    """The counts of some terms, period by period, without a gap between the first and the last."""

    rows: tuple[TrendRow, ...]
    left_out: int  # articles whose date does not name a period
    notes: tuple[str, ...]


def trends(db: sqlite3.Connection, terms: Sequence[str], filters: Filters, by: str) -> Trends:
    """Count the articles of each term; raise InputError for a term without a word in it."""
    typed = {term: _read(term) for term in terms}
    everything, left_out = _by_period(_dates(db, filters), by)
    found = {term: _counted(db, filters, match, by) for term, match in typed.items()}
    rows = _rows(periods_between(everything, by), everything, found)
    notes = [note for match in typed.values() for note in match.notes]
    return Trends(rows=tuple(rows), left_out=left_out, notes=tuple(notes))


def _read(term: str) -> Match:
    match = query_syntax.read(term)
    if match.expression is None:
        raise InputError(f"{term!r} has no word to look for")
    return match


def _counted(db: sqlite3.Connection, filters: Filters, match: Match, by: str) -> Counter[str]:
    """Return the articles that match; any text is a valid term, as it is for a search."""
    try:
        dates = _dates(db, filters, match)
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
            raise
        dates = _dates(db, filters, query_syntax.words_only(" ".join(match.words)))
    counts, _ = _by_period(dates, by)
    return counts


def _rows(
    periods: Iterable[str], everything: Counter[str], found: dict[str, Counter[str]]
) -> Iterator[TrendRow]:
    for period in periods:
        of = everything[period]
        for term, counts in found.items():
            count = counts[period]
            share = round(count / of, _PRECISE) if of else None
            yield TrendRow(period=period, term=term, count=count, of=of, share=share)


def _by_period(dates: Iterable[tuple[str | None, int]], by: str) -> tuple[Counter[str], int]:
    """Return the articles of each period, and how many have no date that names one."""
    counts: Counter[str] = Counter()
    left_out = 0
    for moment, count in dates:
        period = period_of(moment or "", by)
        if period is None:
            left_out += count
        else:
            counts[period] += count
    return counts, left_out


def _dates(
    db: sqlite3.Connection, filters: Filters, match: Match | None = None
) -> list[tuple[str | None, int]]:
    """Return the days of publication as written, each with its articles (those that match)."""
    where, values = filters.sql()
    if match is not None:
        where = f"a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?) AND {where}"
        values = [str(match.expression), *values]
        for column, run in match.checks:
            where += f" AND instr(a.{column}, ?)"
            values.append(run)
    index = _BY_SITE if filters.site else _BY_DATE
    sql = (
        f"SELECT substr(a.date_published, 1, {LETTERS['day']}) AS day, count(*)"
        f" FROM articles a {index} WHERE {where} GROUP BY day"
    )
    return [(day, count) for day, count in db.execute(sql, values)]
