"""Which lines of a page are in its answer.

The two are aligned in order, so that a repeat elsewhere is no hit.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

GRAM = 4  # words; shorter lines are looked for whole
SHARE = 0.6  # of a line's grams that the answer has, from which it may be a line of it
OFFSETS = 4  # places in the answer at which a line is tried
COMMON = 20  # places of a gram or a short line that are looked at
SLACK = 0.4  # of a line's words by which it may overlap the one before
LOOSE = 0.3  # what a short line is worth, per word, that is not a whole line of the answer

_WORD = re.compile(r"\w+")


class _Place(NamedTuple):
    start: int
    worth: float


class _Chain:
    """Best chain of lines ending at or before each word of the answer: a Fenwick tree of maxima."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.tree = [(0.0, -1)] * (size + 1)

    def best(self, at: int) -> tuple[float, int]:
        at, found = min(at, self.size), (0.0, -1)
        while at > 0:
            found = max(found, self.tree[at], key=lambda each: each[0])
            at -= at & -at
        return found

    def put(self, at: int, worth: float, link: int) -> None:
        while at <= self.size:
            if worth > self.tree[at][0]:
                self.tree[at] = (worth, link)
            at += at & -at


def aligned(texts: Sequence[str], answer: str) -> list[float]:
    """Return for each line of a page 1.0 if it is a line of the answer, else 0.0."""
    index = _Index(answer)
    chain = _Chain(len(index.words) + 2)
    links: list[tuple[int, int]] = []  # (line, link before it)
    for line, text in enumerate(texts):
        words = _WORD.findall(text.lower())
        ends = []
        for place in index.places(words):
            worth, back = chain.best(place.start + int(SLACK * len(words)) + 1)
            ends.append((min(chain.size, place.start + len(words) + 1), worth + place.worth, back))
        for end, worth, back in ends:
            links.append((line, back))
            chain.put(end, worth, len(links) - 1)
    labels = [0.0] * len(texts)
    at = chain.best(chain.size)[1]
    while at >= 0:
        line, at = links[at]
        labels[line] = 1.0
    return labels


class _Index:
    """The words of an answer, by grams, by lines, by themselves."""

    def __init__(self, answer: str) -> None:
        self.words = _WORD.findall(answer.lower())
        self.grams: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self.single: dict[str, list[int]] = defaultdict(list)
        for at in range(len(self.words) - GRAM + 1):
            self.grams[tuple(self.words[at : at + GRAM])].append(at)
        for at, word in enumerate(self.words):
            self.single[word].append(at)
        start = 0
        for line in answer.lower().split("\n"):
            words = _WORD.findall(line)
            self.lines[tuple(words)].append(start)
            start += len(words)

    def places(self, words: list[str]) -> list[_Place]:
        """Return where a line may be in the answer, each place with what it is worth there."""
        if not words:
            return []
        if len(words) < GRAM:
            return self._short(words)
        votes: Counter[int] = Counter()
        hits, grams = 0, len(words) - GRAM + 1
        for at in range(grams):
            found = self.grams.get(tuple(words[at : at + GRAM]), ())
            hits += bool(found)
            votes.update(place - at for place in found[:COMMON])
        if hits < SHARE * grams:
            return []
        best = votes.most_common(OFFSETS)
        return [_Place(max(0, at), min(1.0, count / grams) * len(words)) for at, count in best]

    def _short(self, words: list[str]) -> list[_Place]:
        whole = self.lines.get(tuple(words), ())[:COMMON]
        if whole or len(words) == 1:
            return [_Place(at, float(len(words))) for at in whole]
        starts = self.single.get(words[0], ())[: 2 * COMMON]
        found = [at for at in starts if self.words[at : at + len(words)] == words]
        return [_Place(at, LOOSE * len(words)) for at in found]


def by_snippets(text: str, wanted: Sequence[str], unwanted: Sequence[str]) -> float | None:
    """Return the label of a line by snippets that must or must not be in the text.

    None where no snippet decides.
    """
    flat = " ".join(text.split())
    if any(" ".join(snippet.split()) in flat for snippet in wanted):
        return 1.0
    return 0.0 if any(" ".join(snippet.split()) in flat for snippet in unwanted) else None
