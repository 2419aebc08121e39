"""How many of the articles that a search finds have each value of a filter.

Of many matches an even sample is counted, so that the counts cost the same in an archive of any
size; a count is then an estimate.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any

from scraper.archive.articles.filters import Filters
from scraper.archive.search import by_address, past_versions, run_search
from scraper.archive.search.query_syntax import Match
from scraper.archive.search.search_types import Query
from scraper.archive.store.watch import was_interrupted

MOST = 1_000  # articles that are looked at: some five milliseconds
ENOUGH = 30  # of a sample, that pass the filters: of fewer, all matches are looked at instead
SHOWN = 8  # values of a filter, the most frequent
FEWEST_CELLS = 2  # different cells of a label's column that divide its articles
MOST_CELLS = 12  # and so many at most: a column with more has no categories
NAMES = ("site", "year", "language", "section", "author", "label", "tag")
# a number without a factor in common with most steps, and bits of the product: an even choice
# among ids, though a newsroom may add each tenth article
_SCATTER = 2_654_435_761
_CHOSEN = f"((rowid * {_SCATTER}) >> 16) % ? = 0"
_AMONG = "IN (SELECT value FROM json_each(?))"
_COLUMNS = ("a.site", "substr(a.date_published, 1, 4)", "a.language", "a.section", "a.tags")
_OWN = f"SELECT {', '.join(_COLUMNS)} FROM articles a WHERE a.id {_AMONG}"
_AUTHORS = (
    "SELECT n.name, count(DISTINCT p.article_id) FROM article_authors p"
    f" JOIN authors n ON n.id = p.author_id WHERE p.article_id {_AMONG} GROUP BY p.author_id"
)
_CODER_TAGS = f"SELECT article_id, tag FROM coder_tags WHERE article_id {_AMONG}"
_OF_LABELS = (
    "FROM aliases l JOIN label_rows r ON r.url = l.url JOIN label_sets s ON s.id = r.set_id"
)
# without those that the filter cannot name: it would take them for a column and its value
_SETS = (
    f"SELECT s.name, count(DISTINCT l.article_id) {_OF_LABELS} WHERE l.article_id {_AMONG}"
    " AND NOT instr(s.name, '=') GROUP BY s.id"
)
_CELLS = (
    f"SELECT c.key, c.value, count(DISTINCT l.article_id) {_OF_LABELS}, json_each(r.cells) c"
    f" WHERE l.article_id {_AMONG} AND s.name = ? AND c.key <> s.url_column"
    " AND c.value <> '' AND NOT instr(c.key, '=') AND NOT instr(c.key, ':')"
    " GROUP BY c.key, c.value"
)


Condition = tuple[str, list[str]]  # SQL that begins with AND, and its parameters


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetValue:
    """A value of a filter, and how many of the articles found have it."""

    value: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Facets:
    """How the articles of a search are divided; of each filter the most frequent values."""

    total: int = 0  # articles, or notes of them where notes are searched
    looked_at: int = 0  # of them
    is_estimate: bool = False
    values: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sample:
    """Some of the articles that match, and for how many each of them counts."""

    ids: Sequence[int]
    each: float = 1.0

    @property
    def total(self) -> int:
        return round(len(self.ids) * self.each)


def facets(db: sqlite3.Connection, query: Query) -> Facets:
    """Count what a search finds; of an empty query, what its filters let pass.

    Raise InputError for a raw query that FTS5 cannot read.
    """
    if query.typed.strip() and by_address.of(query) and not query.as_of:
        found = run_search.search(db, replace(query, limit=1, offset=0))
        if found.total == 1:
            return Facets(total=1, looked_at=1)
    return run_search.reading(query, lambda typed: _facets(db, query, typed))


def _facets(db: sqlite3.Connection, query: Query, typed: Match) -> Facets:
    if typed.expression is None and query.typed.strip():
        return Facets()
    samples = [sample for sample in _samples(db, query, typed) if sample.ids]
    counted = _counted_together(db, samples, query.filters)
    return Facets(
        total=sum(sample.total for sample in samples),
        looked_at=sum(len(sample.ids) for sample in samples),
        is_estimate=any(sample.each > 1 for sample in samples),
        values={name: _most(name, counts) for name, counts in counted.items() if counts},
    )


def _counted_together(
    db: sqlite3.Connection, samples: Iterable[_Sample], filters: Filters
) -> dict[str, Counter[str]]:
    """Return how many articles have each value, by all samples together."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in NAMES}
    for sample in samples:
        for name, counts in _counted(db, sample.ids, filters).items():
            weighted = {value: round(count * sample.each) for value, count in counts.items()}
            counted[name].update(weighted)
    return counted


