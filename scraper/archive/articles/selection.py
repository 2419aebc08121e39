"""Which articles a command writes, and in which version: a filter, a search, a day, a sample."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from scraper.archive.articles import article_list, sampling, versions
from scraper.archive.articles.filters import EVERYTHING, Filters
from scraper.archive.articles.record import Row
from scraper.archive.articles.row_parts import add_parts
from scraper.archive.store.connection import small_cache
from scraper.archive.store.row_types import SkippedRows
from scraper.archive.store.schema_objects import require
from scraper.archive.store.times import end_of_day
from scraper.errors import DamagedRow, InputError
from scraper.progress import Progress

# A page that went back to an older text has two versions for the time between: the later counts.
_AS_OF = (
    "SELECT a.id, {url} AS url, max(v.number) AS version FROM articles a"
    " JOIN versions v ON v.article_id = a.id WHERE {where} AND v.first_seen <= ?"
    " AND (v.replaced_at IS NULL OR v.replaced_at > ?) GROUP BY a.id ORDER BY a.id LIMIT ?"
)
_CURRENT = (
    "SELECT a.id, {url} AS url, NULL AS version FROM articles a WHERE {where} ORDER BY a.id LIMIT ?"
)
_MONTHS = (
    "SELECT id, substr(date_published, 1, 7) AS month FROM articles"
    " WHERE id IN (SELECT value FROM json_each(?))"
)
LAST = "~"  # sorts after every month
_AMONG = " AND a.id IN (SELECT value FROM json_each(?))"

TOGETHER = 100  # articles that are read with a few statements

Pick = tuple[int, int | None]  # the id of an article, and its version; None: the current one


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Articles, in the order in which the archive met them; of a sample, as they were drawn."""

    filters: Filters = EVERYTHING
    among: frozenset[int] | None = None  # ids, such as those that a search found
    as_of: str | None = None  # an ISO date or time: the texts that were current then
    sample: int | None = None
    seed: str = "0"
    limit: int | None = None
    most: int | None = None  # more articles than these are refused
    by_month: bool = False  # the months of publication in their order, articles without one last


def picks(db: sqlite3.Connection, wanted: Selection) -> list[Pick]:
    """Return the articles of a selection, each with its version."""
    if wanted.by_month:
        return _by_month(db, picks(db, replace(wanted, by_month=False)))
    where, values = wanted.filters.sql()
    if wanted.among is not None:
        where += _AMONG
        values.append(json.dumps(sorted(wanted.among)))
    sql = _CURRENT
    if wanted.as_of:
        sql = _AS_OF
        values += [end_of_day(wanted.as_of)] * 2
    if wanted.sample is None:
        most = -1 if wanted.limit is None else wanted.limit
        rows = db.execute(sql.format(where=where, url="NULL"), (*values, most))
        return [(row["id"], row["version"]) for row in rows]
    rows = db.execute(sql.format(where=where, url="a.url"), (*values, -1))
    found = ((row["url"], (row["id"], row["version"])) for row in rows)
    return sampling.draw(found, wanted.sample, wanted.seed)[: wanted.limit]


def _by_month(db: sqlite3.Connection, chosen: list[Pick]) -> list[Pick]:
    """Return the same articles, month after month."""
    listed = json.dumps([article_id for article_id, _ in chosen])
    rows = db.execute(_MONTHS, (listed,))
    months = {row["id"]: row["month"] for row in rows}
    return sorted(chosen, key=lambda pick: (months.get(pick[0]) or LAST, pick[0]))


def select(
    db: sqlite3.Connection, wanted: Selection, progress: Progress, parts: Collection[str]
) -> Iterator[Row]:
    """Yield whole articles with these parts (see row_parts).

    Raise InputError if there are more than `most`, and DamagedRow at the end if some could not be
    read.
    """
    require(db, "v_articles")
    skipped = SkippedRows()
    with small_cache(db):
        chosen = picks(db, wanted)
        _refuse_too_many(len(chosen), wanted.most)
        progress.begin("", total=len(chosen), unit="articles")
        for start in range(0, len(chosen), TOGETHER):
            for row in _read_together(db, chosen[start : start + TOGETHER], parts, skipped):
                if row is not None:
                    yield row
                progress.done += 1
    skipped.report()


def _refuse_too_many(count: int, most: int | None) -> None:
    if most is not None and count > most:
        raise InputError(
            f"{count:,} articles are too many for one file, which holds {most:,}:"
            " choose fewer, such as with --since or --site"
        )


def _read_together(
    db: sqlite3.Connection, some: list[Pick], parts: Collection[str], skipped: SkippedRows
) -> Iterator[Row | None]:
    """Yield articles that are read with a few statements; None for one that is gone or damaged."""
    ids = [article_id for article_id, _ in some]
    known = article_list.several(db, ids)
    with_past = versions.with_past(db, ids) if "versions" in parts else frozenset()
    others = [part for part in parts if part != "versions"]
    for article_id, version in some:
        try:
            row = known.get(article_id) or article_list.whole(db, article_id)
            if row is not None:
                row = article_list.at_version(db, row, version)
                row = add_parts(db, row, version, parts if article_id in with_past else others)
        except DamagedRow as error:
            skipped.add(error)
            row = None
        yield row
