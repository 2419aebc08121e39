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
from scraper.page.lines import Line, headings_above

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


def places(near: Iterable[Line], lines: Iterable[Line]) -> list[Place]:
    """Return the places of the lines `near` among all lines of the page."""
    sections = headings_above(lines)
    return [_place(line, sections[line.index]) for line in near]


def _place(line: Line, section: int) -> Place:
    parent = line.box.parent or line.box
    outer = parent.parent or parent
    return Place(line.box.index, parent.index, outer.index, section, (line.tag, line.box.names))


def read(
    places: Sequence[Place], sizes: Sequence[float], chances: Sequence[float]
) -> list[Features]:
    """Return the numbers of each line, from the sizes (letters) and first chances of all lines."""
    expected = [chance * size for chance, size in zip(chances, sizes, strict=True)]
    rows = _of_each(sizes, chances, expected)
    _set_nearest(rows, chances)
    _set_near(rows, sizes, expected)
    for name, keys in zip(Place._fields, zip(*places, strict=True), strict=False):
        _set_group(rows, name, keys, sizes, expected)
    return rows


def _of_each(
    sizes: Sequence[float], chances: Sequence[float], expected: Sequence[float]
) -> list[Features]:
    """Return the first chance of each line, and where it is in the text that is expected."""
    total = sum(expected)
    page = {"expected": log1p(total), "expected share": total / (sum(sizes) or 1.0)}
    rows = []
    before = 0.0
    for chance, letters in zip(chances, expected, strict=True):
        bounded = max(LEAST, min(1 - LEAST, chance))
        after = total - before - letters
        rows.append(
            {
                **page,
                "first look": log(bounded / (1 - bounded)),
                "expected before": before / (total or 1.0),
                "expected behind": after / (total or 1.0),
            }
        )
        before += letters
    return rows


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


def _set_near(rows: Sequence[Features], sizes: Sequence[float], expected: Sequence[float]) -> None:
    """Set the mean chance, by letters, of the lines near each."""
    letters = list(accumulate(sizes, initial=0.0))
    hits = list(accumulate(expected, initial=0.0))
    for at, row in enumerate(rows):
        first, last = max(0, at - NEAR), min(len(rows), at + NEAR + 1)
        others = letters[last] - letters[first] - sizes[at]
        row["chance near"] = (hits[last] - hits[first] - expected[at]) / (others or 1.0)


def _set_group(
    rows: Sequence[Features],
    name: str,
    keys: Sequence[Hashable],
    sizes: Sequence[float],
    expected: Sequence[float],
) -> None:
    """Set the mean chance of the other lines of a line's group, and its share of the text."""
    letters: dict[Hashable, float] = defaultdict(float)
    hits: dict[Hashable, float] = defaultdict(float)
    for key, size, hit in zip(keys, sizes, expected, strict=True):
        letters[key] += size
        hits[key] += hit
    total = sum(expected) or 1.0
    for row, key, size, hit in zip(rows, keys, sizes, expected, strict=True):
        others = letters[key] - size
        row[f"chance in {name}"] = (hits[key] - hit) / others if others > 0 else ALONE
        row[f"expected in {name}"] = hits[key] / total
