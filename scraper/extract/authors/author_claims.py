"""Which claims about who wrote are believed, and in which order.

Place goes before strategy, and what is shown before what only the metadata state. A claim that must not win keeps its
fault, for `explain`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scraper.extract.authors import desks, stated_authors, text_authors
from scraper.extract.authors.author_facts import Facts
from scraper.extract.authors.shown_authors import AUTHOR_PATH, Byline, Places
from scraper.extract.authors.stated_authors import Stated
from scraper.extract.choice import Offer
from scraper.lexicon import names
from scraper.lexicon.folding import key
from scraper.lexicon.names import NameKind
from scraper.models import Author

if TYPE_CHECKING:
    from scraper.page.metadata import Metadata

People = tuple[Author, ...]
Signed = tuple[str, Byline]  # the strategy's name, and what it found

CONFIDENCE = {
    "json_ld": 0.9, "data_island": 0.8,
    "meta": 0.7, "rel_author": 0.85, "microdata": 0.8, "author_name_class": 0.8, "byline_class": 0.7,
    "profile_link": 0.6, "introduced": 0.6, "dated_line": 0.5,
    "bold_first_line": 0.5, "opening_line": 0.5, "signature": 0.5, "last_line": 0.5, "profile_slug": 0.3,
    "json_ld_organisation": 0.5, "desk": 0.5, "metadata_alone": 0.3,
}  # fmt: skip
ORGANISED = "names an organisation"
SITE = "names the site"
NO_PERSON = "names no person"
NOWHERE = "stands nowhere on the page"
STRONG = frozenset({"rel_author", "microdata", "author_name_class", "profile_link"})
LOOSE = frozenset({"profile_slug"})  # weaker than a name that the metadata alone state


def offers(places: Places, facts: Facts) -> list[Offer[People]]:
    """Every claim, the one to be believed first; the first without a fault wins."""
    meta = places.doc.metadata
    ld = stated_authors.worth(stated_authors.json_ld_authors(meta), meta)
    told = stated_authors.worth(stated_authors.meta_authors(meta), meta)
    fault_of_ld, fault_of_meta = _fault_of_json_ld(ld, facts), _fault_of_meta(told, facts)
    shown = signed(
        places, facts, settled=bool((ld and not fault_of_ld) or (told and not fault_of_meta))
    )
    fault_of_ld = fault_of_ld or outsigned(ld, shown, facts)
    fault_of_meta = fault_of_meta or outsigned(told, shown, facts)
    if fault_of_meta is None and (fault_of_ld or not ld) and _others_sign(told, shown):
        fault_of_meta = "the page is signed by others"
    made = [
        *(
            _stated(name, found, fault)
            for name, found, fault in (("json_ld", ld, fault_of_ld), ("meta", told, fault_of_meta))
            if found
        ),
        *(
            _shown(each, houses=fault_of_ld == ORGANISED and facts.news)
            for each in shown
            if each[0] not in LOOSE
        ),
        *_alone(((ld, fault_of_ld), (told, fault_of_meta)), facts, {NOWHERE}),
        *(_shown(each, houses=False) for each in shown if each[0] in LOOSE),
    ]
    if any(not offer.fault for offer in made):
        return made
    return [
        *made,
        *_houses(ld, fault_of_ld, places, facts),
        *_alone(
            ((told, fault_of_meta), (ld, fault_of_ld)), facts, {SITE, NO_PERSON, ORGANISED, NOWHERE}
        ),
    ]


def signed(places: Places, facts: Facts, *, settled: bool) -> list[Signed]:
    """Return what the page shows, by strategy: the head of the article first, then the surest.

    The last resorts are asked only if nothing else is known, or what is known stands elsewhere.
    """
    found: list[Signed] = []
    for strategy in text_authors.STRATEGIES:
        enough = settled or any(facts.in_head(byline.element) for _, byline in found)
        if strategy in text_authors.LAST_RESORTS and enough:
            break
        if byline := strategy(places):
            found.append((strategy.__name__, byline))
    return sorted(
        found,
        key=lambda each: (not facts.in_head(each[1].element), _is_part(each[1], found, facts)),
    )


def _is_part(byline: Byline, found: Sequence[Signed], facts: Facts) -> bool:
    """Return whether the head of a piece of news holds a byline with the same people and more."""
    mine = {key(author.name) for author in byline.people}
    return facts.news and any(
        mine < {key(author.name) for author in other.people} and facts.in_head(other.element)
        for _, other in found
    )


def outsigned(found: Sequence[Stated], shown: Sequence[Signed], facts: Facts) -> str | None:
    """Tell whether the article's head is signed by more than the metadata name, or by others in their place."""
    mine = {key(each.author.name) for each in found}
    for name, byline in shown:
        if not mine or name not in STRONG | {"byline_class"} or not facts.in_head(byline.element):
            continue
        theirs = {key(author.name) for author in byline.people}
        if facts.news and mine < theirs:
            return "the page is signed by more"
        if not _alike(mine, theirs) and not facts.shows([each.author for each in found]):
            return "the page is signed by others"
    return None


