"""Axes with round numbers, and which of many labels have room beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from unicodedata import east_asian_width

MOST_TICKS = 5  # lines across a chart, besides the one at zero
ROUND = (1, 2, 5, 10)  # times a power of ten
# of months: each, by the quarter, by the half and the whole year, ...; as good for other periods
EVERY = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000, 24000)
PERCENT = 100
WHOLE_FROM = 10  # percent; smaller shares have two digits


def ticks(highest: float, *, whole: bool) -> list[float]:
    """Return round numbers from 0 to `highest` or just above; `whole` ones are for counts."""
    if highest <= 0:
        return [0.0, 1.0]
    step = _round_step(highest / MOST_TICKS)
    if whole:
        step = max(1.0, step)
    return [round(step * n, 10) for n in range(ceil(round(highest / step, 6)) + 1)]


def _round_step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(factor * power for factor in ROUND if factor * power >= least * (1 - 1e-9))


def number(value: float, *, is_share: bool) -> str:
    """Return a value as people read it: 1,200 or 2.5 %."""
    if not is_share:
        return f"{value:,.10g}"
    percent = value * PERCENT
    if percent >= WHOLE_FROM:
        return f"{percent:.0f} %"
    return f"{percent:.2f}".rstrip("0").rstrip(".") + " %"


def labelled(labels: Sequence[str], room: int) -> list[int]:
    """Return the places of the labels that are written, evenly spaced, at most `room` of them."""
    needed = len(labels) / max(1, room)
    step = next((every for every in EVERY if every >= needed), ceil(needed))
    return list(range(0, len(labels), step))


def cut(text: str, letters: int) -> str:
    """Return a label as wide as so many letters at most; an ellipsis marks a cut one.

    A letter of an East Asian script is as wide as two.
    """
    if sum(map(_width, text)) <= letters:
        return text
    room = letters - 1
    kept = ""
    for letter in text:
        room -= _width(letter)
        if room < 0:
            break
        kept += letter
    return f"{kept.rstrip()}…"


def _width(letter: str) -> int:
    return 2 if east_asian_width(letter) in "WF" else 1
