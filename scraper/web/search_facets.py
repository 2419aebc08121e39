"""The facets of a search as lists of links: each adds a filter, or takes it away again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scraper.archive.search.facets import Facets
from scraper.web.search_state import SearchState

TITLES = {
    "site": "Site",
    "year": "Year",
    "language": "Language",
    "section": "Section",
    "author": "Author",
    "label": "Label",
    "tag": "Tag",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetLink:
    """A value of a facet, and the search with it, or without it if it is chosen."""

    text: str
    address: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class FacetList:
    """The values of one facet."""

    name: str
    title: str
    links: tuple[FacetLink, ...]


def facet_lists(facets: Facets, state: SearchState) -> list[FacetList]:
    """Return the facets that have values, with what is chosen first."""
    lists = [
        FacetList(name=name, title=title, links=tuple(_links(name, facets, state)))
        for name, title in TITLES.items()
    ]
    return [one for one in lists if one.links]


def _links(name: str, facets: Facets, state: SearchState) -> Iterator[FacetLink]:
    chosen = state.year if name == "year" else state.get(name) or None
    if chosen is not None:
        yield FacetLink(text=chosen, address=state.with_value(name, None), is_chosen=True)
    for one in facets.values.get(name, ()):
        is_same = chosen is not None and one.value.casefold() == chosen.casefold()
        if not is_same:
            address = state.with_value(name, one.value)
            yield FacetLink(text=one.value, address=address, count=one.count)
