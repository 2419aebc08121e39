"""Read rules as people write them: HOST.toml with CSS selectors, best first.

headline = "h1.title"
body = ["div.story", "article"]
date_published = "time::attr(datetime)"
strip = ["aside.promo", "p:-soup-contains('Read more')"]
like = "other.example"  # what is missing here is taken from the rule of that host
"""

from __future__ import annotations

import difflib
import re
import tomllib
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import soupsieve

from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.files import read_file
from scraper.rules.rule import FIELDS, Rule, Selector
from scraper.urls import shown

KEYS = (*FIELDS, "strip", "like")
SINGULAR = {
    "author": "authors",
    "tag": "tags",
    "date": "date_published",
    "title": "headline",
    "captions": "caption",
}

# Steps of a selector, nested or in a row: soupsieve recurses into each.
MOST_STEPS = 100
ALIKE = 0.6  # likeness of a mistyped key to a known one
_STEP = re.compile(r"[\s>+~(]+")
_ATTRIBUTE = re.compile(r"::attr\(\s*([\w:.-]+)\s*\)\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenRule:
    """The rule of one file, before the fields that it inherits are filled in."""

    rule: Rule
    like: str | None = None


def read(path: Path, host: str) -> WrittenRule:
    """Return the rule in a file, with its faults.

    Raise InputError if the whole file cannot be read as a rule.
    """
    try:
        table = clean(tomllib.loads(read_file(path, "a rule file").decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text") from None
    except ValueError as error:  # also for a number of thousands of digits
        raise InputError(f"{path}: is not TOML: {error}") from None
    except RecursionError:
        raise InputError(f"{path}: is nested too deeply for a rule") from None
    return parse(table, host, str(path))


def parse(table: dict[str, Any], host: str, source: str) -> WrittenRule:
    """Return the rule of a table of keys.

    What is wrong in it is left out and listed in its faults.
    """
    faults: list[str] = []
    chosen: dict[str, tuple[Selector, ...]] = {}
    for key, value in table.items():
        if key not in KEYS:
            faults.append(_unknown_key(key))
        elif key != "like":
            chosen[key] = _selectors(value, key, faults)
    like = _like(table, faults)
    strip = chosen.pop("strip", ())
    fields = {field: selectors for field, selectors in chosen.items() if selectors}
    lines = tuple(f"{source}: {fault}" for fault in faults)
    rule = Rule(host=host, source=source, fields=fields, strip=strip, faults=lines)
    return WrittenRule(rule=rule, like=like)


def _like(table: dict[str, Any], faults: list[str]) -> str | None:
    like = table.get("like")
    if like is None or (isinstance(like, str) and like.strip()):
        return like
    faults.append('like must name a host, such as like = "other.example"')
    return None


def _selectors(value: Any, key: str, faults: list[str]) -> tuple[Selector, ...]:
    values = [value] if isinstance(value, str) else value
    if not _is_list_of_texts(values):
        faults.append(f"{key} must be a CSS selector or a list of them")
        return ()
    selectors = [_selector(text, key, faults) for text in values]
    return tuple(filter(None, selectors))


def _is_list_of_texts(value: Any) -> bool:
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(text, str) and text.strip() for text in value)


def _selector(text: str, key: str, faults: list[str]) -> Selector | None:
    match = _ATTRIBUTE.search(text)
    query = text[: match.start()] if match else text
    try:
        _check(query.strip())
    except Exception as error:  # noqa: BLE001 - soupsieve raises many types, even NotImplementedError
        why = next(iter(str(error).splitlines()), type(error).__name__)
        faults.append(f"{key}: bad selector {shown(text)!r}: {shown(why)}")
        return None
    return Selector(text=text, query=query.strip(), attribute=match[1] if match else None)


def _check(query: str) -> None:
    """Raise an error if a selector cannot be used."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # for :contains(), which works
        soupsieve.compile(query)
    steps = [len(_STEP.findall(part)) for part in query.split(",")]
    if max(steps) > MOST_STEPS:
        raise ValueError(f"more than {MOST_STEPS} steps")


def _unknown_key(key: str) -> str:
    near = [SINGULAR[key]] if key in SINGULAR else difflib.get_close_matches(key, KEYS, 1, ALIKE)
    suggestion = f" (did you mean {near[0]}?)" if near else ""
    return f"unknown key {key!r}{suggestion}; a rule may have {', '.join(KEYS)}"
