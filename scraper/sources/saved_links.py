"""Turn an entry of a reading list or of bookmarks into a lead with what is stated about it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from scraper.cleaning import clean_text
from scraper.models import Lead
from scraper.sources.url_list import Rejected, checked

# what is kept of an entry, whichever program wrote it
COLUMNS = ("title", "saved_at", "date_published", "tags", "folder", "state", "note")
BETWEEN_TAGS = "; "  # in the column of tags: a tag may hold a comma
NAMES_OF_TAG = ("label", "name", "tag", "title")  # keys under which a tag in JSON has its name
# The smallest numbers that are milliseconds and microseconds: as seconds both are beyond the year
# 5000, and no program counts so far.
FIRST_MILLISECONDS, FIRST_MICROSECONDS = 10**11, 10**14
NO_ADDRESS = "it has no address"


def saved_link(number: int, url: object, facts: Mapping[str, str]) -> Lead | Rejected:
    """Return the lead of an entry, or why its address cannot be fetched.

    `number` is the line or the place of the entry in its file, from 1. Empty facts are left out.
    """
    row = {name: facts[name] for name in COLUMNS if facts.get(name)}
    address = url.strip() if isinstance(url, str) else ""
    if not address:
        return Rejected(line=number, text="", why=NO_ADDRESS, row=row)
    return checked(number, address, address, row)


def moment_of(value: object) -> str:
    """Return a time in UTC as ISO 8601; a text that is no time stays as it is.

    A number counts seconds, milliseconds or microseconds since 1970; 0 means that none is known.
    """
    text = text_of_value(value)
    moment = None
    with suppress(ValueError, OverflowError, OSError):
        moment = _counted(int(text)) if text.isdecimal() else datetime.fromisoformat(text)
    if moment is None or moment.tzinfo is None:
        return "" if text.strip("0") == "" else text
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _counted(number: int) -> datetime | None:
    seconds: float = number
    if number >= FIRST_MICROSECONDS:
        seconds = number / 1_000_000
    elif number >= FIRST_MILLISECONDS:
        seconds = number / 1000
    return datetime.fromtimestamp(seconds, UTC) if number else None


def tags_of(value: object) -> str:
    """Return the tags of an entry in one cell, each once.

    They come as a list, as an object whose keys are tags, as a list written as a text, or between
    vertical bars, semicolons or commas.
    """
    if isinstance(value, str):
        value = _listed(value.strip())
    names: Iterable[Any] = value if isinstance(value, (list, tuple, dict)) else ()
    tags = (" ".join(_name_of(tag).split()) for tag in names)
    return BETWEEN_TAGS.join(dict.fromkeys(tag for tag in tags if tag))


def _listed(text: str) -> list[Any]:
    if text.startswith("["):
        # a list as JSON or as Python writes it
        with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            value = ast.literal_eval(text)
            return value if isinstance(value, list) else []
    for sign in "|;":
        if sign in text:
            return text.split(sign)
    return text.split(",")


def _name_of(tag: object) -> str:
    if isinstance(tag, dict):
        names = (tag.get(key) for key in NAMES_OF_TAG)
        return next((name for name in names if isinstance(name, str)), "")
    return tag if isinstance(tag, str) else ""


def note_of(value: object) -> str:
    """Return a note as a text: one text, or the passages that were marked, each with its remark."""
    if isinstance(value, list):
        return "\n".join(filter(None, map(_passage, value)))
    return text_of_value(value)


def _passage(value: object) -> str:
    """Return a marked passage in quotation marks, and what was written about it."""
    if not isinstance(value, dict):
        return text_of_value(value)
    is_quoted = "quote" in value
    quote = text_of_value(value.get("quote" if is_quoted else "text"))
    remark = text_of_value(value.get("text" if is_quoted else "note"))
    quoted = f"“{quote}”" if quote else ""
    return " ".join(part for part in (quoted, remark) if part)


def text_of_value(value: object) -> str:
    """Return a cell or a value of JSON as a clean text, empty if it is no text or number."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return clean_text(str(value)).strip()
