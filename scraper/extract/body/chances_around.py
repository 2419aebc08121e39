"""What a first look at all lines makes of the lines around one: the numbers of a second look.

A line between two lines of the text is likely one itself; a paragraph in a box of which no other
line is likely is less so. Each is a name and a number, as the other features are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate
from math import log, log1p
from typing import NamedTuple

from scraper.extract.body.place_features import Features
from scraper.page.lines import Line

LIKELY = 0.6  # the chance from which a line counts as one of the text
FAR = 30  # lines beyond which more make no difference
LEAST = 1e-4  # of a chance or its opposite; less makes no difference
NEXT = {-2: "two before", -1: "before", 1: "behind", 2: "two behind"}
NEAR = 5  # lines to each side, of which the mean chance is a number
OUTSIDE = -0.05  # in place of a chance: there is no such line
ALONE = -0.1  # in place of a mean chance: there is no other line


class Place(NamedTuple):
    """What a line shares with others."""

    box: int
    parent: int
    outer: int
    section: int
    look: Hashable


class FirstLook(NamedTuple):
    """What is known of all lines before the second look: a number of each line, and their sum."""

    sizes: Sequence[float]  # letters
    chances: Sequence[float]
    expected: Sequence[float]  # letters, times the chance
    total: float  # expected letters of the page


def places(lines: Iterable[Line], headings: Sequence[int]) -> list[Place]:
    """Return the places of lines; `headings`: the heading above each line of the page."""
    return [_place(line, headings[line.index]) for line in lines]


def _place(line: Line, section: int) -> Place:
    parent = line.box.parent or line.box
    outer = parent.parent or parent
    return Place(line.box.index, parent.index, outer.index, section, (line.tag, line.box.names))


def read(
    places: Sequence[Place], sizes: Sequence[float], chances: Sequence[float]
) -> list[Features]:
    """Return the numbers of each line, from the sizes (letters) and first chances of all lines."""
    expected = [chance * size for chance, size in zip(chances, sizes, strict=True)]
    first = FirstLook(sizes, chances, expected, sum(expected))
    rows = _of_each(first)
    _set_nearest(rows, chances)
    _set_near(rows, first)
    groups = zip(*places, strict=True)  # none on a page without lines
    for name, keys in zip(Place._fields, groups, strict=False):
        _set_group(rows, name, keys, first)
    return rows


def _of_each(first: FirstLook) -> list[Features]:
    """Return the first chance of each line, and where it is in the text that is expected."""
    share = first.total / (sum(first.sizes) or 1.0)
    page = {"expected": log1p(first.total), "expected share": share}
    rows = []
    before = 0.0
    for chance, letters in zip(first.chances, first.expected, strict=True):
        after = first.total - before - letters
        rows.append(
            {
                **page,
                "first look": _log_odds(chance),
                "expected before": before / (first.total or 1.0),
                "expected behind": after / (first.total or 1.0),
            }
        )
        before += letters
    return rows


def _log_odds(chance: float) -> float:
    within = max(LEAST, min(1 - LEAST, chance))
    return log(within / (1 - within))


def _set_nearest(rows: Sequence[Features], chances: Sequence[float]) -> None:
    """Set the chances of the lines next to each, and how far the next likely lines are."""
    count = len(rows)
    for at, row in enumerate(rows):
        for step, name in NEXT.items():
            there = at + step
            row[f"chance {name}"] = chances[there] if 0 <= there < count else OUTSIDE
    for name, order in (("before", range(count)), ("behind", range(count - 1, -1, -1))):
        passed = FAR
        for at in order:
            rows[at][f"lines to likely {name}"] = passed
            passed = 1 if chances[at] > LIKELY else min(FAR, passed + 1)


def _set_near(rows: Sequence[Features], first: FirstLook) -> None:
    """Set the mean chance, by letters, of the lines near each."""
    letters = list(accumulate(first.sizes, initial=0.0))
    hits = list(accumulate(first.expected, initial=0.0))
    for at, row in enumerate(rows):
        start, end = max(0, at - NEAR), min(len(rows), at + NEAR + 1)
        others = letters[end] - letters[start] - first.sizes[at]
        row["chance near"] = (hits[end] - hits[start] - first.expected[at]) / (others or 1.0)


def _set_group(
    rows: Sequence[Features], name: str, keys: Sequence[Hashable], first: FirstLook
) -> None:
    """Set the mean chance of the other lines of a line's group, and the group's share."""
    letters: dict[Hashable, float] = defaultdict(float)
    hits: dict[Hashable, float] = defaultdict(float)
    for key, size, hit in zip(keys, first.sizes, first.expected, strict=True):
        letters[key] += size
        hits[key] += hit
    for row, key, size, hit in zip(rows, keys, first.sizes, first.expected, strict=True):
        others = letters[key] - size
        row[f"chance in {name}"] = (hits[key] - hit) / others if others > 0 else ALONE
        row[f"expected in {name}"] = hits[key] / (first.total or 1.0)
