"""When the article was published and when changed: what the page states, then what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from scraper.extract.choice import Choice, Offer, Strategy, chosen, offers
from scraper.extract.context import Dates
from scraper.extract.dates import local_clock
from scraper.extract.dates.date_context import DateContext
from scraper.extract.dates.marked_dates import date_class, time_element, time_element_of_change
from scraper.extract.dates.shown_dates import (
    any_shown,
    dateline,
    labelled_change,
    line_near_headline,
)
from scraper.extract.dates.stated_dates import (
    address,
    json_ld_modified,
    json_ld_published,
    meta_date,
    meta_modified,
    meta_named_so,
    meta_published,
    microdata_modified,
    microdata_published,
    script_data,
)
from scraper.lexicon import date_parser
from scraper.lexicon.date_parser import Stamp

if TYPE_CHECKING:
    from scraper.page.body_reading import BodyReading
    from scraper.page.parsed_page import ParsedPage

LATER = 0.5  # what a stated date is worth where the page shows another, in parts of it
ZERO = "1970-01-01"  # what programs write that know no date

_MILLISECONDS = re.compile(r"T[\d:]+\.\d+")  # no person's clock has them


def modified_for_published(doc: DateContext) -> Offer[Stamp] | None:
    """Return the date of the last change, where nothing states that of the publication."""
    changes = offers(doc, MODIFIED)
    return changes[0]._replace(strategy="", confidence=0.2) if changes else None


Strategies = tuple[Strategy[Stamp], ...]

STATED: Strategies = (json_ld_published, meta_published, microdata_published)
MARKED: Strategies = (time_element, date_class)
SHOWN: Strategies = (*MARKED, line_near_headline)
# Each of these is costly, and only asked for dates that are surer than what was found before.
COSTLY: Strategies = (line_near_headline, dateline, script_data)
WEAK: Strategies = (meta_named_so, address, meta_date)
LAST: Strategies = (any_shown, modified_for_published)
MODIFIED_STATED: Strategies = (json_ld_modified, meta_modified, microdata_modified)
MODIFIED_SHOWN: Strategies = (time_element_of_change, labelled_change)
MODIFIED: Strategies = MODIFIED_STATED + MODIFIED_SHOWN


def read(parsed: ParsedPage, body: BodyReading) -> Dates:
    """Return the dates of a page's article; `body`: the main text, whatever kind of page it is."""
    context = DateContext(parsed, body)
    return Dates(published(context), modified(context))


def published(doc: DateContext) -> Choice[str]:
    """Return when the article was published."""
    made = _offered(doc, STATED)
    if not _believable(made):
        made += _unstated(doc)
    else:
        made = _doubted(doc, made)
    for last in LAST:
        if not _believable(made):
            made += _offered(doc, (last,))
    winner = _surest(made)
    if winner:
        there = winner._replace(value=local_clock.local(doc, winner.value))
        made[made.index(winner)] = winner = there
    return _as_text("date_published", made, winner)


def modified(doc: DateContext) -> Choice[str]:
    """Return when the article was last changed."""
    made = _offered(doc, MODIFIED_STATED)
    if not _believable(made):
        made += _offered(doc, MODIFIED_SHOWN)
    winner = next(iter(_believable(made)), None)
    return _as_text("date_modified", made, winner)


def _offered(
    doc: DateContext, strategies: Iterable[Strategy[Stamp]], **known: float
) -> list[Offer[Stamp]]:
    """Return what strategies offer, each with its fault."""
    made = offers(doc, strategies, **known)
    return [offer._replace(fault=_fault(doc, offer)) for offer in made]


def _fault(doc: DateContext, offer: Offer[Stamp]) -> str | None:
    """Return why a date cannot be, or None."""
    if date_parser.too_late(offer.value, doc.page.fetched_at):
        return "lies after the visit"
    if offer.value.iso.startswith(ZERO):
        return "is where clocks begin"
    return None


def _believable(made: Iterable[Offer[Stamp]]) -> list[Offer[Stamp]]:
    """Return the offers without a fault."""
    return [offer for offer in made if not offer.fault]


def _surest(made: Iterable[Offer[Stamp]]) -> Offer[Stamp] | None:
    """Return the surest offer; of two, the first."""
    return max(_believable(made), key=attrgetter("confidence"), default=None)


def _unstated(doc: DateContext) -> list[Offer[Stamp]]:
    """Return the offers of a page that states no date."""
    made = _offered(doc, MARKED)
    for strategy in COSTLY:
        surest = _surest(made)
        over = surest.confidence if surest else 0.0
        made += _offered(doc, (strategy,), over=over)
    return made + _offered(doc, WEAK)


def _is_of_the_machine(doc: DateContext, offer: Offer[Stamp]) -> bool:
    """Return whether a stated date may be that at which a site builder put the site out.

    Then it is that of the change as well, or has milliseconds.
    """
    if offer.strategy != json_ld_published.__name__ or offer.fault:
        return False
    changed = (doc.metadata.article or {}).get("dateModified")
    return changed == offer.raw or _MILLISECONDS.search(offer.raw or "") is not None


def _doubted(doc: DateContext, made: list[Offer[Stamp]]) -> list[Offer[Stamp]]:
    """Return the offers with those shown that speak against the stated date, which is less sure."""
    shown = _shown_against(doc, made)
    days = {offer.value.day for offer in shown}
    for at, offer in enumerate(made):
        if shown and offer.value.day not in days:
            made[at] = offer._replace(confidence=LATER * offer.confidence)
    return made + shown


def _shown_against(doc: DateContext, made: Sequence[Offer[Stamp]]) -> list[Offer[Stamp]]:
    """Return the dates near the headline, if none is the stated one, that count for more.

    They do if another source has the same day, or if they are earlier than a date that may be a
    machine's.
    """
    sources = _believable([*made, *_offered(doc, WEAK)])
    days = {offer.value.day for offer in sources}
    of_the_machine = any(_is_of_the_machine(doc, offer) for offer in made)
    if len(days) == 1 and not of_the_machine:
        return []
    first = min(days) if of_the_machine else ""
    shown = _believable(_offered(doc, SHOWN))
    surest = max(_believable(made), key=attrgetter("confidence")).value
    if any(local_clock.may_be(surest, offer.value.day) for offer in shown):
        return []
    return [offer for offer in shown if offer.value.day in days or offer.value.day < first]


def _as_text(field: str, made: Sequence[Offer[Stamp]], winner: Offer[Stamp] | None) -> Choice[str]:
    """Return the choice of a date as its text."""
    choice = chosen(field, made, winner, attrgetter("iso"))
    text = choice.value.iso if choice.value else None
    return Choice(value=text, strategy=choice.strategy, candidates=choice.candidates)
