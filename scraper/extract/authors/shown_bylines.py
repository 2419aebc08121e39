"""The byline as the page shows it, without its date, once the authors are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from scraper.extract.authors.author_claims import STRATEGIES, People
from scraper.extract.authors.author_facts import NEAR_TOP
from scraper.extract.choice import Choice
from scraper.lexicon import byline_dates, introductions
from scraper.lexicon.folding import key

if TYPE_CHECKING:
    from scraper.extract.authors.author_places import AuthorPlaces
    from scraper.extract.context import Context

SHOWN_BY = frozenset(s.__name__ for s in STRATEGIES) - {"profile_slug"} | {"desk"}
MAX_BYLINE = 200  # characters
MAX_MORE = 2  # words in a line of names that are none, besides one before each: "by", "and"
NEAR = 12  # marked places that are looked at for the byline as shown


def as_shown(places: AuthorPlaces, authors: Choice[People]) -> Choice[str]:
    """Return the byline as shown: the smallest marked place with all authors, without date."""
    wanted = [key(author.name) for author in authors.value or ()]
    if not wanted:
        return Choice()
    texts = _marked_texts(places, wanted)
    for candidate in authors.candidates:
        if candidate.raw and candidate.strategy in SHOWN_BY:
            texts.append(candidate.raw)
    fitting = [text for text in texts if names_all(text, wanted)]
    if fitting:
        shortest = min(fitting, key=_introduced_and_short)
        return Choice(value=byline_dates.without_date(shortest), strategy="marked_place")
    line = _line_of_names(places.doc, wanted)
    if line:
        return Choice(value=byline_dates.without_date(line), strategy="line_of_names")
    return Choice()


def _introduced_and_short(text: str) -> tuple[bool, int]:
    return not introductions.starts(text), len(text)


def _marked_texts(places: AuthorPlaces, wanted: Sequence[str]) -> list[str]:
    """Return what the marked places, and those that hold them, show of the authors."""
    marked = places.marked[:NEAR]
    texts = {element: _text_of_names(places, element, wanted) for element in marked}
    for element in marked:
        text, parent = texts[element], element.getparent()
        if parent is None or parent in texts:
            continue
        is_whole = introductions.starts(text) and names_all(text, wanted)
        if not is_whole:  # else its parent can but have more
            texts[parent] = _text_of_names(places, parent, wanted)
    return list(texts.values())


def _text_of_names(places: AuthorPlaces, element: etree._Element, wanted: Sequence[str]) -> str:
    """Return the lines of an element that have a name, as one."""
    return ", ".join(_naming(places.shown.of(element), wanted))


def _naming(lines: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    """Yield the lines with one of the names; only of possible ones a key is made."""
    beginnings = [name.partition(" ")[0] for name in wanted]
    for line in lines:
        low = line.lower()
        possible = not line.isascii() or any(word in low for word in beginnings)
        if possible and any(name in key(line) for name in wanted):
            yield line


def names_all(text: str, wanted: Sequence[str]) -> bool:
    """Return whether a text is short and has all of the names."""
    return len(text) <= MAX_BYLINE and all(name in key(text) for name in wanted)


def is_line_of_names(text: str, wanted: Sequence[str]) -> bool:
    """Return whether a line has the authors' names, and hardly more."""
    if not names_all(text, wanted):
        return False
    rest = key(text)
    for name in wanted:
        rest = rest.replace(name, " ")
    return len(rest.split()) <= len(wanted) + MAX_MORE


def _line_of_names(doc: Context, wanted: Sequence[str]) -> str | None:
    """Return a line near the top with the authors' names, and hardly more."""
    layout = doc.body.layout
    for line in layout.lines[:NEAR_TOP] if layout else ():
        if is_line_of_names(line.text, wanted):
            return line.text
    return None
