"""From probabilities to a text: the set of lines with the highest expected F1."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scraper.extract.body.blocks import holds_figures, places_text
from scraper.page.lines import Box, Line

WHOLE = frozenset({"table", "pre"})  # boxes whose lines are kept or dropped together


def highest_f1(chances: Sequence[float], sizes: Sequence[float]) -> set[int]:
    """Return the places whose lines give the highest expected F1.

    For a set S it is 2 * sum(p * w in S) / (sum(w in S) + sum(p * w of all)); the best set holds
    the likeliest lines.
    """
    ranked = sorted(range(len(chances)), key=lambda at: -chances[at])
    total = sum(chance * size for chance, size in zip(chances, sizes, strict=True))
    best = hit = taken = 0.0
    count = 0
    for number, at in enumerate(ranked, 1):
        hit += chances[at] * sizes[at]
        taken += sizes[at]
        score = 2 * hit / (taken + total or 1.0)
        if score > best:
            best, count = score, number
    return set(ranked[:count])


def evened(chances: Sequence[float], sizes: Sequence[float], groups: Sequence[int]) -> list[float]:
    """Return the chances, with those of each group's lines replaced by their mean.

    Group -1 is none.
    """
    places: dict[int, list[int]] = defaultdict(list)
    for at, group in enumerate(groups):
        if group >= 0:
            places[group].append(at)
    even = list(chances)
    for together in places.values():
        hit = sum(chances[at] * sizes[at] for at in together)
        mean = hit / sum(sizes[at] for at in together)
        for at in together:
            even[at] = mean
    return even


def groups(lines: Sequence[Line]) -> list[int]:
    """Return for each line the index of its table of figures or code block; -1 for none."""
    boxes: dict[int, Box] = {}
    places: dict[int, list[Line]] = defaultdict(list)
    found = []
    for line in lines:
        box = next((box for box in line.box.near() if box.tag in WHOLE), None)
        found.append(-1 if box is None else box.index)
        if box is not None:
            boxes[box.index] = box
            places[box.index].append(line)
    whole = {at for at, box in boxes.items() if _is_whole(box, places[at])}
    return [at if at in whole else -1 for at in found]


def _is_whole(box: Box, lines: Sequence[Line]) -> bool:
    return box.tag == "pre" or (holds_figures(box) and not places_text(lines))
