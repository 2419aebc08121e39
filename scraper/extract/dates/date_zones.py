"""Where on a page a date can be the article's own: not within its text, and not beside other stories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from scraper import urls
from scraper.lexicon.date_words import OTHER_CLASS, PUBLISHED_LABEL
from scraper.lexicon.folding import size
from scraper.page import headline_area, visible_text
from scraper.page.boilerplate import INLINE
from scraper.page.lines import HEADINGS
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.page.body_reading import BodyReading
    from scraper.page.parsed_page import ParsedPage

FACTS = HEADINGS - {"h1"} | {
    "li",
    "td",
    "th",
    "dd",
    "dt",
    "caption",
    "blockquote",
}  # a date in these is a fact of the text
SENTENCE = 5  # words besides the date: a line of more that ends as sentences do is one
WIDE_SENTENCE = 8  # the same in letters, in scripts without spaces
TITLE = 25  # letters of a link that may be another story's title; names of sections and authors are shorter
CARD = 6  # boxes around a date that may be a card
NEAR = 12  # elements behind the first paragraph in which the date line may follow a standfirst
FOOT = 15  # elements behind the text in which its date may follow
ALONE = (
    60  # elements behind the text: several dates there are those of other stories, comments, events
)
ASIDES = frozenset({"aside", "section", "article", "li", "table", "form", "footer"})
BARE = 3  # words, with the month: "Wednesday, 7 May 2025" has two
OPENING = 4  # elements behind the first paragraph in which a dateline opens the text
LABEL = 40  # letters in front of a date that may say what it is
FULL_STOPS = ".!?…。！？．।॥۔؟։።။៕"
WIDE_STOPS = ("。", "！", "？", "．")
CLOSING = "\"'“”’»«」』)）]"

_WORD = re.compile(r"(?<!\S)[^\d\s]{2,}(?!\S)")  # not by letters: vowel signs are none
_WIDE = late("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Zones:
    """The text of the article among the elements of its page."""

    def __init__(self, doc: ParsedPage, body: BodyReading) -> None:
        self._order = doc.metadata.marks.order
        self._head = doc.around.boxes
        self._url = doc.url
        kept = [judged.line for judged in body.lines if judged.kept]
        self._dated = frozenset(doc.metadata.marks.dated)
        self._marked = self._dated.union(doc.metadata.marks.times)
        lines = Counter(
            line.box.element for line in kept
        )  # a box with several lines of its own is no line
        self._kept = {line.box.element: line.text for line in kept if lines[line.box.element] == 1}
        placed = [self._order[line.box.element] for line in kept if line.box.element in self._order]
        prose = [
            self._order[line.box.element]
            for line in kept
            if line.good and line.box.element in self._order
        ]
        self._first = min(prose, default=None)
        self._last = max(placed, default=0)
        head = doc.headline_place
        self._start = max(self._first or 0, self._order.get(head, 0) if head is not None else 0)
        self._holding = (
            frozenset(above for element in self._kept for above in element.iterancestors())
            if prose
            else frozenset()
        )
        self._around = headline_area.Around(head)
        self._around.boxes |= self._holding
        self._cards: dict[etree._Element, bool] = {}

    def own(self, element: etree._Element, line: str, *, labelled: bool = False) -> bool:
        """Return whether a date that an element shows in a line can be the article's; `labelled`: a word says so."""
        at = self._order.get(element, 0)
        if self._first is None or at < self._first:
            return self._tells_no_fact(element)
        near = at - self._start <= NEAR
        if not self._tells_no_fact(element, bare=True, near=near) or self.beside_another_story(
            element
        ):
            return False
        begins = near and (at <= self._last or self.opens(element))
        return labelled or begins or self._signs(element) or says_published(element, line)

    def _signs(self, element: etree._Element) -> bool:
        """Return whether an element is marked as a date, right behind the text, and the only one there."""
        at = self._order.get(element, 0)
        if element not in self._marked or not self._last < at <= self._last + FOOT:
            return False
        if any(
            box.tag in ASIDES or next(box.iter(*HEADINGS), None) is not None
            for box in self._boxes(element)
        ):
            return False
        inside = frozenset(element.iter())
        behind = (
            e for e in self._marked if self._last < self._order.get(e, 0) <= self._last + ALONE
        )
        return all(e in inside or element in e.iter() for e in behind)

    def heads_the_text(self, element: etree._Element) -> bool:
        """Return whether an element stands at the head of a box that holds the text, whatever that box is called."""
        if self._order.get(element, 0) - self._start > NEAR:
            return False
        return headline_area.native(element, self._around)

    def opens(self, element: etree._Element) -> bool:
        """Return whether an element stands no later than the beginning of the text."""
        at = self._order.get(element)
        return self._first is None or at is None or at - self._start <= OPENING

    def beside_another_story(self, element: etree._Element) -> bool:
        """Return whether an element behind the first paragraph stands with another story, a comment or an event."""
        at = self._order.get(element)
        if self._first is None or at is None or at < self._first:
            return False
        return any(self._is_card(box) for box in self._boxes(element))

    def _boxes(self, element: etree._Element) -> Iterator[etree._Element]:
        """Give the element and the boxes around it that hold neither the headline nor a part of the text."""
        box: etree._Element | None = element
        for _ in range(CARD):
            if box is None or box in self._head or box in self._holding:
                return
            yield box
            box = box.getparent()

    def _is_card(self, box: etree._Element) -> bool:
        known = self._cards.get(box)
        if known is None:
            if OTHER_CLASS.search(f"{box.get('class') or ''} {box.get('id') or ''}"):
                self._cards[box] = True
                return True
            links = [box] if box.tag == "a" else box.iter("a")
            known = self._cards[box] = any(
                self._leads_away(link, whole=link is box) for link in links
            )
        return known

    def _leads_away(self, link: etree._Element, *, whole: bool) -> bool:
        href = link.get("href")
        if (
            not href
            or href.startswith(("#", "javascript:", "mailto:"))
            or urls.absolute(self._url, href) == self._url
        ):
            return False
        text = visible_text.text(link, limit=200)
        return whole or (size(text) >= TITLE and "://" not in text)

    def _tells_no_fact(
        self, element: etree._Element, *, bare: bool = False, near: bool = True
    ) -> bool:
        """Return whether an element's block is no line of the body, or may be the date line that the body kept.

        That is close to the beginning of the text (`near`), in no list, table or heading, and, behind the first
        paragraph, hardly more than a date (`bare`).
        """
        block = element
        while block.tag in INLINE and (parent := block.getparent()) is not None:
            block = parent
        text = self._kept.get(block)
        if text is None:
            return True
        if (
            near
            and element in self._dated
            and block.tag not in HEADINGS
            and not (is_bare(text) or is_sentence(text))
        ):
            return (
                True  # "written by Jane Roe on 7 May 2025", in a table that places the page's parts
            )
        if (
            not near
            or block.tag in FACTS
            or any(box.tag in FACTS for box in visible_text.above(block, 3))
        ):
            return False
        return not bare or is_bare(text)


