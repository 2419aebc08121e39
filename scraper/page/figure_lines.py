"""Gather the short lines around the headline that hold a figure: dates are sought in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from scraper.page import headline_area, visible_text

MAX_LINE = 140  # characters of a line that shows a date
MAX_OWN = 240  # characters in front of an element's first child; more begin a paragraph
CHILDREN = 12  # an element with more is no line
INSIDE = 60  # elements of the headline that are looked at
BEFORE = 12  # elements in front of it
FIGURE = re.compile(r"\d")

# The distance from the headline, and an element.
Place = tuple[int, "etree._Element"]  # noqa: SLF001 - lxml has no public name for it


class FigureLine(NamedTuple):
    """A short line with a figure."""

    distance: int  # from the headline
    element: etree._Element
    text: str


class Figures:
    """The lines in, behind and before a page's headline; behind it read as far as asked for."""

    def __init__(self, headline: etree._Element | None, tree: etree._Element) -> None:
        inside, self._behind, before = _parts(headline, tree)
        self._inside, self._before = list(_lines(inside)), list(_lines(before))
        self._read: list[FigureLine] = []  # of those behind
        self._seen = 0

    def within(self, count: int) -> list[FigureLine]:
        """Return the lines of the headline, of `count` elements behind it, and of a few before."""
        if self._seen < count:
            self._read += _lines(islice(self._behind, count - self._seen))
            self._seen = count
        behind = [line for line in self._read if line.distance < count]
        return self._inside + behind + self._before


def places(headline: etree._Element | None, tree: etree._Element, count: int) -> Iterator[Place]:
    """Yield the elements in, behind and in front of the headline; without one, all of the page."""
    inside, behind, before = _parts(headline, tree)
    yield from inside
    yield from islice(behind, count)
    yield from before


def _parts(
    headline: etree._Element | None, tree: etree._Element
) -> tuple[Iterator[Place], Iterator[Place], Iterator[Place]]:
    """Return what is in, behind and in front of the headline."""
    if headline is None:
        body = tree.find("body")
        everything = body.iter("*") if body is not None else iter(())
        return iter(()), enumerate(everything), iter(())
    before = enumerate(headline_area.preceding(headline, BEFORE))
    return (
        enumerate(islice(headline.iter("*"), INSIDE)),
        enumerate(headline_area.following(headline)),
        ((headline_area.distance(0, at), element) for at, element in before),
    )


def _lines(places: Iterable[Place]) -> Iterator[FigureLine]:
    for distance, element in places:
        own = element.text or ""
        if not len(element) and not FIGURE.search(own):  # most are leaves without one
            continue
        if _holds_figure(element):
            text = visible_text.text(element, limit=MAX_LINE)
            if len(text) <= MAX_LINE:
                yield FigureLine(distance, element, text)


def _holds_figure(element: etree._Element) -> bool:
    """Return whether an element that can be a line holds a figure itself, not in a descendant."""
    text = element.text or ""
    if len(element) >= CHILDREN or len(text) > MAX_OWN or element.tag in visible_text.UNSHOWN:
        return False
    if FIGURE.search(text):
        return True
    tails = (child.tail or "" for child in element)
    return any(map(FIGURE.search, tails))
