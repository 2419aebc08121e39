"""Read who is named in a box or a few lines of a page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from lxml import etree

from scraper.extract.authors import stated_authors
from scraper.extract.authors.author_places import MAX_LINE, AuthorPlaces, Byline
from scraper.lexicon import byline_parser
from scraper.lexicon.author_words import BESIDE_AUTHOR
from scraper.lexicon.folding import fold, key
from scraper.models import Author
from scraper.page import visible_text

MAX_LINES = 10  # of a box that names authors
MAX_PEN_NAME = 2  # lines of a box with a pen name; more say something
MAX_SENTENCE = 60  # characters of a line with a full stop that can be a byline
MAX_FELLOWS = 12  # elements that name further authors
WRAPPERS = 2  # boxes around elements that are side by side


def first_named(
    places: AuthorPlaces, elements: Sequence[etree._Element], *, pen_names: bool
) -> Byline | None:
    """Return the nearest element with a name, with the names in its like side by side."""
    for at, element in enumerate(elements):
        found = _read(places, element, pen_names=pen_names)
        if found is None:
            continue
        people = {key(author.name): author for author in found.people}
        fellows = (other for other in elements[at + 1 :] if _are_fellows(element, other))
        for fellow in islice(fellows, MAX_FELLOWS):
            more = _read(places, fellow, pen_names=pen_names)
            for author in more.people if more else ():
                people.setdefault(key(author.name), author)
        return Byline(people=tuple(people.values()), raw=found.raw, element=element)
    return None


def named(
    lines: Sequence[str], *, pen_names: bool = False, introduced: bool = False
) -> tuple[Author, ...]:
    """Return the people of a few lines; a line of roles belongs to the name above it.

    `introduced`: only of those lines that begin with a word like "by".
    """
    found: dict[str, Author] = {}
    for line in lines:
        signed = byline_parser.read(line, pen_names=pen_names and not found)
        if introduced and not signed.introduced:
            continue
        for name, role in signed.people:
            found.setdefault(key(name), Author(name=name, role=role, raw=line))
    return tuple(found.values())


def without_house(places: AuthorPlaces, people: tuple[Author, ...]) -> tuple[Author, ...]:
    """Return those who are not the site itself."""
    meta = places.doc.metadata
    sure = [each for each in people if not stated_authors.is_site(each.name, meta, person=False)]
    possible = [each for each in people if not stated_authors.is_site(each.name, meta)]
    return tuple(sure or possible)


def is_sentence(line: str) -> bool:
    """Return whether a line that begins with "von" or "by" is a sentence.

    "Von den Höfen kaufte der Burgherr Speck." is.
    """
    if line.endswith("。"):
        return "：" not in line and ":" not in line
    if len(line) <= MAX_SENTENCE or not line.endswith("."):
        return False
    return ":" not in line[: MAX_SENTENCE // 2]


def _are_fellows(one: etree._Element, other: etree._Element) -> bool:
    """Return whether two elements are alike and side by side, give or take one wrapper."""
    if one.tag != other.tag or one.get("class") != other.get("class"):
        return False
    mine = set(islice(visible_text.above(one), WRAPPERS))
    return not mine.isdisjoint(islice(visible_text.above(other), WRAPPERS))


def _read(places: AuthorPlaces, element: etree._Element, *, pen_names: bool) -> Byline | None:
    """Return who is named in an element, if it is as short as a byline."""
    if element.tag == "meta":
        lines = [fold(element.get("content"))]
    else:
        lines = places.shown.without(element, BESIDE_AUTHOR)
    if len(lines) > MAX_LINES:
        return None
    lines = [line for line in lines if len(line) <= MAX_LINE]
    may_be_pen_name = pen_names and len(lines) <= MAX_PEN_NAME
    people = without_house(places, named(lines, pen_names=may_be_pen_name))
    raw = " · ".join(lines)[:MAX_LINE]
    return Byline(people=people, raw=raw, element=element) if people else None
