"""A long list of changes in parts, each of which begins at the moment where the last one ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scraper.archive import Archive, ChangeFilter
from scraper.web.row_source import Row


class ChangesInParts:
    """The rows of a list, asked for from its beginning to its end."""

    def __init__(self, wanted: ChangeFilter) -> None:
        self._wanted = wanted
        self._at: str | None = None  # the moment of the last row
        self._with_it = 0  # rows of this moment that were given

    def fetch(self, archive: Archive, start: int, most: int) -> Iterator[Row]:
        """Yield the next rows; what came before a moment need not be walked again."""
        wanted, offset = self._wanted, start
        if self._at is not None:
            wanted, offset = replace(wanted, until=self._at), self._with_it
        for row in archive.articles.changes(wanted, limit=most, offset=offset):
            same = row["at"] == self._at
            self._with_it = self._with_it + 1 if same else 1
            self._at = row["at"]
            yield row
