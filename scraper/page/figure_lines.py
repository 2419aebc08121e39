"""The short lines around the headline that hold a figure, gathered once: each reader of dates seeks in them."""

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

Place = tuple[int, "etree._Element"]  # the distance from the headline  # noqa: SLF001 - lxml has no public name for it


class Line(NamedTuple):
    """A short line with a figure."""

    distance: int  # from the headline
    element: etree._Element
    text: str


class Figures:
    """The lines in, behind and in front of a page's headline; behind it as far as somebody has asked."""

    def __init__(self, headline: etree._Element | None, tree: etree._Element) -> None:
        inside, self._behind, before = _parts(headline, tree)
        self._inside, self._before = list(_lines(inside)), list(_lines(before))
        self._read: list[Line] = []  # of those behind
        self._seen = 0

    def within(self, count: int) -> list[Line]:
        """The lines of the headline, of so many elements behind it, and of a few in front of it."""
        if self._seen < count:
            self._read += _lines(islice(self._behind, count - self._seen))
            self._seen = count
        return [
            *self._inside,
            *(line for line in self._read if line.distance < count),
            *self._before,
        ]


def places(headline: etree._Element | None, tree: etree._Element, count: int) -> Iterator[Place]:
    """Yield the elements in, behind and in front of the headline; without one, all of the page."""
    inside, behind, before = _parts(headline, tree)
    yield from inside
    yield from islice(behind, count)
    yield from before


def _parts(
    head: etree._Element | None, tree: etree._Element
) -> tuple[Iterator[Place], Iterator[Place], Iterator[Place]]:
    if head is None:
        body = tree.find("body")
        return iter(()), enumerate(body.iter("*") if body is not None else ()), iter(())
    before = enumerate(headline_area.preceding(head, BEFORE))
    return (
        enumerate(islice(head.iter("*"), INSIDE)),
        enumerate(headline_area.following(head)),
        ((headline_area.distance(0, at), element) for at, element in before),
    )


def _lines(places: Iterable[Place]) -> Iterator[Line]:
    for distance, element in places:
        if not len(element) and not (
            (text := element.text) and FIGURE.search(text)
        ):  # most are leaves without one
            continue
        if _holds_figure(element):
            text = visible_text.text(element, limit=MAX_LINE)
            if len(text) <= MAX_LINE:
                yield Line(distance, element, text)


def _holds_figure(element: etree._Element) -> bool:
    """Whether an element that can be a line holds a figure itself, not in a descendant."""
    text, children = element.text or "", len(element)
    if children >= CHILDREN or len(text) > MAX_OWN or element.tag in visible_text.UNSHOWN:
        return False
    if FIGURE.search(text):
        return True
    for child in element:
        tail = child.tail
        if tail and not tail.isspace() and FIGURE.search(tail):
            return True
    return False
