"""Label sets: the columns of a table of addresses, kept with the articles that its rows name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.archive.articles import identity
from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, transaction, translate_errors
from scraper.archive.store.schema_objects import require
from scraper.archive.store.times import stamp
from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.secrets import masked

_Stored = tuple[str, str | None, str]  # url, error and cells of a row, as the file holds them


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelRow:
    """One row of a table: its address and its cells."""

    url: str  # as it was written
    cells: Mapping[str, str]  # column -> cell, that of the address included
    error: str | None = None  # why the address cannot be fetched


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelTable:
    """A table of addresses with columns of the user's own."""

    name: str
    columns: Sequence[str]
    url_column: str
    source: str | None = None  # the file that it was read from


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelSet:
    """A kept table, without its rows."""

    name: str
    columns: tuple[str, ...]
    url_column: str
    source: str | None
    rows: int
    articles: int  # different articles that its rows lead to
    added_at: str
    updated_at: str


class LabelSets(Room):
    """The label sets of an archive."""

    @translate_errors
    def keep(self, table: LabelTable, rows: Iterable[LabelRow]) -> int:
        """Keep a table under its name and return the number of its rows.

        A table that is read again replaces its old rows. Raise InputError if the name belongs to a
        table that has no address in common with this one, for its labels would be lost.
        """
        stored = [_stored(row) for row in rows]
        with transaction(self.db):
            set_id = self._set_id(table, {row[0] for row in stored})
            self.db.execute("DELETE FROM label_rows WHERE set_id = ?", (set_id,))
            self.db.executemany(
                "INSERT INTO label_rows(set_id, row, url, error, cells, checksum)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (_with_checksum(set_id, number, row) for number, row in enumerate(stored, 1)),
            )
        return len(stored)

    @translate_errors
    def add(self, table: LabelTable, rows: Iterable[LabelRow]) -> int:
        """Add rows to a table, made where there is none; return how many it then has.

        Rows of an address replace those that the table has of it, all others stay: so a newer
        export of the same program loses nothing that an older one brought.
        """
        given: dict[str, list[_Stored]] = {}
        for row in map(_stored, rows):
            given.setdefault(row[0], []).append(row)
        with transaction(self.db):
            known = self._known(table.name)
            merged = list(_merged(known, given))
            set_id = self._set_id(table, set(given), may_differ=True)
            self.db.execute("DELETE FROM label_rows WHERE set_id = ?", (set_id,))
            self.db.executemany(
                "INSERT INTO label_rows(set_id, row, url, error, cells, checksum)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (_with_checksum(set_id, number, row) for number, row in enumerate(merged, 1)),
            )
        return len(merged)

    def _known(self, name: str) -> list[_Stored]:
        """Return the rows of a set as the file holds them; none if there is no such set."""
        rows = self.db.execute(
            "SELECT r.url, r.error, r.cells FROM label_rows r JOIN label_sets s ON s.id = r.set_id"
            " WHERE s.name = ? ORDER BY r.row",
            (clean(name),),
        )
        return [tuple(row) for row in rows]

    def _set_id(self, table: LabelTable, addresses: set[str], *, may_differ: bool = False) -> int:
        """Return the id of the set that is to hold a table; make one where there is none."""
        at = stamp(self.clock())
        told = clean(
            {
                "name": table.name,
                "source": table.source,
                "columns": json.dumps(list(table.columns), ensure_ascii=False),
                "url_column": table.url_column,
                "updated_at": at,
            }
        )
        known = self.db.execute(
            "SELECT id FROM label_sets WHERE name = ?", (told["name"],)
        ).fetchone()
        if known is None:
            return checksums.insert(self.db, "label_sets", **told, added_at=at)
        set_id = int(known["id"])
        if not may_differ and addresses.isdisjoint(self._addresses(set_id)):
            raise InputError(
                f"the label set {table.name!r} holds another table, with none of these URLs:"
                " give this one a name of its own with --label-set"
            )
        checksums.update(self.db, "label_sets", {"id": set_id}, **told)
        return set_id

    def _addresses(self, set_id: int) -> Iterator[str]:
        for (url,) in self.db.execute("SELECT url FROM label_rows WHERE set_id = ?", (set_id,)):
            yield url

    @translate_errors
    def walk(self) -> Iterator[LabelSet]:
        """Yield the sets of the archive, by name."""
        for row in self.db.execute(f"{_SETS} GROUP BY s.id ORDER BY s.name").fetchall():
            yield _label_set(row)

    @translate_errors
    def get(self, name: str) -> LabelSet:
        """Return one set; raise InputError if there is none of that name."""
        row = self.db.execute(f"{_SETS} WHERE s.name = ? GROUP BY s.id", (name,)).fetchone()
        if row is None:
            names = ", ".join(one.name for one in self.walk()) or "none yet"
            raise InputError(f"no label set {name!r}; label sets of this archive: {names}")
        return _label_set(row)

    @translate_errors
    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a set in their order.

        Each has row, url, article_id, reason, status, error, fetched_at and cells.
        """
        self.get(name)
        require(self.db, "v_label_rows")
        sql = "SELECT * FROM v_label_rows WHERE label_set = ? ORDER BY row"
        for row in self.db.execute(sql, (name,)):
            yield dict(row) | {"cells": json.loads(row["cells"])}

    @translate_errors
    def cells_of(self, url: str) -> dict[str, str]:
        """Return the cells that an address came with, without the address; {} if it is in no set.

        Where several rows have the address, the first row of the set that was kept last counts.
        """
        sql = (
            "SELECT r.cells, s.url_column FROM label_rows r JOIN label_sets s ON s.id = r.set_id"
            " WHERE r.url = ? ORDER BY s.updated_at DESC, s.id DESC, r.row LIMIT 1"
        )
        row = self.db.execute(sql, (identity.normalized(url),)).fetchone()
        if row is None:
            return {}
        cells: dict[str, str] = json.loads(row["cells"])
        cells.pop(row["url_column"], None)
        return cells

    @translate_errors
    def remove(self, name: str) -> None:
        """Remove a set; the articles stay. Raise InputError if there is none of that name."""
        self.get(name)
        with transaction(self.db):
            self.db.execute("DELETE FROM label_sets WHERE name = ?", (name,))

    @translate_errors
    def of_article(self, article_id: int) -> Iterator[sqlite3.Row]:
        """Yield label_set, row, column and value of each cell that an article came with."""
        require(self.db, "v_labels")
        sql = (
            'SELECT label_set, row, "column", value FROM v_labels WHERE url IN'
            " (SELECT url FROM aliases WHERE article_id = ?) ORDER BY label_set, row"
        )
        yield from self.db.execute(sql, (article_id,))


_DUMP = json.JSONEncoder(ensure_ascii=False).encode
_SETS = (
    "SELECT s.*, count(r.row) AS rows, count(DISTINCT l.article_id) AS articles FROM label_sets s"
    " LEFT JOIN label_rows r ON r.set_id = s.id LEFT JOIN aliases l ON l.url = r.url"
)


def _label_set(row: sqlite3.Row) -> LabelSet:
    return LabelSet(
        name=row["name"],
        columns=tuple(json.loads(row["columns"])),
        url_column=row["url_column"],
        source=row["source"],
        rows=row["rows"],
        articles=row["articles"],
        added_at=row["added_at"],
        updated_at=row["updated_at"],
    )


def _merged(known: Iterable[_Stored], given: dict[str, list[_Stored]]) -> Iterator[_Stored]:
    """Yield the known rows in their order, each replaced by the given ones; then the others."""
    placed = set()
    for row in known:
        url = row[0]
        if url not in given:
            yield row
        elif url not in placed:
            placed.add(url)
            yield from given[url]
    for url, rows in given.items():
        if url not in placed:
            yield from rows


def _stored(row: LabelRow) -> _Stored:
    """Return url, error and cells as the file holds them: without passwords in addresses."""
    url = masked(clean(row.url if row.error else identity.normalized(row.url)))
    return url, clean(row.error), _DUMP(_safe(row.cells))


def _safe(cells: Mapping[str, str]) -> dict[str, str]:
    """Return cells that are clean and have no passwords; almost all are so already."""
    own = dict(cells)
    whole = "".join((*own, *own.values()))
    if "@" not in whole and clean(whole) is whole:
        return own
    return {name: masked(cell) for name, cell in clean(own).items()}


def _with_checksum(set_id: int, number: int, row: _Stored) -> tuple[object, ...]:
    values = (set_id, number, *row)
    return (*values, checksums.of(values))
