"""When an article is looked at again: pure functions of its age, its last change and its site.

A ladder is a list of ages, counted from the moment when an article was first seen. An edit starts
it anew, so ages are counted from the last change. A visit belongs to no step in particular: the
next one is the first step that is still ahead, so that an early or a late visit moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

Ladder = tuple[float, ...]  # ages in seconds, ascending

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0
# of the last change: the age up to which NewsDiffs asks again, and after how long
NEWSDIFFS = (
    (3 * HOUR, 15 * MINUTE),
    (DAY, HOUR),
    (7 * DAY, 3 * HOUR),
    (30 * DAY, 3 * DAY),
    (360 * DAY, 30 * DAY),
)
# From this age on little happens: sites that never edit are asked less often, and an edit of an
# article that is as old starts the ladder with the step of a day. So a page that shows something
# else at each visit costs one request a day.
QUIET = 30 * DAY
STRETCH = 2.0  # of steps after QUIET, for a site that never edits
JITTER = 0.1  # the share by which an article's ladder is shorter or longer than that of others
SAME_STEP = 10 * MINUTE  # a visit so little before a step is the visit of that step
# a time further ahead than this was written before the clock was set back
AHEAD = timedelta(minutes=10)
# A page that is not found is looked at so often more, over a day: see archive.articles.events.
CONFIRMED_AFTER = (8 * HOUR, 16 * HOUR, 24 * HOUR)
BETWEEN_CONFIRMATIONS = 4 * HOUR  # at least, where an earlier one came late


def _by_intervals(intervals: tuple[tuple[float, float], ...]) -> Ladder:
    """Return the ages of visits that follow each other after intervals that grow with the age."""
    ages: list[float] = []
    age = 0.0
    for until, interval in intervals:
        while age < until:
            age += interval
            ages.append(age)
    return tuple(ages)


DEFAULT: Ladder = (
    HOUR, 3 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 180 * DAY,
)  # fmt: skip
LADDERS: dict[str, Ladder] = {"default": DEFAULT, "newsdiffs": _by_intervals(NEWSDIFFS)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Watched:
    """What is known of an article that is looked at again."""

    article_id: int
    first_seen: datetime
    last_changed: datetime
    unchanged: int = 0  # visits in a row that found the same
    rate: float | None = None  # the share of its site's articles that were edited; None: unknown


def due_at(article: Watched, now: datetime, ladder: Ladder = DEFAULT) -> datetime | None:
    """Return when to look at an article again that was just visited; None: never by itself."""
    scale = 1 + jitter(article.article_id)
    if article.last_changed > now + AHEAD:
        return _due_by_count(article, now, ladder, scale)
    still = _seconds(article.last_changed, now)
    age = _seconds(article.first_seen, now)
    step = next_step(age, still, article.rate, ladder, scale)
    return None if step is None else now + timedelta(seconds=step - still)


def next_step(
    age: float, still: float, rate: float | None, ladder: Ladder = DEFAULT, scale: float = 1.0
) -> float | None:
    """Return the age that a visited article reaches next on its ladder, in seconds, or None.

    `age` and `still` are the seconds since it was first seen and since it was last changed; the age
    that is returned is counted like `still`.
    """
    least = still + DAY if age > QUIET else still
    for step in ladder:
        reached = _stretched(step, rate) * scale
        if reached > still + SAME_STEP:
            return max(reached, least)
    return None


def _stretched(step: float, rate: float | None) -> float:
    """Return a step of the ladder for a site of which a share of articles was edited."""
    never_edits = rate == 0
    return step * STRETCH if never_edits and step > QUIET else step


def _due_by_count(article: Watched, now: datetime, ladder: Ladder, scale: float) -> datetime | None:
    """Return when an article is due whose times are of a clock that was ahead.

    Its visits are counted in place of its age, so it has as many of them as any other.
    """
    if article.unchanged >= len(ladder):
        return None
    before = ladder[article.unchanged - 1] if article.unchanged else 0.0
    return now + timedelta(seconds=(ladder[article.unchanged] - before) * scale)


def jitter(article_id: int) -> float:
    """Return the share by which an article's ladder differs from that of others: ±JITTER.

    It depends on the id alone, so it is the same at every visit and on every machine.
    """
    digest = blake2b(str(article_id).encode(), digest_size=4).digest()
    return JITTER * (2 * int.from_bytes(digest, "big") / 0xFFFFFFFF - 1)


def confirmation_at(missing: int, since: datetime, now: datetime) -> datetime:
    """Return when to look again at an article that was missing so many times, first at `since`."""
    step = CONFIRMED_AFTER[min(missing, len(CONFIRMED_AFTER)) - 1]
    soonest = now + timedelta(seconds=BETWEEN_CONFIRMATIONS)
    return max(since + timedelta(seconds=step), soonest)


def farthest(now: datetime, longest: float) -> datetime:
    """Return the latest moment at which a visit can be due, on ladders with a last age."""
    wait = longest * STRETCH * (1 + JITTER)
    return now + timedelta(seconds=wait) + AHEAD


def _seconds(since: datetime, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds())
