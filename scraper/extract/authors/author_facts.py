"""What of a page bears on a claim about who wrote: its head, what it shows, its own kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from scraper.lexicon.folding import fold
from scraper.models import Author
from scraper.page.json_ld import NEWS_RANK, rank

if TYPE_CHECKING:
    from scraper.extract.context import Context

# Lines with most bylines: the whole page is gathered only if none of them has the name.
NEAR_TOP = 60
UNSEEN_TAGS = frozenset({"script", "style", "noscript", "template"})


class AuthorFacts:
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
        """Return whether the sharing card calls the page an article and has its time.

        Content systems fill in all of the card or none of it: where it has the time, its author is
        the account that published the article. Pages about a firm or a product have a card without
        a time.
        """
        meta = self.doc.metadata
        kind = meta.first("og:type") or ""
        time = meta.first("article:published_time")
        return kind.lower() == "article" and time is not None

    def shows(self, people: Sequence[Author]) -> bool:
        """Return whether the page shows one of the names: most do in their first lines."""
        names = [author.name.casefold() for author in people]
        layout = self.doc.body.layout
        for line in layout.lines[:NEAR_TOP] if layout else ():
            text = line.text.casefold()
            if any(name in text for name in names):
                return True
        return any(name in self._visible for name in names)

    @cached_property
    def _visible(self) -> str:
        """Return all text of the page, in lower case."""
        body = self.doc.tree.find("body")
        root = self.doc.tree if body is None else body
        return fold(" ".join(_texts(root))).casefold()


def _texts(root: etree._Element) -> Iterator[str]:
    """Yield the texts of an element and of all in it."""
    for element in root.iter("*"):
        if element.text and element.tag not in UNSEEN_TAGS:
            yield element.text
        if element.tail:
            yield element.tail