def _others_sign(found: Sequence[Stated], shown: Sequence[Signed]) -> bool:
    """Return whether marked bylines name somebody, and nobody of those stated."""
    theirs = {
        key(author.name) for name, byline in shown if name in STRONG for author in byline.people
    }
    return bool(theirs) and not _alike({key(each.author.name) for each in found}, theirs)


def _alike(some: set[str], others: set[str]) -> bool:
    """Whether a name stands in another, or shares two words with it: "Ann Roe" is "Ann B. Roe"."""
    pairs = [(one, other) for one in some for other in others]
    return any(
        one in other or other in one or len({*one.split()} & {*other.split()}) > 1
        for one, other in pairs
    )


def _fault_of_json_ld(found: Sequence[Stated], facts: Facts) -> str | None:
    """Newsrooms state who wrote; blogs and shops state whose account was used, and show that name or none."""
    meta = facts.doc.metadata
    if all(
        each.kind is NameKind.ORGANISATION or stated_authors.is_site(each.author.name, meta)
        for each in found
    ):
        return ORGANISED
    return None if facts.news or facts.shows([each.author for each in found]) else NOWHERE


def _fault_of_meta(found: Sequence[Stated], facts: Facts) -> str | None:
    """Return why the metadata's authors are a template's and not the article's own; else None."""
    if any(
        stated_authors.is_site(each.author.name, facts.doc.metadata, person=False) for each in found
    ):
        return SITE
    if any(each.kind not in {NameKind.PERSON, NameKind.AGENCY} for each in found):
        return NO_PERSON
    return None if facts.shows([each.author for each in found]) else NOWHERE


def _houses(
    ld: Sequence[Stated], fault: str | None, places: Places, facts: Facts
) -> Iterator[Offer[People]]:
    """Yield who signs where no person does: a desk that the page shows, the newsroom that JSON-LD states."""
    desk = desks.desk(places)
    stated = bool(ld) and fault == ORGANISED and (facts.news or _is_desk(ld, places.doc.metadata))
    offers = [_shown(("desk", desk), houses=False)] if desk is not None else []
    if stated:
        told, shown = (
            {key(each.author.name) for each in ld},
            [a.name for a in desk.people] if desk is not None else [],
        )
        beside = _alike(told, set(map(key, shown))) or all(
            names.kind(name) is NameKind.AGENCY for name in shown
        )
        offers.insert(0 if beside else len(offers), _stated("json_ld_organisation", ld, None))
    yield from offers


def _is_desk(found: Sequence[Stated], meta: Metadata) -> bool:
    """Return whether a part of the newsroom signs ("Sports desk"), not the publisher."""
    return not any(stated_authors.is_site(each.author.name, meta) for each in found)


def _alone(
    sources: Sequence[tuple[Sequence[Stated], str | None]], facts: Facts, faults: set[str]
) -> Iterator[Offer[People]]:
    """Yield stated authors whom the page does not show: two sources agree, or the page is dated."""
    names = [{key(each.author.name) for each in found} for found, _ in sources]
    agreed = all(names) and len({frozenset(each) for each in names}) == 1
    for found, fault in sources:
        person = all(each.kind is NameKind.PERSON for each in found)
        if found and fault in faults and (facts.dated or (agreed and person)):
            yield _stated("metadata_alone", found, None)
            return


def _stated(strategy: str, found: Sequence[Stated], fault: str | None) -> Offer[People]:
    raw = "; ".join(dict.fromkeys(each.author.raw or each.author.name for each in found))
    people = tuple(each.author for each in found)
    return Offer(
        strategy=strategy, value=people, raw=raw, confidence=CONFIDENCE[strategy], fault=fault
    )


def _shown(each: Signed, *, houses: bool) -> Offer[People]:
    """Make an offer of a byline; where a house wrote (`houses`), a link leads to whom the article is about."""
    name, byline = each
    loose = houses and name == "profile_link" and byline.element is not None
    href = (byline.element.get("href") or "") if loose and byline.element is not None else ""
    fault = "a link to a person" if loose and not AUTHOR_PATH.search(href) else None
    return Offer(
        strategy=name, value=byline.people, raw=byline.raw, confidence=CONFIDENCE[name], fault=fault
    )
