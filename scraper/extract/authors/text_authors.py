"""Authors whom the text itself names, at its beginning or its end, or only their profile does."""

from __future__ import annotations

import re
from itertools import islice

from scraper import urls
from scraper.extract.authors import profile_links
from scraper.extract.authors.author_places import AuthorPlaces, Byline
from scraper.lexicon import eastern_bylines, names
from scraper.lexicon.author_words import SLUG
from scraper.models import Author
from scraper.patterns import late

MAX_NAME = 4  # words
MIN_SLUG = 2  # words
BELOW = 2  # lines after the last one of the text that can be its signature
MAX_RAW = 24  # characters of the opening that are shown as the byline
RIGHT = late(r"text-align:\s*(?:right|end)", re.IGNORECASE)

_ASIDE = re.compile(r"(?<!\s)\s*+\([^()]{1,40}\)$")  # behind a signature: "(Theo AFP)"


def opening_line(places: AuthorPlaces) -> Byline | None:
    """Return the reporters whom East Asian newspapers name before the first sentence."""
    kept = (line for line in places.doc.body.lines if line.kept)
    for first in islice(kept, 1):
        reporters = eastern_bylines.opening_reporters(first.text)
        people = tuple(Author(name=name) for name in reporters)
        if people:
            return Byline(people=people, raw=first.text[:MAX_RAW], element=first.element)
    return None


def signature(places: AuthorPlaces) -> Byline | None:
    """Return the last line, or one right below it, if it is only a name set to the right."""
    lines = places.doc.body.lines
    kept = [at for at, line in enumerate(lines) if line.kept]
    for line in lines[kept[-1] : kept[-1] + 1 + BELOW] if kept else ():
        name = _ASIDE.sub("", line.text)
        is_right = RIGHT.search(line.element.get("style", "")) is not None
        if is_right and names.is_person(name):
            return Byline((Author(name=name, raw=line.text),), line.text, line.element)
    return None


def profile_slug(places: AuthorPlaces) -> Byline | None:
    """Return the name that the address of a profile in the author's box spells."""
    for element in places.marked:
        for link in element.iter("a"):
            address = urls.absolute(places.doc.url, link.get("href")) or ""
            name = slug_name(address) if profile_links.is_social(address) else None
            if name:
                return Byline((Author(name=name, raw=address),), address, element)
    return None


def slug_name(address: str) -> str | None:
    """Return the name that the address of a profile spells: jane-roe-4b1 -> Jane Roe."""
    match = SLUG.search(address)
    parts = re.split(r"[-_.+]|%20", match[1]) if match else []
    words = [part.capitalize() for part in parts if part.isalpha()]
    name = " ".join(words)
    return name if MIN_SLUG <= len(words) <= MAX_NAME and names.is_person(name) else None
