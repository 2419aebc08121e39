"""A part of the newsroom that signs in place of a person: "By AOL Staff", "AFP"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

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
EDGES = " ,:|-–"


class SignedLine(NamedTuple):
    """A line of the page, and who signs it, if anyone."""

    element: etree._Element
    line: str
    names: tuple[str, ...]


def desk(places: AuthorPlaces) -> Byline | None:
    """Return the nearest byline that names an organisation or an unknown name, and no person."""
    for signed in chain(_in_marked_boxes(places), _in_introduced_lines(places)):
        if signed.names:
            house = AuthorKind.ORGANISATION
            people = tuple(Author(name=name, raw=signed.line, kind=house) for name in signed.names)
            return Byline(people=people, raw=signed.line, element=signed.element)
    return None


def _in_marked_boxes(places: AuthorPlaces) -> Iterator[SignedLine]:
    """Yield the lines of small boxes in front of the text; an unknown name signs a line alone."""
    for element in islice(places.marked, MAX_NEAR):
        lines = places.shown.of(element)
        if len(lines) > MAX_LINES or not places.in_head(element, ABOVE):
            continue
        for line in lines:
            yield SignedLine(element, line, desks_in(line))
        if len(lines) == 1:
            yield SignedLine(element, lines[0], _unknown_in(lines[0]))


def _in_introduced_lines(places: AuthorPlaces) -> Iterator[SignedLine]:
    """Yield the lines near the headline that begin with a word like "by"."""
    for element, line in islice(places.lines(), MAX_NEAR):
        if introductions.starts(line) and not is_sentence(line):
            yield SignedLine(element, line, desks_in(line))


def _unknown_in(line: str) -> tuple[str, ...]:
    """Return the name that signs a line, of whatever kind, unless it is a label."""
    name = introductions.strip(byline_dates.without_date(line))[0].strip(EDGES)
    words = name.casefold().split()
    if INTERFACE.issuperset(words) or len(words) > MAX_UNKNOWN:
        return ()
    return (name,) if _can_sign(name) and names.is_pen_name(words[0]) else ()


def desks_in(line: str) -> tuple[str, ...]:
    """Return the organisations that a line names as who signs; none where it names a person."""
    signed = byline_parser.read(line)
    if signed.people or len(line) > MAX_LINE:
        return ()
    return tuple(filter(_can_sign, (*signed.organisations, *signed.agencies)))


def _can_sign(house: str) -> bool:
    """Return whether the name of an organisation is short, and no placeholder."""
    return len(house.split()) <= MAX_WORDS and key(house) not in NOBODY
