"""Paragraphs of two texts side by side.

Those that stayed, that were changed, that moved, that came and went. Equal paragraphs are matched
first, wherever they are, and the largest part of them that kept its order stayed. What is left is
compared by its words, near by first. Time grows with the number of paragraphs, not with its square.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

ALIKE = 0.5  # share of words by which two paragraphs count as one that was changed in its place
ALIKE_ELSEWHERE = (
    0.7  # the same for one that also moved: a different place makes a match less likely
)
MOST_PAIRS = 4000  # paragraph pairs to weigh up; beyond, paragraphs are paired in order
FEW_WORDS = 6  # up to so many, paragraphs are also compared by their characters
SHORT = 600  # characters that are compared at most
ALIKE_CHARACTERS = 0.7
RARE = 5  # paragraphs: a word that more of them share does not keep them apart
TRIED = 3  # paragraphs that share the most rare words with one

Matched = dict[int, int]  # places before -> places after


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A paragraph before and after; None: there was none in this place."""

    before: str | None
    after: str | None
    elsewhere: str | None = None  # of a paragraph that moved: its words in the other place

    @property
    def same(self) -> bool:
        """Return whether nothing was changed."""
        return self.before == self.after

    @property
    def moved(self) -> bool:
        """Return whether this is the old place of a paragraph that moved, or the new one."""
        return self.elsewhere is not None


def pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """Yield both texts in their order.

    A paragraph that moved comes twice, in its old place and in its new one.
    """
    stayed, moved = _equal(before, after)
    kept = _places(before, after, stayed, moved)
    found = moved | _moved_and_edited(before, after, kept, moved)
    came = {new: old for old, new in found.items()}
    for old, new in kept:
        if old is not None and new is not None:
            yield Pair(before=before[old], after=after[new])
        elif old is not None:
            new_place = found.get(old)
            elsewhere = None if new_place is None else after[new_place]
            yield Pair(before=before[old], after=None, elsewhere=elsewhere)
        elif new is not None:
            old_place = came.get(new)
            elsewhere = None if old_place is None else before[old_place]
            yield Pair(before=None, after=after[new], elsewhere=elsewhere)


def _equal(before: Sequence[str], after: Sequence[str]) -> tuple[Matched, Matched]:
    """Match equal paragraphs: those that stayed in order, and those that moved."""
    stayed: Matched = {}
    anchors = _in_order(_matched(_once(before), _once(after)))
    edges = [(-1, -1), *sorted(anchors.items()), (len(before), len(after))]
    for (a1, b1), (a2, b2) in itertools.pairwise(edges):
        stayed |= _in_gap(before, after, range(a1 + 1, a2), range(b1 + 1, b2))
    stayed |= anchors
    new_places = set(stayed.values())
    old_left = [(i, text) for i, text in enumerate(before) if i not in stayed]
    new_left = [(i, text) for i, text in enumerate(after) if i not in new_places]
    return stayed, _matched(old_left, new_left)


def _once(texts: Sequence[str]) -> list[tuple[int, str]]:
    counts = Counter(texts)
    return [(i, text) for i, text in enumerate(texts) if counts[text] == 1]


