"""Two texts side by side, paragraph by paragraph and word by word, as data that a command can draw."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.5  # share of words by which two paragraphs count as one that was changed
MOST_PAIRS = 4000  # paragraph pairs to weigh up; beyond, paragraphs are paired in order

_WORD = re.compile(r"\s+|\d+(?:[.,:]\d+)+|\w+|[^\w\s]")  # a number is one word, however it is grouped


class Piece(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Words, with the white space between them, and what became of them."""

    piece: Piece
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A paragraph before and after; None: there was none."""

    before: str | None
    after: str | None

    @property
    def same(self) -> bool:
        """Whether nothing was changed."""
        return self.before == self.after


def tokens(text: str) -> list[str]:
    """Words, signs and white space; joined again they are the text."""
    return _WORD.findall(text)


def runs(before: str, after: str) -> tuple[Run, ...]:
    """The words of two texts in one sequence: the same ones once, else what was removed before what was added."""
    a, b = tokens(before), tokens(after)
    out: list[Run] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(Run(piece=Piece.SAME, text="".join(a[a1:a2])))
            continue
        if a2 > a1:
            out.append(Run(piece=Piece.REMOVED, text="".join(a[a1:a2])))
        if b2 > b1:
            out.append(Run(piece=Piece.ADDED, text="".join(b[b1:b2])))
    return tuple(out)


def pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """Paragraphs side by side: equal ones, changed ones, and those that stand on one side only."""
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Pair(before=text, after=text) for text in before[a1:a2])
        else:
            yield from _paired(before[a1:a2], after[b1:b2])


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """Match each paragraph with the first one on the other side that is like it, in order."""
    weigh = len(before) * len(after) <= MOST_PAIRS
    start = 0
    for text in before:
        end = len(after) if weigh else min(start + 1, len(after))
        match = next((i for i in range(start, end) if _alike(text, after[i])), None)
        if match is None:
            yield Pair(before=text, after=None)
            continue
        yield from (Pair(before=None, after=new) for new in after[start:match])
        yield Pair(before=text, after=after[match])
        start = match + 1
    yield from (Pair(before=None, after=new) for new in after[start:])


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return _short_and_alike(one, other)
    return matcher.ratio() >= ALIKE or _short_and_alike(one, other)


def _short_and_alike(one: str, other: str) -> bool:
    """Scripts without spaces, and lines of a few words, are compared by their characters."""
    if min(len(one.split()), len(other.split())) > 6 or max(len(one), len(other)) > 600:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.7
