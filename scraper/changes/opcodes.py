"""Find the parts that two sequences of words share, in a time that long texts cannot blow up.

`difflib` takes the square of the number of words, and eight seconds for a text of 5,000 words in
one paragraph. Long sequences are therefore divided at words that both have once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from scraper.changes.increasing import longest_increasing, once

# tokens of both: up to here, `difflib` compares all with all. Words and spaces are tokens, so these
# are some 500 words, more than nearly all paragraphs have
WHOLE = 2000
# pairs of tokens between two shared words; what is longer counts as replaced
MOST_IN_GAP = 250_000

Opcode = tuple[str, int, int, int, int]  # as those of difflib: what, a1, a2, b1, b2


def opcodes(a: Sequence[str], b: Sequence[str]) -> Sequence[Opcode]:
    """Return how to turn `a` into `b`, as `SequenceMatcher.get_opcodes` does."""
    if len(a) + len(b) <= WHOLE:
        return SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    return list(_joined(_divided(a, b)))


def _divided(a: Sequence[str], b: Sequence[str]) -> Iterator[Opcode]:
    """Yield the opcodes from one shared word to the next."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    yield "equal", 0, start, 0, start
    anchors = longest_increasing(_shared(a, b, start))
    edges = [(start - 1, start - 1), *sorted(anchors.items()), (len(a), len(b))]
    for (a1, b1), (a2, b2) in pairwise(edges):
        yield from _in_gap(a, b, (a1 + 1, a2), (b1 + 1, b2))
        if a2 < len(a):
            yield "equal", a2, a2 + 1, b2, b2 + 1


def _shared(a: Sequence[str], b: Sequence[str], start: int) -> dict[int, int]:
    """Return the places, behind the start, of words that both have once."""
    places = {word: place for place, word in once(b[start:])}
    return {
        start + place: start + places[word] for place, word in once(a[start:]) if word in places
    }


def _in_gap(
    a: Sequence[str], b: Sequence[str], old: tuple[int, int], new: tuple[int, int]
) -> Iterator[Opcode]:
    """Yield the opcodes of a part of both; one that is too long is replaced as a whole."""
    a1, a2 = old
    b1, b2 = new
    if (a2 - a1) * (b2 - b1) > MOST_IN_GAP:
        yield "replace", a1, a2, b1, b2
        return
    matcher = SequenceMatcher(None, a[a1:a2], b[b1:b2], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield tag, a1 + i1, a1 + i2, b1 + j1, b1 + j2


def _joined(found: Iterator[Opcode]) -> Iterator[Opcode]:
    """Yield the opcodes without empty ones, neighbours of one kind as one."""
    last: Opcode | None = None
    for tag, a1, a2, b1, b2 in found:
        if a1 == a2 and b1 == b2:
            continue
        if last is not None and last[0] == tag == "equal":
            last = ("equal", last[1], a2, last[3], b2)
            continue
        if last is not None:
            yield last
        last = (tag, a1, a2, b1, b2)
    if last is not None:
        yield last
