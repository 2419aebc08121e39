"""Count rows on their way into an export: a hash for each, and how full each column is."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import Any

from scraper.present.cells import one_line
from scraper.present.jsonl import ADDED, FIELDS

Row = Mapping[str, Any]
Getter = Callable[[Row], Any]

DIGEST = 32  # bytes of a SHA-256
EXAMPLE = 60  # characters of an example that are shown
ROW_HASH = (
    "SHA-256 of two texts in UTF-8, one after the other. The first is the article as JSON: the"
    " object that `scraper export jsonl` writes for it, without last_seen and body_text (without"
    " versions, too, if the format has none); keys sorted, no spaces, all but ASCII escaped:"
    " json.dumps(row, sort_keys=True, separators=(',', ':')). The second is body_text."
)
# A visit that finds nothing new changes it, and nothing else.
UNHASHED = "last_seen"
TEXT = "body_text"  # as JSON it would take most of the time
# a row is made of values that cannot hold themselves
_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False).encode
SOMETIMES = ("versions", *ADDED)  # fields that only some rows have
ALWAYS = tuple(name for name in FIELDS if name not in (UNHASHED, TEXT, *SOMETIMES))
_ALWAYS_OF = itemgetter(*ALWAYS)
TOGETHER = (
    100  # rows of which the columns are counted at once: one by one takes three times as long
)


def row_hash(row: Row) -> bytes:
    """Return the hash of an article's row, as ROW_HASH defines it."""
    kept = dict(zip(ALWAYS, _ALWAYS_OF(row), strict=True))
    kept |= {name: row[name] for name in SOMETIMES if name in row}
    text = row.get(TEXT) or ""
    return sha256(_ENCODE(kept).encode("ascii") + text.encode("utf-8", "surrogatepass")).digest()


class ColumnTally:
    """In how many rows a column has a value, and the first such value."""

    def __init__(self, name: str, get: Getter | None = None) -> None:
        self.name = name
        self.get = get  # None: the row has the value under the name of the column
        self.filled = 0
        self.example: str | None = None

    def add(self, rows: Iterable[Row]) -> None:
        """Count the values of rows in the column; an empty text and an empty list are none."""
        values = map(self.get, rows) if self.get else [row.get(self.name) for row in rows]
        filled = [value for value in values if value or value == 0]
        self.filled += len(filled)
        if filled and self.example is None:
            self.example = _short(filled[0])


class RowTally:
    """What passed: ids and hashes in 40 bytes a row, and a tally for each column."""

    def __init__(self, columns: Sequence[ColumnTally] = ()) -> None:
        self.columns = columns
        self.ids = array("q")
        self._digests = bytearray()

    def passing(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the same rows, and count them; the columns are counted when all have passed."""
        waiting: list[Row] = []
        for row in rows:
            self.ids.append(row["id"])
            self._digests += row_hash(row)
            if self.columns:
                waiting.append(row)
            if len(waiting) == TOGETHER:
                self._count(waiting)
                waiting = []
            yield row
        self._count(waiting)

    def _count(self, rows: Sequence[Row]) -> None:
        for column in self.columns:
            column.add(rows)

    def hashes(self) -> Iterator[tuple[int, str]]:
        """Yield the id and the hash of each row that passed, in hexadecimal, in their order."""
        for number, article_id in enumerate(self.ids):
            start = number * DIGEST
            yield article_id, self._digests[start : start + DIGEST].hex()


def _short(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = one_line(text[: 2 * EXAMPLE])
    return text if len(text) <= EXAMPLE else f"{text[: EXAMPLE - 1]}…"
