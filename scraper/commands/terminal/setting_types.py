"""Define the types of values in a settings file: a test, and the words for messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scraper import durations


class SettingType(NamedTuple):
    """A type of value."""

    fits: Callable[[object], bool]
    wanted: str  # `must be …`


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_span(value: object) -> bool:
    return durations.seconds(value) is not None


def _is_age(value: object) -> bool:
    return durations.is_forever(value) or _is_span(value)


def _is_ladder(value: object) -> bool:
    from scraper.commands.terminal import ladders  # few have a ladder of their own

    return ladders.ladder_of(value) is not None


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_headers(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


TEXT = SettingType(_is_text, "text")
SWITCH = SettingType(_is_switch, "true or false")
WHOLE = SettingType(_is_whole, "a whole number")
SPAN = SettingType(_is_span, f"a span of time ({durations.EXAMPLES})")
AGE = SettingType(_is_age, f"a span of time ({durations.EXAMPLES}) or {durations.FOREVER!r}")
LADDER = SettingType(_is_ladder, durations.LADDERS)
TEXTS = SettingType(_is_texts, "a list of text values")
TABLE = SettingType(_is_table, "a table")
HEADERS = SettingType(_is_headers, 'a table such as {X-Key = "abc"}')
