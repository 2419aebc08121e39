"""How many articles there are: the largest counts of several fields, or all values of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from operator import attrgetter

from scraper.archive import Archive, Filters
from scraper.archive.articles.counts import DATES, NAMES, CountRow
from scraper.errors import InputError
from scraper.present.count_charts import MISSING, count_chart
from scraper.present.listed_columns import COUNTS
from scraper.web import addresses, forms
from scraper.web.count_state import CountState
from scraper.web.forms import ListedRows
from scraper.web.room_request import Answer, RoomRequest, View, view_of
from scraper.web.row_source import Row

FIELDS = ("site", "day", "month", "year", "author", "section", "language", "verdict")
MOST_ROWS = 500  # of the table of a page; the other forms have all
TITLES = {"all": "All", "gaps": "Open gaps of feeds, by site"}  # of parts that are no field


@dataclass(frozen=True, kw_only=True, slots=True)
class CountLine:
    """How many articles have a value, and where they are listed."""

    value: str
    count: int
    share: float
    address: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class CountPart:
    """The counts of one field."""

    by: str
    title: str
    lines: tuple[CountLine, ...]
    address: str | None  # of all values


def stats(asked: RoomRequest) -> Answer:
    """Return the counts of one field, or the largest ones of several."""
    state = CountState.of(addresses.STATS, asked.query, ("by",))
    if asked.form:
        return forms.in_form(asked, _rows(asked, state))
    try:
        by = state.choice("by", FIELDS, "")
        filters = state.filters(asked.now)
    except InputError as error:
        return _view(state, error=str(error))
    if not by:
        return _view(state, parts=list(_overview(asked.archive, state, filters)), notes=())
    found = list(asked.archive.articles.counts(filters, by=by))
    lines = tuple([_line(state, row) for row in found[:MOST_ROWS]])
    return _view(
        state,
        chart=count_chart(found, by, filters.site) if found else None,
        parts=[CountPart(by=by, title=by.capitalize(), lines=lines, address=None)] if found else [],
        left_out=max(0, len(found) - MOST_ROWS),
    )


def _overview(archive: Archive, state: CountState, filters: Filters) -> Iterator[CountPart]:
    for by, rows in groupby(_counts(archive, filters), attrgetter("by")):
        is_field = by in (*DATES, *NAMES)
        yield CountPart(
            by=by,
            title=TITLES.get(by, by.capitalize()),
            lines=tuple([_line(state, row) for row in rows]),
            address=state.address(by=by) if is_field else None,
        )


def _line(state: CountState, row: CountRow) -> CountLine:
    return CountLine(
        value=row.value or MISSING,
        count=row.count,
        share=row.share,
        address=None if row.is_rest else state.search(row.by, row.value),
    )


def _view(state: CountState, *, error: str | None = None, **found: object) -> View:
    values = {
        "state": state,
        "fields": FIELDS,
        "chart": None,
        "parts": [],
        "left_out": 0,
        "forms": [] if error else forms.links(state.address(), forms.TABLES),
        **found,
    }
    return view_of("stats.html", values, error)


def _rows(asked: RoomRequest, state: CountState) -> ListedRows:
    """Return the counts, as `scraper stats` prints them."""
    by = state.choice("by", FIELDS, "")
    filters = state.filters(asked.now)

    def fetch(archive: Archive, start: int, most: int) -> Iterable[Row]:
        if by:
            rows = archive.articles.counts(filters, by=by)
            return [{by: row.value, **asdict(row)} for row in islice(rows, start, start + most)]
        return map(asdict, islice(_counts(archive, filters), start, start + most))

    return ListedRows(name="stats", columns=(by, *COUNTS[2:]) if by else COUNTS, fetch=fetch)


def _counts(archive: Archive, filters: Filters) -> Iterator[CountRow]:
    """Yield the largest counts of each field, then the open gaps of feeds."""
    yield from archive.articles.counts(filters)
    yield from archive.crawl.gaps.counts(filters)
