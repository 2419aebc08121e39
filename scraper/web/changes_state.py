"""The state of a page of changes, which is its address: the filters, as `scraper changes` has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scraper.archive import Archive, ChangeFilter
from scraper.changes import FIELDS, EditKind
from scraper.errors import InputError
from scraper.present.change_in_context import EVENTS
from scraper.web import addresses, parameters

KINDS = tuple(map(str, EditKind))
TEXTS = ("site", "label")
MOMENTS = ("since", "until")
# parameter -> the values that it may have
CHOICES: Mapping[str, Sequence[str]] = {
    "field": FIELDS,
    "kind": KINDS,
    "event": EVENTS,
    "stealth": ("1", "0"),
}
NAMES = ("q", *TEXTS, *CHOICES, "min_words", *MOMENTS, "page")
MOST_WORDS = 1_000_000
MOST_PAGES = 200  # of a list: a later one would be slow, and filters lead further


@dataclass(frozen=True, slots=True)
class ChangesState:
    """What an address asks for, by the names of its parameters; a missing one lets all pass."""

    values: Mapping[str, str]

    @classmethod
    def of(cls, query: Mapping[str, Sequence[str]]) -> ChangesState:
        """Return the state of an address: of each parameter its last value."""
        return cls(parameters.last_values(query, NAMES))

    def get(self, name: str) -> str:
        """Return the value of a parameter, "" if it has none."""
        return self.values.get(name, "")

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set."""
        return {name: value for name, value in self.values.items() if name != "page"}

    def address(self, path: str = addresses.CHANGES, **changed: str | int | None) -> str:
        """Return the address of this state with other values; None takes a parameter away.

        It is the first page of the list unless `page` is among them.
        """
        values = {**self.values, "page": None, **changed}
        if values["page"] == 1:
            del values["page"]
        ordered = {name: values[name] for name in NAMES if values.get(name)}
        return addresses.with_query(path, **ordered)

    def asked(self, now: datetime) -> dict[str, Any]:
        """Return the filters by the names of the options of `scraper changes`, checked.

        Raise InputError for a value that no change can have.
        """
        for name, choices in CHOICES.items():
            if name in self.values:
                parameters.must_be_one_of(name, self.values[name], choices)
        if self.get("kind") and self.get("event"):
            raise InputError("kind selects changed words and event other events: use one of them")
        stealth = self.get("stealth")
        names = ("field", "kind", "event", *TEXTS)
        given = [name for name in MOMENTS if name in self.values]
        return {
            **dict.fromkeys(MOMENTS),
            **{name: self.values.get(name) for name in names},
            **{name: parameters.moment(name, self.values[name], now) for name in given},
            "min_words": _whole("min_words", self.get("min_words")),
            "stealth": stealth == "1" if stealth else None,
            "query": self.values.get("q"),
        }

    def filter(self, archive: Archive, now: datetime) -> tuple[ChangeFilter, tuple[str, ...]]:
        """Return the filter of the archive, and what a reader should know of the search."""
        asked = self.asked(now)
        typed = asked.pop("query")
        if not typed:
            return ChangeFilter(**asked), ()
        found = archive.search.matching(typed)
        return ChangeFilter(**asked, among=found.ids), found.notes


def _whole(name: str, text: str) -> int | None:
    if not text:
        return None
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_WORDS))
    if not is_number:
        raise InputError(f"{name}: {text!r} is not a whole number")
    return int(text)
