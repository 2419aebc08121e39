"""When the article was published and when changed: what the page states, then what it shows, its address last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from scraper.extract.choice import Choice, Offer, chosen, offers
from scraper.extract.context import Dates
from scraper.extract.dates import shown_dates, url_dates
from scraper.extract.dates.date_context import DateContext
from scraper.extract.dates.shown_dates import (
    any_shown,
    date_class,
    dateline,
    labelled_change,
    labelled_line,
    line_near_headline,
    time_element,
    time_element_of_change,
)
from scraper.lexicon import date_parser
from scraper.lexicon.date_parser import Stamp
from scraper.lexicon.date_words import (
    DATA,
    DATA_AT_ALL,
    MODIFIED_METAS,
    NEVER_NAME,
    PUBLISHED_METAS,
    PUBLISHED_NAME,
    VARIABLE,
    WEAK_METAS,
)
from scraper.page import headline_area, json_ld

if TYPE_CHECKING:
    from scraper.page.body_reading import BodyReading
    from scraper.page.parsed_page import ParsedPage


OUTSIDE = 0.5
IN_SCRIPTS = 0.55
SURELY_SHOWN = 0.55  # of a date close to the headline
_MILLISECONDS = re.compile(r"T[\d:]+\.\d+")  # no person's clock has them
ZERO = "1970-01-01"  # what programs say that know no date


def read(parsed: ParsedPage, body: BodyReading) -> Dates:
    """Return the dates of a page's article; `body`: the main text, whatever kind of page it is."""
    context = DateContext(parsed, body)
    return Dates(published(context), modified(context))


def published(doc: DateContext) -> Choice[str]:
    """When the article was published."""
    month = url_dates.month(doc.url)
    made = [_sane(doc, offer) for offer in offers(doc, STATED)]
    if not any(not o.fault for o in made):
        made += _beside(doc, month)
    elif any(_is_of_the_machine(doc, o) for o in made):
        made = _doubted(doc, made)
    for last in LAST:  # dear: only as far as needed
        if any(not o.fault for o in made):
            break
        made += [_sane(doc, offer) for offer in offers(doc, (last,))]
    winner = max((o for o in made if not o.fault), key=lambda o: _weight(o, month), default=None)
    if winner and (there := shown_dates.local(doc, winner.value)) is not winner.value:
        made[made.index(winner)] = winner = winner._replace(value=there)
    return _as_text(chosen("date_published", made, winner, lambda stamp: stamp.iso))


def _beside(doc: DateContext, month: str | None) -> list[Offer[Stamp]]:
    """Return the page's offers; costly strategies look only for what is surer than all before."""
    made: list[Offer[Stamp]] = []
    for strategies, dear in ((MARKED, False), *(((each,), True) for each in DEAR), (TOLD, False)):
        surest = (
            {"over": max((_weight(o, month) for o in made if not o.fault), default=0.0)}
            if dear
            else {}
        )
        made += [_sane(doc, offer) for offer in offers(doc, strategies, **surest)]
    return made


def _is_of_the_machine(doc: DateContext, offer: Offer[Stamp]) -> bool:
    """Whether a stated date may be that at which a site builder put the site out: it is that of the change as well."""
    if offer.strategy != json_ld_published.__name__ or offer.fault:
        return False
    changed = (doc.metadata.article or {}).get("dateModified")
    return changed == offer.raw or _MILLISECONDS.search(offer.raw or "") is not None


def _doubted(doc: DateContext, made: list[Offer[Stamp]]) -> list[Offer[Stamp]]:
    """Return the offers, with shown ones if the page shows an earlier day near its headline."""
    stated = min(o.value.day for o in made if not o.fault)
    shown = [_sane(doc, offer) for offer in offers(doc, SHOWN)]
    earlier = [
        o for o in shown if not o.fault and o.confidence >= SURELY_SHOWN and o.value.day < stated
    ]
    if not earlier:
        return made
    return [o._replace(confidence=OUTSIDE * o.confidence) for o in made] + earlier


def modified(doc: DateContext) -> Choice[str]:
    """When the article was last changed."""
    made = [_sane(doc, offer) for offer in offers(doc, MODIFIED[:3])]
    if not any(not o.fault for o in made):
        made += [_sane(doc, offer) for offer in offers(doc, MODIFIED[3:])]
    winner = next((o for o in made if not o.fault), None)
    return _as_text(chosen("date_modified", made, winner, lambda stamp: stamp.iso))


# --- strategies: stated ------------------------------------------------------------------------------------


def json_ld_published(doc: DateContext) -> Offer[Stamp] | None:
    """DatePublished of the article node, else of the page's node."""
    return _stated(doc, _ld_values(doc, "datePublished"), 0.95)


def json_ld_created(doc: DateContext) -> Offer[Stamp] | None:
    """DateCreated or uploadDate of the article node."""
    return _stated(doc, _ld_values(doc, "dateCreated", "uploadDate"), 0.7)


def meta_published(doc: DateContext) -> Offer[Stamp] | None:
    """article:published_time and its many twins."""
    return _stated(doc, _metas(doc, PUBLISHED_METAS), 0.9)


def meta_named_so(doc: DateContext) -> Offer[Stamp] | None:
    """Return a meta element whose name speaks of publication, in a system that no table knows."""
    texts = (
        text
        for name in doc.metadata.meta
        if _says_published(name)
        for text in doc.metadata.all(name)
    )
    return _stated(doc, texts, 0.6)


def microdata_published(doc: DateContext) -> Offer[Stamp] | None:
    """itemprop="datePublished"."""
    return _item(doc, ("datepublished", "datecreated"), 0.85)


