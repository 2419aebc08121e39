"""The room of pages: each is kept as it came, before it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scraper.archive.pages import captures
from scraper.archive.store.connection import Room, translate_errors

if TYPE_CHECKING:
    from scraper.archive.pages.captures import CaptureName
    from scraper.models import Page


class PageStore(Room):
    """The pages of an archive."""

    @translate_errors
    def keep(self, page: Page, *, source: str = "live", run_id: int | None = None) -> int:
        """Store a page as it came, before it is read; return the id of the capture."""
        return captures.keep(self.db, page, source, run_id)

    @translate_errors
    def load(self, capture_id: int) -> Page:
        """Return the page of a capture, byte for byte."""
        return captures.page(self.db, capture_id)

    @translate_errors
    def is_read(self, page: Page) -> bool:
        """Return whether a visit ended with this page, or with a later one of its address."""
        return captures.is_read(self.db, page)

    @translate_errors
    def capture_of(self, page: Page) -> int | None:
        """Return the id of the capture of this very page, taken at this time, or None."""
        return captures.capture_of(self.db, page)

    @translate_errors
    def captures(self, *, after: int = 0, site: str | None = None) -> Iterator[CaptureName]:
        """Yield the id, site and final_url of all captures, in the order of their ids."""
        yield from captures.walk(self.db, after=after, site=site)

    @translate_errors
    def count(self, site: str | None = None) -> int:
        """Return how many captures there are, of all sites or of one."""
        return captures.count(self.db, site)

    @translate_errors
    def count_pruned(self, site: str | None = None) -> int:
        """Return how many captures have lost their page to `prune`, of all sites or of one."""
        return captures.count_pruned(self.db, site)
