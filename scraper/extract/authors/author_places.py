"""The places of a page that can name its author, the nearest to the headline first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from scraper.models import Author
from scraper.page import headline_area, visible_text

if TYPE_CHECKING:
    from scraper.extract.context import Context
    from scraper.page.metadata import Metadata

MAX_LINE = 160  # characters of a byline
MIN_LINE = 4  # characters
MAX_NEAR = 20  # lines under the headline that can be details
AFTER = 60  # elements behind the headline in which lines are sought
BEFORE = 12  # elements in front of it
AT_ENDS = 2  # lines on each side of where the text begins or ends that can name who wrote
ABOVE = 60  # elements between a name and the headline below it, or above it where no text is
MAX_MARKED = 60  # elements whose names speak of an author
MAX_LINKED = 20  # links to profiles, and names in microdata
MAX_CHILDREN = 6  # of a line
FEW_CHILDREN = 3  # a line of no text of its own has at most so many
AUTHOR_ITEMS = frozenset({"author", "creator"})
AUTHOR_PROPERTIES = frozenset({"author", "creator", "contributor"})


class ShownLine(NamedTuple):
    """A short line of the page."""

    element: etree._Element
    text: str


class Byline(NamedTuple):
    """A place on the page that names authors."""

    people: tuple[Author, ...]
    raw: str
    element: etree._Element


class AuthorPlaces:
    """The elements of a page that can name its author, by how they are marked."""

    def __init__(self, doc: Context) -> None:
        marks = doc.metadata.marks
        items = _author_items(doc.metadata)
        nearest = headline_area.nearest
        self.doc = doc
        self.headline = doc.headline_place
        self.around = _around(doc)
        self.shown = visible_text.Lines()
        self.short_lines = visible_text.ShortLines(MAX_LINE)
        self._order = marks.order
        lines = doc.body.lines
        self._text = [self._order.get(line.element, 0) for line in lines if line.kept]
        self._end_of_text = next(reversed(self._text), inf)
        marked = nearest(marks.authors, self.around, marks.order)[:MAX_MARKED]
        profiles = nearest(marks.profiles, self.around, marks.order)[:MAX_LINKED]
        self.marked = list(filter(self._is_own, marked))
        self.profiles = list(filter(self._is_own, profiles))
        self.items = nearest(items, self.around, marks.order)[:MAX_LINKED]
        self._lines: list[ShownLine] = []
        # It knows nothing of this object: a ring of the two would keep every page in memory.
        self._unread = _short_lines(self.short_lines, islice(self._following(), AFTER))

    def _following(self) -> Iterator[etree._Element]:
        """Return the elements behind the headline."""
        if self.headline is not None:
            return headline_area.following(self.headline)
        return self.doc.tree.iterdescendants("*")

    def lines(self) -> Iterator[ShownLine]:
        """Yield the short lines near the headline, read as far as they are asked for."""
        yield from self._lines
        for line in self._unread:
            self._lines.append(line)
            yield line

    def in_head(self, element: etree._Element, above: int = 0) -> bool:
        """Return whether an element is between the headline and the text.

        `above`: how many elements in front of the headline count too.
        """
        start = self.doc.headline_at
        text = next((place for place in self._text if place > start), start + ABOVE)
        return start - above <= self._order.get(element, -1) < text

    def _is_own(self, element: etree._Element) -> bool:
        """Return whether an element is not, below the text, beside another story's headline."""
        box = element.getparent()
        is_below = self._order.get(element, 0) >= self._end_of_text
        if not is_below or box is None or box in self.around.boxes:
            return True
        return not headline_area.another_story(box)

    def lines_before(self) -> Iterator[ShownLine]:
        """Return the short lines right above the headline."""
        if self.headline is None:
            return iter(())
        above = headline_area.preceding(self.headline, BEFORE)
        return _short_lines(self.short_lines, above)

    def lines_at_ends(self) -> Iterator[ShownLine]:
        """Yield the short lines where the text ends and where it begins, and those next to them."""
        lines = self.doc.body.lines
        kept = [at for at, line in enumerate(lines) if line.kept]
        for end in kept[-1:] + kept[:1]:
            for line in lines[max(0, end + 1 - AT_ENDS) : end + 1 + AT_ENDS]:
                if MIN_LINE <= len(line.text) <= MAX_LINE:
                    yield ShownLine(line.element, line.text)


def _around(doc: Context) -> headline_area.Around:
    """Return the boxes around the headline, and those around the text: all are the article's."""
    around = headline_area.Around(doc.headline_place)
    container = doc.body.container
    if container is not None:
        around.boxes |= {container, *visible_text.above(container)}
    return around


def _author_items(metadata: Metadata) -> list[etree._Element]:
    """Return the elements that microdata call the author, or an author's name."""
    found = []
    for item in metadata.items:
        is_name = item.name == "name" and item.scope == "person"
        if item.name in AUTHOR_ITEMS or (is_name and _is_of_author(item.element)):
            found.append(item.element)
    return found


def _is_of_author(name: etree._Element) -> bool:
    """Return whether a person whom microdata name is said to be an author.

    Others are spoken of, or answer the phone.
    """
    for box in visible_text.above(name):
        if box.get("itemscope") is not None:
            properties = box.get("itemprop", "").lower().split()
            return not AUTHOR_PROPERTIES.isdisjoint(properties)
    return False


def _short_lines(
    known: visible_text.ShortLines, elements: Iterable[etree._Element]
) -> Iterator[ShownLine]:
    """Yield the elements that are short lines, with their text."""
    for element in elements:
        if _may_be_line(element):
            line = known.of(element)
            if line is not None and len(line) >= MIN_LINE:
                yield ShownLine(element, line)


def _may_be_line(element: etree._Element) -> bool:
    """Return whether an element has few children, and little text in front of them, but some."""
    text, children = element.text or "", len(element)
    if children > MAX_CHILDREN or len(text) > MAX_LINE:
        return False
    if element.tag in visible_text.UNSHOWN:
        return False
    if not text or text.isspace():
        return 0 < children <= FEW_CHILDREN
    return True
