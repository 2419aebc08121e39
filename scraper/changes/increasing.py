"""Match two sequences at what both have once, in an order in which no two matches cross."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence


def once(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Return the place of each text that a sequence has only once."""
    counts = Counter(texts)
    return [(place, text) for place, text in enumerate(texts) if counts[text] == 1]


def longest_increasing(matched: Mapping[int, int]) -> dict[int, int]:
    """Return the largest part of a matching of places in which no two cross.

    This is the longest increasing subsequence.
    """
    ends: list[int] = []  # of a run of each length: its smallest last place in the new text
    lasts: list[int] = []  # and that place in the old text
    previous: dict[int, int | None] = {}
    for old, new in sorted(matched.items()):
        length = bisect_left(ends, new)
        previous[old] = lasts[length - 1] if length else None
        ends[length : length + 1] = [new]
        lasts[length : length + 1] = [old]
    found: dict[int, int] = {}
    place = lasts[-1] if lasts else None
    while place is not None:
        found[place] = matched[place]
        place = previous[place]
    return found
