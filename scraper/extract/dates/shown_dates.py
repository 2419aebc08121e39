"""Dates in the lines that a page shows.

The farther from the headline, and the more words are in the line, the less one is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from scraper.extract.choice import Offer
from scraper.extract.dates.date_lines import is_of_change
from scraper.lexicon import date_parser
from scraper.lexicon.date_parser import Stamp
from scraper.lexicon.date_words import MODIFIED_LABEL, PUBLISHED_LABEL
from scraper.page import figure_lines, visible_text
from scraper.page.figure_lines import FIGURE, MAX_LINE
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.extract.dates.date_context import DateContext

SHORT = 30  # characters of a line that is hardly more than its date
MAX_OPENING = 60  # characters in which a paragraph opens with a date
MAX_PLACE = 4  # words of a place with a date
WEB = "1994"  # a line with an earlier date is about history
HALF = 100  # elements from the headline at which a date is worth half

# "Berlin, 7 May 2025 - The bell": a date that opens a paragraph.
_DATELINE = late(
    r"\A(?:[^\d()|]{2,40}\((\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4})\)"
    r"|\W{0,2}([^|–—\n]{6,60}?)\)?\s*(?:[|–—:\n]|\s-|-\s|/)|\(([^()]{6,40})\)\s)"
)
_SMALL = re.compile(r"[^\W\d_]{2,}")


class Sought(NamedTuple):
    """How sure a date at the headline is, and how far from it one is sought."""

    top: float  # confidence
    far: int  # elements
    over: float = 0.0  # how sure another date is: no line less sure is sought

    @property
    def reach(self) -> int:
        """The elements among which a line can be sure enough."""
        if not self.over:
            return self.far
        sure_enough = int(HALF * (self.top / self.over - 1)) + 1
        return max(0, min(self.far, sure_enough))


def line_near_headline(doc: DateContext, over: float = 0.0) -> Offer[Stamp] | None:
    """Return a short line with a date close to the headline."""
    return _best_line(doc, Sought(0.6, 120, over), change=False)


def dateline(doc: DateContext, over: float = 0.0) -> Offer[Stamp] | None:
    """Return a date that opens a paragraph close to the headline."""
    return next(_datelines(doc, Sought(0.6, 120, over)), None)


def any_shown(doc: DateContext) -> Offer[Stamp] | None:
    """Return the first date on the page in a short line."""
    return _best_line(doc, Sought(0.3, 3000))


def labelled_change(doc: DateContext) -> Offer[Stamp] | None:
    """Return what follows a word like "updated" in a line near the headline."""
    return _best_line(doc, Sought(0.6, 120), change=True)


def worth(top: float, distance: int, line: str) -> float:
    """Return the confidence in a date in a line so far from the headline."""
    too_long = max(0, len(line) - SHORT)
    return round(top / (1 + (distance + too_long) / HALF), 3)


def read_day(doc: DateContext, text: str) -> Stamp | None:
    """Return the date that a text holds, if it is as precise as a day."""
    stamp = date_parser.read(text, language=doc.metadata.locale)
    return stamp if stamp and stamp.precision != "month" else None


def _best_line(
    doc: DateContext, sought: Sought, *, change: bool | None = None
) -> Offer[Stamp] | None:
    """Return the best line; one of a `change` has its date behind the label."""
    best: Offer[Stamp] | None = None
    surest = sought.over
    for distance, element, line in doc.parsed.figures.within(sought.reach):
        confidence = worth(sought.top, distance, line)
        if confidence <= surest or change not in {None, is_of_change(line)}:
            continue
        if not doc.date_zones.own(element, line, labelled=change is True):
            continue
        stamp = read_day(doc, MODIFIED_LABEL.split(line, 1)[-1] if change else line)
        if stamp and stamp.day >= WEB:
            best = Offer(value=stamp, raw=line, confidence=confidence)
            surest = confidence
    return best


def _datelines(doc: DateContext, sought: Sought) -> Iterator[Offer[Stamp]]:
    """Yield the dates that open paragraphs."""
    places = figure_lines.places(doc.headline_place, doc.tree, sought.reach)
    for distance, element in places:
        text = visible_text.text(element)[:MAX_LINE] if _opens_with_figure(element) else ""
        raw = _dateline_in(text)
        if not raw:
            continue
        is_labelled = PUBLISHED_LABEL.search(text, 0, SHORT) is not None
        if not is_labelled and not doc.date_zones.opens(element):
            continue
        stamp = read_day(doc, raw)
        if stamp:
            confidence = worth(sought.top, distance, raw)
            yield Offer(value=stamp, raw=raw, confidence=confidence)


def _dateline_in(text: str) -> str:
    """Return what a paragraph opens with, if it can be place and date; else ""."""
    match = _DATELINE.match(text)
    opening = next(filter(None, match.groups()), "") if match else ""
    return opening if len(_SMALL.findall(opening)) <= MAX_PLACE else ""


def _opens_with_figure(element: etree._Element) -> bool:
    """Return whether an element is a paragraph that has a figure near its beginning."""
    if element.tag not in {"p", "div"}:
        return False
    has_own_text = (element.text or "").strip() or not len(element)
    first = element.text if has_own_text else element[0].text
    return FIGURE.search(first or "", 0, MAX_OPENING) is not None