def says_published(element: etree._Element, line: str) -> bool:
    """Return whether the line, the words in front of it or the names of the element say "published"."""
    if PUBLISHED_LABEL.search(line) or element.get("pubdate") is not None:
        return True
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return any(PUBLISHED_LABEL.search(said) for said in (names, *_in_front(element)))


def _in_front(element: etree._Element) -> Iterator[str]:
    """Give the words in front of an element: a label, or the title of a sign."""
    before = element.getprevious()
    if before is None:
        yield (getattr(element.getparent(), "text", None) or "")[-LABEL:]
        return
    yield (before.tail or "")[-LABEL:]
    yield before.get("title") or ""
    text = visible_text.text(before, limit=LABEL)
    yield text if len(text) <= LABEL else ""


def is_bare(line: str) -> bool:
    """Return whether a line is hardly more than a date."""
    return len(_WORD.findall(line)) <= BARE


@lru_cache(256)  # each reader asks about the same few lines
def is_sentence(line: str) -> bool:
    """Return whether a line says more than when: it ends as sentences do, and has words besides a date's."""
    if not line.rstrip(CLOSING).endswith(tuple(FULL_STOPS)):
        return False
    if line.rstrip(CLOSING).endswith(WIDE_STOPS) and len(_WIDE.findall(line)) > WIDE_SENTENCE:
        return True
    return len(_WORD.findall(line)) > SENTENCE + 1  # the month is a word too
