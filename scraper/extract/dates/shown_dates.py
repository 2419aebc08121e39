"""Dates that the page shows, each worth the less the farther from the headline and the more is said beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from scraper.extract.choice import Offer
from scraper.extract.dates.date_zones import is_bare, is_sentence
from scraper.lexicon import date_parser
from scraper.lexicon.date_parser import Stamp
from scraper.lexicon.date_words import (
    MODIFIED_CLASS,
    MODIFIED_LABEL,
    OTHER_CLASS,
    OTHER_LABEL,
    PUBLISHED_LABEL,
)
from scraper.page import figure_lines, headline_area, visible_text
from scraper.page.figure_lines import CHILDREN, FIGURE, MAX_LINE
from scraper.page.lines import HEADINGS
from scraper.patterns import late

if TYPE_CHECKING:
    from scraper.extract.dates.date_context import DateContext

BARE = 30  # characters of a line that is hardly more than its date
LOOKED_AT = 60
MANY = 240  # marked elements
WEB = "1994"  # a line that tells an earlier date tells of history
CLOSE = 40
CLOCKS = frozenset({"minute", "second"})
BYLINE_REACH = 6  # elements between a byline and its date
BESIDE_BYLINE = 0.6  # more than the date in an address
AHEAD = timedelta(hours=14, minutes=1)  # no clock is more ahead of UTC
FAR = 900  # elements between the headline and the date of its article
HALF = 100  # elements from the headline at which a date is worth half

# "Berlin, 7 May 2025 - The bell": a date that opens a paragraph.
_DATELINE = late(
    r"\A(?:[^\d()|]{2,40}\((\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4})\)|\W{0,2}([^|–—\n]{6,60}?)\)?\s*(?:[|–—:\n]|\s-|-\s|/)|\(([^()]{6,40})\)\s)"
)
_SMALL = re.compile(r"[^\W\d_]{2,}")


class Sought(NamedTuple):
    """A date in a line: how sure one at the headline is, and how far from it one is sought."""

    top: float
    far: int  # elements
    over: float = 0.0  # how sure another date is: no line less sure is sought

    @property
    def reach(self) -> int:
        """The elements among which a line can be sure enough."""
        return (
            max(0, min(self.far, int(HALF * (self.top / self.over - 1)) + 1))
            if self.over
            else self.far
        )


def time_element(doc: DateContext) -> Offer[Stamp] | None:
    """Return the <time> nearest to the headline that is no date of change."""
    return _nearest(doc, doc.metadata.marks.times, 0.75, change=False)


def date_class(doc: DateContext) -> Offer[Stamp] | None:
    """Return the nearest line to the headline whose class is one of dates."""
    return _nearest(doc, doc.metadata.marks.dated, 0.72, change=False)


def labelled_line(doc: DateContext, over: float = 0.0) -> Offer[Stamp] | None:
    """Return a short line with a word like "published" and a date."""
    return _line(
        doc,
        lambda line: bool(PUBLISHED_LABEL.search(line)) and not _tells_change(line),
        Sought(0.62, 400, over),
    )


def line_near_headline(doc: DateContext, over: float = 0.0) -> Offer[Stamp] | None:
    """Return a short line with a date close to the headline."""
    return _line(
        doc,
        lambda line: not _tells_change(line) and not of_something_else(line),
        Sought(0.6, 120, over),
    )


def dateline(doc: DateContext, over: float = 0.0) -> Offer[Stamp] | None:
    """Return a date that opens a paragraph close to the headline."""
    return next(_datelines(doc, Sought(0.6, 120, over)), None)


def any_shown(doc: DateContext) -> Offer[Stamp] | None:
    """Return the first date on the page in a short line of its own."""
    return _line(
        doc, lambda line: len(line) < 60 and not of_something_else(line), Sought(0.3, 3000)
    )


def labelled_change(doc: DateContext) -> Offer[Stamp] | None:
    """Return what follows a word like "updated" in a line near the headline."""
    return _line(doc, _tells_change, Sought(0.6, 120), after=MODIFIED_LABEL)


def time_element_of_change(doc: DateContext) -> Offer[Stamp] | None:
    """Return the <time> nearest to the headline that is a date of change."""
    return _nearest(doc, [*doc.metadata.marks.times, *doc.metadata.marks.dated], 0.7, change=True)


@lru_cache(256)  # each reader asks about the same few lines
def _tells_change(line: str) -> bool:
    return MODIFIED_LABEL.search(line) is not None


@lru_cache(256)
def of_something_else(line: str) -> bool:
    """Return whether the words in front of the first figure say that the date is no article's."""
    first = FIGURE.search(line)
    return bool(OTHER_LABEL.search(line[: first.start()] if first else line))


