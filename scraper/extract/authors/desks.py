"""A part of the newsroom that signs in place of a person: "By AOL Staff", "AFP"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from scraper.extract.authors.author_places import MAX_LINE, MAX_NEAR, AuthorPlaces, Byline
from scraper.extract.authors.byline_boxes import is_sentence
from scraper.lexicon import byline_dates, byline_parser, introductions, names
from scraper.lexicon.byline_words import INTERFACE, NOBODY
from scraper.lexicon.folding import key
from scraper.models import Author, AuthorKind

MAX_WORDS = 6  # of a desk's name; more are a sentence
MAX_LINES = 4  # of a box that signs
MIN_NAME, MAX_NAME = 3, 50  # characters of a name that is not known to be a house's
ABOVE = 60  # elements between a marked box above the headline and the headline
EDGES = " ,:|-–"


def desk(places: AuthorPlaces) -> Byline | None:
    """Return the nearest byline that names an organisation and no person."""
    for element, line in _lines(places):
        found = desks_in(line)
        if found:
            house = AuthorKind.ORGANISATION
            people = tuple(Author(name=name, raw=line, kind=house) for name in found)
            return Byline(people=people, raw=line, element=element)
    return _unknown(places)


def _unknown(places: AuthorPlaces) -> Byline | None:
    """Return whoever signs, by any name, in a marked box of one line in front of the text."""
    for element in islice(places.marked, MAX_NEAR):
        lines = places.shown.of(element)
        if len(lines) != 1 or not places.at_headline(element, ABOVE):
            continue
        line = byline_dates.without_date(lines[0])
        name = introductions.strip(line)[0].strip(EDGES)
        if _may_sign(name):
            house = Author(name=name, raw=line, kind=AuthorKind.ORGANISATION)
            return Byline(people=(house,), raw=line, element=element)
    return None


def _may_sign(name: str) -> bool:
    """Return whether a text could be the name of a house, and is no label of an interface."""
    words = name.casefold().split()
    if not MIN_NAME <= len(name) <= MAX_NAME or any(map(str.isdigit, name)):
        return False
    return _can_sign(name) and names.is_pen_name(words[0]) and not INTERFACE.issuperset(words)


def _lines(places: AuthorPlaces) -> Iterator[tuple[etree._Element, str]]:
    """Yield the lines that can sign."""
    for element in islice(places.marked, MAX_NEAR):
        lines = places.shown.of(element)
        if len(lines) <= MAX_LINES:
            yield from ((element, text) for text in lines)
    for element, text in islice(places.lines(), MAX_NEAR):
        if introductions.starts(text) and not is_sentence(text):
            yield element, text


def desks_in(line: str) -> tuple[str, ...]:
    """Return the organisations that a line names as who signs; none where it names a person."""
    signed = byline_parser.read(line)
    if signed.people or len(line) > MAX_LINE:
        return ()
    return tuple(filter(_can_sign, (*signed.organisations, *signed.agencies)))


def _can_sign(house: str) -> bool:
    """Return whether the name of an organisation is short, and no placeholder."""
    return len(house.split()) <= MAX_WORDS and key(house) not in NOBODY
