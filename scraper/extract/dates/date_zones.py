"""Where on a page a date can be the article's own: not in its text, nor with other stories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from scraper import urls
from scraper.extract.dates.date_lines import is_bare, says_published
from scraper.lexicon.date_words import OTHER_CLASS
from scraper.lexicon.folding import size
from scraper.page import headline_area, visible_text
from scraper.page.boilerplate import INLINE
from scraper.page.lines import HEADINGS, Line
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.page.body_reading import BodyReading
    from scraper.page.parsed_page import ParsedPage

# A date in these is a fact of the text.
FACTS = HEADINGS - {"h1"} | {"li", "td", "th", "dd", "dt", "caption", "blockquote"}
FACT_DEPTH = 3  # boxes around a line that are looked at for one of these
TITLE = 25  # letters of a link that may be another story's; sections and authors are shorter
MAX_TITLE = 200  # letters of a link that are read
CARD = 6  # boxes around a date that may be a card
# Elements behind the beginning of the text in which …
OPENING = 4  # … a dateline opens it
NEAR = 12  # … the date line may follow a standfirst
# Elements behind the end of the text in which …
FOOT = 15  # … its date may follow
ALONE = 60  # … several dates are those of other stories, comments, events

_NO_PAGE = late(r"#|javascript:|mailto:")


class Zones:
    """The text of the article among the elements of its page."""

    def __init__(self, doc: ParsedPage, body: BodyReading) -> None:
        kept = [judged.line for judged in body.lines if judged.kept]
        order = doc.metadata.marks.order
        prose = _places([line for line in kept if line.good], order)
        self._order = order
        self._url = doc.url
        self._head = doc.around.boxes
        self._dated = frozenset(doc.metadata.marks.dated)
        self._marked = self._dated.union(doc.metadata.marks.times)
        self._kept = _sole_lines(kept)
        self._first = min(prose, default=len(order))  # without any, all is in front of it
        self._last = max(_places(kept, order), default=0)
        self._start = max(min(prose, default=0), doc.headline_at)
        self._holding = _boxes_around(self._kept) if prose else frozenset()
        self._around = headline_area.Around(doc.headline_place)
        self._around.boxes |= self._holding
        self._cards: dict[etree._Element, bool] = {}

    def own(self, element: etree._Element, line: str, *, labelled: bool = False) -> bool:
        """Return whether a date that an element shows in a line can be the article's.

        `labelled`: a word in the line says so.
        """
        at = self._order.get(element, 0)
        if at < self._first:
            return self._is_no_fact(element, behind=False, near=True)
        near = at - self._start <= NEAR
        is_fact = not self._is_no_fact(element, behind=True, near=near)
        if is_fact or self.beside_another_story(element):
            return False
        opens_text = at <= self._last or self.opens(element)
        if labelled or (near and opens_text):
            return True
        return self._signs(element) or says_published(element, line)

    def heads_the_text(self, element: etree._Element) -> bool:
        """Return whether an element is at the head of a box that holds the text.

        The names of the boxes around do not count.
        """
        if self._order.get(element, 0) - self._start > NEAR:
            return False
        return headline_area.native(element, self._around)

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
        """Return whether an element is marked as a date, right behind the text, and alone there."""
        at = self._order.get(element, 0)
        if element not in self._marked or not self._last < at <= self._last + FOOT:
            return False
        own = {element, *element.iter(), *element.iterancestors()}
        end = self._last + ALONE
        others = self._marked - own
        return not any(self._last < self._order.get(other, 0) <= end for other in others)

    def _boxes(self, element: etree._Element) -> Iterator[etree._Element]:
        """Yield the element and the boxes around it that hold neither headline nor text."""
        box: etree._Element | None = element
        for _ in range(CARD):
            if box is None or box in self._head or box in self._holding:
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
        if box.tag == "a":
            return self._leads_away(box)
        return any(self._leads_away(link) and _is_title(link) for link in box.iter("a"))

    def _leads_away(self, link: etree._Element) -> bool:
        """Return whether a link leads to another page."""
        href = link.get("href")
        if not href or _NO_PAGE.match(href):
            return False
        return urls.absolute(self._url, href) != self._url

    def _is_no_fact(self, element: etree._Element, *, behind: bool, near: bool) -> bool:
        """Return whether an element's block may be the date line, and is no fact of the text.

        It is no line of the body, or one that the body kept: close to the beginning of the text
        (`near`), in no list, table or heading, and, `behind` the first paragraph, hardly more than
        a date.
        """
        block = next(filter(_is_block, (element, *visible_text.above(element))), element)
        text = self._kept.get(block)
        if text is None:
            return True
        if not near:
            return False
        return not _is_fact(block) and (not behind or is_bare(text))


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


def _is_fact(block: etree._Element) -> bool:
    """Return whether a block is in a list, a table or a heading."""
    if block.tag in FACTS:
        return True
    return any(box.tag in FACTS for box in visible_text.above(block, FACT_DEPTH))


def _is_block(element: etree._Element) -> bool:
    return element.tag not in INLINE