def _most(name: str, counts: Counter[str]) -> tuple[FacetValue, ...]:
    """Return the most frequent values; years in their order, the newest first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:SHOWN]
    if name == "year":
        ordered.sort(reverse=True)
    return tuple(FacetValue(value=value, count=count) for value, count in ordered)


def _samples(db: sqlite3.Connection, query: Query, typed: Match) -> Iterable[_Sample]:
    """Yield the articles that are counted: of current texts, and of others."""
    if typed.expression is None:
        yield _of_filters(db, query.filters)
    elif query.as_of:
        yield _of_current(db, query.filters, typed, past_versions.is_as_of(query))
        yield _thinned(past_versions.past_ids_as_of(db, query, typed))
    elif query.where == "notes":
        yield _thinned(_ids_of_notes(db, query, typed))
    else:
        if query.where != "removed":
            yield _of_current(db, query.filters, typed)
        if query.where != "current":
            yield _thinned(past_versions.removed_ids(db, query, typed))


def _of_filters(db: sqlite3.Connection, filters: Filters) -> _Sample:
    """Return articles that pass the filters, without a search."""
    tokens = filters.tokens()
    if tokens is not None:
        return _of_current(db, filters, Match(tokens))
    where, values = filters.sql()
    if where == "1":
        return _of_all(db, where, values)
    sql = f"SELECT a.id FROM articles a WHERE {where} LIMIT ?"
    first = [row[0] for row in db.execute(sql, (*values, MOST + 1))]
    if len(first) <= MOST:
        return _Sample(ids=first)
    sample = _of_all(db, where, values)
    if len(sample.ids) >= ENOUGH:
        return sample
    return _thinned([row[0] for row in db.execute(sql, (*values, -1))])


def _of_all(db: sqlite3.Connection, where: str, values: Sequence[str]) -> _Sample:
    """Return a sample of all articles, chosen by their ids, without those that a filter stops."""
    total, last = db.execute("SELECT count(*), max(id) FROM articles").fetchone()
    if not total:
        return _Sample(ids=())
    size = last if total <= MOST else ceil(MOST * last / total)  # some ids are not taken
    wanted = range(1, last + 1) if size >= last else {n * _SCATTER % last + 1 for n in range(size)}
    listed = json.dumps(sorted(wanted))
    there = f"SELECT a.id, {where} FROM articles a WHERE a.id {_AMONG}"
    rows = db.execute(there, (*values, listed)).fetchall()
    return _Sample(ids=[one for one, passes in rows if passes], each=total / max(len(rows), 1))


def _of_current(
    db: sqlite3.Connection, filters: Filters, typed: Match, then: Condition = ("", [])
) -> _Sample:
    """Return articles whose current text matches and which pass the filters and `then`."""
    expression = run_search.filtered(typed, filters)
    ids, total = _some_matches(db, expression)
    where, values = run_search.conditions(filters, typed)
    where, values = f"{where}{then[0]}", [*values, *then[1]]
    each = total / max(len(ids), 1)
    if where == "1":
        return _Sample(ids=ids, each=each)
    passing = f"SELECT a.id FROM articles a WHERE a.id {_AMONG} AND {where}"
    left = [row[0] for row in db.execute(passing, (json.dumps(ids), *values))]
    if len(ids) == total or len(left) >= ENOUGH:
        return _Sample(ids=left, each=each)
    every = (
        "SELECT a.id FROM articles_fts f JOIN articles a ON a.id = f.rowid"
        f" WHERE articles_fts MATCH ? AND {where}"
    )
    return _thinned([row[0] for row in db.execute(every, (expression, *values))])


def _some_matches(db: sqlite3.Connection, expression: str) -> tuple[list[int], int]:
    """Return the articles that match, or an even choice of many; and how many there are in all."""
    found = "FROM articles_fts WHERE articles_fts MATCH ?"
    first = f"SELECT rowid {found} LIMIT ?"
    ids = [row[0] for row in db.execute(first, (expression, MOST + 1))]
    if len(ids) <= MOST:
        return ids, len(ids)
    (total,) = db.execute(f"SELECT count(*) {found}", (expression,)).fetchone()
    chosen = f"SELECT rowid {found} AND {_CHOSEN}"
    return [row[0] for row in db.execute(chosen, (expression, ceil(total / MOST)))], total


def _ids_of_notes(db: sqlite3.Connection, query: Query, typed: Match) -> list[int]:
    where, values = query.filters.sql()
    sql = (
        "SELECT a.id FROM coder_notes_fts JOIN coder_notes n ON n.id = coder_notes_fts.rowid"
        f" JOIN articles a ON a.id = n.article_id WHERE coder_notes_fts MATCH ? AND {where}"
    )
    return [row[0] for row in db.execute(sql, (typed.expression, *values))]


def _thinned(ids: Sequence[int]) -> _Sample:
    """Return an even sample of articles that are all known."""
    step = max(ceil(len(ids) / MOST), 1)
    chosen = ids[::step]
    return _Sample(ids=chosen, each=len(ids) / max(len(chosen), 1))


def _counted(
    db: sqlite3.Connection, ids: Sequence[int], filters: Filters
) -> dict[str, Counter[str]]:
    """Return how many of some articles have each value of each filter."""
    listed = json.dumps(list(ids))
    rows = _own_columns(db, ids)
    site, year, language, section, tags = zip(*rows, strict=True) if rows else ((),) * len(_COLUMNS)
    counts = {
        "site": Counter(filter(_is_value, site)),
        "year": Counter(filter(_is_value, year)),
        "language": _shortened(filter(_is_value, language)),
        "section": Counter(filter(_is_value, section)),
    }
    counts["author"] = Counter(dict(map(tuple, db.execute(_AUTHORS, (listed,)))))
    counts["label"] = _labels(db, listed, filters.label)
    counts["tag"] = _tags(tags, db.execute(_CODER_TAGS, (listed,)))
    return counts


def _own_columns(db: sqlite3.Connection, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Return what the rows of some articles hold, without those that cannot be read."""
    try:
        return db.execute(_OWN, (json.dumps(list(ids)),)).fetchall()
    except sqlite3.DatabaseError as error:
        if was_interrupted(error):
            raise
    rows = []
    for one in ids:
        with suppress(sqlite3.DatabaseError):
            rows += db.execute(_OWN, (json.dumps([one]),)).fetchall()
    return rows


