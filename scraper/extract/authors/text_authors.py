"""Authors whom the text itself names, at its beginning or its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from scraper import urls
from scraper.extract.authors import profile_links
from scraper.extract.authors.author_places import MAX_LINE, AuthorPlaces, Byline
from scraper.extract.authors.byline_boxes import is_sentence, named
from scraper.lexicon import eastern_bylines, introductions, names
from scraper.lexicon.author_words import SLUG
from scraper.lexicon.folding import key
from scraper.models import Author
from scraper.page import visible_text
from scraper.page.body_reading import CONTACT, JudgedLine
from scraper.patterns import late

FIRST = 3  # lines of the text of which one can be a name in bold
BOLD = 3  # elements in bold that are looked at in one line
MIN_BOLD, MAX_BOLD = 5, 80  # characters of a line of names in bold
BETWEEN = 5  # characters besides each name: "und", "with"
BARE = 2  # words of a name that nothing but bold type sets apart
MAX_NAME = 4  # words
MIN_SLUG = 2  # words
BELOW = 2  # lines after the last one of the text that can be its signature
LAST = 2  # paragraphs of which one can name who wrote
MAX_RAW = 24  # characters of the opening that are shown as the byline
RIGHT = late(r"text-align:\s*(?:right|end)", re.IGNORECASE)

_ASIDE = re.compile(r"(?<!\s)\s*+\([^()]{1,40}\)$")  # behind a signature: "(Theo AFP)"
_BULLETS = "-–—|•· "


def bold_first_line(places: AuthorPlaces) -> Byline | None:
    """Return the first line of the text, when it is nothing but names in bold."""
    titles = places.doc.metadata.title_keys
    for line in places.doc.body.lines[:FIRST]:
        if not MIN_BOLD <= len(line.text) <= MAX_BOLD or not _is_all_bold(line):
            continue
        found = named([line.text])
        # The headline again, or what is set like a name: "Energieversorgung der Zukunft".
        if _is_in_title(found, titles) or not all(map(_is_bare, found)):
            return None
        longest = sum(len(author.name) + BETWEEN for author in found)
        if found and len(key(line.text)) <= longest:
            return Byline(people=found, raw=line.text, element=line.element)
    return None


def opening_line(places: AuthorPlaces) -> Byline | None:
    """Return the reporters whom East Asian newspapers name before the first sentence."""
    kept = (line for line in places.doc.body.lines if line.kept)
    for first in islice(kept, 1):
        reporters = eastern_bylines.opening_reporters(first.text)
        if reporters:
            people = tuple(Author(name=name) for name in reporters)
            return Byline(people=people, raw=first.text[:MAX_RAW], element=first.element)
    return None


def signature(places: AuthorPlaces) -> Byline | None:
    """Return the last line, or one right below it, if it is only a name set to the right."""
    lines = places.doc.body.lines
    kept = [at for at, line in enumerate(lines) if line.kept]
    for line in lines[kept[-1] : kept[-1] + 1 + BELOW] if kept else ():
        name = _ASIDE.sub("", line.text)
        is_name = names.is_person(name) and len(name.split()) <= MAX_NAME
        if is_name and _is_right(line.element):
            author = Author(name=name, raw=line.text)
            return Byline(people=(author,), raw=line.text, element=line.element)
    return None


def last_line(places: AuthorPlaces) -> Byline | None:
    """Return the last line if it begins with "by" or ends with the writer's address."""
    for text in _last_lines(places):
        if len(text) > MAX_LINE or is_sentence(text) or not _may_sign(text):
            continue
        found = named([text], introduced=True)
        if found:
            return Byline(people=found, raw=text)
    return None


def profile_slug(places: AuthorPlaces) -> Byline | None:
    """Return the name that the address of a profile in the author's box spells.

    "linkedin.com/in/jane-roe-4b1/" spells one: for pages that have it nowhere else.
    """
    for element in places.marked:
        for address in _own_addresses(element, places.doc.url):
            name = slug_name(address)
            if name:
                author = Author(name=name, raw=address)
                return Byline(people=(author,), raw=address, element=element)
    return None


def slug_name(address: str) -> str | None:
    """Return the name that the address of a profile spells: jane-roe-4b1 -> Jane Roe."""
    match = SLUG.search(address)
    parts = re.split(r"[-_.+]|%20", match[1]) if match else []
    words = [part.capitalize() for part in parts if part and not any(map(str.isdigit, part))]
    name = " ".join(words)
    return name if MIN_SLUG <= len(words) <= MAX_NAME and names.is_person(name) else None


def _is_all_bold(line: JudgedLine) -> bool:
    """Return whether one of the first elements in bold has the whole line."""
    for bold in islice(line.element.iter("strong", "b"), BOLD):
        if key(visible_text.text(bold)) == key(line.text):
            return True
    return False


def _is_in_title(people: Sequence[Author], titles: Sequence[str]) -> bool:
    """Return whether a title has one of the names."""
    every_title = "\n".join(titles)
    return any(key(author.name) in every_title for author in people)


def _is_bare(author: Author) -> bool:
    """Return whether a name is two words, give or take initials."""
    words = [word for word in author.name.split() if not word.endswith(".")]
    return len(words) == BARE


def _is_right(element: etree._Element) -> bool:
    """Return whether an element is set to the right."""
    style = element.get("style", "")
    return element.get("align") == "right" or RIGHT.search(style) is not None


def _last_lines(places: AuthorPlaces) -> Iterator[str]:
    """Yield the last paragraphs, and lines that were left out as addresses to write to."""
    for block in places.doc.body.blocks[-LAST:]:
        yield block.text.lstrip(_BULLETS)
    for line in places.doc.body.lines:
        if not line.kept and line.reason == CONTACT:
            yield line.text


def _may_sign(text: str) -> bool:
    """Return whether a line has something that those have who sign."""
    if introductions.starts(text) or "@" in text:
        return True
    return eastern_bylines.is_reporter_line(text)


def _own_addresses(element: etree._Element, page: str) -> Iterator[str]:
    """Yield the addresses on social hosts and on the page's own site that an element links."""
    for link in element.iter("a"):
        address = urls.absolute(page, link.get("href")) or ""
        if profile_links.is_social(address) or profile_links.same_host(address, page):
            yield address
