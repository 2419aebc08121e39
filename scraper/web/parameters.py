"""The parameters of an address, as the states of pages read them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from scraper import durations
from scraper.errors import InputError


def last_values(query: Mapping[str, Sequence[str]], names: Iterable[str]) -> dict[str, str]:
    """Return the last value of each parameter, in the order of names; none that is empty."""
    given = {name: [value.strip() for value in query.get(name, ())] for name in names}
    return {name: values[-1] for name, values in given.items() if values and values[-1]}


def must_be_one_of(name: str, value: str, choices: Collection[str]) -> None:
    """Raise InputError if a value is none of the choices."""
    if value not in choices:
        raise InputError(f"{name}: {value!r} is not one of {', '.join(choices)}")


def moment(name: str, text: str, now: datetime) -> str:
    """Return a date, a time or a span before now as ISO 8601; raise InputError for others."""
    try:
        return durations.moment(text, now)
    except InputError as error:
        raise InputError(f"{name}: {error}") from None