def _matched(before: Sequence[tuple[int, str]], after: Sequence[tuple[int, str]]) -> Matched:
    """Match equal texts, the first one with the first one and so on."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in reversed(after):
        places[text].append(place)
    return {place: places[text].pop() for place, text in before if places.get(text)}


def _in_gap(before: Sequence[str], after: Sequence[str], old: range, new: range) -> Matched:
    """Match what stayed between two anchors.

    What the gap begins and ends with, then repeated paragraphs in order.
    """
    found: Matched = {}
    while old and new and before[old[0]] == after[new[0]]:
        found[old[0]] = new[0]
        old, new = old[1:], new[1:]
    while old and new and before[old[-1]] == after[new[-1]]:
        found[old[-1]] = new[-1]
        old, new = old[:-1], new[:-1]
    return found | _in_order(_matched([(i, before[i]) for i in old], [(i, after[i]) for i in new]))


def _in_order(matched: Mapping[int, int]) -> Matched:
    """Return the largest part of a matching in which no two cross.

    That is the longest increasing subsequence.
    """
    ends: list[int] = []  # the smallest last place of a run of each length
    lasts: list[int] = []  # where that run ends before
    previous: dict[int, int | None] = {}
    for old, new in sorted(matched.items()):
        length = bisect_left(ends, new)
        previous[old] = lasts[length - 1] if length else None
        ends[length : length + 1] = [new]
        lasts[length : length + 1] = [old]
    found: Matched = {}
    place = lasts[-1] if lasts else None
    while place is not None:
        found[place] = matched[place]
        place = previous[place]
    return found


def _places(
    before: Sequence[str], after: Sequence[str], stayed: Matched, moved: Matched
) -> list[tuple[int | None, int | None]]:
    """Return every paragraph in its place.

    Those that stayed, between them those that were changed or one-sided.
    """
    came = set(moved.values())
    out: list[tuple[int | None, int | None]] = []
    edges = [*sorted(stayed.items()), (len(before), len(after))]
    a, b = 0, 0
    for old, new in edges:
        out += _changed(before, after, range(a, old), range(b, new), moved, came)
        if old < len(before):
            out.append((old, new))
        a, b = old + 1, new + 1
    return out


def _changed(  # noqa: PLR0913, PLR0917  (both texts, a part of each, and what moved out of it and into it)
    before: Sequence[str],
    after: Sequence[str],
    old: range,
    new: range,
    moved: Matched,
    came: set[int],
) -> Iterator[tuple[int | None, int | None]]:
    """Match each paragraph of a part, in order, with the first similar one on the other side."""
    candidates = [i for i in new if i not in came]
    weigh = sum(i not in moved for i in old) * len(candidates) <= MOST_PAIRS
    start, done = 0, new.start
    for place in old:
        match = None
        if place not in moved:
            end = len(candidates) if weigh else min(start + 1, len(candidates))
            match = next(
                (i for i in range(start, end) if alike(before[place], after[candidates[i]])), None
            )
        if match is None:
            yield place, None
            continue
        yield from ((None, i) for i in range(done, candidates[match]))
        yield place, candidates[match]
        start, done = match + 1, candidates[match] + 1
    yield from ((None, i) for i in range(done, new.stop))


def _moved_and_edited(
    before: Sequence[str],
    after: Sequence[str],
    kept: Sequence[tuple[int | None, int | None]],
    moved: Matched,
) -> Matched:
    """Match what is on one side only with what is nearly the same elsewhere.

    Rare words limit the paragraphs to compare.
    """
    came = set(moved.values())
    gone = [old for old, new in kept if new is None and old is not None and old not in moved]
    left = [new for old, new in kept if old is None and new is not None and new not in came]
    shared: defaultdict[str, list[int]] = defaultdict(list)
    for place in left:
        for word in _features(after[place]):
            shared[word].append(place)
    found: Matched = {}
    taken: set[int] = set()
    for place in gone:
        for new in _nearest(before[place], shared):
            if new not in taken and alike(before[place], after[new], ALIKE_ELSEWHERE):
                found[place] = new
                taken.add(new)
                break
    return found


def _nearest(text: str, shared: Mapping[str, Sequence[int]]) -> list[int]:
    """Return the places of the paragraphs that share the most rare words with a text."""
    votes: Counter[int] = Counter()
    for word in sorted(_features(text)):
        places = shared.get(word, ())
        if len(places) <= RARE:
            votes.update(places)
    return [place for place, _ in votes.most_common(TRIED)]


def _features(text: str) -> set[str]:
    """Return the words of a paragraph, or of a short one all runs of three characters.

    A text without spaces between its words has few words and is compared by characters too.
    """
    words = text.split()
    if len(words) > FEW_WORDS:
        return set(words)
    starts = range(max(1, len(text) - 2))
    return {text[start : start + 3] for start in starts}


def alike(one: str, other: str, least: float = ALIKE) -> bool:
    """Return whether two paragraphs share enough words, or characters, to be one."""
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return _short_and_alike(one, other)
    return matcher.ratio() >= least or _short_and_alike(one, other)


def _short_and_alike(one: str, other: str) -> bool:
    """Return whether two short texts share most of their characters.

    A text without spaces between its words counts as short.
    """
    if min(len(one.split()), len(other.split())) > FEW_WORDS or max(len(one), len(other)) > SHORT:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE_CHARACTERS
