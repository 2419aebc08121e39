"""The values that filters can take in an archive, and the nearest one to a value that it lacks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches

from scraper.archive.articles.filters import EVERYTHING, Filters

ALIKE = 0.6  # of the letters: "riverside-gazete" is alike, another word is not
_TAGS = (
    "SELECT tag FROM coder_tags UNION"
    " SELECT value FROM articles a, json_each(a.tags) WHERE json_valid(a.tags)"
)
# filter -> what it is called, and SQL of all its values
_VALUES = {
    "site": ("site", "SELECT DISTINCT site FROM articles"),
    "author": ("author", "SELECT name FROM authors"),
    "language": ("language", "SELECT DISTINCT language FROM articles"),
    "section": ("section", "SELECT DISTINCT section FROM articles"),
    "tag": (
        "tag",
        _TAGS,
    ),
}
_SETS = "SELECT name FROM label_sets ORDER BY name"
_COLUMNS = "SELECT columns FROM label_sets ORDER BY name"
_CELLS = (
    "SELECT DISTINCT c.value FROM label_rows r, json_each(r.cells) c WHERE c.key = ? COLLATE NOCASE"
)


def values(db: sqlite3.Connection, name: str) -> list[str]:
    """Return what a filter finds something for; of labels, the sets and their columns."""
    if name == "label":
        sets = [label_set for (label_set,) in db.execute(_SETS)]
        return [*sets, *(f"{column}=" for column in _label_columns(db))]
    _, sql = _VALUES[name]
    return sorted(value for (value,) in db.execute(sql) if isinstance(value, str))


def unknown(db: sqlite3.Connection, filters: Filters) -> str | None:
    """Return which filter finds nothing by itself, with the nearest value that would.

    None if each of them finds something.
    """
    for name, (called, _) in _VALUES.items():
        value = getattr(filters, name)
        if value is not None and not _finds(db, replace(EVERYTHING, **{name: value})):
            return _sentence(called, value, values(db, name))
    if filters.label is not None and not _finds(db, replace(EVERYTHING, label=filters.label)):
        return _of_label(db, filters.label)
    return None


def _finds(db: sqlite3.Connection, filters: Filters) -> bool:
    where, parameters = filters.sql()
    sql = f"SELECT 1 FROM articles a WHERE {where} LIMIT 1"
    return db.execute(sql, parameters).fetchone() is not None


def _of_label(db: sqlite3.Connection, label: str) -> str:
    """Return which part of a label is unknown: its set, its column or its value."""
    place, has_value, value = label.partition("=")
    label_set, _, column = place.rpartition(":")
    if not has_value:
        label_set, column = label, ""
    sets = [name for (name,) in db.execute(_SETS)]
    if label_set and label_set not in sets:
        return _sentence("label set", label_set, sets)
    columns = list(_label_columns(db))
    if column and column.casefold() not in map(str.casefold, columns):
        return _sentence("label column", column, columns)
    if not column:
        return f"no article of the label set {label_set}"
    cells = [cell for (cell,) in db.execute(_CELLS, (column,))]
    return _sentence(f"label {place}", value, cells, between="=")


def _label_columns(db: sqlite3.Connection) -> Iterator[str]:
    """Yield the columns of all label sets, each once."""
    found: dict[str, None] = {}
    for (columns,) in db.execute(_COLUMNS):
        found.update(dict.fromkeys(json.loads(columns)))
    yield from found


def _sentence(called: str, value: str, known: Iterable[str], between: str = " ") -> str:
    near = nearest(value, known)
    if near is None or near == value:
        return f"no {called}{between}{value}"
    return f"no {called}{between}{value}; did you mean {near}?"


def nearest(value: str, known: Iterable[str]) -> str | None:
    """Return the known value that contains another, or is spelled most like it; None if none is."""
    by_letters = {one.casefold(): one for one in known}
    wanted = value.casefold()
    longer = [letters for letters in by_letters if wanted in letters]
    if longer:
        return by_letters[min(longer, key=len)]
    by_word = {word: one for letters, one in by_letters.items() for word in letters.split()}
    for names in (by_letters, by_word):  # people are often asked for by their last name alone
        close = get_close_matches(wanted, names, 1, ALIKE)
        if close:
            return names[close[0]]
    return None
