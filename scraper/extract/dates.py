"""When the article was published and when changed: what the page states, then what it shows, its address last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from scraper.extract import byline_places, date_reading, date_url, json_ld, shown
from scraper.extract.choice import Choice, Offer, chosen, offers
from scraper.extract.date_reading import Stamp
from scraper.extract.date_words import (
    MODIFIED_CLASS,
    MODIFIED_LABEL,
    MODIFIED_METAS,
    OTHER_LABEL,
    PUBLISHED_LABEL,
    PUBLISHED_METAS,
    WEAK_METAS,
)

if TYPE_CHECKING:
    from scraper.extract.document import Document

MAX_LINE = 140  # characters of a line that shows a date
LOOKED_AT = 60
FAR = 900  # elements between the headline and the date of its article

_DIGIT = re.compile(r"\d")


def published(doc: Document) -> Choice[str]:
    """When the article was published."""
    made = [_sane(doc, offer) for offer in offers(doc, STATED)]
    for strategy in SHOWN:  # dear: asked one by one, until one answers
        if any(not o.fault for o in made):
            break
        made += [_sane(doc, offer) for offer in offers(doc, (strategy,))]
    winner = next((o for o in made if not o.fault), None)
    return _as_text(chosen("date_published", made, winner, lambda stamp: stamp.iso))


def modified(doc: Document) -> Choice[str]:
    """When the article was last changed."""
    made = [_sane(doc, offer) for offer in offers(doc, MODIFIED[:3])]
    if not any(not o.fault for o in made):
        made += [_sane(doc, offer) for offer in offers(doc, MODIFIED[3:])]
    winner = next((o for o in made if not o.fault), None)
    return _as_text(chosen("date_modified", made, winner, lambda stamp: stamp.iso))


# --- strategies: stated ------------------------------------------------------------------------------------


def json_ld_published(doc: Document) -> Offer[Stamp] | None:
    """DatePublished of the article node, else of the page's node."""
    return _stated(doc, _ld_values(doc, "datePublished"), 0.95)


def json_ld_created(doc: Document) -> Offer[Stamp] | None:
    """DateCreated or uploadDate of the article node."""
    return _stated(doc, _ld_values(doc, "dateCreated", "uploadDate"), 0.7)


def meta_published(doc: Document) -> Offer[Stamp] | None:
    """article:published_time and its many twins."""
    return _stated(doc, (text for name in PUBLISHED_METAS for text in doc.metadata.all(name)), 0.9)


def microdata_published(doc: Document) -> Offer[Stamp] | None:
    """itemprop="datePublished"."""
    return _item(doc, ("datepublished", "datecreated"), 0.85)


def meta_date(doc: Document) -> Offer[Stamp] | None:
    """Meta date: in some systems the day of the visit."""
    return _stated(doc, (text for name in WEAK_METAS for text in doc.metadata.all(name)), 0.4)


def json_ld_modified(doc: Document) -> Offer[Stamp] | None:
    """DateModified of the article node."""
    return _stated(doc, _ld_values(doc, "dateModified"), 0.95)


def meta_modified(doc: Document) -> Offer[Stamp] | None:
    """article:modified_time and its twins."""
    return _stated(doc, (text for name in MODIFIED_METAS for text in doc.metadata.all(name)), 0.85)


def microdata_modified(doc: Document) -> Offer[Stamp] | None:
    """itemprop="dateModified"."""
    return _item(doc, ("datemodified",), 0.85)


# --- strategies: shown ---------------------------------------------------------------------------------------


def time_element(doc: Document) -> Offer[Stamp] | None:
    """The <time> nearest to the headline that is no date of change."""
    return _nearest(doc, doc.metadata.marks.times, change=False, confidence=0.75)


def date_class(doc: Document) -> Offer[Stamp] | None:
    """The line nearest to the headline whose class speaks of a date."""
    return _nearest(doc, doc.metadata.marks.dated, change=False, confidence=0.65)


def labelled_line(doc: Document) -> Offer[Stamp] | None:
    """A short line with a word like "published" and a date."""
    return _line(doc, lambda line: bool(PUBLISHED_LABEL.search(line)) and not MODIFIED_LABEL.search(line), 0.6, 400)


def line_near_headline(doc: Document) -> Offer[Stamp] | None:
    """A short line with a date close to the headline."""
    return _line(doc, lambda line: not MODIFIED_LABEL.search(line) and not _of_something_else(line), 0.5, 120)


def address(doc: Document) -> Offer[Stamp] | None:
    """A date in the page's address."""
    stamp = date_url.read(doc.url) or date_url.read(doc.metadata.canonical or "")
    return Offer(value=stamp, raw=stamp.raw, confidence=0.5) if stamp else None


def any_shown(doc: Document) -> Offer[Stamp] | None:
    """The first date on the page that stands in a short line of its own."""
    return _line(doc, lambda line: len(line) < 60 and not _of_something_else(line), 0.3, 3000)


def labelled_change(doc: Document) -> Offer[Stamp] | None:
    """What follows a word like "updated" in a line near the headline."""
    return _line(doc, lambda line: bool(MODIFIED_LABEL.search(line)), 0.6, 120, after=MODIFIED_LABEL)


def time_element_of_change(doc: Document) -> Offer[Stamp] | None:
    """The <time> nearest to the headline that is a date of change."""
    return _nearest(doc, [*doc.metadata.marks.times, *doc.metadata.marks.dated], change=True, confidence=0.7)


