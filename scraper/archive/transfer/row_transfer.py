"""The room of transfer: rows of other archives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scraper.archive.store.connection import Room, not_waiting, translate_errors
from scraper.archive.store.times import stamp

if TYPE_CHECKING:
    from scraper.archive.transfer.import_jsonl import Imported


class RowTransfer(Room):
    """The imports of an archive."""

    @translate_errors
    def import_jsonl(self, lines: Iterable[str | bytes]) -> Iterator[Imported]:
        """Add rows as `export jsonl` writes them, known ones aside; yield sums after each batch."""
        from scraper.archive.transfer import import_jsonl

        with not_waiting(self.db):
            yield from import_jsonl.add(self.db, lines, stamp(self.clock()))
