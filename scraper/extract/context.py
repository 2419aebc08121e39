"""What the choosers of fields look at: the parsed page and what was read from it before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from scraper.extract.choice import Choice

if TYPE_CHECKING:
    from lxml import etree

    from scraper.models import Page, Verdict
    from scraper.page.body_reading import BodyReading
    from scraper.page.headline_area import Around
    from scraper.page.metadata import Metadata
    from scraper.page.parsed_page import ParsedPage


class Dates(NamedTuple):
    """When the article was published and last changed."""

    published: Choice[str] = Choice()
    modified: Choice[str] = Choice()

    @property
    def found(self) -> bool:
        """Return whether the page, or its address, shows a date of publication."""
        return self.published.value is not None


@dataclass(frozen=True)
class PageContext:
    """A parsed page and its body, with short ways to the parts that most choosers need."""

    parsed: ParsedPage
    body: BodyReading

    @property
    def page(self) -> Page:
        """Return the page as it was fetched."""
        return self.parsed.page

    @property
    def url(self) -> str:
        """Return the address that answered."""
        return self.parsed.url

    @property
    def tree(self) -> etree._Element:
        """Return the <html> element."""
        return self.parsed.tree

    @property
    def metadata(self) -> Metadata:
        """Return what the page states about itself."""
        return self.parsed.metadata

    @property
    def headline_place(self) -> etree._Element | None:
        """Return the element that shows the headline."""
        return self.parsed.headline_place

    @property
    def headline_at(self) -> int:
        """Return the place of the headline among the elements of the page."""
        return self.parsed.headline_at

    @property
    def around(self) -> Around:
        """Return the boxes around the headline."""
        return self.parsed.around


@dataclass(frozen=True)
class Context(PageContext):
    """What every field but the dates is chosen from.

    `body` is the article's: without blocks on a wall or a server's page.
    """

    dates: Dates
    kind: Verdict
