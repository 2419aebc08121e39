"""Find the phrase with which a line begins, among thousands of phrases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from scraper.lexicon.folding import size

LONGEST = 60  # no phrase is longer
SEEN = LONGEST + 40  # letters of a line that are looked at
WHOLE = "$"  # behind a phrase that must be the whole line

FIRST = 3  # letters by which phrases are grouped: with fewer the groups are slow to search
_WORD = re.compile(r"\w")


class _Phrase(NamedTuple):
    text: str
    reason: str
    whole: bool  # the line must be nothing else
    bordered: bool  # a letter may not follow


class _Group(NamedTuple):
    """The phrases that share their first letters, longest first."""

    texts: tuple[str, ...]
    phrases: tuple[_Phrase, ...]


class Beginnings:
    """Phrases by their first letters.

    There are ten thousand, and a page asks for few: so they are only parted at first, and each
    group is read when a line begins with its letters.
    """

    def __init__(self, tables: Iterable[tuple[str, str]]) -> None:
        """Part the phrases of tables: pairs of a reason and of phrases separated by bars."""
        self._spellings: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._groups: dict[str, _Group] = {}
        for reason, text in tables:
            for spelling in text.split("|"):
                self._spellings[spelling.rstrip(WHOLE)[:FIRST]].append((reason, spelling))

    def reason(self, line: str, length: int) -> str | None:
        """Return the reason of the longest phrase with which a line of this length begins."""
        for letters in range(FIRST, 0, -1):  # a phrase may be shorter than the letters of a group
            group = self._group(line[:letters])
            if group is None or not line.startswith(group.texts):  # one test for a hundred
                continue
            for phrase in group.phrases:
                if line.startswith(phrase.text) and _fits(line, phrase, length):
                    return phrase.reason
        return None

    def _group(self, letters: str) -> _Group | None:
        """Return the phrases that begin so, read at the first call."""
        group = self._groups.get(letters)
        if group is None and letters in self._spellings:
            group = _read(self._spellings[letters])
            self._groups[letters] = group
        return group


def _read(spellings: Iterable[tuple[str, str]]) -> _Group:
    phrases = [_phrase(reason, spelling) for reason, spelling in spellings]
    phrases.sort(key=lambda phrase: -len(phrase.text))
    return _Group(tuple(phrase.text for phrase in phrases), tuple(phrases))


def _phrase(reason: str, spelling: str) -> _Phrase:
    text = spelling.rstrip(WHOLE)
    spaced = size(text) == len(text)  # written in a script that sets spaces between words
    return _Phrase(text, reason, spelling != text, spaced and text[-1].isalnum())


def _fits(line: str, phrase: _Phrase, length: int) -> bool:
    """Return whether the rest of the line may follow the phrase."""
    rest = line[len(phrase.text) :]
    if phrase.whole:
        return length <= SEEN and not _WORD.search(rest)
    return not (phrase.bordered and rest[:1].isalnum())
