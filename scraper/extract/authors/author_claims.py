"""Which claims about who wrote are believed, and in which order.

Place goes before strategy: who is shown in the head of the article is believed before those whom
only the metadata state, and these before those who are shown elsewhere. A claim that must not win
keeps its fault, for `explain`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from scraper.extract.authors import desks, stated_authors
from scraper.extract.authors.author_facts import AuthorFacts
from scraper.extract.authors.author_places import AuthorPlaces, Byline
from scraper.extract.authors.line_authors import dated_line, introduced, last_line
from scraper.extract.authors.marked_authors import (
    author_name_class,
    byline_class,
    microdata,
    profile_link,
    rel_author,
)
from scraper.extract.authors.stated_authors import StatedAuthor
from scraper.extract.authors.text_authors import opening_line, profile_slug, signature
from scraper.extract.choice import Offer
from scraper.lexicon.folding import key
from scraper.lexicon.names import NameKind
from scraper.models import Author

People = tuple[Author, ...]

CONFIDENCE = {
    "json_ld": 0.9, "data_island": 0.8,
    "meta": 0.7, "rel_author": 0.85, "microdata": 0.8, "author_name_class": 0.8,
    "byline_class": 0.7, "profile_link": 0.6, "introduced": 0.6, "dated_line": 0.5,
    "opening_line": 0.5, "signature": 0.5, "last_line": 0.5, "profile_slug": 0.3,
    "json_ld_organisation": 0.5, "desk": 0.5, "metadata_alone": 0.3,
}  # fmt: skip
SURELY_MARKED = (rel_author, microdata, author_name_class)
MARKED = (*SURELY_MARKED, profile_link)
# Asked in this order, until one names somebody, only if nothing else does.
LAST_RESORTS = (
    byline_class, opening_line, introduced, dated_line, signature, last_line, profile_slug,
)  # fmt: skip
STRATEGIES = (*MARKED, *LAST_RESORTS)

ORGANISED = "names an organisation"
SITE = "names the site"
NO_PERSON = "names no person"
NOWHERE = "stands nowhere on the page"
# With these a claim is believed all the same where nothing else is known.
FORGIVEN = frozenset({SITE, NO_PERSON, NOWHERE})
SIGNERS = frozenset({NameKind.PERSON, NameKind.AGENCY})


class StatedClaim(NamedTuple):
    """Those whom one source of metadata states."""

    strategy: str
    people: Sequence[StatedAuthor]
    fault: str | None = None  # why it must not win

    @property
    def believed(self) -> bool:
        """Return whether it names somebody, and may win."""
        return bool(self.people) and not self.fault

    @property
    def authors(self) -> list[Author]:
        """Return the people."""
        return [each.author for each in self.people]

    @property
    def keys(self) -> set[str]:
        """Return the keys of their names."""
        return {key(author.name) for author in self.authors}


class ShownClaim(NamedTuple):
    """What one strategy found on the page."""

    strategy: str
    byline: Byline


def offers(places: AuthorPlaces, facts: AuthorFacts) -> list[Offer[People]]:
    """Return every claim, the one to be believed first; the first without a fault wins."""
    json_ld, meta = _stated(facts)
    settled = json_ld.believed or meta.believed
    newsroom = json_ld.fault == ORGANISED and facts.news
    shown = signed(places, settled=settled, newsroom=newsroom)
    in_head = sum(places.in_head(claim.byline.element) for claim in shown)
    made = [_stated_offer(claim) for claim in (json_ld, meta) if claim.people]
    made += map(_shown_offer, shown[:in_head])
    if all(offer.fault for offer in made):
        made += _alone(meta, json_ld, facts)
    made += map(_shown_offer, shown[in_head:])
    if all(offer.fault for offer in made):
        made += _houses(json_ld, places, facts)
    return made


def _stated(facts: AuthorFacts) -> tuple[StatedClaim, StatedClaim]:
    """Return what JSON-LD and what the meta elements claim."""
    metadata = facts.doc.metadata
    in_json_ld = stated_authors.worth(stated_authors.json_ld_authors(metadata), metadata)
    in_meta = stated_authors.worth(stated_authors.meta_authors(metadata), metadata)
    return (
        StatedClaim("json_ld", in_json_ld, _fault_of_json_ld(in_json_ld, facts)),
        StatedClaim("meta", in_meta, _fault_of_meta(in_meta, facts)),
    )


def signed(places: AuthorPlaces, *, settled: bool, newsroom: bool) -> list[ShownClaim]:
    """Return what the page shows: the head of the article first, then the surest.

    `settled`: the metadata name authors who can be believed. `newsroom`: they name the newsroom
    as the author of a piece of news; there a link leads to whom the text is about.
    """
    found = list(_found_by(SURELY_MARKED if newsroom else MARKED, places))
    if not found and not settled:
        found = list(islice(_found_by(LAST_RESORTS, places), 1))
    return sorted(found, key=lambda claim: not places.in_head(claim.byline.element))


def _found_by(
    strategies: Sequence[Callable[[AuthorPlaces], Byline | None]], places: AuthorPlaces
) -> Iterator[ShownClaim]:
    """Yield what each strategy finds."""
    for strategy in strategies:
        byline = strategy(places)
        if byline:
            yield ShownClaim(strategy.__name__, byline)


def _fault_of_json_ld(found: Sequence[StatedAuthor], facts: AuthorFacts) -> str | None:
    """Return why JSON-LD's authors must not win, or None.

    Newsrooms state who wrote; blogs and shops state whose account was used, and show that name or
    none.
    """
    if all(_is_house(each, facts) for each in found):
        return ORGANISED
    if facts.news or facts.shows([each.author for each in found]):
        return None
    return NOWHERE


def _is_house(stated: StatedAuthor, facts: AuthorFacts) -> bool:
    """Return whether an organisation is stated, or the site by its name."""
    if stated.kind is NameKind.ORGANISATION:
        return True
    return stated_authors.is_site(stated.author.name, facts.doc.metadata)


def _fault_of_meta(found: Sequence[StatedAuthor], facts: AuthorFacts) -> str | None:
    """Return why the metadata's authors are a template's and not the article's own; else None."""
    metadata = facts.doc.metadata
    authors = [each.author for each in found]
    if any(stated_authors.is_site(author.name, metadata, person=False) for author in authors):
        return SITE
    if any(each.kind not in SIGNERS for each in found):
        return NO_PERSON
    return None if facts.shows(authors) else NOWHERE


