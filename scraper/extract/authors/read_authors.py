"""Who wrote the article: what the page states weighed against what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scraper.extract.authors import author_claims, profiles, shown_bylines, stated_authors
from scraper.extract.authors.author_claims import CONFIDENCE, People
from scraper.extract.authors.author_facts import AuthorFacts
from scraper.extract.authors.author_places import AuthorPlaces
from scraper.extract.choice import Choice, Offer, chosen
from scraper.lexicon.author_words import AUTHOR_KEYS
from scraper.models import Author
from scraper.page import embedded_state

if TYPE_CHECKING:
    from scraper.extract.context import Context


def choose(doc: Context) -> tuple[Choice[People], Choice[str]]:
    """Return the authors, with what each strategy offered; and the byline as shown."""
    places = AuthorPlaces(doc)
    made = author_claims.offers(places, AuthorFacts(doc))
    people = tuple(_in_data(doc))
    if people:
        confidence = CONFIDENCE["data_island"]
        made.append(Offer(strategy="data_island", value=people, confidence=confidence))
    winner = next((offer for offer in made if not offer.fault), None)
    if winner:
        at = made.index(winner)
        winner = winner._replace(value=profiles.complete(places, winner.value))
        made[at] = winner
    authors = chosen("authors", made, winner, _names)
    return authors, shown_bylines.as_shown(places, authors)


def _names(people: People) -> str:
    return "; ".join(author.name for author in people)


def _in_data(doc: Context) -> Iterator[Author]:
    """Yield those who are named with a body that was read from the page's data."""
    data = doc.body.data
    for text in embedded_state.values(data, AUTHOR_KEYS) if data else ():
        for stated in stated_authors.named(text):
            yield stated.author
