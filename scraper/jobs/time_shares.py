"""How the time of a round is shared out, so that none of its parts can use up that of another.

Each part has a mark in --max-time, at which it begins nothing new: what a part leaves unused goes
to the next one, and however long the parts before it want to last, each has its own stretch.

| part | begins nothing new after |
|---|---|
| poll: feeds are asked | 40 % |
| visit: their new entries are fetched | 60 % |
| refresh: articles that are due are looked at again | 85 % |
| retry: what failed, and what an earlier round left | 100 % |
"""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part of a round; in this order."""

    POLL = "poll"
    VISIT = "visit"
    REFRESH = "refresh"
    RETRY = "retry"


MARKS = {Part.POLL: 0.4, Part.VISIT: 0.6, Part.REFRESH: 0.85, Part.RETRY: 1.0}


def seconds_for(part: Part, max_time: float | None, spent: float) -> float | None:
    """Return after how many seconds a part that begins now begins nothing new.

    `spent` seconds of the round are over. None: it has all the time it needs.
    """
    if max_time is None:
        return None
    return max(0.0, MARKS[part] * max_time - spent)
