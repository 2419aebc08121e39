"""Gather what the tests of a page's kind look at, each part once and only when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from itertools import islice

from scraper import lexicon
from scraper.lexicon.folding import size
from scraper.models import BlockKind
from scraper.page import json_ld
from scraper.page.body_reading import BodyReading
from scraper.page.lines import Line
from scraper.page.metadata import Metadata
from scraper.page.parsed_page import ParsedPage

Evidence = tuple[str, ...]  # sentences that say why a page is of a kind; empty: it is not

SHORT = 1_500  # letters of body: an article of this length needs other signs to be doubted
BRIEF = 700  # letters that a notice has at most
STUB = 4_000  # a teaser is not longer
FEW = 200  # letters of text on the whole page: nothing to read
MAX_LINES = 400  # of the page that the tests search for words

HEADINGS = 3  # that are looked at beside the <title>: the name of a page is among the first
LONG_SOURCE = 200_000  # letters, of which the two ends are searched
SOURCE_END = 100_000
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})


@cache
def wall_words(section: str) -> tuple[str, ...]:
    """Return the phrases of a section of the table walls.toml."""
    return lexicon.phrases_in("walls", section)


def named(kind: str, words: Iterable[str]) -> Evidence:
    """Return words as evidence: "title: page not found"."""
    return tuple(f"{kind}: {word}" for word in words)


class PageEvidence:
    """A page and its main text, as the tests of its kind ask for them."""

    def __init__(self, parsed: ParsedPage, body: BodyReading, *, dated: bool) -> None:
        self.parsed = parsed
        self.body = body
        self.dated = dated  # the page shows a date of publication
        self.letters = int(sum(size(block.text) for block in body.blocks))  # in Latin letters
        self.paragraphs = sum(block.kind in _PROSE for block in body.blocks)

    @property
    def metadata(self) -> Metadata:
        """Return what the page states about itself."""
        return self.parsed.metadata

    @property
    def lines(self) -> Sequence[Line]:
        """Return the lines of the whole page; none of a page without text."""
        layout = self.body.layout
        return layout.lines if layout else ()

    @cached_property
    def source(self) -> str:
        """Return the page's source in lower case, without its middle if it is long."""
        text = self.parsed.text
        if len(text) >= LONG_SOURCE:
            text = text[:SOURCE_END] + text[-SOURCE_END:]
        return text.lower()

    @cached_property
    def shown(self) -> str:
        """Return the beginning of the page's text in lower case, white space folded."""
        return " ".join(line.text for line in self.lines[:MAX_LINES]).lower()

    @cached_property
    def titles(self) -> Evidence:
        """Return the <title> and the first headings in lower case."""
        marks = self.metadata.marks
        second = (heading for heading in marks.headings if heading.tag == "h2")
        headings = [*marks.h1[:HEADINGS], *islice(second, HEADINGS)]
        first = sorted(headings, key=marks.order.__getitem__)[:HEADINGS]
        texts = [" ".join("".join(heading.itertext()).split()) for heading in first]
        return tuple(text.lower() for text in (self.metadata.title or "", *texts) if text)

    @cached_property
    def types(self) -> frozenset[str]:
        """Return the JSON-LD types that the page names."""
        return frozenset().union(*map(json_ld.types, self.metadata.json_ld))

    def shows(self, section: str) -> Evidence:
        """Return the phrases of a section of walls.toml that are in the page's text."""
        return self.within(section, (self.shown,))

    def within(self, section: str, texts: Iterable[str]) -> Evidence:
        """Return the phrases of a section of walls.toml that are in any of the texts."""
        text = "\n".join(texts)
        return tuple(word for word in wall_words(section) if word in text)

    @property
    def is_stated(self) -> bool:
        """Return whether the page says of itself that it is an article, with a date."""
        node = self.metadata.article
        return node is not None and "datePublished" in node

    @property
    def is_published(self) -> bool:
        """Return whether JSON-LD or OpenGraph give a date of publication."""
        return self.is_stated or self.metadata.first("article:published_time") is not None

    @property
    def is_signed(self) -> bool:
        """Return whether anything says that this is an article: itself, an author, a date."""
        metadata = self.metadata
        if metadata.article is not None or (metadata.first("og:type") or "").lower() == "article":
            return True
        return metadata.first("author", "article:author") is not None or self.dated
