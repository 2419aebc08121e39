"""Where on a page a date can be the article's own: not in its text, nor with other stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from scraper.extract.dates.date_lines import is_bare, says_published
from scraper.lexicon.date_words import OTHER_CLASS
from scraper.lexicon.folding import size
from scraper.page import visible_text
from scraper.page.boilerplate import INLINE
from scraper.page.lines import HEADINGS, Line

if TYPE_CHECKING:
    from scraper.page.body_reading import BodyReading
    from scraper.page.parsed_page import ParsedPage

# A date in these is a fact of the text.
FACTS = HEADINGS - {"h1"} | {"li", "td", "th", "dd", "dt", "caption", "blockquote"}
TITLE = 25  # letters of a link that may be another story's; sections and authors are shorter
MAX_TITLE = 200  # letters of a link that are read
CARD = 6  # boxes around a date that may be a card
NO_PLACE = ("nav", "figure")  # no date in these is the article's
# Elements behind the beginning of the text in which …
OPENING = 4  # … a dateline opens it
NEAR = 12  # … the date line may follow a standfirst
ALONE = 60  # elements behind the text in which several dates are other stories', comments', events'


class Zones:
    """The text of the article among the elements of its page."""

    def __init__(self, doc: ParsedPage, body: BodyReading) -> None:
        kept = [judged.line for judged in body.lines if judged.kept]
        order = doc.metadata.marks.order
        prose = _places([line for line in kept if line.good], order)
        self._order = order
        self._marked = frozenset(doc.metadata.marks.dated).union(doc.metadata.marks.times)
        self._kept = _sole_lines(kept)
        self._first = min(prose, default=len(order))  # without any, all is in front of it
        self._last = max(_places(kept, order), default=0)
        self._start = max(min(prose, default=0), doc.headline_at)
        self._holding = doc.around.boxes
        if prose:
            self._holding |= _boxes_around(self._kept)
        self._cards: dict[etree._Element, bool] = {}

    def own(self, element: etree._Element, line: str, *, labelled: bool = False) -> bool:
        """Return whether a date that an element shows in a line can be the article's.

        `labelled`: a word in the line says so.
        """
        at = self._order.get(element, 0)
        behind = at >= self._first
        if _is_elsewhere(element) or self._is_fact(element, behind=behind):
            return False
        if not behind:
            return True
        if self.beside_another_story(element):
            return False
        in_text = at <= min(self._last, self._start + NEAR)
        if labelled or in_text or self.opens(element):
            return True
        return self._signs(element) or says_published(element, line)

    def opens(self, element: etree._Element) -> bool:
        """Return whether an element comes no later than the beginning of the text."""
        return self._order.get(element, 0) - self._start <= OPENING

    def beside_another_story(self, element: etree._Element) -> bool:
        """Return whether an element behind the first paragraph belongs to something else.

        That is another story, a comment or an event.
        """
        if self._order.get(element, 0) < self._first:
            return False
        return any(map(self._is_card, self._boxes(element)))

    def _signs(self, element: etree._Element) -> bool:
        """Return whether an element is marked as a date, and alone behind the text."""
        if element not in self._marked:
            return False
        own = {element, *element.iter(), *element.iterancestors()}
        end = self._last + ALONE
        others = self._marked - own
        return not any(self._last < self._order.get(other, 0) <= end for other in others)

    def _boxes(self, element: etree._Element) -> Iterator[etree._Element]:
        """Yield the element and the boxes around it that hold neither headline nor text."""
        box: etree._Element | None = element
        for _ in range(CARD):
            if box is None or box in self._holding:
                return
            yield box
            box = box.getparent()

    def _is_card(self, box: etree._Element) -> bool:
        known = self._cards.get(box)
        if known is None:
            known = self._cards[box] = self._looks_like_card(box)
        return known

    def _looks_like_card(self, box: etree._Element) -> bool:
        """Return whether a box is of comments or events by name, or holds another story's title."""
        if OTHER_CLASS.search(f"{box.get('class', '')} {box.get('id', '')}"):
            return True
        return any(map(_is_title, box.iter("a")))

    def _is_fact(self, element: etree._Element, *, behind: bool) -> bool:
        """Return whether an element's block is a line of the body, and not the date line.

        It is in a list, a table or a heading, or, `behind` the first paragraph, more than a date.
        """
        block = next(filter(_is_block, (element, *visible_text.above(element))), element)
        text = self._kept.get(block)
        if text is None:
            return False
        return block.tag in FACTS or (behind and not is_bare(text))


def _places(lines: Sequence[Line], order: Mapping[etree._Element, int]) -> list[int]:
    """Return where on the page the boxes of lines begin."""
    elements = (line.box.element for line in lines)
    return [order[element] for element in elements if element in order]


def _sole_lines(lines: Sequence[Line]) -> dict[etree._Element, str]:
    """Return the text of the boxes with a line; one with several lines of its own is none."""
    counts = Counter(line.box.element for line in lines)
    return {line.box.element: line.text for line in lines if counts[line.box.element] == 1}


def _boxes_around(elements: Iterable[etree._Element]) -> frozenset[etree._Element]:
    """Return all that holds one of the elements."""
    found: set[etree._Element] = set()
    for element in elements:
        found.update(element.iterancestors())
    return frozenset(found)


def _is_title(link: etree._Element) -> bool:
    """Return whether a link is as long as a title, and does not show an address."""
    text = visible_text.text(link, limit=MAX_TITLE)
    return size(text) >= TITLE and "://" not in text


def _is_elsewhere(element: etree._Element) -> bool:
    """Return whether an element is in a box in which no date is the article's."""
    return next(element.iterancestors(*NO_PLACE), None) is not None


def _is_block(element: etree._Element) -> bool:
    return element.tag not in INLINE
