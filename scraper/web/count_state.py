"""The state of a page of counts, which is its address: what is counted, and which articles."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from scraper.archive import Filters
from scraper.web import addresses, parameters

FILTERS = ("site", "author", "since", "until", "language", "section", "label", "tag", "verdict")
EXCLUDED = {"1": True, "0": False}
MOMENTS = ("since", "until")
DAY, MONTH, YEAR = "day", "month", "year"
OF_SEARCH = ("site", "author", "language", "section")  # fields that a search can be narrowed by


@dataclass(frozen=True, slots=True)
class CountState:
    """What an address asks for; a missing filter lets all articles pass."""

    path: str
    values: Mapping[str, str]  # of the filters, and of what is counted
    terms: tuple[str, ...] = ()

    @classmethod
    def of(cls, path: str, query: Mapping[str, Sequence[str]], names: Sequence[str]) -> CountState:
        """Return the state of an address; `names` are parameters besides the filters."""
        values = parameters.last_values(query, (*names, *FILTERS, "excluded"))
        terms = [value.strip() for value in query.get("q", ())]
        return cls(path, values, tuple(dict.fromkeys(filter(None, terms))))

    def get(self, name: str) -> str:
        """Return the value of a parameter, "" if it has none."""
        return self.values.get(name, "")

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set."""
        return {name: self.values[name] for name in FILTERS if name in self.values}

    def address(self, **changed: str | None) -> str:
        """Return the address of this state with other values; None takes a parameter away."""
        values = {name: value for name, value in {**self.values, **changed}.items() if value}
        pairs = [*(("q", term) for term in self.terms), *values.items()]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def choice(self, name: str, choices: Sequence[str], otherwise: str) -> str:
        """Return the value of a parameter; raise InputError if it is none of the choices."""
        value = self.get(name) or otherwise
        if value:
            parameters.must_be_one_of(name, value, choices)
        return value

    def filters(self, now: datetime) -> Filters:
        """Return the filters; raise InputError for a date that is none."""
        chosen: dict[str, Any] = dict(self.chosen)
        for name in MOMENTS:
            if name in chosen:
                chosen[name] = parameters.moment(name, chosen[name], now)
        excluded = self.choice("excluded", tuple(EXCLUDED), "")
        return Filters(**chosen, excluded=EXCLUDED.get(excluded))

    def search(self, by: str, value: str | None) -> str | None:
        """Return the address of the articles with a value of a field; None if none can have it."""
        narrowed = {name: given for name, given in self.chosen.items() if name != "verdict"}
        if value is None or "verdict" in self.values or "excluded" in self.values:
            return None
        if by in OF_SEARCH:
            return addresses.search(**{**narrowed, by: value})
        span = _span(by, value)
        if span is None or any(name in narrowed for name in MOMENTS):
            return None
        return addresses.search(**{**narrowed, "since": span[0], "until": span[1]})


def _span(by: str, value: str) -> tuple[str, str] | None:
    """Return the first and the last day of a period; None for what is no period."""
    try:
        if by == DAY:
            return datetime.fromisoformat(value).date().isoformat(), value
        if by == MONTH:
            last = monthrange(int(value[:4]), int(value[5:7]))[1]
            return f"{value}-01", f"{value}-{last}"
        if by == YEAR:
            return f"{int(value):04}-01-01", f"{int(value):04}-12-31"
    except ValueError:  # such as the month of a date that names a year only
        return None
    return None
