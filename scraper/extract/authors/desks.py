"""A part of the newsroom that signs in place of a person: "By AOL Staff", "AFP"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from scraper.extract.authors.author_places import MAX_LINE, MAX_NEAR, AuthorPlaces, Byline
from scraper.extract.authors.byline_boxes import is_sentence
from scraper.lexicon import byline_parser, introductions, names
from scraper.lexicon.byline_words import NOBODY
from scraper.lexicon.folding import key
from scraper.lexicon.names import NameKind
from scraper.models import Author, AuthorKind

MAX_WORDS = 6  # of a desk's name; more are a sentence
MAX_LINES = 4  # of a box that signs
SIGNING = frozenset({"author", "creator"})  # values of rel and itemprop that leave no doubt


def desk(places: AuthorPlaces) -> Byline | None:
    """Return the nearest byline that names an organisation and no person."""
    for element, line, marked in _lines(places):
        found = desks_in(line, marked=marked)
        if found:
            house = AuthorKind.ORGANISATION
            people = tuple(Author(name=name, raw=line, kind=house) for name in found)
            return Byline(people=people, raw=line, element=element)
    return None


def _lines(places: AuthorPlaces) -> Iterator[tuple[etree._Element, str, bool]]:
    """Yield the lines that can sign, and whether their element surely marks the author."""
    for element in islice(places.marked, MAX_NEAR):
        lines = places.shown.of(element)
        if element.tag == "meta" or len(lines) > MAX_LINES:
            continue
        marks = f"{element.get('rel', '')} {element.get('itemprop', '')}".lower().split()
        surely = not SIGNING.isdisjoint(marks)
        for text in lines:
            yield element, text, surely
    for element, text in islice(places.lines(), MAX_NEAR):
        if introductions.starts(text) and not is_sentence(text):
            yield element, text, False


def desks_in(line: str, *, marked: bool) -> tuple[str, ...]:
    """Return the organisations that a line names as who signs; none where it names a person.

    `marked`: the line surely is the author's.
    """
    signed = byline_parser.read(line)
    if signed.people or len(line) > MAX_LINE:
        return ()
    houses = (*signed.organisations, *signed.agencies)
    if houses:
        return tuple(filter(_can_sign, houses))
    bare, introduced = introductions.strip(line)
    is_account = marked and names.is_nick(bare)
    is_job = introduced and names.kind(bare) is NameKind.ROLE
    return (bare,) if _is_short(bare) and (is_account or is_job) else ()


def _can_sign(house: str) -> bool:
    """Return whether the name of an organisation is short, and no placeholder."""
    return _is_short(house) and key(house) not in NOBODY


def _is_short(name: str) -> bool:
    return len(name.split()) <= MAX_WORDS