def modified_for_published(doc: Document) -> Offer[Stamp] | None:
    """Nothing tells when the article was published: the date of its last change, and this name says so."""
    choice = next((o for o in offers(doc, MODIFIED)), None)
    return replace(choice, strategy="", confidence=0.2) if choice else None


STATED = (json_ld_published, meta_published, microdata_published, json_ld_created)
SHOWN = (
    time_element, date_class, labelled_line, line_near_headline, address, meta_date, any_shown, modified_for_published,
)  # fmt: skip
MODIFIED = (json_ld_modified, meta_modified, microdata_modified, time_element_of_change, labelled_change)


# --- the reading ----------------------------------------------------------------------------------------------


def _as_text(choice: Choice[Stamp]) -> Choice[str]:
    return Choice(
        value=choice.value.iso if choice.value else None, strategy=choice.strategy, candidates=choice.candidates
    )


def _sane(doc: Document, offer: Offer[Stamp]) -> Offer[Stamp]:
    """The offer, with a fault if its date cannot be."""
    if date_reading.too_late(offer.value, doc.page.fetched_at):
        return replace(offer, fault="lies after the visit")
    if offer.value.precision == "month" and offer.confidence < 0.7:
        return replace(offer, fault="tells no day")
    return offer


def _language(doc: Document) -> str | None:
    """The language, with its country, by which "5/7/2025" is read."""
    meta = doc.metadata
    stated = (meta.first("og:locale") or "").replace("_", "-")
    return stated if len(stated) == 5 else (meta.lang or stated or None)


def _ld_values(doc: Document, *names: str) -> Iterator[str]:
    article = doc.metadata.article or {}
    pages = [n for n in doc.metadata.json_ld if not {"webpage", "itempage"}.isdisjoint(json_ld.types(n))]
    for node in (article, *pages):
        for name in names:
            yield from json_ld.strings(node.get(name))


def _stated(doc: Document, texts: Iterator[str], confidence: float) -> Offer[Stamp] | None:
    language = _language(doc)
    for text in texts:
        if stamp := date_reading.read(text, language=language):
            return Offer(value=stamp, raw=text, confidence=confidence)
    return None


def _item(doc: Document, names: tuple[str, ...], confidence: float) -> Offer[Stamp] | None:
    items = {item.element: item for item in doc.metadata.items if item.name in names}
    head = doc.metadata.headline_place
    near = byline_places.nearest(doc, list(items), head, byline_places.around(head))
    return _stated(doc, iter([items[e].value for e in near]), confidence)


def _nearest(doc: Document, elements: list[etree._Element], *, change: bool, confidence: float) -> Offer[Stamp] | None:
    head = doc.metadata.headline_place
    marks = doc.metadata.marks
    start = marks.order.get(head, 0) if head is not None else 0
    for element in byline_places.nearest(doc, elements[: 4 * LOOKED_AT], head, byline_places.around(head))[:LOOKED_AT]:
        if byline_places.distance(marks.order.get(element, 0), start) > FAR:
            break
        if _of_change(element) is change and (offer := _element(doc, element, confidence)):
            return offer
    return None


def _element(doc: Document, element: etree._Element, confidence: float) -> Offer[Stamp] | None:
    stated = (
        element.get("datetime") or (element.get("title") if element.tag == "abbr" else None) or element.get("content")
    )
    text = shown.text(element) if len(element) < 12 else ""
    for raw in (stated, text if len(text) <= MAX_LINE else None):
        stamp = date_reading.read(raw, language=_language(doc)) if raw and not _of_something_else(raw) else None
        if stamp and stamp.precision != "month":
            return Offer(value=stamp, raw=raw, confidence=confidence)
    return None


def _of_something_else(line: str) -> bool:
    """Whether the words in front of the first figure say that the date is no article's."""
    first = next((at for at, c in enumerate(line) if c.isdigit()), len(line))
    return bool(OTHER_LABEL.search(line[:first]))


def _of_change(element: etree._Element) -> bool:
    """Whether names or words say that the date is one of a change."""
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if MODIFIED_CLASS.search(names) and not PUBLISHED_LABEL.search(names):
        return True
    text = shown.text(element)[:MAX_LINE] if len(element) < 12 else ""
    before = element.getprevious()
    label = (before.tail if before is not None else None) or (getattr(element.getparent(), "text", None) or "")
    said = f"{label[-40:]} {text}"
    return bool(MODIFIED_LABEL.search(said)) and not PUBLISHED_LABEL.search(said)


def _line(
    doc: Document, fits: Callable[[str], bool], confidence: float, count: int, *, after: re.Pattern[str] | None = None
) -> Offer[Stamp] | None:
    head = doc.metadata.headline_place
    around = byline_places.around(head)
    start = head if head is not None else doc.tree.find("body")
    if start is None:
        return None
    elements = byline_places.following(start) if head is not None else start.iter("*")
    before = byline_places.preceding(start, 12) if head is not None else ()
    for element in (*before, *islice(elements, count)):
        line = _own_line(element)
        if line and fits(line) and byline_places.native(element, around):
            label = after.search(line) if after else None
            stamp = date_reading.read(line[label.end() :] if label else line, language=_language(doc))
            if stamp and stamp.precision != "month":
                return Offer(value=stamp, raw=line, confidence=confidence)
    return None


def _own_line(element: etree._Element) -> str:
    """The short text of an element that holds a digit itself, not in a descendant."""
    own = [element.text, *(child.tail for child in element)] if len(element) < 12 else []
    if element.tag in shown.UNSHOWN or not any(_DIGIT.search(piece) for piece in own if piece):
        return ""
    text = shown.text(element)
    return text if len(text) <= MAX_LINE else ""
