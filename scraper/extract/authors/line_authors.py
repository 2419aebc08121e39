"""Authors in lines around the headline: introduced by a "by", or beside a date."""

from __future__ import annotations

import re
from itertools import chain, islice

from lxml import etree

from scraper.extract.authors.author_places import MAX_NEAR, AuthorPlaces, Byline
from scraper.extract.authors.byline_boxes import is_sentence, named, without_house
from scraper.lexicon import byline_dates, byline_parser, eastern_bylines, introductions
from scraper.lexicon.author_words import DETAILS, FILED
from scraper.lexicon.folding import fold
from scraper.models import Author
from scraper.page import headline_area, visible_text
from scraper.page.survey import PROFILE_PATH
from scraper.patterns import late

MAX_DETAILS = 80  # characters of a line of details, or of a name beside a label
MAX_LABEL = 24  # characters of a label such as "Written by"
FULL_NAME = 2  # words of a name beside a date, without initials; others are places and sections
# Reasons by which designers also call the head of an article: "gallery-meta", "poster-info".
HEADS = headline_area.MILD - {"caption", "credit"}
NOTHING = frozenset[str]()

_INITIAL = re.compile(r"\s[^\W\d_]\.(?=\s)")
_DATED = late(
    r"^\W*\d{1,2}\s?[./-]\s?(?:\d{1,2}\s?[./-]|\w{3,10}\.?)\s?\d{2,4}"
    r"(?:,?\s+\d{1,2}[:.]\d{2}(?:\s*(?:Uhr|h))?)?"
)


def introduced(places: AuthorPlaces) -> Byline | None:
    """Return a short line near the headline that begins with a word like "by"."""
    lines = chain(places.lines(), places.lines_before())
    for at, (element, text) in enumerate(lines):
        near = at < MAX_NEAR
        line = _with_name_beside(element, text)
        if is_sentence(line):
            continue
        found = _introduced_in(places, line) or _posted_in(line, near=near)
        but = HEADS if near else NOTHING
        if found and headline_area.native(element, places.around, but):
            return Byline(people=found, raw=line, element=element)
    return None


def last_line(places: AuthorPlaces) -> Byline | None:
    """Return a line with a name behind a word like "by", where the text ends or begins."""
    for element, text in places.lines_at_ends():
        line = _with_name_beside(element, text)
        found = () if is_sentence(line) else _introduced_in(places, line)
        if found and headline_area.native(element, places.around):
            return Byline(people=found, raw=line, element=element)
    return None


def dated_line(places: AuthorPlaces) -> Byline | None:
    """Return a line of details under the headline: "3 May 2024 - Jane Roe"."""
    lines = chain(islice(places.lines(), MAX_NEAR), places.lines_before())
    for element, line in lines:
        if not _is_of_details(element, line):
            continue
        name = _full_name_in(line)
        files = not _has_date(line) and _is_filing(element)
        if name and not files and headline_area.native(element, places.around):
            author = Author(name=name, raw=line)
            return Byline(people=(author,), raw=line, element=element)
    return None


def _introduced_in(places: AuthorPlaces, line: str) -> tuple[Author, ...]:
    """Return who signs a line behind a "by", or behind a date with a "by"."""
    may_sign = introductions.starts(line) or eastern_bylines.is_east_asian(line)
    signed = line if may_sign else byline_dates.behind_date(line)  # most lines are neither
    return without_house(places, named([signed], introduced=True)) if signed else ()


def _posted_in(line: str, *, near: bool) -> tuple[Author, ...]:
    """Return who signs a line by a pen name; `near` the headline also behind a lone "by"."""
    nick = introductions.posted_by(line, near=near)
    return (Author(name=nick, raw=line),) if nick else ()


def _with_name_beside(element: etree._Element, text: str) -> str:
    """Return the line; a lone label ("Author") with the name beside or below it."""
    line = text.lstrip("-–—|•· ")
    is_label = len(line) <= MAX_LABEL and introductions.is_label(line.rstrip(":： "))
    if not is_label:
        return line
    name = fold(element.tail)
    beside = element.getnext()
    if not name and beside is not None:
        name = visible_text.text(beside)
    label = line.rstrip(": ")
    return f"{label}: {name}" if name and len(name) <= MAX_DETAILS else line


def _is_of_details(element: etree._Element, line: str) -> bool:
    """Return whether a line has a date, or is called details."""
    if len(line) > MAX_DETAILS:
        return False
    return _has_date(line) or DETAILS.search(_classes_at(element)) is not None


def _has_date(line: str) -> bool:
    """Return whether a piece of a line of details begins with a date."""
    return any(map(_DATED.match, byline_dates.GAP.split(line)))


def _full_name_in(line: str) -> str:
    """Return the only name of a line, if it has two words besides initials; else ""."""
    people = byline_parser.read(line).people
    name = people[0][0] if len(people) == 1 else ""
    return name if len(_INITIAL.sub("", name).split()) == FULL_NAME else ""


def _is_filing(element: etree._Element) -> bool:
    """Return whether an element names where the article is filed."""
    if FILED.search(_classes_at(element)):
        return True
    link = element if element.tag == "a" else element.find(".//a")
    return link is not None and not PROFILE_PATH.search(link.get("href", ""))


def _classes_at(element: etree._Element) -> str:
    """Return the class names of an element and of its parent."""
    parent = element.getparent()
    above = parent.get("class", "") if parent is not None else ""
    return f"{element.get('class', '')} {above}"
