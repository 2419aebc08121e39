"""Put a label set and its rows into tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from scraper.present.listed_columns import OF_LABEL_ROWS

Row = Mapping[str, Any]


def columns_beside(own: Sequence[str]) -> tuple[str, ...]:
    """Return the names of what the archive knows of a row, without clashes with a table's own."""
    return tuple(f"scraper_{column}" if column in own else column for column in OF_LABEL_ROWS)


def joined(rows: Iterable[Row], own: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield the cells of each row and what the archive knows of it."""
    beside = columns_beside(own)
    for row in rows:
        known = {theirs: row[name] for name, theirs in zip(OF_LABEL_ROWS, beside, strict=True)}
        yield {**row["cells"], **known}


def in_a_list(label_set: Row) -> dict[str, Any]:
    """Return a label set as a row of a list, its columns as one text."""
    return {**label_set, "columns": ", ".join(label_set["columns"])}
