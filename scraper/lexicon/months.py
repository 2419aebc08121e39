"""The month that a word names; the names stand in months.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from scraper.lexicon.folding import key

TWINS = {"nb": "no", "nn": "no", "bs": "hr", "fil": "tl"}  # languages with the months of another


@cache
def table() -> Mapping[str, str]:
    """Language -> its twelve months."""
    source = Path(__file__).with_name("months.toml").read_text("utf-8")
    return {language: str(names) for language, names in tomllib.loads(source).items()}


def number(word: str, language: str | None = None) -> int | None:
    """The month that a word names, 1 to 12: in the page's language, else in any ("listopad" is October or November)."""
    low = word.casefold().strip(".,")
    own = _months(language.partition("-")[0].lower()) if language else {}
    return (
        own.get(low)
        or _all().get(low)
        or (_bare().get(key(low)) if low and low[0] < "\u0400" else None)
    )


@cache
def _months(language: str) -> dict[str, int]:
    spelt = table().get(TWINS.get(language, language), "").split()
    return {word.casefold(): at for at, words in enumerate(spelt, 1) for word in words.split("/")}


@cache
def _bare() -> dict[str, int]:
    """The names in Latin and Greek letters, as those write them who leave out accents."""
    merged: dict[str, int] = {}
    for word, at in _all().items():
        if word[0] < "\u0400":
            merged.setdefault(key(word), at)
    return merged


@cache
def _all() -> dict[str, int]:
    merged: dict[str, int] = {}
    for language in table():
        for word, at in _months(language).items():
            merged.setdefault(word, at)
    return merged
