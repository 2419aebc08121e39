"""Whether a share has got worse: the newest readings of a site, compared with those before them.

Pure: readings in, 1 for a bad one (a field is missing, a visit failed) and 0 for a good one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt

NEWEST = 20  # readings that show how it is now
BEFORE = 200  # readings before them that show how it was; more would hide an earlier change
ENOUGH = 20  # readings before them: with fewer, nothing is known of how it was
RISE = 0.3  # of the share of bad ones, at least: less is not worth a person's time
# Standard errors by which the shares differ, at least. Four fields of a hundred sites are compared
# each day: by chance alone, so much comes once in some 700 comparisons, and seldom with a RISE.
CERTAIN = 3.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """A change for the worse."""

    before: float  # the share of bad readings
    now: float
    began: int  # the index of the reading with which it began


def find(bad: Sequence[int]) -> Drift | None:
    """Return the change for the worse that readings show, the oldest first; None if there is none.

    Its index is that of the readings as they were given.
    """
    first = max(0, len(bad) - NEWEST - BEFORE)
    seen = bad[first:]
    past, now = seen[:-NEWEST], seen[-NEWEST:]
    if len(past) < ENOUGH or not _has_risen(past, now):
        return None
    return Drift(
        before=sum(past) / len(past), now=sum(now) / len(now), began=first + _change_point(seen)
    )


def _has_risen(past: Sequence[int], now: Sequence[int]) -> bool:
    rise = sum(now) / len(now) - sum(past) / len(past)
    if rise < RISE:
        return False
    both = (sum(past) + sum(now)) / (len(past) + len(now))
    error = sqrt(both * (1 - both) * (1 / len(past) + 1 / len(now)))
    return error == 0 or rise / error >= CERTAIN


def _change_point(seen: Sequence[int]) -> int:
    """Return where the readings before and after differ most: the lowest point of the CUSUM."""
    mean = sum(seen) / len(seen)
    sums = list(accumulate(reading - mean for reading in seen))
    return min(range(len(sums)), key=sums.__getitem__) + 1