def _is_value(value: object) -> bool:
    """Return whether a value can be shown; in a damaged row it may be of another type."""
    return isinstance(value, str) and value != ""


def _shortened(languages: Iterable[str]) -> Counter[str]:
    """Return the languages without their regions, as the filter takes them."""
    return Counter(language.partition("-")[0] for language in languages)


def _tags(own: Iterable[object], given: Iterable[Sequence[object]]) -> Counter[str]:
    """Return how many articles have each tag, of the page or of a coder."""
    counts: Counter[str] = Counter()
    for stored in own:
        if stored != "[]" and isinstance(stored, str):
            with suppress(ValueError, TypeError):  # of a damaged row
                counts.update(set(filter(_is_value, json.loads(stored))))
    counts.update(str(tag) for _, tag in {(one, tag) for one, tag in given})
    return counts


def _labels(db: sqlite3.Connection, listed: str, label: str | None) -> Counter[str]:
    """Return how many articles each label set has; of a chosen set, how many each of its cells.

    The values are written as the filter takes them: SET, or SET:COLUMN=CELL.
    """
    if label is None:
        if db.execute("SELECT 1 FROM label_sets LIMIT 1").fetchone() is None:
            return Counter()
        return Counter(dict(map(tuple, db.execute(_SETS, (listed,)))))
    if "=" in label:
        return Counter({label: len(json.loads(listed))})
    by_column: dict[str, Counter[str]] = {}
    for column, cell, count in db.execute(_CELLS, (listed, label)):
        by_column.setdefault(column, Counter())[f"{label}:{column}={cell}"] = count
    divided = [c for c in by_column.values() if FEWEST_CELLS <= len(c) <= MOST_CELLS]
    return sum(divided, Counter[str]())
