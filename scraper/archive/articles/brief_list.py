"""Articles as brief rows, without bodies, authors and images: for lists of any length."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from scraper.archive.articles.article_list import ORDERS
from scraper.archive.articles.filters import Filters
from scraper.archive.articles.record import Row
from scraper.archive.store.row_types import SkippedRows, misfit, read_row

BATCH = 500  # rows read by one statement
EVERY_ROW = (-1, 0)


def brief_rows(
    db: sqlite3.Connection,
    filters: Filters,
    columns: Sequence[str],
    sort: str,
    part: tuple[int, int] = EVERY_ROW,
) -> Iterator[Row]:
    """Yield some columns of the articles; raise DamagedRow at the end if some could not be read.

    `columns` are names of columns of the table `articles`; the id comes along. `part` is how many
    rows are wanted, -1 for all, and how many come before them.
    """
    where, values = filters.sql()
    sql = f"SELECT a.id FROM articles a WHERE {where} ORDER BY {ORDERS[sort]} LIMIT ? OFFSET ?"
    ids = [row[0] for row in db.execute(sql, (*values, *part))]
    names = ", ".join(dict.fromkeys(("id", *columns)))
    skipped = SkippedRows()
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        yield from _batch(db, f"SELECT {names} FROM articles WHERE id", batch, skipped)
    skipped.report()


def _batch(
    db: sqlite3.Connection, select: str, ids: Sequence[int], skipped: SkippedRows
) -> Iterator[Row]:
    """Yield the rows of some ids in their order."""
    places = ", ".join("?" * len(ids))
    try:
        rows = db.execute(f"{select} IN ({places})", ids).fetchall()
    except sqlite3.DatabaseError:  # in one of them: find out in which
        rows = None
    if rows is None or any(map(misfit, rows)):
        yield from _one_by_one(db, f"{select} = ?", ids, skipped)
        return
    found = {row["id"]: row for row in rows}
    for article_id in ids:
        if article_id in found:
            yield dict(found[article_id])


def _one_by_one(
    db: sqlite3.Connection, sql: str, ids: Sequence[int], skipped: SkippedRows
) -> Iterator[Row]:
    """Yield those rows that can be read, and note the others."""
    for article_id in ids:
        row = None
        with skipped.noting():
            row = read_row(db, sql, (article_id,), "articles", article_id)
        if row is not None:
            yield dict(row)