def local(doc: DateContext, stamp: Stamp) -> Stamp:
    """Return a UTC moment with the offset of the clock beside the headline.

    Only where the readers' day was another one: "22:04Z" is the next day in a line "19 October 2019, 00:04".
    """
    if stamp.moment is None or not stamp.iso.endswith("+00:00"):
        return stamp
    for element in _closest(doc):
        for raw in _tellings(element):
            seen = (
                date_parser.read(raw, language=doc.metadata.locale)
                if raw and len(raw) <= MAX_LINE
                else None
            )
            offset = _offset(stamp.moment, seen) if seen else None
            if offset:
                there = stamp.moment.astimezone(timezone(offset))
                return stamp._replace(iso=there.isoformat(timespec=f"{stamp.precision}s"))
    return stamp


def _tellings(element: etree._Element) -> Iterator[str | None]:
    """Yield the texts in which a marked element may have its date."""
    yield element.get("datetime")
    if len(element) < CHILDREN:
        yield visible_text.text(element, limit=MAX_LINE)


def _closest(doc: DateContext) -> list[etree._Element]:
    """Return the few marked dates around the headline."""
    marks, head = doc.metadata.marks, doc.headline_place
    start = marks.order.get(head, 0) if head is not None else 0
    marked = [e for e in (*marks.times, *marks.dated) if abs(marks.order[e] - start) <= LOOKED_AT]
    return marked[:8] if head is not None else []


def _offset(moment: datetime, seen: Stamp) -> timedelta | None:
    """Return how far a clock with another day at that minute was ahead of UTC, in quarters."""
    if seen.precision not in CLOCKS or seen.day == moment.date().isoformat():
        return None
    clock = datetime.fromisoformat(seen.iso).replace(tzinfo=UTC, second=0)
    ahead = clock - moment.replace(second=0)
    if (
        seen.moment and seen.moment.replace(second=0) != moment.replace(second=0)
    ) or not -AHEAD < ahead < AHEAD:
        return None
    return ahead if ahead % timedelta(minutes=15) == timedelta(0) else None


# --- the reading ----------------------------------------------------------------------------------------------


def _worth(top: float, distance: int, line: str) -> float:
    """How far to trust a date in a line so far from the headline."""
    return round(top / (1 + (distance + max(0, len(line) - BARE)) / HALF), 3)


def _read(doc: DateContext, text: str) -> Stamp | None:
    stamp = date_parser.read(text, language=doc.metadata.locale)
    return stamp if stamp and stamp.precision != "month" else None


def _nearest(
    doc: DateContext, elements: list[etree._Element], top: float, *, change: bool
) -> Offer[Stamp] | None:
    head = doc.headline_place
    order = doc.metadata.marks.order
    start = order.get(head, 0) if head is not None else 0
    placed = sorted(
        (headline_area.distance(order.get(e, 0), start), at, e)
        for at, e in enumerate(elements[:MANY])
    )
    for distance, _, element in placed[:LOOKED_AT]:
        if distance > FAR:
            break
        if (element.tag != "time" and visible_text.hidden(element)) or not _native(
            doc, element, distance
        ):
            continue
        if _of_change(element) is change and (found := _element(doc, element)):
            stamp, raw = found
            if not doc.date_zones.own(element, raw, labelled=change):
                continue
            worth = _worth(top, distance, raw)
            if stamp.precision in CLOCKS and _beside_byline(doc, element):
                worth = max(worth, BESIDE_BYLINE)
            return Offer(value=stamp, raw=raw, confidence=worth)
    return None


def _beside_byline(doc: DateContext, element: etree._Element) -> bool:
    """Whether an author is named within a few elements: however far from the headline, this is the article's date."""
    order = doc.metadata.marks.order
    at = order.get(element, 0)
    near = (a for a in doc.metadata.marks.authors if abs(order.get(a, 0) - at) <= BYLINE_REACH)
    return any(headline_area.native(author, doc.around) for author in near)


