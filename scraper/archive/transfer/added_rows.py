"""What people added to an exported article (`corpus/additions.py`), on its way into an archive.

What the archive has already stays as it is, so that the same file may be put in again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scraper.archive.articles import identity
from scraper.archive.articles.record import Row
from scraper.archive.store import checksums
from scraper.archive.store.times import is_stamp
from scraper.cleaning import clean
from scraper.secrets import masked
from scraper.workers.pickling import pickled_by_slots

_MOST = 2**63 - 1  # of the integers that SQLite holds
# member of an export -> the texts of each object in it, and whether one of them may be missing
_TEXTS: dict[str, dict[str, bool]] = {
    "coder_tags": {"tag": False, "coder": False},
    "exclusions": {"reason": False, "coder": False},
    "notes": {
        "text": False,
        "coder": False,
        "field": True,
        "exact": True,
        "prefix": True,
        "suffix": True,
    },
}
# member -> its table, and the columns by which one that is known is recognised
_TABLES = {
    "coder_tags": ("coder_tags", ("article_id", "tag", "coder")),
    "exclusions": ("coder_exclusions", ("article_id", "coder")),
    "notes": (
        "coder_notes",
        ("article_id", "version", "text", "field", "exact", "prefix", "suffix", "coder"),
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelledRow:
    """A row of a label set that led to the article."""

    label_set: str
    row: int
    url: str
    url_column: str
    cells: dict[str, str]


@pickled_by_slots
@dataclass(frozen=True, kw_only=True, slots=True)
class AddedRows:
    """What was added to an article."""

    labels: list[LabelledRow]
    rows: dict[str, list[Row]]  # member -> rows of its table, without the article

    def __bool__(self) -> bool:
        return bool(self.labels) or any(self.rows.values())


def read(values: Mapping[str, Any], at: str) -> AddedRows:
    """Return what was added to an exported article; `at` is the time of what has none.

    Raise TypeError or ValueError for what no export writes.
    """
    rows = {name: [_row(name, item, at) for item in _list(values, name)] for name in _TEXTS}
    return AddedRows(labels=_labels(values.get("labels") or {}), rows=rows)


def _list(values: Mapping[str, Any], name: str) -> list[Any]:
    found = values.get(name) or []
    if not isinstance(found, list):
        raise TypeError(f"{name} is not a list")
    return found


def _row(name: str, item: Any, at: str) -> Row:
    if not isinstance(item, Mapping):
        raise TypeError(f"{name} is not a list of objects")
    row: Row = {}
    for column, may_be_missing in _TEXTS[name].items():
        value = item.get(column)
        if not isinstance(value, str) and not (value is None and may_be_missing):
            raise TypeError(f"{column} in {name} is not a text")
        row[column] = value
    if name == "notes":
        row["version"] = _whole(item.get("version"), "version in notes")
    added_at = item.get("added_at")
    return clean({**row, "added_at": added_at if is_stamp(added_at) else at})


def _whole(value: Any, called: str) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if not is_number or not 0 < value <= _MOST:
        raise ValueError(f"{called} is not a whole number from 1")
    return int(value)


def _labels(sets: Any) -> list[LabelledRow]:
    if not isinstance(sets, Mapping):
        raise TypeError("labels is not an object")
    found = []
    for name, rows in sets.items():
        if not isinstance(rows, list):
            raise TypeError("labels is not an object of lists")
        found += [_labelled(name, row) for row in rows]
    return found


def _labelled(name: str, row: Any) -> LabelledRow:
    if not isinstance(row, Mapping) or not isinstance(row.get("cells"), Mapping):
        raise TypeError("labels is not an object of lists of rows")
    texts = [row.get("url"), row.get("url_column"), *row["cells"].values()]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a label is not a text")
    return LabelledRow(
        label_set=clean(name),
        row=_whole(row.get("row"), "row in labels"),
        url=masked(clean(identity.normalized(row["url"]))),
        url_column=clean(row["url_column"]),
        cells={key: masked(cell) for key, cell in clean(dict(row["cells"])).items()},
    )


def write(db: sqlite3.Connection, article_id: int, added: AddedRows, at: str) -> None:
    """Add to an article what it does not have yet."""
    for name, rows in added.rows.items():
        table, key = _TABLES[name]
        for row in rows:
            _insert_new(db, table, key, {"article_id": article_id, **row})
    for label in added.labels:
        identity.remember(db, article_id, {label.url: identity.GIVEN})
        _write_label(db, label, at)


def _insert_new(db: sqlite3.Connection, table: str, key: tuple[str, ...], row: Row) -> None:
    same = " AND ".join(f"{name} IS ?" for name in key)
    values = [row[name] for name in key]
    if db.execute(f"SELECT 1 FROM {table} WHERE {same}", values).fetchone() is None:
        checksums.insert(db, table, **row)


def _write_label(db: sqlite3.Connection, label: LabelledRow, at: str) -> None:
    set_id = _set_with_columns(db, label, at)
    cells = json.dumps(label.cells, ensure_ascii=False)
    is_known = db.execute(
        "SELECT 1 FROM label_rows WHERE set_id = ? AND url = ? AND (row = ? OR cells = ?)",
        (set_id, label.url, label.row, cells),
    ).fetchone()
    if is_known:
        return
    number = _free_number(db, set_id, label.row)
    checksums.insert(
        db, "label_rows", set_id=set_id, row=number, url=label.url, error=None, cells=cells
    )


def _set_with_columns(db: sqlite3.Connection, label: LabelledRow, at: str) -> int:
    """Return the id of a label's set, which has all columns of the label afterwards."""
    sql = "SELECT id, columns FROM label_sets WHERE name = ?"
    known = db.execute(sql, (label.label_set,)).fetchone()
    if known is None:
        columns = json.dumps(list(label.cells), ensure_ascii=False)
        return checksums.insert(
            db,
            "label_sets",
            name=label.label_set,
            columns=columns,
            url_column=label.url_column,
            added_at=at,
            updated_at=at,
        )
    set_id, has = int(known["id"]), json.loads(known["columns"])
    missing = [name for name in label.cells if name not in has]
    if missing:
        columns = json.dumps([*has, *missing], ensure_ascii=False)
        checksums.update(db, "label_sets", {"id": set_id}, columns=columns)
    return set_id


def _free_number(db: sqlite3.Connection, set_id: int, number: int) -> int:
    """Return the number of a row in its table, or the next one if another row has it."""
    sql = "SELECT max(row), max(row = ?) FROM label_rows WHERE set_id = ?"
    last, is_taken = db.execute(sql, (number, set_id)).fetchone()
    return last + 1 if is_taken else number
