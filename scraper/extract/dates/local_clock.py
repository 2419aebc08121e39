"""Give a moment in UTC the offset of the readers' clock, where the page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from lxml import etree

from scraper.lexicon import date_parser
from scraper.lexicon.date_parser import Stamp
from scraper.page import visible_text
from scraper.page.figure_lines import CHILDREN, MAX_LINE

if TYPE_CHECKING:
    from scraper.extract.dates.date_context import DateContext

REACH = 60  # elements between the headline and a date beside it
LOOKED_AT = 8  # dates
CLOCKS = frozenset({"minute", "second"})  # precisions that show a time of day
AHEAD = timedelta(hours=14, minutes=1)  # no clock is farther from UTC
QUARTER = timedelta(minutes=15)  # the offsets of the world are multiples of it
NONE = timedelta(0)


def local(doc: DateContext, stamp: Stamp) -> Stamp:
    """Return a UTC moment with the offset of the clock beside the headline.

    Only where the readers' day was another one: "22:04Z" is the next day in a line "19 October
    2019, 00:04".
    """
    if stamp.moment is None or not stamp.iso.endswith("+00:00"):
        return stamp
    for text in _texts_near_headline(doc):
        shown = date_parser.read(text, language=doc.metadata.locale)
        offset = _offset(stamp.moment, shown) if shown else NONE
        if offset:
            there = stamp.moment.astimezone(timezone(offset))
            return stamp._replace(iso=there.isoformat(timespec=f"{stamp.precision}s"))
    return stamp


def may_be(stamp: Stamp, day: str) -> bool:
    """Return whether a date is of a day, or a UTC moment at which it was that day somewhere."""
    if stamp.moment is None or not stamp.iso.endswith("+00:00"):
        return stamp.day == day
    first, last = stamp.moment - AHEAD, stamp.moment + AHEAD
    return first.date().isoformat() <= day <= last.date().isoformat()


def _texts_near_headline(doc: DateContext) -> Iterator[str]:
    """Yield the short texts in which a marked element near the headline may have its date."""
    for element in _marked_near_headline(doc):
        texts = [element.get("datetime")]
        if len(element) < CHILDREN:
            texts.append(visible_text.text(element, limit=MAX_LINE))
        yield from (text for text in texts if text and len(text) <= MAX_LINE)


def _marked_near_headline(doc: DateContext) -> list[etree._Element]:
    """Return the few marked dates around the headline."""
    if doc.headline_place is None:
        return []
    marks = doc.metadata.marks
    marked = (*marks.times, *marks.dated)
    near = [element for element in marked if abs(marks.order[element] - doc.headline_at) <= REACH]
    return near[:LOOKED_AT]


def _offset(moment: datetime, shown: Stamp) -> timedelta:
    """Return how far a clock with another day at that minute was ahead of UTC; 0 for no such."""
    same_day = shown.day == moment.date().isoformat()
    if shown.precision not in CLOCKS or same_day:
        return NONE
    clock = datetime.fromisoformat(shown.iso).replace(tzinfo=UTC, second=0)
    ahead = clock - moment.replace(second=0)
    possible = abs(ahead) < AHEAD and ahead % QUARTER == NONE
    return ahead if possible else NONE
