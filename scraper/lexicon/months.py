"""Find the month that a word names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from scraper.lexicon import load
from scraper.lexicon.folding import key

ACCENTED_BELOW = "\u0400"  # Latin and Greek: scripts that people also write without accents


@cache
def table() -> Mapping[str, str]:
    """Return language -> its twelve months; the spellings of one month are joined by "/"."""
    return {language: str(names) for language, names in load("months")["months"].items()}


def number(word: str, language: str | None = None) -> int | None:
    """Return the month that a word names, 1 to 12, or None.

    The page's language is asked first: "listopad" is October in one and November in another.
    """
    low = word.casefold().strip(".,")
    own = _months(language.partition("-")[0].lower()) if language else {}
    found = own.get(low) or _all().get(low)
    if found is None and low and low[0] < ACCENTED_BELOW:
        found = _bare().get(key(low))
    return found


@cache
def _months(language: str) -> dict[str, int]:
    """Return spelling -> month of one language."""
    twin = str(load("months")["same_as"].get(language, language))
    spelt = table().get(twin, "").split()
    return {word.casefold(): at for at, words in enumerate(spelt, 1) for word in words.split("/")}


@cache
def _bare() -> dict[str, int]:
    """Return the names in Latin and Greek letters as people write them who leave out accents."""
    merged: dict[str, int] = {}
    for word, at in _all().items():
        if word[0] < ACCENTED_BELOW:
            merged.setdefault(key(word), at)
    return merged


@cache
def _all() -> dict[str, int]:
    """Return spelling -> month of all languages; an earlier language of the file wins."""
    merged: dict[str, int] = {}
    for language in table():
        for word, at in _months(language).items():
            merged.setdefault(word, at)
    return merged
