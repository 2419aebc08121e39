"""Dates that a page states for programs: in JSON-LD, meta elements, microdata, scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml import etree

from scraper.extract.choice import Offer
from scraper.extract.dates import url_dates
from scraper.lexicon import date_parser
from scraper.lexicon.date_parser import Stamp
from scraper.lexicon.date_words import (
    DATA,
    DATA_AT_ALL,
    MODIFIED_METAS,
    PUBLISHED_METAS,
    PUBLISHED_NAME,
    VARIABLE,
    WEAK_METAS,
)
from scraper.page import headline_area, json_ld

if TYPE_CHECKING:
    from scraper.extract.dates.date_context import DateContext

IN_SCRIPTS = 0.55  # confidence
MAX_CLAIMS = 40  # dates in scripts; more are those of a listing
PAGE_TYPES = frozenset({"webpage", "itempage"})


def json_ld_published(doc: DateContext) -> Offer[Stamp] | None:
    """Read datePublished of the article node, else of the page's node."""
    return _first_date(doc, _ld_values(doc, "datePublished"), 0.95)


def json_ld_modified(doc: DateContext) -> Offer[Stamp] | None:
    """Read dateModified of the article node."""
    return _first_date(doc, _ld_values(doc, "dateModified"), 0.95)


def meta_published(doc: DateContext) -> Offer[Stamp] | None:
    """Read article:published_time and its many twins."""
    return _first_date(doc, _metas(doc, PUBLISHED_METAS), 0.9)


def meta_named_so(doc: DateContext) -> Offer[Stamp] | None:
    """Read a meta element whose name speaks of publication, in a system that no table knows."""
    return _first_date(doc, _metas(doc, filter(_names_publication, doc.metadata.meta)), 0.6)


def meta_date(doc: DateContext) -> Offer[Stamp] | None:
    """Read the meta element "date": in some systems the day of the visit."""
    return _first_date(doc, _metas(doc, WEAK_METAS), 0.4)


def meta_modified(doc: DateContext) -> Offer[Stamp] | None:
    """Read article:modified_time and its twins."""
    return _first_date(doc, _metas(doc, MODIFIED_METAS), 0.85)


def microdata_published(doc: DateContext) -> Offer[Stamp] | None:
    """Read itemprop="datePublished"."""
    return _first_date(doc, _items(doc, "datepublished", "datecreated"), 0.85)


def microdata_modified(doc: DateContext) -> Offer[Stamp] | None:
    """Read itemprop="dateModified"."""
    return _first_date(doc, _items(doc, "datemodified"), 0.85)


def address(doc: DateContext) -> Offer[Stamp] | None:
    """Read a date in the page's address."""
    stamp = url_dates.read(doc.url)
    return Offer(value=stamp, raw=stamp.raw, confidence=0.5) if stamp else None


def script_data(doc: DateContext, over: float = 0.0) -> Offer[Stamp] | None:
    """Read the date in the page's scripts or statistics, if there is only one."""
    if over >= IN_SCRIPTS:
        return None
    found: dict[str, tuple[Stamp, str]] = {}
    for text in _claims(doc)[:MAX_CLAIMS]:
        stamp = date_parser.read(text)
        if stamp:
            found[stamp.day] = (stamp, text)
    if len(found) != 1:
        return None
    stamp, text = found.popitem()[1]
    return Offer(value=stamp, raw=text, confidence=IN_SCRIPTS)


def _first_date(doc: DateContext, texts: Iterable[str], confidence: float) -> Offer[Stamp] | None:
    """Return the date of the first text that holds one."""
    for text in texts:
        stamp = date_parser.read(text, language=doc.metadata.locale)
        if stamp:
            return Offer(value=stamp, raw=text, confidence=confidence)
    return None


def _ld_values(doc: DateContext, *names: str) -> Iterator[str]:
    """Yield what the article's node, and then the page's, state under some names."""
    pages = [
        node for node in doc.metadata.json_ld if not PAGE_TYPES.isdisjoint(json_ld.types(node))
    ]
    for node in (doc.metadata.article or {}, *pages):
        for value in map(node.get, names):
            yield from json_ld.strings(value)


def _metas(doc: DateContext, names: Iterable[str]) -> Iterator[str]:
    """Yield the content of the meta elements of these names, the best name first."""
    for name in names:
        if name in doc.metadata.meta:
            yield from doc.metadata.all(name)


@lru_cache(maxsize=4096)
def _names_publication(name: str) -> bool:
    """Return whether the name of a meta element is one of a date of publication."""
    letters = "".join(filter(str.isalpha, name))
    return bool(PUBLISHED_NAME.search(letters))


def _items(doc: DateContext, *names: str) -> Iterator[str]:
    """Yield the microdata under some names that is not another story's, the nearest first."""
    values: dict[etree._Element, str] = {}
    for item in doc.metadata.items:
        if item.name in names and not doc.date_zones.beside_another_story(item.element):
            values[item.element] = item.value
    if values:
        near = headline_area.nearest(values, doc.around, doc.metadata.marks.order)
        yield from map(values.__getitem__, near)


def _claims(doc: DateContext) -> list[str]:
    """Return the dates of publication that scripts hold; JSON-LD is only asked if it is broken."""
    knows_json_ld = doc.metadata.article is not None
    claims: list[str] = []
    for script in doc.metadata.marks.scripts:
        if knows_json_ld and "ld+json" in script.get("type", ""):
            continue
        text = script.text or ""
        if DATA_AT_ALL.search(text.lower()):
            claims += DATA.findall(text)
        claims += VARIABLE.findall(text)
    return claims
