"""What a value in a settings file may be: a test, and the words for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from scraper.commands.terminal import durations


class Kind(NamedTuple):
    """A kind of value."""

    fits: Callable[[object], bool]
    wanted: str  # `must be …`


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _is_headers(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


TEXT = Kind(_is_text, "a text")
SWITCH = Kind(lambda value: isinstance(value, bool), "true or false")
WHOLE = Kind(_is_whole, "a whole number")
SPAN = Kind(
    lambda value: durations.seconds(value) is not None, f"a span of time ({durations.EXAMPLES})"
)
TEXTS = Kind(_is_texts, "a list of texts")
TABLE = Kind(_is_table, "a table")
HEADERS = Kind(_is_headers, 'a table such as {X-Key = "abc"}')
