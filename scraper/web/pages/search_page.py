"""The search page: hits with their snippets, how they are divided, and what to do without any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scraper.archive import Archive, Filters, Hit, Query
from scraper.archive.search.facets import Facets
from scraper.errors import InputError
from scraper.present.listed_columns import ARTICLES, SEARCH
from scraper.web import addresses, forms
from scraper.web.forms import ListedRows
from scraper.web.room_request import Answer, Elsewhere, RoomRequest, View, view_of
from scraper.web.row_source import Row, gathered
from scraper.web.search_facets import facet_lists
from scraper.web.search_rows import ArticleRows, HitRows
from scraper.web.search_state import MOST_PAGES, PLACES, SearchState

SHOWN = 20  # hits of a page
NO_FACETS = Facets()
LIST_COLUMNS = ("headline", "site", "date_published", "url", "subheadline", "byline")


@dataclass(frozen=True, kw_only=True, slots=True)
class HitLine:
    """An article in the list."""

    address: str
    headline: str | None
    url: str
    site: str
    date_published: str | None
    snippet: str
    version: int | None = None  # the past version that matched


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchAnswer:
    """What a search page shows."""

    lines: tuple[HitLine, ...] = ()
    has_more: bool = False
    facets: Facets = NO_FACETS
    notes: tuple[str, ...] = ()
    advice: str | None = None  # where nothing was found
    better: str | None = None  # another query that finds something


def search(asked: RoomRequest) -> Answer:
    """Return the page of a search, or its rows in another form."""
    state = SearchState.of(asked.query)
    if asked.form:
        return forms.in_form(asked, _rows(asked, state))
    given = [(name, value) for name, values in asked.query.items() for value in values]
    if given != list(state.values.items()):  # one address for one search
        return Elsewhere(address=state.address(page=state.get("page")))
    try:
        page = asked.whole("page", 1, most=MOST_PAGES)
        query = state.query(asked.now, SHOWN, (page - 1) * SHOWN)
    except InputError as error:
        return _view(state, SearchAnswer(), error=str(error))
    return _view(state, _answer(asked.archive, state, query), page=page)


def _answer(archive: Archive, state: SearchState, query: Query) -> SearchAnswer:
    """Return the hits and the facets of a search, of a list if nothing was typed."""
    facets = archive.search.facets(query)
    if not state.typed:
        return _list_answer(archive, state, query, facets)
    found = archive.search.find(query)
    lines = tuple(map(_line_of_hit, found.hits))
    notes = (*found.notes, *filter(None, [found.damage]))
    reached = query.offset + len(lines)
    if lines or query.offset:
        has_more = len(lines) == query.limit and reached < facets.total
        return SearchAnswer(lines=lines, has_more=has_more, facets=facets, notes=notes)
    better = archive.search.suggest(query)
    return SearchAnswer(notes=notes, advice=_advice(archive, query.filters), better=better)


def _list_answer(
    archive: Archive, state: SearchState, query: Query, facets: Facets
) -> SearchAnswer:
    """Return the articles that the filters let pass."""
    listed = archive.articles.brief(
        LIST_COLUMNS, query.filters, sort=state.sort, limit=query.limit + 1, offset=query.offset
    )
    rows, damage = gathered(listed)
    lines = tuple([_line_of_row(row) for row in rows[: query.limit]])
    notes = tuple(filter(None, [damage, *_ignored(state)]))
    advice = None if lines or query.offset else _advice(archive, query.filters)
    has_more = len(rows) > query.limit
    return SearchAnswer(lines=lines, has_more=has_more, facets=facets, notes=notes, advice=advice)


def _advice(archive: Archive, filters: Filters) -> str | None:
    """Return why nothing was found, if the filters alone find nothing."""
    if archive.articles.count(filters):
        return None
    return archive.articles.not_found(filters)


def _ignored(state: SearchState) -> Iterator[str]:
    """Yield what a list without words leaves out of account."""
    if state.place != "current" or state.get("as_of"):
        yield "Without words to search for, the list shows the articles as they are now."


def _line_of_hit(hit: Hit) -> HitLine:
    return HitLine(
        address=addresses.article(hit.article_id, hit.version),
        headline=hit.headline,
        url=hit.url,
        site=hit.site,
        date_published=hit.date_published,
        snippet=hit.snippet,
        version=hit.version,
    )


def _line_of_row(row: Row) -> HitLine:
    return HitLine(
        address=addresses.article(row["id"]),
        headline=row["headline"],
        url=row["url"],
        site=row["site"],
        date_published=row["date_published"],
        snippet=row["subheadline"] or row["byline"] or "",
    )


def _view(
    state: SearchState, answer: SearchAnswer, *, page: int = 1, error: str | None = None
) -> View:
    first = (page - 1) * SHOWN + 1
    named = forms.ARTICLES if state.place != "notes" else forms.TABLES
    values = {
        "state": state,
        "answer": answer,
        "places": PLACES,
        "facets": facet_lists(answer.facets, state),
        "first": first,
        "last": first + len(answer.lines) - 1,
        "previous": state.address(page=page - 1) if page > 1 else None,
        "following": state.address(page=page + 1) if _goes_on(answer, page) else None,
        "forms": forms.links(state.address(), named) if answer.lines else [],
        "wider": list(_wider(state)),
    }
    return view_of("search.html", values, error)


def _goes_on(answer: SearchAnswer, page: int) -> bool:
    return answer.has_more and page < MOST_PAGES


def _wider(state: SearchState) -> Iterator[tuple[str, str]]:
    """Yield what to try where nothing was found: an address, and what it does."""
    for name, value in state.chosen.items():
        yield state.address(**{name: None}), f"without {name} {value}"
    if state.get("as_of"):
        yield state.address(as_of=None), "the texts as they are now"
    elif state.typed and state.place == "current":
        yield state.address(**{"in": "any"}), "every version of each article"
    elif state.typed:
        yield state.address(**{"in": None}), "the current texts"


def _rows(asked: RoomRequest, state: SearchState) -> ListedRows:
    """Return the same list as rows, as `scraper search` and `scraper list` print them."""
    query = state.query(asked.now, 1, 0)  # what is wrong with it is said before anything is sent
    rows = (
        HitRows(query, asked.archive.search.matches(query)) if state.typed else ArticleRows(query)
    )
    columns = SEARCH if state.typed else ARTICLES
    return ListedRows(name="search", columns=columns, fetch=rows.part, whole=rows.whole)
