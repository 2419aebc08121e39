"""A part of the newsroom that signs in place of a person: "By AOL Staff", "AFP"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from scraper.extract.authors.author_places import (
    ABOVE,
    MAX_LINE,
    MAX_NEAR,
    AuthorPlaces,
    Byline,
)
from scraper.extract.authors.byline_boxes import is_sentence
from scraper.lexicon import byline_dates, byline_parser, introductions, names
from scraper.lexicon.byline_words import INTERFACE, NOBODY
from scraper.lexicon.folding import key
from scraper.models import Author, AuthorKind

MAX_WORDS = 6  # of a desk's name; more are a sentence
MAX_UNKNOWN = 4  # of a name that no word shows to be a house's
MAX_LINES = 4  # of a box that signs
MIN_NAME = 3  # characters of such a name
EDGES = " ,:|-–"


def desk(places: AuthorPlaces) -> Byline | None:
    """Return the nearest byline that names an organisation, or by any name who signs, no person."""
    for element, line, alone in _lines(places):
        found = desks_in(line) or (_unknown_in(line) if alone else ())
        if found:
            house = AuthorKind.ORGANISATION
            people = tuple(Author(name=name, raw=line, kind=house) for name in found)
            return Byline(people=people, raw=line, element=element)
    return None


def _lines(places: AuthorPlaces) -> Iterator[tuple[etree._Element, str, bool]]:
    """Yield the lines that can sign, and whether a marked box has nothing but the line."""
    for element in islice(places.marked, MAX_NEAR):
        lines = places.shown.of(element)
        if len(lines) <= MAX_LINES and places.in_head(element, ABOVE):
            yield from ((element, text, len(lines) == 1) for text in lines)
    for element, text in islice(places.lines(), MAX_NEAR):
        if introductions.starts(text) and not is_sentence(text):
            yield element, text, False


def _unknown_in(line: str) -> tuple[str, ...]:
    """Return who signs a line, by whatever name that is no label of an interface."""
    name = introductions.strip(byline_dates.without_date(line))[0].strip(EDGES)
    words = name.casefold().split()
    if len(name) < MIN_NAME or len(words) > MAX_UNKNOWN or any(map(str.isdigit, name)):
        return ()
    is_label = INTERFACE.issuperset(words) or not names.is_pen_name(words[0])
    return (name,) if _can_sign(name) and not is_label else ()


def desks_in(line: str) -> tuple[str, ...]:
    """Return the organisations that a line names as who signs; none where it names a person."""
    signed = byline_parser.read(line)
    if signed.people or len(line) > MAX_LINE:
        return ()
    return tuple(filter(_can_sign, (*signed.organisations, *signed.agencies)))


def _can_sign(house: str) -> bool:
    """Return whether the name of an organisation is short, and no placeholder."""
    return len(house.split()) <= MAX_WORDS and key(house) not in NOBODY
