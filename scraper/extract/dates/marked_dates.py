"""Dates in elements that are marked as dates, by <time> or a class; the nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from scraper.extract.choice import Offer
from scraper.extract.dates.date_lines import is_of_change
from scraper.extract.dates.shown_dates import SHORT, read_day, worth
from scraper.lexicon.date_parser import FIGURE, Stamp
from scraper.lexicon.date_words import (
    MODIFIED_CLASS,
    MODIFIED_LABEL,
    OTHER_CLASS,
    PUBLISHED_LABEL,
)
from scraper.page import headline_area, visible_text
from scraper.page.figure_lines import CHILDREN, MAX_LINE

if TYPE_CHECKING:
    from scraper.extract.dates.date_context import DateContext

MANY = 240  # marked elements; a page with more is a listing
LOOKED_AT = 60  # of these, the nearest
LABEL = 40  # letters in front of an element that may say what date it is


def time_element(doc: DateContext) -> Offer[Stamp] | None:
    """Return the <time> nearest to the headline that is no date of change."""
    return _nearest(doc, doc.metadata.marks.times, 0.75, change=False)


def date_class(doc: DateContext) -> Offer[Stamp] | None:
    """Return the nearest line to the headline whose class is one of dates."""
    return _nearest(doc, doc.metadata.marks.dated, 0.72, change=False)


def time_element_of_change(doc: DateContext) -> Offer[Stamp] | None:
    """Return the <time> nearest to the headline that is a date of change."""
    marks = doc.metadata.marks
    return _nearest(doc, [*marks.times, *marks.dated], 0.7, change=True)


def _nearest(
    doc: DateContext, elements: Sequence[etree._Element], top: float, *, change: bool
) -> Offer[Stamp] | None:
    """Return the nearest date of the article; `top`: the confidence in one at the headline."""
    for distance, element in _by_distance(doc, elements):
        if _marks_change(element) is not change:
            continue
        stamp, text = _date_of(doc, element)
        if stamp is None or not doc.date_zones.own(element, text, labelled=change):
            continue
        return Offer(value=stamp, raw=text, confidence=worth(top, distance, text))
    return None


def _by_distance(
    doc: DateContext, elements: Sequence[etree._Element]
) -> Iterator[tuple[int, etree._Element]]:
    """Yield elements with their distance from the headline, the nearest first."""
    order = doc.metadata.marks.order
    distances = [
        (headline_area.distance(order.get(element, 0), doc.headline_at), at)
        for at, element in enumerate(elements[:MANY])
    ]
    for distance, at in sorted(distances)[:LOOKED_AT]:
        yield distance, elements[at]


def _date_of(doc: DateContext, element: etree._Element) -> tuple[Stamp | None, str]:
    """Return the date of an element's attribute or text, with the text that was read."""
    if OTHER_CLASS.search(f"{element.get('class', '')} {element.get('id', '')}"):
        return None, ""
    for text in _texts_of(element):
        stamp = read_day(doc, text)
        if stamp:
            return stamp, text
    return None, ""


def _texts_of(element: etree._Element) -> Iterator[str]:
    """Yield what may hold an element's date: an attribute for it, its text, data for scripts."""
    title = element.get("title") if element.tag == "abbr" else None
    yield element.get("datetime") or title or ""
    text = _line_of(element)
    if len(text) <= MAX_LINE:
        yield text
    for name, value in element.items():
        if name.startswith("data-") and len(value) < SHORT:
            yield value


def _line_of(element: etree._Element) -> str:
    """Return the text of an element that can be a line; else ""."""
    return visible_text.text(element, limit=MAX_LINE) if len(element) < CHILDREN else ""


def _marks_change(element: etree._Element) -> bool:
    """Return whether by names or words the date is one of a change."""
    names = f"{element.get('class', '')} {element.get('itemprop', '')}"
    if MODIFIED_CLASS.search(names) and not PUBLISHED_LABEL.search(names):
        return True
    text = _line_of(element)[:MAX_LINE]
    changed = MODIFIED_LABEL.search(text)
    if changed:  # but in "7 May 2024, updated 8 May" the first date is not it
        return not FIGURE.search(text, 0, changed.start())
    return is_of_change(_label_of(element))


def _label_of(element: etree._Element) -> str:
    """Return the words right in front of an element."""
    before = element.getprevious()
    behind_other = before.tail if before is not None else None
    label = behind_other or getattr(element.getparent(), "text", None) or ""
    return label[-LABEL:]