def meta_date(doc: DateContext) -> Offer[Stamp] | None:
    """Meta date: in some systems the day of the visit."""
    return _stated(doc, _metas(doc, WEAK_METAS), 0.4)


def json_ld_modified(doc: DateContext) -> Offer[Stamp] | None:
    """DateModified of the article node."""
    return _stated(doc, _ld_values(doc, "dateModified"), 0.95)


def meta_modified(doc: DateContext) -> Offer[Stamp] | None:
    """article:modified_time and its twins."""
    return _stated(doc, _metas(doc, MODIFIED_METAS), 0.85)


def microdata_modified(doc: DateContext) -> Offer[Stamp] | None:
    """itemprop="dateModified"."""
    return _item(doc, ("datemodified",), 0.85)


# --- strategies: elsewhere ----------------------------------------------------------------------------------


def script_data(doc: DateContext, over: float = 0.0) -> Offer[Stamp] | None:
    """Return the date in the page's scripts or statistics, if there is only one."""
    if over >= IN_SCRIPTS:
        return None
    known = doc.metadata.article is not None  # then its JSON-LD has been asked
    scripts = (
        s for s in doc.metadata.marks.scripts if not (known and "ld+json" in (s.get("type") or ""))
    )
    told: list[str] = []
    for script in scripts:
        low = (text := script.text or "").lower()
        if DATA_AT_ALL.search(low):
            told += DATA.findall(text)
        if "var ct" in low or "var pub" in low:
            told += VARIABLE.findall(text)
    days = {stamp.day: (stamp, raw) for raw in told[:40] if (stamp := date_parser.read(raw))}
    if len(days) != 1:
        return None
    stamp, raw = next(iter(days.values()))
    return Offer(value=stamp, raw=raw, confidence=IN_SCRIPTS)


def address(doc: DateContext) -> Offer[Stamp] | None:
    """Return a date in the page's address."""
    stamp = url_dates.read(doc.url) or url_dates.read(doc.metadata.canonical or "")
    return Offer(value=stamp, raw=stamp.raw, confidence=0.5) if stamp else None


def modified_for_published(doc: DateContext) -> Offer[Stamp] | None:
    """Nothing tells when the article was published: the date of its last change, and this name says so."""
    choice = next((o for o in offers(doc, MODIFIED)), None)
    return choice._replace(strategy="", confidence=0.2) if choice else None


STATED = (json_ld_published, meta_published, microdata_published, json_ld_created)
SHOWN = (time_element, date_class, line_near_headline)
MARKED = (time_element, date_class)
DEAR = (line_near_headline, labelled_line, dateline, script_data)
TOLD = (meta_named_so, address, meta_date)
BESIDE = (*MARKED, *DEAR, *TOLD)
LAST = (any_shown, modified_for_published)
MODIFIED = (
    json_ld_modified,
    meta_modified,
    microdata_modified,
    time_element_of_change,
    labelled_change,
)


# --- the reading ----------------------------------------------------------------------------------------------


def _as_text(choice: Choice[Stamp]) -> Choice[str]:
    return Choice(
        value=choice.value.iso if choice.value else None,
        strategy=choice.strategy,
        candidates=choice.candidates,
    )


def _sane(doc: DateContext, offer: Offer[Stamp]) -> Offer[Stamp]:
    """Return the offer, with a fault if its date cannot be."""
    if date_parser.too_late(offer.value, doc.page.fetched_at):
        return offer._replace(fault="lies after the visit")
    if offer.value.iso.startswith(ZERO):
        return offer._replace(fault="is where clocks begin")
    if offer.value.precision == "month" and offer.confidence < 0.7:
        return offer._replace(fault="tells no day")
    return offer


def _ld_values(doc: DateContext, *names: str) -> Iterator[str]:
    article = doc.metadata.article or {}
    pages = [
        n for n in doc.metadata.json_ld if not {"webpage", "itempage"}.isdisjoint(json_ld.types(n))
    ]
    for node in (article, *pages):
        for name in names:
            value = node.get(name)
            yield from (str(value),) if isinstance(value, int) else json_ld.strings(value)


def _weight(offer: Offer[Stamp], month: str | None) -> float:
    """Return the confidence; a date outside the month that the address names counts for less."""
    return (
        offer.confidence
        if month is None or offer.value.iso.startswith(month)
        else OUTSIDE * offer.confidence
    )


@lru_cache(maxsize=4096)
def _says_published(name: str) -> bool:
    letters = "".join(filter(str.isalpha, name))
    return bool(PUBLISHED_NAME.search(letters)) and not NEVER_NAME.search(letters)


def _metas(doc: DateContext, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the content of the meta elements of these names, the best name first."""
    for name in names:
        if name in doc.metadata.meta:
            yield from doc.metadata.all(name)


def _stated(doc: DateContext, texts: Iterator[str], confidence: float) -> Offer[Stamp] | None:
    language = doc.metadata.locale
    for text in texts:
        if stamp := date_parser.read(text, language=language):
            return Offer(value=stamp, raw=text, confidence=confidence)
    return None


def _item(doc: DateContext, names: tuple[str, ...], confidence: float) -> Offer[Stamp] | None:
    named = {item.element: item for item in doc.metadata.items if item.name in names}
    items = {e: item for e, item in named.items() if not doc.date_zones.beside_another_story(e)}
    if not items:
        return None
    near = headline_area.nearest(items, doc.around, doc.metadata.marks.order)
    return _stated(doc, iter([items[e].value for e in near]), confidence)