def _houses(
    json_ld: StatedClaim, places: AuthorPlaces, facts: AuthorFacts
) -> Iterator[Offer[People]]:
    """Yield who signs where no person does: a desk that is shown, a newsroom that is stated."""
    desk = desks.desk(places)
    if desk:
        yield _shown_offer(ShownClaim("desk", desk))
    if json_ld.people and json_ld.fault == ORGANISED and facts.news:
        yield _stated_offer(StatedClaim("json_ld_organisation", json_ld.people))


def _alone(meta: StatedClaim, json_ld: StatedClaim, facts: AuthorFacts) -> Iterator[Offer[People]]:
    """Yield the stated authors whom the page does not show, if any are credible.

    The page is dated, or both sources agree on people.
    """
    are_agreed = meta.keys == json_ld.keys
    for claim in (meta, json_ld):
        are_people = {each.kind for each in claim.people} == {NameKind.PERSON}
        is_credible = facts.dated or (are_agreed and are_people)
        if claim.people and claim.fault in FORGIVEN and is_credible:
            yield _stated_offer(claim._replace(strategy="metadata_alone", fault=None))
            return


def _stated_offer(claim: StatedClaim) -> Offer[People]:
    spelt = [author.raw or author.name for author in claim.authors]
    return Offer(
        strategy=claim.strategy,
        value=tuple(claim.authors),
        raw="; ".join(dict.fromkeys(spelt)),
        confidence=CONFIDENCE[claim.strategy],
        fault=claim.fault,
    )


def _shown_offer(claim: ShownClaim) -> Offer[People]:
    return Offer(
        strategy=claim.strategy,
        value=claim.byline.people,
        raw=claim.byline.raw,
        confidence=CONFIDENCE[claim.strategy],
    )
