"""Rules as people write them: HOST.toml, CSS selectors, best first.

headline = "h1.title" body = ["div.story", "article"] date_published = "time::attr(datetime)" strip
= ["aside.promo", "p:-soup-contains('Read more')"] like = "other.example"        # what is missing
here is taken from that host's rule
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

MOST_STEPS = 100  # within one another or in a row: soupsieve recurses into each
_STEP = re.compile(r"[\s>+~(]+")
_ATTRIBUTE = re.compile(r"::attr\(\s*([\w:.-]+)\s*\)\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """One file, before what it inherits is filled in."""

    rule: Rule
    like: str | None = None


def read(path: Path, host: str) -> Written:
    """Return the rule in a file, with what is wrong in it.

    Raises InputError if it is no rule at all.
    """
    try:
        table = clean(tomllib.loads(read_file(path, "a rule file").decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text") from None
    except ValueError as error:  # also of a number of thousands of digits
        raise InputError(f"{path}: is not TOML: {error}") from None
    except RecursionError:
        raise InputError(f"{path}: is nested too deeply for a rule") from None
    return parse(table, host, str(path))


def parse(table: dict[str, Any], host: str, source: str) -> Written:
    """Return the rule of a table of its keys.

    What is wrong in it is left out, and among its faults.
    """
    faults: list[str] = []
    chosen: dict[str, tuple[Selector, ...]] = {}
    for key, value in table.items():
        if key not in KEYS:
            faults.append(
                f"unknown key {key!r}{_suggestion(key)}; a rule may have {', '.join(KEYS)}"
            )
        elif key != "like" and (selectors := _selectors(value, key, faults)):
            chosen[key] = selectors
    like = table.get("like")
    if like is not None and (not isinstance(like, str) or not like.strip()):
        faults.append('like must name a host, such as like = "other.example"')
        like = None
    strip = chosen.pop("strip", ())
    lines = tuple(f"{source}: {fault}" for fault in faults)
    return Written(
        rule=Rule(host=host, source=source, fields=chosen, strip=strip, faults=lines), like=like
    )


def _selectors(value: Any, key: str, faults: list[str]) -> tuple[Selector, ...]:
    values = [value] if isinstance(value, str) else value
    if (
        not isinstance(values, list)
        or not values
        or not all(isinstance(v, str) and v.strip() for v in values)
    ):
        faults.append(f"{key} must be a CSS selector or a list of them")
        return ()
    return tuple(selector for v in values if (selector := _selector(v, key, faults)) is not None)


def _selector(text: str, key: str, faults: list[str]) -> Selector | None:
    match = _ATTRIBUTE.search(text)
    query = text[: match.start()].strip() if match else text.strip()
    try:
        _compile(query)
    except Exception as error:  # noqa: BLE001 - soupsieve has several ways to refuse, NotImplementedError too
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        faults.append(f"{key}: bad selector {shown(text)!r}: {shown(why)}")
        return None
    return Selector(text=text, query=query, attribute=match[1] if match else None)


def _compile(query: str) -> None:
    """Raise whatever is wrong with a selector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # of :contains(), which works
        soupsieve.compile(query)
    if max(len(_STEP.findall(part)) for part in query.split(",")) > MOST_STEPS:
        raise ValueError(f"more than {MOST_STEPS} steps")


def _suggestion(key: str) -> str:
    near = SINGULAR.get(key) or next(iter(difflib.get_close_matches(key, KEYS, 1, 0.6)), None)
    return f" (did you mean {near}?)" if near else ""
