"""A page made ready to read: bytes -> text -> one tree, and the views on it, each made when first asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from scraper.models import Page, Verdict
from scraper.page import charset, repair, tree

if TYPE_CHECKING:
    from scraper.extract.body.body_reading import Reading
    from scraper.extract.dates.date_zones import Zones
    from scraper.page.metadata import Metadata

MAX_BYTES = (
    10 * 1024 * 1024
)  # markup beyond this is not read (fetching limits the download; files and archives come here too)


class Document:
    """One page while it is read. `known`: fingerprints of blocks that stand on many pages of the site."""

    def __init__(self, page: Page, *, known: frozenset[str] = frozenset()) -> None:
        self.page = page
        self.known = known

    @property
    def url(self) -> str:
        """The address that answered."""
        return self.page.final_url

    @cached_property
    def decoded(self) -> charset.Decoded:
        """The bytes as text, with the charset and how it was found."""
        return charset.decode(self.page.body[:MAX_BYTES], self.page.headers.get("content-type"))

    @property
    def text(self) -> str:
        """The page's source."""
        return self.decoded.text

    @cached_property
    def tree(self) -> etree._Element:
        """The <html> element; an empty page has one too. Scripts stay in it, comments do not."""
        root = tree.parse(self.text)
        repair.repair(root)
        return root

    @cached_property
    def metadata(self) -> Metadata:
        """What the page says of itself."""
        from scraper.page import metadata as structured

        return structured.read(self.tree, self.url)

    @cached_property
    def whole_reading(self) -> Reading:
        """The main text as blocks, whatever kind of page it is, and what was left out."""
        from scraper.extract.body import read_body

        return read_body.read(self)

    @cached_property
    def date_zones(self) -> Zones:
        """Where on the page a shown date can be the article's own."""
        from scraper.extract.dates.date_zones import Zones

        return Zones(self)

    @cached_property
    def verdict(self) -> Verdict:
        """What kind of page it is."""
        from scraper.page_kind import by_content as verdict

        return verdict.judge(self)

    @cached_property
    def reading(self) -> Reading:
        """The body of the article: none on a wall, a list or a page that tells that something is missing."""
        from scraper.page_kind import by_content as verdict

        if verdict.has_text(self):
            return self.whole_reading
        return replace(self.whole_reading, blocks=(), subheadline=None, repairs=())
