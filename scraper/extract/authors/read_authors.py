"""Who wrote the article: what the page states weighed against what it shows; role and profiles from beside the name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import TYPE_CHECKING

from scraper.extract.authors import (
    author_claims,
    profiles,
    stated_authors,
    text_authors,
)
from scraper.extract.authors.author_claims import People
from scraper.extract.authors.author_facts import Facts
from scraper.extract.authors.shown_authors import Places
from scraper.extract.choice import Choice, Offer, chosen
from scraper.lexicon import byline_dates, introductions
from scraper.lexicon.folding import key
from scraper.models import Author
from scraper.page import embedded_state

if TYPE_CHECKING:
    from scraper.extract.context import Context

SHOWN_BY = frozenset(s.__name__ for s in text_authors.STRATEGIES) - {"profile_slug"} | {"desk"}
AUTHOR_FIELDS = (
    "authors",
    "author",
    "byline",
    "bylines",
    "creators",
    "creator",
    "writers",
    "contributors",
)
MAX_BYLINE = 200  # characters
NEAR_TOP = 60  # lines in which most bylines stand
MAX_MORE = 2  # words in a line of names that are none, besides one before each: "by", "and"
NEAR = 12  # marked places that are looked at for the byline as shown


def choose(doc: Context) -> tuple[Choice[People], Choice[str]]:
    """Return the authors, with what each strategy offered; and the byline as shown."""
    places = Places(doc)
    made = author_claims.offers(places, Facts(doc))
    if data := tuple(_of_data(doc)):
        made.append(
            Offer(
                strategy="data_island",
                value=data,
                confidence=author_claims.CONFIDENCE["data_island"],
            )
        )
    winner = next((o for o in made if not o.fault), None)
    if winner:
        full = winner._replace(value=profiles.complete(places, winner.value))
        made = [full if o is winner else o for o in made]
        winner = full
    authors = chosen("authors", made, winner, lambda people: "; ".join(a.name for a in people))
    return authors, _as_shown(places, authors)


def _as_shown(places: Places, authors: Choice[People]) -> Choice[str]:
    """Return the byline as shown: the smallest marked place with all authors, without date."""
    wanted = [key(a.name) for a in authors.value or ()]
    if not wanted:
        return Choice()
    marked = [e for e in places.marked[:NEAR] if e.tag != "meta"]
    said = {e: ", ".join(_naming(places.shown.of(e), wanted)) for e in marked}
    for element in marked:
        parent = element.getparent()
        best = _names_all(said[element], wanted) and introductions.starts(
            said[element]
        )  # its parent can but say more
        if parent is not None and parent not in said and not best:
            said[parent] = ", ".join(_naming(places.shown.of(parent), wanted))
    texts = [
        *said.values(),
        *(c.raw for c in authors.candidates if c.raw and c.strategy in SHOWN_BY),
    ]
    fits = [t for t in texts if _names_all(t, wanted)]
    shortest = min(fits, key=lambda t: (not introductions.starts(t), len(t)), default=None)
    if shortest:
        return Choice(value=byline_dates.without_date(shortest), strategy="marked_place")
    line = _line_of_names(places.doc, wanted)
    return (
        Choice(value=byline_dates.without_date(line), strategy="line_of_names")
        if line
        else Choice()
    )


def _names_all(text: str, wanted: list[str]) -> bool:
    """Return whether a text is short and says all of the names."""
    return len(text) <= MAX_BYLINE and all(name in key(text) for name in wanted)


def _naming(lines: list[str], wanted: list[str]) -> Iterator[str]:
    """Yield the lines with one of the names; the key is made of possible ones."""
    beginnings = [name.partition(" ")[0] for name in wanted]
    for line in lines:
        low = line.lower() if line.isascii() else None
        if low is not None and not any(word in low for word in beginnings):
            continue
        said = key(line)
        if any(name in said for name in wanted):
            yield line


def _line_of_names(doc: Context, wanted: list[str]) -> str | None:
    """Return a line near the top with the authors' names, and hardly more."""
    layout = doc.body.layout
    for line in layout.lines[:NEAR_TOP] if layout else ():
        if len(line.text) <= MAX_BYLINE and all(
            name in (words := key(line.text)) for name in wanted
        ):
            rest = reduce(lambda left, name: left.replace(name, " "), wanted, words).split()
            if len(rest) <= len(wanted) + MAX_MORE:
                return line.text
    return None


def _of_data(doc: Context) -> Iterator[Author]:
    """Who is named beside a body that was read from the page's data."""
    data = doc.body.data
    for text in embedded_state.values(data, AUTHOR_FIELDS) if data else ():
        yield from (stated.author for stated in stated_authors.named(text))
