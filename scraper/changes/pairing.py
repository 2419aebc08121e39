"""Pair the paragraphs of two texts: unchanged, edited, moved, added and removed ones.

Equal paragraphs are matched first, wherever they are; the largest part of them that kept its order
is unchanged. The others are compared by their words, with near ones first. The time grows with the
number of paragraphs, not with its square.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from scraper.changes.increasing import longest_increasing, once

ALIKE = 0.5  # share of common words of a paragraph that was edited in its place
ALIKE_ELSEWHERE = 0.7  # of one that moved as well, which is less likely
MOST_PAIRS = 4000  # of paragraphs to compare; beyond, they are paired in order
MOST_WORDS = 1_000_000  # to compare so: some 50 paragraphs of 400 words with as many others
# Words of one paragraph times those of the other. Beyond, their order is left out of account: to
# find the longest common parts takes the square of their length.
MOST_ORDERED = 1_000_000
FEW_WORDS = 6  # paragraphs of at most so many words are also compared by their characters
SHORT = 600  # characters of a paragraph that is compared so: the time grows with their square
ALIKE_CHARACTERS = 0.7
GRAM = 3  # characters
RARE = 5  # paragraphs that share a word; one that more share does not distinguish them
TRIED = 3  # paragraphs that share the most rare words with one

Matched = dict[int, int]  # places before -> places after


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """A paragraph before and after; None where this place has none."""

    before: str | None
    after: str | None
    elsewhere: str | None = None  # of a paragraph that moved: its text in the other place

    @property
    def same(self) -> bool:
        """Return whether nothing was changed."""
        return self.before == self.after

    @property
    def moved(self) -> bool:
        """Return whether this is the old place of a paragraph that moved, or the new one."""
        return self.elsewhere is not None


def pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """Yield the pairs of both texts in their order.

    A paragraph that moved occurs twice, in its old place and in its new one.
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
    """Return matches of equal paragraphs: those that stayed in order, and those that moved."""
    stayed: Matched = {}
    anchors = longest_increasing(_matched(once(before), once(after)))
    edges = [(-1, -1), *sorted(anchors.items()), (len(before), len(after))]
    for (a1, b1), (a2, b2) in itertools.pairwise(edges):
        stayed |= _in_gap(before, after, range(a1 + 1, a2), range(b1 + 1, b2))
    stayed |= anchors
    new_places = set(stayed.values())
    old_left = [(i, text) for i, text in enumerate(before) if i not in stayed]
    new_left = [(i, text) for i, text in enumerate(after) if i not in new_places]
    return stayed, _matched(old_left, new_left)


def _matched(before: Sequence[tuple[int, str]], after: Sequence[tuple[int, str]]) -> Matched:
    """Return matches of equal texts: the first with the first, and so on."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in reversed(after):
        places[text].append(place)
    found: Matched = {}
    for place, text in before:
        if places[text]:
            found[place] = places[text].pop()
    return found


def _in_gap(before: Sequence[str], after: Sequence[str], old: range, new: range) -> Matched:
    """Return matches of what stayed between two anchors.

    These are the beginning and the end of the gap, then repeated paragraphs in order.
    """
    found: Matched = {}
    while old and new and before[old[0]] == after[new[0]]:
        found[old[0]] = new[0]
        old = old[1:]
        new = new[1:]
    while old and new and before[old[-1]] == after[new[-1]]:
        found[old[-1]] = new[-1]
        old = old[:-1]
        new = new[:-1]
    old_left = [(i, before[i]) for i in old]
    new_left = [(i, after[i]) for i in new]
    return found | longest_increasing(_matched(old_left, new_left))


def _places(
    before: Sequence[str], after: Sequence[str], stayed: Matched, moved: Matched
) -> list[tuple[int | None, int | None]]:
    """Return the pairs of places: unchanged paragraphs, and between them the others."""
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


def _changed(  # noqa: PLR0913, PLR0917 - both texts, a part of each, what moved out and in
    before: Sequence[str],
    after: Sequence[str],
    old: range,
    new: range,
    moved: Matched,
    came: set[int],
) -> Iterator[tuple[int | None, int | None]]:
    """Yield the pairs of a part: each paragraph with the first similar one behind the last."""
    candidates = [place for place in new if place not in came]
    left = [place for place in old if place not in moved]
    most = 1 if _is_much([before[place] for place in left], candidates) else len(candidates)
    start = 0
    done = new.start
    for place in old:
        match = None
        if place not in moved:
            match = _first_alike(before[place], after, candidates[start : start + most])
        if match is None:
            yield place, None
            continue
        yield from ((None, other) for other in range(done, match))
        yield place, match
        start = candidates.index(match, start) + 1
        done = match + 1
    yield from ((None, other) for other in range(done, new.stop))


def _is_much(texts: Sequence[str], candidates: Sequence[int]) -> bool:
    """Return whether to compare each text with all candidates takes too long."""
    words = sum(len(text.split()) for text in texts)
    return len(texts) * len(candidates) > MOST_PAIRS or words * len(candidates) > MOST_WORDS


def _first_alike(text: str, after: Sequence[str], candidates: Sequence[int]) -> int | None:
    for place in candidates:
        if alike(text, after[place]):
            return place
    return None


def _moved_and_edited(
    before: Sequence[str],
    after: Sequence[str],
    kept: Sequence[tuple[int | None, int | None]],
    moved: Matched,
) -> Matched:
    """Return matches of what is on one side only with what is nearly the same elsewhere.

    Only paragraphs that share rare words are compared.
    """
    gone, left = _unmatched(kept, moved)
    shared = _places_of_features(after, left)
    found: Matched = {}
    for place in gone:
        nearest = _nearest(before[place], shared)
        free = (new for new in nearest if new not in found.values())
        match = next((new for new in free if _is_edited(before[place], after[new])), None)
        if match is not None:
            found[place] = match
    return found


def _unmatched(
    kept: Sequence[tuple[int | None, int | None]], moved: Matched
) -> tuple[list[int], list[int]]:
    """Return the places that are on one side only and were not moved: before, and after."""
    came = set(moved.values())
    only_before = [old for old, new in kept if old is not None and new is None]
    only_after = [new for old, new in kept if new is not None and old is None]
    gone = [old for old in only_before if old not in moved]
    return gone, [new for new in only_after if new not in came]


def _is_edited(old: str, new: str) -> bool:
    return alike(old, new, ALIKE_ELSEWHERE)


def _places_of_features(texts: Sequence[str], places: Sequence[int]) -> dict[str, list[int]]:
    shared: defaultdict[str, list[int]] = defaultdict(list)
    for place in places:
        for feature in _features(texts[place]):
            shared[feature].append(place)
    return shared


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

    A text in a script without spaces has few words.
    """
    words = text.split()
    if len(words) > FEW_WORDS:
        return set(words)
    starts = range(max(1, len(text) - GRAM + 1))
    return {text[start : start + GRAM] for start in starts}


def alike(one: str, other: str, least: float = ALIKE) -> bool:
    """Return whether two paragraphs share enough words, or characters, to be one."""
    old, new = one.split(), other.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    # the quick ratios are upper limits and cost less
    may_be = matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least
    is_long = len(old) * len(new) > MOST_ORDERED
    if may_be and (is_long or matcher.ratio() >= least):
        return True
    return _short_and_alike(one, other)


def _short_and_alike(one: str, other: str) -> bool:
    """Return whether two texts of few words share most of their characters.

    A text in a script without spaces has few words.
    """
    words = min(len(one.split()), len(other.split()))
    if words > FEW_WORDS or max(len(one), len(other)) > SHORT:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE_CHARACTERS
