"""Make a page ready to read: its text, its tree and what it states, each when first asked for."""

from __future__ import annotations

from functools import cached_property

from lxml import etree

from scraper.models import Page
from scraper.page import charset, headline_area, repair, tree
from scraper.page.figure_lines import Figures
from scraper.page.metadata import Metadata, read_metadata

# Markup beyond this is not read. Fetching limits the download; files and archives come here too.
MAX_BYTES = 10 * 1024 * 1024


class ParsedPage:
    """One page, read-only.

    `known`: fingerprints of blocks that are repeated on many pages of the site.
    `markup`: source to read in place of the page's own, e.g. that which a site rule has stripped.
    """

    def __init__(
        self, page: Page, *, known: frozenset[str] = frozenset(), markup: str | None = None
    ) -> None:
        self.page = page
        self.known = known
        self._markup = markup

    @property
    def url(self) -> str:
        """Return the address that answered."""
        return self.page.final_url

    @cached_property
    def decoded(self) -> charset.Decoded:
        """Return the bytes as text, with the charset and how it was found."""
        body = self.page.body[:MAX_BYTES]
        decoded = charset.decode(body, self.page.headers.get("content-type"))
        if self._markup is None:
            return decoded
        return decoded._replace(text=self._markup, utf8=None)

    @property
    def text(self) -> str:
        """Return the page's source."""
        return self.decoded.text

    @cached_property
    def tree(self) -> etree._Element:
        """Return the <html> element, which even an empty page has; it holds no comments."""
        root = tree.parse(self.text)
        repair.repair(root)
        return root

    @cached_property
    def metadata(self) -> Metadata:
        """Return what the page states about itself."""
        return read_metadata(self.tree, self.url)

    @cached_property
    def headline_place(self) -> etree._Element | None:
        """Return the element that shows the headline; bylines and dates are sought around it."""
        return headline_area.anchor(self.metadata.marks, self.metadata.title_keys)

    @cached_property
    def headline_at(self) -> int:
        """Return the place of the headline among the elements of the page; 0 without one."""
        if self.headline_place is None:
            return 0
        return self.metadata.marks.order.get(self.headline_place, 0)

    @cached_property
    def around(self) -> headline_area.Around:
        """Return the boxes around the headline; authors and dates share what is known of them."""
        return headline_area.Around(self.headline_place)

    @cached_property
    def figures(self) -> Figures:
        """Return the short lines around the headline that hold a figure: dates are among them."""
        return Figures(self.headline_place, self.tree)

    def with_markup(self, markup: str) -> ParsedPage:
        """Return the same page read from other markup."""
        return ParsedPage(self.page, known=self.known, markup=markup)
