"""The state of a search page, which is its address: what was typed, and the filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scraper.archive import Filters, Query
from scraper.errors import InputError
from scraper.web import addresses, parameters

FILTERS = ("site", "since", "until", "language", "section", "author", "label", "tag")
# in the order in which an address has them
NAMES = ("q", "in", "as_of", "sort", *FILTERS, "page")
PLACES = {
    "current": "current texts",
    "any": "every version",
    "removed": "what was removed",
    "notes": "notes",
}
SORTS_OF_SEARCH = {"rank": "best match", "newest": "newest"}
SORTS_OF_LIST = {
    "newest": "newest",
    "oldest": "oldest",
    "added": "order of arrival",
    "site": "site",
}
JANUARY_1, DECEMBER_31 = "-01-01", "-12-31"
MOST_PAGES = 500  # of a list: a later one would be slow, and filters lead further
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SearchState:
    """What an address asks for, by the names of its parameters; what is missing is a default."""

    values: Values

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> SearchState:
        """Return the state of an address: of each parameter its last value, without defaults."""
        given = parameters.last_values(query, NAMES)
        values = {name: value for name, value in given.items() if value != DEFAULTS.get(name)}
        if values.get("sort") in _sorts_that_go_without_saying(is_search="q" in values):
            del values["sort"]
        return cls(values)

    def get(self, name: str) -> str:
        """Return the value of a parameter, "" if it has none."""
        return self.values.get(name, "")

    @property
    def typed(self) -> str:
        """Return the words to search for; without any, the page lists articles."""
        return self.get("q")

    @property
    def place(self) -> str:
        """Return which texts are searched."""
        return self.get("in") or DEFAULTS["in"]

    @property
    def sorts(self) -> Mapping[str, str]:
        """Return the orders that the list may have, the usual one first."""
        return SORTS_OF_SEARCH if self.typed else SORTS_OF_LIST

    @property
    def sort(self) -> str:
        """Return the order of the list."""
        return self.get("sort") or next(iter(self.sorts))

    @property
    def sort_choices(self) -> list[tuple[str, str]]:
        """Return the orders for a form, the usual one without a value: searches have another."""
        usual, *others = self.sorts
        return [("", self.sorts[usual]), *((name, self.sorts[name]) for name in others)]

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set."""
        return {name: self.values[name] for name in FILTERS if name in self.values}

    @property
    def year(self) -> str | None:
        """Return the year, if the filters let exactly one pass."""
        since, until = self.get("since"), self.get("until")
        year = since.removesuffix(JANUARY_1)
        is_year = since == f"{year}{JANUARY_1}" and until == f"{year}{DECEMBER_31}"
        return year if since and is_year else None

    def address(self, **changed: str | int | None) -> str:
        """Return the address of this state with other values; None takes a parameter away.

        It is the first page of the list unless `page` is among them.
        """
        values = {**self.values, "page": None, **changed}
        ordered = {name: values[name] for name in NAMES if values.get(name)}
        return addresses.with_query(addresses.SEARCH, **ordered)

    def with_value(self, facet: str, value: str | None) -> str:
        """Return the address with a value of a facet, or without it."""
        if facet != "year":
            return self.address(**{facet: value})
        if value is None:
            return self.address(since=None, until=None)
        return self.address(since=f"{value}{JANUARY_1}", until=f"{value}{DECEMBER_31}")

    def filters(self, now: datetime) -> Filters:
        """Return the filters; raise InputError for a date that is none."""
        chosen: dict[str, Any] = dict(self.chosen)
        for name in ("since", "until"):
            if name in chosen:
                chosen[name] = parameters.moment(name, chosen[name], now)
        return Filters(**chosen)

    def query(self, now: datetime, limit: int, offset: int) -> Query:
        """Return the search, as the command line would make it; raise InputError in its words."""
        parameters.must_be_one_of("in", self.place, PLACES)
        parameters.must_be_one_of("sort", self.sort, self.sorts)
        as_of = self.get("as_of") or None
        if as_of and self.place != DEFAULTS["in"]:
            raise InputError("as_of searches one day and in all of them: use one of them")
        return Query(
            typed=self.typed,
            filters=self.filters(now),
            sort=self.sort,
            where=self.place,
            as_of=parameters.moment("as_of", as_of, now) if as_of else None,
            limit=limit,
            offset=offset,
        )


DEFAULTS = {"in": "current", "page": "1"}


def _sorts_that_go_without_saying(*, is_search: bool) -> set[str]:
    """Return the orders that an address leaves out: the usual one, and those of the other kind."""
    own, others = SORTS_OF_SEARCH, SORTS_OF_LIST
    if not is_search:
        own, others = others, own
    return {next(iter(own)), *(others.keys() - own.keys())}
