"""Rules as people write them: HOST.toml, CSS selectors, best first.

headline = "h1.title"
body = ["div.story", "article"]
date_published = "time::attr(datetime)"
strip = ["aside.promo", "p:-soup-contains('Read more')"]
like = "other.example"        # what is missing here is taken from that host's rule
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import soupsieve

from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.rules.rule import FIELDS, Rule, Selector

KEYS = (*FIELDS, "strip", "like")
SINGULAR = {"author": "authors", "tag": "tags", "date": "date_published", "title": "headline", "captions": "caption"}

_ATTRIBUTE = re.compile(r"::attr\(\s*([\w:.-]+)\s*\)\s*$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """One file, before what it inherits is filled in."""

    rule: Rule
    like: str | None = None


def read(path: Path, host: str) -> Written:
    """The rule in a file; raises InputError, one line that names file and key."""
    try:
        table = clean(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise InputError(f"{path}: is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is not TOML: {error}") from None
    except RecursionError:
        raise InputError(f"{path}: is nested too deeply for a rule") from None
    return parse(table, host, str(path))


def parse(table: dict[str, Any], host: str, source: str) -> Written:
    """A rule from a table of its keys."""
    for key in table:
        if key not in KEYS:
            raise InputError(f"{source}: unknown key {key!r}{_suggestion(key)}; a rule may have {', '.join(KEYS)}")
    like = table.get("like")
    if like is not None and (not isinstance(like, str) or not like.strip()):
        raise InputError(f'{source}: like must name a host, such as like = "other.example"')
    chosen = {key: _selectors(table[key], key, source) for key in table if key != "like"}
    strip = chosen.pop("strip", ())
    return Written(rule=Rule(host=host, source=source, fields=chosen, strip=strip), like=like)


def _selectors(value: Any, key: str, source: str) -> tuple[Selector, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values or not all(isinstance(v, str) and v.strip() for v in values):
        raise InputError(f"{source}: {key} must be a CSS selector or a list of them")
    return tuple(_selector(v, key, source) for v in values)


def _selector(text: str, key: str, source: str) -> Selector:
    match = _ATTRIBUTE.search(text)
    query = text[: match.start()].strip() if match else text.strip()
    try:
        soupsieve.compile(query)
    except Exception as error:  # noqa: BLE001 - soupsieve has several ways to refuse, NotImplementedError too
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"{source}: {key}: bad selector {text!r}: {why}") from None
    return Selector(text=text, query=query, attribute=match[1] if match else None)


def _suggestion(key: str) -> str:
    near = SINGULAR.get(key) or next(iter(difflib.get_close_matches(key, KEYS, 1, 0.6)), None)
    return f" (did you mean {near}?)" if near else ""
