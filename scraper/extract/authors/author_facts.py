"""What of a page bears on a claim about who wrote: the head of the article, what it shows, what it says it is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from scraper.lexicon.folding import fold
from scraper.models import Author
from scraper.page.json_ld import NEWS_RANK, rank

if TYPE_CHECKING:
    from scraper.extract.context import Context

NEAR = (
    60  # elements between headline and byline in the heads of most articles, where no text follows
)
NEAR_TOP = 60  # lines in which most bylines stand: the whole page is gathered only if none of them has the name
UNSEEN_TAGS = frozenset({"script", "style", "noscript", "template"})


class Facts:
    """Each fact is found when it is first asked for."""

    def __init__(self, doc: Context) -> None:
        self.doc = doc

    @cached_property
    def news(self) -> bool:
        """Return whether JSON-LD calls the page a piece of news."""
        article = self.doc.metadata.article
        return article is not None and rank(article) == NEWS_RANK

    @cached_property
    def dated(self) -> bool:
        """Whether the sharing card says that the page is an article, and when it was published.

        Content systems fill in all of the card or none of it: where it has the time, its author is the account that
        published the article. Pages about a firm or a product have a card without a time.
        """
        meta = self.doc.metadata
        kind = (meta.first("og:type") or "").lower()
        return kind == "article" and meta.first("article:published_time") is not None

    @cached_property
    def _head(self) -> range:
        order = self.doc.metadata.marks.order
        headline = self.doc.headline_place
        start = order.get(headline, 0) if headline is not None else 0
        kept = (order.get(line.element, 0) for line in self.doc.body.lines if line.kept)
        return range(start, next((place for place in kept if place > start), start + NEAR))

    def in_head(self, element: etree._Element | None) -> bool:
        """Return whether an element stands between the headline and the first line of the text."""
        return element is not None and self.doc.metadata.marks.order.get(element, -1) in self._head

    def shows(self, people: Sequence[Author]) -> bool:
        """Return whether the page shows one of the names: most stand in its first lines."""
        layout, names = self.doc.body.layout, [author.name.casefold() for author in people]
        if layout and any(
            name in line.text.casefold() for line in layout.lines[:NEAR_TOP] for name in names
        ):
            return True
        return any(name in self._visible for name in names)

    @cached_property
    def _visible(self) -> str:
        body = self.doc.tree.find("body")
        root = self.doc.tree if body is None else body
        pieces = [
            t
            for e in root.iter("*")
            for t in ((None if e.tag in UNSEEN_TAGS else e.text), e.tail)
            if t
        ]
        return fold(" ".join(pieces)).casefold()
