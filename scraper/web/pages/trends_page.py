"""How many articles have some words, over time, as a chart with its numbers."""

from __future__ import annotations

from dataclasses import asdict

from scraper.archive.search.term_counts import Trends
from scraper.errors import InputError
from scraper.present.count_charts import trend_chart
from scraper.present.listed_columns import TRENDS
from scraper.present.periods import MONTH, PERIODS
from scraper.web import addresses, forms
from scraper.web.count_state import CountState
from scraper.web.forms import ListedRows
from scraper.web.room_request import Answer, RoomRequest, View, view_of
from scraper.web.row_source import held

NAMES = ("by", "share")
MOST_TERMS = 12  # small charts of a page
EMPTY_FIELDS = 2  # for further terms


def trends(asked: RoomRequest) -> Answer:
    """Return the chart of some terms, or its rows in another form."""
    state = CountState.of(addresses.TRENDS, asked.query, NAMES)
    if asked.form:
        return forms.in_form(asked, _rows(asked, state))
    if not state.terms:
        return _view(state)
    try:
        found = _counted(asked, state)
    except InputError as error:
        return _view(state, error=str(error))
    by = _period(state)
    chart = trend_chart(
        found.rows, state.terms, by, state.get("site") or None, normalise=bool(state.get("share"))
    )
    notes = [*found.notes, *_left_out(found.left_out, by)]
    if not any(row.count for row in found.rows):
        notes.append("Nothing found.")
    listed = forms.links(state.address(), forms.TABLES)
    return _view(state, chart=chart if found.rows else None, notes=notes, forms=listed)


def _counted(asked: RoomRequest, state: CountState) -> Trends:
    if len(state.terms) > MOST_TERMS:
        raise InputError(f"q: {MOST_TERMS} terms at most are counted at once")
    by = _period(state)
    return asked.archive.search.trends(state.terms, state.filters(asked.now), by)


def _period(state: CountState) -> str:
    return state.choice("by", PERIODS, MONTH)


def _left_out(count: int, by: str) -> list[str]:
    if not count:
        return []
    articles = "1 article: its" if count == 1 else f"{count:,} articles: their"
    return [f"Left out {articles} date does not name the {by}."]


def _view(state: CountState, *, error: str | None = None, **found: object) -> View:
    values = {
        "state": state,
        "periods": PERIODS,
        "by": state.get("by") or MONTH,
        "typed": "",  # the terms are in the form of the page
        "fields": [*state.terms, *[""] * EMPTY_FIELDS],
        "chart": None,
        "notes": [],
        "forms": [],
        **found,
    }
    return view_of("trends.html", values, error)


def _rows(asked: RoomRequest, state: CountState) -> ListedRows:
    """Return the rows, as `scraper trends` prints them; raise InputError without a term."""
    if not state.terms:
        raise InputError("name one or more terms: q=harbour&q=storm")
    rows = _counted(asked, state).rows
    fetch = held(rows, asdict)
    return ListedRows(name="trends", columns=TRENDS, fetch=fetch)
