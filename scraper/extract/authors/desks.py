"""A part of the newsroom that signs in place of a person: "By AOL Staff", "News Desk", "von Redaktion", "AFP"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from scraper.extract.authors.shown_authors import MAX_LINE, MAX_NEAR, Byline, Places, is_sentence
from scraper.lexicon import byline_parser, introductions, names
from scraper.lexicon.byline_words import NOBODY
from scraper.lexicon.folding import key
from scraper.lexicon.names import NameKind
from scraper.models import Author, AuthorKind

MAX_WORDS = 6  # of a desk's name; more are a sentence
MAX_LINES = 4  # of a box that signs
SIGNING = frozenset({"author", "creator"})  # values of rel and itemprop that leave no doubt


def desk(places: Places) -> Byline | None:
    """Return the nearest byline that names an organisation and no person."""
    for element, line, marked in _lines(places):
        if found := _desks(line, marked=marked):
            people = tuple(
                Author(name=name, raw=line, kind=AuthorKind.ORGANISATION) for name in found
            )
            return Byline(people=people, raw=line, element=element)
    return None


def _lines(places: Places) -> Iterator[tuple[etree._Element, str, bool]]:
    """Return the lines that can sign, and whether their element surely marks the author."""
    for element in islice(places.marked, MAX_NEAR):
        lines = places.shown.of(element) if element.tag != "meta" else []
        marks = f"{element.get('rel') or ''} {element.get('itemprop') or ''}".lower().split()
        for text in lines if len(lines) <= MAX_LINES else ():
            yield element, text, not SIGNING.isdisjoint(marks)
    for element, text in islice(places.lines(), MAX_NEAR):
        if introductions.starts(text) and not is_sentence(text):
            yield element, text, False


def _desks(line: str, *, marked: bool) -> tuple[str, ...]:
    """Return the organisations that a line names as who signs; none where it names a person."""
    if len(line) > MAX_LINE:
        return ()
    signed = byline_parser.read(line)
    if signed.people:
        return ()
    if found := (*signed.organisations, *signed.agencies):
        return tuple(
            name for name in found if len(name.split()) <= MAX_WORDS and key(name) not in NOBODY
        )
    bare, introduced = introductions.strip(line)
    if marked and len(bare.split()) <= MAX_WORDS and names.is_nick(bare):
        return (bare,)
    return (
        (bare,)
        if introduced and names.kind(bare) is NameKind.ROLE and len(bare.split()) <= MAX_WORDS
        else ()
    )
