"""Find the phrase with which a line begins, among thousands of phrases."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from scraper.lexicon.folding import may_be_wide, size

LONGEST = 60  # no phrase is longer
SEEN = LONGEST + 40  # letters of a line that are looked at
WHOLE = "$"  # behind a phrase that must be the whole line

_ENTRY = re.compile(r"(([^\W_]+|[^\s|])[^|]*)")  # of a table: the whole, and its first word or sign
_FIRST_WORD = re.compile(r"[^\W_]+|\S")
_WORD = re.compile(r"\w")


class _Phrase(NamedTuple):
    text: str
    reason: str
    whole: bool  # the line must be nothing else
    bordered: bool  # a letter may not follow


class _Bucket(NamedTuple):
    """The phrases that begin with one word, longest first."""

    texts: tuple[str, ...]
    phrases: tuple[_Phrase, ...]


class Beginnings:
    """Phrases by their first word, or by their first two signs in scripts that set no spaces.

    There are nine thousand, and a page asks for few: so they are only grouped at first, and each
    group is read when a line begins with its word.
    """

    def __init__(self, tables: Iterable[tuple[str, str]]) -> None:
        """Group the phrases of tables: pairs of a reason and of phrases separated by bars."""
        self._spellings: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._buckets: dict[str, _Bucket] = {}
        for reason, text in tables:
            wide = may_be_wide(text)
            for spelling, word in _ENTRY.findall(text):
                name = spelling.rstrip(WHOLE)[:2] if wide and may_be_wide(spelling) else word
                self._spellings[name].append((reason, spelling))

    def reason(self, line: str, length: int) -> str | None:
        """Return the reason of the longest phrase with which a line of this length begins."""
        first = _FIRST_WORD.match(line)
        if first is None:
            return None
        for name in (first[0], line[:2]):
            if name not in self._spellings:
                continue
            bucket = self._bucket(name)
            if not line.startswith(bucket.texts):  # one test for all: there may be a hundred
                continue
            for phrase in bucket.phrases:
                if line.startswith(phrase.text) and _fits(line, phrase, length):
                    return phrase.reason
        return None

    def _bucket(self, name: str) -> _Bucket:
        """Return the phrases that begin so, read at the first call."""
        if name not in self._buckets:
            phrases = [_phrase(reason, spelling) for reason, spelling in self._spellings[name]]
            phrases.sort(key=lambda phrase: -len(phrase.text))
            texts = tuple(phrase.text for phrase in phrases)
            self._buckets[name] = _Bucket(texts, tuple(phrases))
        return self._buckets[name]


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
