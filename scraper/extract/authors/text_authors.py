"""Authors whom the text itself names, at its beginning or its end; and the strategies for all places, in order."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from scraper import urls
from scraper.extract.authors import stated_authors
from scraper.extract.authors.shown_authors import (
    MAX_LABEL,
    MAX_LINE,
    Byline,
    Places,
    author_name_class,
    byline_class,
    dated_line,
    introduced,
    is_sentence,
    microdata,
    named,
    profile_link,
    rel_author,
)
from scraper.lexicon import eastern_bylines, introductions, names
from scraper.lexicon.folding import key
from scraper.models import Author
from scraper.page import visible_text
from scraper.page.body_reading import CONTACT
from scraper.patterns import late

BARE = 2  # words of a name that nothing but bold type sets apart
MAX_NAME = 4  # words
BELOW = 2  # lines after the last one of the text that can be its signature
RIGHT = late(r"text-align:\s*(?:right|end)", re.IGNORECASE)
ASIDE = re.compile(r"(?<!\s)\s*+\([^()]{1,40}\)$")  # what follows a signature: "(Theo AFP)"
SLUG = late(
    r"(?:linkedin\.com/in|/authors?|/autor(?:en|es)?|/auteurs?|/people|/staff|/profiles?|/by|/contributors?)/([^/?#]+)",
    re.IGNORECASE,
)


def bold_first_line(places: Places) -> Byline | None:
    """Return the first line of the text, when it is nothing but names in bold."""
    for judged in places.doc.body.lines[:3]:
        if 5 <= len(judged.text) <= MAX_LINE // 2 and _all_bold(judged.element, judged.text):
            found = named([judged.text])
            titles = places.doc.metadata.title_keys
            if any(key(author.name) in title for author in found for title in titles):
                return None  # the headline again
            if any(not _is_bare(author.name) for author in found):
                return None  # "Energieversorgung der Zukunft" is set like a name
            if found and len(key(judged.text)) <= sum(len(a.name) + 5 for a in found):
                return Byline(people=found, raw=judged.text, element=judged.element)
    return None


def _is_bare(name: str) -> bool:
    """Return whether a name is two words, give or take initials."""
    return len([word for word in name.split() if not word.endswith(".")]) == BARE


def opening_line(places: Places) -> Byline | None:
    """Return the reporters whom East Asian newspapers name before the first sentence."""
    first = next((judged for judged in places.doc.body.lines if judged.kept), None)
    found = eastern_bylines.opening_reporters(first.text) if first else ()
    if first is None or not found:
        return None
    return Byline(
        people=tuple(Author(name=name) for name in found),
        raw=first.text[:MAX_LABEL],
        element=first.element,
    )


def signature(places: Places) -> Byline | None:
    """Return the last line, or the one below it, if it is only a name set to the right."""
    lines = places.doc.body.lines
    last = max((at for at, judged in enumerate(lines) if judged.kept), default=None)
    for judged in lines[last : last + 1 + BELOW] if last is not None else ():
        name, element = ASIDE.sub("", judged.text), judged.element
        right = RIGHT.search(element.get("style") or "") or element.get("align") == "right"
        if right and names.is_person(name) and len(name.split()) <= MAX_NAME:
            return Byline(
                people=(Author(name=name, raw=judged.text),), raw=judged.text, element=element
            )
    return None


def _all_bold(element: etree._Element, text: str) -> bool:
    return any(
        key(visible_text.text(bold)) == key(text) for bold in islice(element.iter("strong", "b"), 3)
    )


def last_line(places: Places) -> Byline | None:
    """Return the last line if it begins with "by" or ends with the writer's address."""
    reading = places.doc.body
    contacts = [line.text for line in reading.lines if not line.kept and line.reason == CONTACT]
    for text in [*(block.text.lstrip("-–—|•· ") for block in reading.blocks[-2:]), *contacts]:
        if len(text) > MAX_LINE or is_sentence(text):
            continue
        if not (
            introductions.starts(text) or "@" in text or eastern_bylines.is_reporter_line(text)
        ):
            continue
        if found := named([text], introduced=True):
            return Byline(people=found, raw=text)
    return None


def profile_slug(places: Places) -> Byline | None:
    """No name anywhere, but a profile in the author's box whose address spells one: linkedin.com/in/jane-roe-4b1/."""
    for element in places.marked:
        for link in element.iter("a"):
            address = urls.absolute(places.doc.url, link.get("href")) or ""
            own = stated_authors.is_social(address) or stated_authors.same_host(
                address, places.doc.url
            )
            name = slug_name(address) if own else None
            if name:
                return Byline(
                    people=(Author(name=name, raw=address),), raw=address, element=element
                )
    return None


def slug_name(address: str) -> str | None:
    """Return the name that the address of a profile spells."""
    match = SLUG.search(address)
    return _unslugged(match[1]) if match else None


def _unslugged(slug: str) -> str | None:
    """Read "jane-roe-4b1" as "Jane Roe"; None where the slug spells no name."""
    words = [w for w in re.split(r"[-_.+]|%20", slug) if w and not any(c.isdigit() for c in w)]
    name = " ".join(w.capitalize() for w in words)
    return name if 2 <= len(words) <= 4 and names.is_person(name) else None


STRATEGIES = (
    rel_author, microdata, author_name_class, byline_class, profile_link,
    introduced, dated_line, bold_first_line, opening_line, signature, last_line, profile_slug,
)  # fmt: skip
LAST_RESORTS = frozenset(
    {introduced, dated_line, bold_first_line, opening_line, signature, last_line, profile_slug}
)
