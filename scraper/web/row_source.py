"""The rows of a list in batches, each as of its own moment, for lists of any length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from scraper.archive import Archive
from scraper.errors import DamagedRow

Row = Mapping[str, Any]
T = TypeVar("T")
# archive, rows before the first, rows at most -> rows; none at the end of the list
Fetch = Callable[[Archive, int, int], Iterable[Row]]

BATCH = 500  # rows that are read at once


class RowSource:
    """The rows of a list, read in batches by whichever thread asks for the next one.

    Who iterates sets `archive` to that of the thread before each step.
    """

    def __init__(self, archive: Archive, fetch: Fetch) -> None:
        self.archive = archive
        self.damage: list[str] = []  # of rows that could not be read
        self._fetch = fetch

    def __iter__(self) -> Iterator[Row]:
        start = 0
        while True:
            rows, damage = gathered(self._fetch(self.archive, start, BATCH))
            if damage:
                self.damage.append(damage)
            yield from rows
            if not rows:
                return
            start += BATCH


def sliced(walk: Callable[[Archive], Iterable[Row]]) -> Fetch:
    """Return how to read a short list, which is read whole each time."""
    return lambda archive, start, most: islice(walk(archive), start, start + most)


def held(rows: Sequence[T], as_row: Callable[[T], Row]) -> Fetch:
    """Return how to read a list that is in memory, such as one that was costly to make."""
    return lambda _, start, most: map(as_row, rows[start : start + most])


def gathered(rows: Iterable[Row]) -> tuple[list[Row], str | None]:
    """Return the rows that can be read, and what is damaged in the others, or None."""
    found: list[Row] = []
    try:
        found.extend(rows)
    except DamagedRow as error:
        return found, str(error)
    return found, None
