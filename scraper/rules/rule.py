"""Define a site rule: for each field the selectors that find it, best first.

A rule also has selectors for what is removed from the page before.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

# Fields of which the first match counts, and those of which every match of the best selector does.
ONE = ("headline", "subheadline", "byline", "date_published", "date_modified", "section")
MANY = ("authors", "tags", "caption", "credit", "body")
FIELDS = (*ONE, *MANY)


class Language(StrEnum):
    """The languages of selectors."""

    CSS = "css"
    XPATH = "xpath"


class Selector(NamedTuple):
    """The place of a value on a page: an element's text, or one of its attributes."""

    text: str  # as written in the rule
    query: str  # the text without its ::attr(…)
    attribute: str | None = None
    language: Language = Language.CSS


def folded(text: str) -> str:
    """Return the text with its white space folded, as a reader sees it."""
    return " ".join(text.split())


NOTHING: Mapping[str, tuple[Selector, ...]] = MappingProxyType({})


class Rule(NamedTuple):
    """How the pages of one site are read."""

    host: str
    source: str  # the file, for messages and `explain`
    fields: Mapping[str, tuple[Selector, ...]] = NOTHING
    strip: tuple[Selector, ...] = ()
    replace: tuple[tuple[str, str], ...] = ()  # (old, new) in the source before it is parsed
    faults: tuple[str, ...] = ()  # errors in the file, a line each: file, key and reason


class Applied(NamedTuple):
    """The values that a rule finds on one page."""

    values: Mapping[str, tuple[str, ...]]  # field -> texts, white space folded; without the body
    used: Mapping[str, str]  # field -> the selector that found it
    body: str | None = None  # the HTML of the body's elements, after the removals
    html: str | None = None  # the whole page after the removals, if there were any


class Trial(NamedTuple):
    """The effect of one selector on a page: a line of `scraper rules test`."""

    field: str
    selector: str
    matched: int
    first: str | None  # the first value, folded
    used: bool  # the field takes its value from this selector
