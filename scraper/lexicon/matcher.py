"""Find the phrases of a table in a text: anywhere in a line, or as a part of a pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable

FREQUENT = " etaonirslhducmpgfbvywkzjxq"  # most frequent first; any other sign is rarer


class Anywhere:
    """Search a line in lower case for any of many phrases in lower case, in one pass.

    Hardly a line holds one. So the search looks for a rare letter of each phrase, and compares the
    letters around it only where it occurs: ten times as fast as a search for each of a hundred.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self.phrases = tuple(phrases)
        self.find = re.compile(_around_rare_letters(self.phrases)).search

    def count(self, line: str) -> int:
        """Return how many of the phrases are in the line."""
        return sum(map(line.__contains__, self.phrases)) if self.find(line) else 0


def _around_rare_letters(phrases: Iterable[str]) -> str:
    """Return a pattern of a rare letter of each phrase, the rest behind it, and the phrase again.

    The last is looked up behind the match, for the letters before the rare one.
    """
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
    """Return letters of which each phrase has at least one: as rare as can be."""
    left = [set(phrase) for phrase in phrases]
    for letter in FREQUENT:
        if {letter} not in left:
            for letters in left:
                letters.discard(letter)
    return set().union(*left)


def alternation(phrases: Iterable[str]) -> str:
    r"""Return a pattern, in a group of its own, of any of the phrases; a space matches \s+.

    Of two phrases that begin alike the longer is tried first, wherever it is in the table.
    """
    by_letter: dict[str, list[str]] = {}
    for phrase in phrases:
        by_letter.setdefault(phrase[:1], []).append(phrase)
    may_end = by_letter.pop("", None) is not None  # here a shorter phrase ends
    branches = [_branch(group) for group in by_letter.values()]
    joined = "|".join(branches)
    if may_end and joined:
        return f"(?:{joined})?"
    return f"(?:{joined})" if len(branches) > 1 else joined


def _branch(phrases: list[str]) -> str:
    """Return the pattern of phrases that begin with the same letter: what they share, and rests."""
    if len(phrases) == 1:
        return _escaped(phrases[0])
    shared = len(_shared(min(phrases), max(phrases)))  # all others are between these two
    rests = [phrase[shared:] for phrase in phrases]
    return _escaped(phrases[0][:shared]) + alternation(rests)


def _escaped(text: str) -> str:
    return re.escape(text).replace("\\ ", r"\s+")


def _shared(one: str, other: str) -> str:
    """Return the letters with which both phrases begin."""
    for at, (letter, its) in enumerate(zip(one, other, strict=False)):
        if letter != its:
            return one[:at]
    return one
