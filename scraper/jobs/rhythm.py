"""When a feed is asked next: seldom enough to be polite, often enough that no entry is missed.

    rate     = the higher of: its entries by their own dates, entries that polls saw lately
    wanted   = half of the mean time between two entries, and at most the half-window:
               the shortest time in which half of the entries that it shows were published
    interval = wanted, between SHORTEST and LONGEST; half as long again after each poll without
               news, up to the half-window
    due      = the interval after the poll, not before the feed allows it, and not in its quiet
               hours; but what a feed asks for never silences it for more than a day

As long as the half-window is kept, two polls have half of the feed in common, even in a burst like
the worst that it shows, or showed in the last weeks. Half of it published within SHORTEST, by a
batch, cannot be kept: such a feed is asked every SHORTEST after news, and then less and less often.

Values in, values out. Times are Unix seconds, spans are seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log

from scraper.sources.feed_wishes import FeedWishes

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
SHORTEST = 10 * MINUTE  # what a national paper needs at its busiest; less is impolite
LONGEST = 12 * HOUR
UNKNOWN = HOUR  # the interval of a feed whose entries have no dates, until polls have seen news
STRETCH = 1.5  # after a poll without news, as Common Crawl's news crawler does it
LATE = DAY  # what a feed asks for may delay a poll so long, and no longer
SEEN_WITHIN = 7 * DAY  # entries that polls saw earlier do not count
HALF_LIFE = 2 * DAY  # of the weight of an entry that a poll saw
LEAST_WATCHED = 6 * HOUR  # a shorter time shows no rate
FADING = 7 * DAY  # in which a burst that has left the feed loses half of its weight
MOST_DOUBLINGS = 60  # further ones change nothing
EARLY = MINUTE  # cron's calls are seconds apart from their hour, so a poll may come so early
EARLY_SHARE = 0.1  # but by no more of its interval
AHEAD = DAY  # an entry dated later is a mistake; up to here it may be a time zone's
SAME_MOMENT = MINUTE  # all dates within it: they are those of the file, not of its entries
_WHOLE_DATE = len("2026-11-23")


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedNews:
    """What a poll showed, and what polls before it saw."""

    moments: Sequence[float] = ()  # the dates of its entries, in any order
    entries: int = 0  # how many it shows, with those without a date
    seen_ages: Sequence[float] = ()  # how long ago entries were first seen, since it is followed
    watched: float = 0.0  # seconds since it is followed
    fresh: int = 0  # entries that the poll before did not show
    elapsed: float | None = None  # since that poll; None: this is the first
    window_before: float | None = None  # the half-window that was known before


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """How often a feed is to be asked."""

    interval: float
    half_window: float | None  # no longer interval keeps half of its entries; None: not known


def moments(dates: Iterable[str | None]) -> list[float]:
    """Return ISO dates as times; days without an hour are spread over their day.

    A date less precise than a day shows no rhythm, and is left out.
    """
    times: list[float] = []
    days: Counter[str] = Counter()
    for text in filter(None, dates):
        if len(text) == _WHOLE_DATE:
            days[text] += 1
        elif len(text) > _WHOLE_DATE:
            times += _moment(text)
    for day, count in days.items():
        step = DAY / count
        for start in _moment(day):
            times += [start + step * (place + 0.5) for place in range(count)]
    return times


def _moment(text: str) -> list[float]:
    """Return the time of an ISO date, without a zone in UTC; nothing if there is no such date."""
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return [aware.timestamp()]
    except (ValueError, OverflowError):
        return []


def of_news(news: FeedNews, now: float) -> Rhythm:
    """Return the rhythm of a feed that had news."""
    dated = _usable(news.moments, now)
    shown = half_window(dated, news.entries)
    rate = max(_dated_rate(dated, now), _seen_rate(news.seen_ages, news.watched))
    wanted = [0.5 / rate] if rate else [UNKNOWN]
    if shown is not None:
        wanted.append(shown)
    if late := _was_late(news):
        wanted.append(late)
    window = _remembered(news, shown)
    if window is not None:
        wanted.append(window)
    return Rhythm(interval=_clamped(min(wanted)), half_window=window)


def _remembered(news: FeedNews, shown: float | None) -> float | None:
    """Return the half-window that is kept from now on; None if none is known, or none can be kept.

    The worst burst leaves a feed that has other news, but the next one may be like it: what was
    known before holds on, twice as long after each FADING.
    """
    known = [shown] if shown is not None and shown >= SHORTEST else []
    if news.window_before is not None:
        doublings = min((news.elapsed or 0.0) / FADING, MOST_DOUBLINGS)
        known.append(news.window_before * 2.0**doublings)
    return min(known, default=None)


def without_news(interval: float | None, window: float | None) -> Rhythm:
    """Return the rhythm of a feed that had none since the last poll."""
    longer = (interval or UNKNOWN / STRETCH) * STRETCH
    return Rhythm(interval=_clamped(min(longer, window or LONGEST)), half_window=window)


def half_window(moments: Sequence[float], entries: int) -> float | None:
    """Return the shortest time in which half of a feed's entries were published.

    In any shorter time it replaced no more than half of them. None: too few have a date.
    """
    times = sorted(moments)
    half = max(entries // 2, 1)
    spans = [later - sooner for sooner, later in zip(times, times[half:], strict=False)]
    return min(spans, default=None)


def _usable(moments: Sequence[float], now: float) -> list[float]:
    """Return the dates that can be those of entries; none if they are all the same."""
    dated = [moment for moment in moments if moment <= now + AHEAD]
    several = len(dated) > 1
    return [] if several and max(dated) - min(dated) < SAME_MOMENT else dated


def _dated_rate(moments: Sequence[float], now: float) -> float:
    """Return entries a second; a feed that has fallen silent becomes slow."""
    if not moments:
        return 0.0
    span = max(now, *moments) - min(moments)
    return len(moments) / span if span else 0.0


def _seen_rate(ages: Sequence[float], watched: float) -> float:
    """Return entries a second that polls saw, the latest counting most.

    It is the sum of the weights of those seen, over the weight of the whole time.
    """
    span = min(max(watched, LEAST_WATCHED), SEEN_WITHIN)
    weights: list[float] = [0.5 ** (age / HALF_LIFE) for age in ages if 0 <= age <= span]
    seconds = HALF_LIFE / log(2) * (1 - 0.5 ** (span / HALF_LIFE))
    return float(sum(weights) / seconds)


def _was_late(news: FeedNews) -> float | None:
    """Return the interval that would have shown half of the entries twice, if this one did not."""
    half = news.entries // 2
    if news.elapsed is None or news.fresh <= half or not half:
        return None
    return news.elapsed * half / news.fresh


def _clamped(interval: float) -> float:
    return min(max(interval, SHORTEST), LONGEST)


def due(
    began: datetime,
    now: datetime,
    interval: float,
    *,
    floor: float = 0.0,
    wishes: FeedWishes = FeedWishes(),  # noqa: B008 - it is frozen
) -> datetime:
    """Return when a feed is to be asked that was asked now, by polls that began together.

    The interval counts from their beginning, so that a cron job finds it over when it calls again.
    `floor` is what the answer's headers ask for.
    """
    early = min(EARLY, interval * EARLY_SHARE)
    allowed = min(max(floor, wishes.least or 0), LATE)
    soonest = max(began + timedelta(seconds=interval - early), now + timedelta(seconds=allowed))
    return _after_quiet(soonest, wishes, latest=now + timedelta(seconds=max(interval, LATE)))


def _after_quiet(moment: datetime, wishes: FeedWishes, latest: datetime) -> datetime:
    """Return the first time from a moment on that is in no quiet hour, but not after `latest`."""
    moment = moment.astimezone(UTC)
    while _is_quiet(moment, wishes) and moment < latest:
        hour = moment.replace(minute=0, second=0, microsecond=0)
        moment = hour + timedelta(hours=1)
    return min(moment, latest)


def _is_quiet(moment: datetime, wishes: FeedWishes) -> bool:
    return moment.hour in wishes.hours or moment.weekday() in wishes.days
