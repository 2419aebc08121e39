"""What a site rule is: for each field the selectors that find it, best first.

Also what is cut out before.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

ONE = (
    "headline",
    "subheadline",
    "byline",
    "date_published",
    "date_modified",
    "section",
)  # the first match counts
MANY = ("authors", "tags", "caption", "credit", "body")  # every match of the best selector counts
FIELDS = (*ONE, *MANY)


class Language(StrEnum):
    """What a selector is written in."""

    CSS = "css"
    XPATH = "xpath"


class Selector(NamedTuple):
    """Where something is on a page: its element's text, or one attribute of it."""

    text: str  # as written in the rule
    query: str  # what is asked of the page: the text without its ::attr(…)
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
    replace: tuple[tuple[str, str], ...] = ()  # texts exchanged in the source before it is parsed
    faults: tuple[str, ...] = ()  # what in the file is wrong, a line each: file, key and reason


class Applied(NamedTuple):
    """What a rule finds on one page."""

    values: Mapping[str, tuple[str, ...]]  # field -> texts, white space folded; without the body
    used: Mapping[str, str]  # field -> the selector that found it
    body: str | None = None  # the HTML of the body's elements, after the cutting
    html: str | None = None  # the whole page after the cutting, if anything was cut


class Trial(NamedTuple):
    """What one selector does on a page: a line of `scraper rules test`."""

    field: str
    selector: str
    matched: int
    first: str | None  # the first value, folded
    used: bool  # the field takes its value from this selector