def _native(doc: DateContext, element: etree._Element, distance: int) -> bool:
    """Whether the date is the article's own: close to the headline the names of boxes count for less."""
    mild = headline_area.MILD if distance < CLOSE else frozenset()
    return headline_area.native(element, doc.around, mild) or (
        distance < CLOSE and doc.date_zones.heads_the_text(element)
    )


def _element(doc: DateContext, element: etree._Element) -> tuple[Stamp, str] | None:
    """Return the date of an element's attribute or text, with the text that was read."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if OTHER_CLASS.search(names):
        return None
    stated = (
        element.get("datetime")
        or (element.get("title") if element.tag == "abbr" else None)
        or element.get("content")
    )
    text = visible_text.text(element, limit=MAX_LINE) if len(element) < CHILDREN else ""
    data = (
        value for name, value in element.items() if name.startswith("data-") and len(value) < BARE
    )
    for raw in (stated, _published_part(text) if len(text) <= MAX_LINE else None, *data):
        if (
            raw
            and not of_something_else(raw)
            and not is_sentence(raw)
            and (stamp := _read(doc, raw))
        ):
            return stamp, raw
    return None


def _published_part(text: str) -> str:
    """Return a line without a first date of change: "수정 2024-05-08 등록 2024-05-07"."""
    changed, out = MODIFIED_LABEL.search(text), PUBLISHED_LABEL.search(text)
    return text[out.start() :] if changed and out and changed.start() < out.start() else text


def _of_change(element: etree._Element) -> bool:
    """Return whether names or words say that the date is one of a change."""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if MODIFIED_CLASS.search(names) and not PUBLISHED_LABEL.search(names):
        return True
    text = visible_text.text(element, limit=MAX_LINE)[:MAX_LINE] if len(element) < CHILDREN else ""
    before = element.getprevious()
    label = (before.tail if before is not None else None) or (
        getattr(element.getparent(), "text", None) or ""
    )
    said = f"{label[-40:]} {text}"
    if PUBLISHED_LABEL.search(said):
        return False
    changed = MODIFIED_LABEL.search(text)
    if changed and FIGURE.search(
        text, 0, changed.start()
    ):  # "7 May 2024, updated 8 May": the first date is not it
        return False
    return bool(changed or MODIFIED_LABEL.search(said))


def _line(
    doc: DateContext,
    fits: Callable[[str], bool],
    sought: Sought,
    *,
    after: re.Pattern[str] | None = None,
) -> Offer[Stamp] | None:
    """Return the best line; labels in front of a date are found `after` a pattern."""
    best: Offer[Stamp] | None = None
    for distance, element, line in doc.parsed.figures.within(sought.reach):
        worth = _worth(sought.top, distance, line)
        if (best.confidence if best else sought.over) >= worth:
            continue
        if not fits(line) or _is_text(element, line) or not _native(doc, element, distance):
            continue
        if not doc.date_zones.own(element, line, labelled=after is not None):
            continue
        label = after.search(line) if after else None
        if (stamp := _read(doc, line[label.end() :] if label else line)) and stamp.day >= WEB:
            best = Offer(value=stamp, raw=line, confidence=worth)
    return best


def _is_text(element: etree._Element, line: str) -> bool:
    """Whether a line is a sentence, or a heading that tells of a day: neither says when it was written."""
    return is_sentence(line) or (element.tag in HEADINGS and not is_bare(line))


def _datelines(doc: DateContext, sought: Sought) -> Iterator[Offer[Stamp]]:
    for distance, element in figure_lines.places(doc.headline_place, doc.tree, sought.reach):
        text = visible_text.text(element)[:MAX_LINE] if _opens_with_text(element) else ""
        match = _DATELINE.match(text)
        raw = next(filter(None, match.groups()), "") if match else ""
        if not raw or len(_SMALL.findall(raw)) > 4 or of_something_else(raw):
            continue
        if not (doc.date_zones.opens(element) or PUBLISHED_LABEL.search(text, 0, BARE)):
            continue
        if (stamp := _read(doc, raw)) and _native(doc, element, distance) and stamp.day >= WEB:
            yield Offer(value=stamp, raw=raw, confidence=_worth(sought.top, distance, raw))


def _opens_with_text(element: etree._Element) -> bool:
    first = element.text if (element.text or "").strip() or not len(element) else element[0].text
    return element.tag in {"p", "div"} and bool(FIGURE.search(first or "", 0, 60))
