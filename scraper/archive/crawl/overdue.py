"""Which articles are the most overdue, in an archive of any size.

To sort all that is due takes far longer than to read it. A run visits a few thousand articles, so
a sample shows from which lateness on there are enough of them, and only those are sorted; the
others follow where they are asked for. The order is the same with any sample.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta

from scraper.archive.articles.filters import EVERYTHING, Filters
from scraper.archive.store.times import stamp

SHORTEST_WAIT = timedelta(minutes=1)  # what counts as one
NOT_EXCLUDED = "NOT EXISTS (SELECT 1 FROM coder_exclusions x WHERE x.article_id = v.article_id)"
SAMPLE = 1000  # articles; a run's share of a large archive is dozens of them
SPARE = 1.3  # of what is wanted: the sample is not exact, and some hosts are left alone
MANY = 2  # times what is wanted; where less is due, it is sorted at once

# How late a visit is, measured by the wait before it: an hour late is much for an article that was
# due an hour after its last visit, and nothing for one that was due after half a year.
_LATENESS = (
    "(julianday(:now) - julianday(v.due_at))"
    f" / max(julianday(v.due_at) - julianday(v.last_seen), {SHORTEST_WAIT / timedelta(days=1)})"
)
# The same as a condition, which has half of the cost: late enough for the wait before the visit,
# and for the shortest wait that counts, which `:latest` holds.
_IS_LATER = (
    "(v.due_at < :latest"
    " AND (1 + :lateness) * julianday(v.due_at) - :lateness * julianday(v.last_seen)"
    " < julianday(:now))"
)
_IS_DUE = "v.due_at <= :now"
_ORDER = f" ORDER BY {_LATENESS} DESC, v.article_id"

Parameters = dict[str, str | float]


def most_overdue(
    db: sqlite3.Connection, filters: Filters, now: datetime, *, wanted: int, due_or_not: bool
) -> Iterator[tuple[int, str | None]]:
    """Yield the ids and due times of what is due, the most overdue first.

    About `wanted` of them are asked for, or all for 0. With `due_or_not`, all others follow.
    """
    source, parameters = _source(filters, conditions := [NOT_EXCLUDED])
    parameters["now"] = stamp(now)
    is_sampled = bool(wanted) and not due_or_not and filters == EVERYTHING
    lateness = _lateness_of(db, now, wanted) if is_sampled else None
    parts = ["TRUE"] if due_or_not else [_IS_DUE]
    if lateness is not None:
        parameters["lateness"] = lateness
        parameters["latest"] = stamp(now - lateness * SHORTEST_WAIT)
        parts = [_IS_LATER, f"{_IS_DUE} AND {_IS_LATER} IS NOT TRUE"]
    for part in parts:
        condition = " AND ".join([part, *conditions])
        sql = f"SELECT v.article_id, v.due_at FROM {source} WHERE {condition}{_ORDER}"
        yield from db.execute(sql, parameters)


def _source(filters: Filters, conditions: list[str]) -> tuple[str, Parameters]:
    """Return the tables to read, and the parameters; add the conditions of the filters."""
    if filters == EVERYTHING:
        return "visits v", {}
    condition, values = filters.sql()
    named = {f"value{number}": value for number, value in enumerate(values)}
    for name in named:
        condition = condition.replace("?", f":{name}", 1)
    conditions.append(condition)
    return "visits v JOIN articles a ON a.id = v.article_id", dict(named)


def _lateness_of(db: sqlite3.Connection, now: datetime, wanted: int) -> float | None:
    """Return a lateness that somewhat more articles than are wanted exceed, or None for all."""
    due = "SELECT count(*) FROM (SELECT 1 FROM visits WHERE due_at <= ? LIMIT ?)"
    (count,) = db.execute(due, (stamp(now), MANY * wanted)).fetchone()
    if count < MANY * wanted:
        return None
    (last,) = db.execute("SELECT max(article_id) FROM visits").fetchone()
    sample = range(1, last + 1, max(1, last // SAMPLE))
    rank = round(SPARE * wanted * len(sample) / last)
    row = db.execute(
        f"SELECT {_LATENESS} FROM json_each(:sample) given CROSS JOIN visits v"
        f" ON v.article_id = given.value WHERE v.due_at <= :now{_ORDER} LIMIT 1 OFFSET :rank",
        {"sample": json.dumps(list(sample)), "now": stamp(now), "rank": rank},
    ).fetchone()
    return None if row is None else row[0]
