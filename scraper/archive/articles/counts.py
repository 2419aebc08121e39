"""How many articles there are by site, date, author, section, language or verdict."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from scraper.archive.articles import article_list, record
from scraper.archive.articles.filters import EVERYTHING, Filters

# letters of a date that name its day, month or year; a page may state less
DATES = {"day": 10, "month": 7, "year": 4}
NAMES = ("site", "author", "section", "language", "verdict")
OVERVIEW = ("site", "month", "author", "verdict", "language")
WITHOUT_INDEX = ("verdict", "language")
LARGEST = 10  # rows of each part of the overview; the rest is one row
NEWEST = 12  # months of the overview: a year of them
_BY_AUTHOR = (
    "SELECT n.name AS value, count(DISTINCT a.id) AS count FROM articles a"
    " LEFT JOIN article_authors p ON p.article_id = a.id"
    " LEFT JOIN authors n ON n.id = p.author_id"
    " WHERE {where} GROUP BY value ORDER BY count DESC, value"
)
# of all articles: the pairs of articles and authors alone, from an index that holds them
_BY_AUTHOR_OF_ALL = """
  SELECT n.name AS value, c.count FROM
      (SELECT author_id, count(DISTINCT article_id) AS count
        FROM article_authors GROUP BY author_id) c
    JOIN authors n ON n.id = c.author_id
  UNION ALL
  SELECT NULL, count(*) FROM articles a
    WHERE NOT EXISTS (SELECT 1 FROM article_authors p WHERE p.article_id = a.id)
    HAVING count(*) > 0
  ORDER BY count DESC, value
"""
_BY_NAME = (
    "SELECT a.{name} AS value, count(*) AS count FROM articles a"
    " WHERE {where} GROUP BY value ORDER BY count DESC, value"
)
_BY_DATE = (
    "SELECT substr(a.date_published, 1, {letters}) AS value, count(*) AS count FROM articles a"
    " WHERE {where} GROUP BY value ORDER BY value IS NULL, value"
)
EVERY = "1"  # the condition that all articles pass
_AMONG = "a.id IN (SELECT value FROM json_each(?))"
_SHARE_DIGITS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class CountRow:
    """How many articles have a value."""

    by: str  # one of DATES or NAMES; "all" for all articles
    value: str | None  # None: they have none
    count: int
    share: float  # of all articles that the filters let pass, 0 to 1
    is_rest: bool = field(default=False, compare=False)  # the value names several: "190 others"


class _Chosen(NamedTuple):
    """The articles that filters let pass, as a condition over `articles a`."""

    where: str
    parameters: Sequence[str]
    total: int


def counts(db: sqlite3.Connection, filters: Filters, by: str) -> Iterator[CountRow]:
    """Yield each value with its articles: dates in their order, of others the most frequent first.

    An article with several authors counts for each of them.
    """
    yield from _counted(db, _choose(db, filters), by)


def overview(db: sqlite3.Connection, filters: Filters) -> Iterator[CountRow]:
    """Yield all articles in one row, then the largest counts of each part, as they are found."""
    chosen = _choose(db, filters)
    if not chosen.total:
        return
    yield _row("all", None, chosen.total, chosen.total)
    read_together = _without_index(db, chosen)
    for by in OVERVIEW:
        rows = read_together.get(by) or list(_counted(db, chosen, by))
        yield from _shortened(rows, by, chosen.total)


def _without_index(db: sqlite3.Connection, chosen: _Chosen) -> dict[str, list[CountRow]]:
    """Return the counts of the fields that no index has: all articles are read for them, once."""
    names = ", ".join(f"a.{name}" for name in WITHOUT_INDEX)
    sql = f"SELECT {names}, count(*) FROM articles a WHERE {chosen.where} GROUP BY {names}"
    counted = {name: Counter[str | None]() for name in WITHOUT_INDEX}
    for *values, count in db.execute(sql, chosen.parameters):
        for name, value in zip(WITHOUT_INDEX, values, strict=True):
            counted[name][value] += count
    return {
        name: [_row(name, value, count, chosen.total) for value, count in _ranked(counts)]
        for name, counts in counted.items()
    }


def _ranked(counts: Counter[str | None]) -> list[tuple[str | None, int]]:
    """Return the values as SQL orders them: the most frequent first, then NULL, then by name."""
    return sorted(counts.items(), key=lambda one: (-one[1], one[0] is not None, one[0] or ""))


def _choose(db: sqlite3.Connection, filters: Filters) -> _Chosen:
    """Return the chosen articles by their ids: some filters take too long to be asked twice."""
    if filters == EVERYTHING:
        return _Chosen(EVERY, (), article_list.count(db, filters))
    where, parameters = filters.sql()
    found = db.execute(f"SELECT a.id FROM articles a WHERE {where}", parameters)
    ids = [article_id for (article_id,) in found]
    return _Chosen(_AMONG, (record.dump(ids),), len(ids))


def _counted(db: sqlite3.Connection, chosen: _Chosen, by: str) -> Iterator[CountRow]:
    for value, count in db.execute(_sql(by, chosen.where), chosen.parameters):
        yield _row(by, value, count, chosen.total)


def _shortened(rows: Sequence[CountRow], by: str, total: int) -> Iterator[CountRow]:
    """Yield the rows that matter most, and the rest as one row if it is more than one."""
    if by in DATES:
        dated = [row for row in rows if row.value is not None]
        yield from _together(dated[:-NEWEST], by, "earlier", total)
        yield from dated[-NEWEST:]
        yield from rows[len(dated) :]
        return
    yield from rows[:LARGEST]
    yield from _together(rows[LARGEST:], by, "others", total)


def _together(rows: Sequence[CountRow], by: str, called: str, total: int) -> Iterator[CountRow]:
    """Yield several rows as one, whose value is their number."""
    if len(rows) > 1:
        row = _row(by, f"{len(rows)} {called}", sum(row.count for row in rows), total)
        yield replace(row, is_rest=True)
    else:
        yield from rows


def _sql(by: str, where: str) -> str:
    if by == "author":
        return _BY_AUTHOR_OF_ALL if where == EVERY else _BY_AUTHOR.format(where=where)
    if by in DATES:
        return _BY_DATE.format(letters=DATES[by], where=where)
    return _BY_NAME.format(name=by, where=where)


def _row(by: str, value: str | None, count: int, total: int) -> CountRow:
    return CountRow(by=by, value=value, count=count, share=round(count / total, _SHARE_DIGITS))
