"""Phrases that tell wherever they stand in a line: one pass over it shows whether it holds any.

Hardly a line does. So a phrase is sought from a rare letter in it, and read to both sides only where that stands: ten
times as fast as a search for each of a hundred phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

FREQUENT = " etaonirslhducmpgfbvywkzjxq"  # most frequent first; any other sign is rarer


class Anywhere:
    """A table of phrases in small letters, made ready to be sought in lines in small letters."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(phrases)
        self.find = re.compile(_pattern(self.phrases)).search

    def count(self, line: str) -> int:
        """How many of the phrases stand in the line."""
        return sum(map(line.__contains__, self.phrases)) if self.find(line) else 0


def _pattern(phrases: Iterable[str]) -> str:
    """What fits where a phrase stands: a rare letter, the phrase's rest behind it, and its beginning before that."""
    rare = _rare(phrases)
    rests: dict[str, list[str]] = {}
    for phrase in phrases:
        at = next(at for at, letter in enumerate(phrase) if letter in rare)
        whole = f"(?<={re.escape(phrase)})" if at else ""
        rests.setdefault(phrase[at], []).append(re.escape(phrase[at + 1 :]) + whole)
    return "|".join(
        f"{re.escape(letter)}(?:{'|'.join(of_letter)})" for letter, of_letter in rests.items()
    )


def _rare(phrases: Iterable[str]) -> set[str]:
    """Letters of which each phrase has one: as rare as can be."""
    left = [set(phrase) for phrase in phrases]
    for letter in FREQUENT:
        if {letter} not in left:
            for letters in left:
                letters.discard(letter)
    return set().union(*left)
