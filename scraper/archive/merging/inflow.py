"""One archive on its way into another: both connections, and what its rows are called there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Any

from scraper.archive.articles.record import dump
from scraper.archive.store import checksums
from scraper.archive.store.many_rows import insert_many
from scraper.archive.store.row_types import SkippedRows, damaged
from scraper.progress import Progress

Row = dict[str, Any]
BATCH = 500  # rows a statement: the index of words is written out at the end of each
NOT_AS_STORED = "it is not what was stored"
# columns that the checksum of a table's row leaves out, besides its id
NOT_COVERED = {
    "extractions": ("article_id",),
    "fetches": ("article_id",),
    "hosts": ("next_ok_at",),
    "feed_events": ("feed_id",),
    "gaps": ("feed_id",),
}


@dataclass(slots=True)
class Inflow:
    """An archive, `source`, on its way into another, `target`.

    The maps lead from an id in the source to the id of the same row in the target. A row that was
    passed over, for it is damaged, has none.
    """

    source: sqlite3.Connection
    target: sqlite3.Connection
    skipped: SkippedRows = field(default_factory=SkippedRows)
    progress: Progress = field(default_factory=Progress)
    runs: dict[int, int] = field(default_factory=dict)
    bodies: dict[int, int] = field(default_factory=dict)
    captures: dict[int, int] = field(default_factory=dict)
    articles: dict[int, int] = field(default_factory=dict)
    feeds: dict[int, int] = field(default_factory=dict)
    # article in the source -> number of a version -> its number in the target, where it is another
    numbers: dict[int, dict[int, int]] = field(default_factory=dict)
    joined: set[int] = field(default_factory=set)  # articles of the source that the target had
    reindexed: bool = False  # whether the target's index was made anew
    new: int = 0  # captures up to this id were in the target before

    def article_ids(self) -> list[int]:
        """Return the ids of the articles of the source, ascending."""
        # in any order SQLite reads them from a small index, else from the table with its texts
        return sorted(row[0] for row in self.source.execute("SELECT id FROM articles"))

    def sound(self, table: str) -> Iterator[Row]:
        """Yield the rows of a table of the source, those aside that are not as they were stored."""
        covered = checksums.COVERED[table]
        key = checksums.KEYS.get(table, "id")
        names = (*covered, *NOT_COVERED.get(table, ()))
        summed = values_of(covered)
        own = ("id",) if key == "id" else ()
        sql = f"SELECT {', '.join((*own, *names))}, checksum, {key} AS its_key FROM {table}"
        for values in self.source.execute(f"{sql} ORDER BY {key if own else 'its_key'}"):
            row = dict(values)
            name = row.pop("its_key")
            if checksums.of(summed(row)) != row.pop("checksum"):
                self.skipped.add(damaged(table, name, NOT_AS_STORED))
                continue
            yield row

    def is_damaged(self, table: str, known: sqlite3.Row) -> bool:
        """Return whether a row of the target is not as it was stored, and note it if so.

        To change it would give it a right checksum: the row of the source has to replace it.
        """
        if checksums.of(known[name] for name in checksums.COVERED[table]) == known["checksum"]:
            return False
        self.skipped.add(damaged(table, known[checksums.KEYS.get(table, "id")], NOT_AS_STORED))
        return True

    def version(self, article_id: int, number: int | None) -> int | None:
        """Return the number that a version of an article of the source has in the target."""
        if number is None:
            return None
        return self.numbers.get(article_id, {}).get(number, number)


def values_of(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Return what gives the values of several columns of a row, in a third of the time of a loop.

    Of fewer than two columns `itemgetter` makes no tuple.
    """
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: tuple(row[name] for name in names)


def put(db: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows with the same columns; those of a table with checksums get theirs."""
    source = iter(rows)
    covered = checksums.COVERED.get(table)
    while batch := list(islice(source, BATCH)):
        names = tuple(name for name in batch[0] if name != "checksum" or not covered)
        values = list(map(values_of(names), batch))
        if covered:
            names = (*names, "checksum")
            sums = map(checksums.of, map(values_of(covered), batch))
            values = [(*one, total) for one, total in zip(values, sums, strict=True)]
        insert_many(db, _columns(table, names), values)


def put_at_once(db: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    """Insert rows as they are, by one statement if SQLite takes so many values.

    FTS5 writes the words of the texts out at the end of each statement.
    """
    if rows:
        names = tuple(rows[0])
        insert_many(db, _columns(table, names), list(map(values_of(names), rows)))


def _columns(table: str, names: Iterable[str]) -> str:
    return f"{table}({', '.join(names)})"


def next_id(db: sqlite3.Connection, table: str) -> int:
    """Return the first id that no row of a table has, nor one after it."""
    return int(db.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}").fetchone()[0])


def among(db: sqlite3.Connection, sql: str, values: Iterable[Any]) -> list[sqlite3.Row]:
    """Return the rows of a statement that ends in `IN`, for values of any number."""
    listed = dump(list(values))
    return db.execute(f"{sql} (SELECT value FROM json_each(?))", (listed,)).fetchall()


def first_of(values: Iterable[str | None]) -> str | None:
    """Return the least of the texts that are there, None if none is."""
    return min((value for value in values if value is not None), default=None)
