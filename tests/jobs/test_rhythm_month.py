"""A month of made-up feeds, asked by their rhythm from a cron job: what is missed, and what it costs."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from scraper.jobs import rhythm
from scraper.jobs.rhythm import DAY, HOUR, MINUTE, FeedNews

START = datetime(2026, 3, 1, tzinfo=UTC)
T0 = START.timestamp()
MONTH = 30 * DAY


def poisson(chance, per_day, *, days=60):
    """Entries at random, with a month before the first poll."""
    at = T0 - MONTH
    while at < T0 - MONTH + days * DAY:
        at += chance.expovariate(per_day / DAY)
        yield at


def by_day(chance, per_day):
    """Entries in working hours."""
    return [at for at in poisson(chance, per_day * 3) if 8 <= (at - T0) % DAY / HOUR < 16]


def with_bursts(chance, per_day, size, gap, *, each=3 * DAY):
    """Some entries at any time, and bursts: elections, storms, matches."""
    usual = list(poisson(chance, per_day))
    at = T0 - MONTH
    while at < T0 + MONTH:
        at += chance.uniform(0.5, 1.5) * each
        usual += [at + gap * n for n in range(size)]
    return sorted(usual)


def batches(chance, size, *, each=DAY):
    """All entries of a day at once, at night."""
    return [T0 - MONTH + each * day + n for day in range(60) for n in range(size)]


def follow(times, shown, cron, *, dated=True):
    """Ask a feed for a month -> polls, polls that missed entries, polls that kept less than half."""
    now, interval, window = START, None, None
    due, last = START, None
    seen_at, polls, missed, thin = {}, 0, 0, 0
    while now < START + timedelta(seconds=MONTH):
        if now >= due:
            at = now.timestamp()
            current = [time for time in times if time <= at][-shown:]
            fresh = [time for time in current if time not in seen_at]
            if last is not None:
                missed += len(fresh) == len(current)
                thin += len(fresh) > (len(current) + 1) // 2
            news = FeedNews(
                moments=current if dated else (),
                entries=len(current),
                seen_ages=[at - first for first in seen_at.values() if first > T0 and at - first < 7 * DAY],
                watched=min(at - T0, 7 * DAY),
                fresh=len(fresh) if last is not None else 0,
                elapsed=None if last is None else (now - last).total_seconds(),
                window_before=window,
            )
            steady = rhythm.of_news(news, at)
            if last is not None and not fresh:
                slower = rhythm.without_news(interval, steady.half_window)
                steady = rhythm.Rhythm(interval=max(slower.interval, steady.interval), half_window=steady.half_window)
            interval, window = steady.interval, steady.half_window
            due, last = rhythm.due(now, now, interval), now
            seen_at |= dict.fromkeys(fresh, at)
            polls += 1
        now += timedelta(seconds=cron)
    return polls, missed, thin


QUARTER = 15 * MINUTE
FEEDS = [  # the feed, entries that it shows, cron, dated, most polls a day, polls that may miss entries
    ("a national paper", lambda c: by_day(c, 150), 50, 10 * MINUTE, True, 144, 0),
    ("a local paper", lambda c: by_day(c, 12), 20, QUARTER, True, 50, 0),
    ("a weblog", lambda c: poisson(c, 0.3), 10, QUARTER, True, 5, 0),
    ("a weblog without dates", lambda c: poisson(c, 0.3), 10, QUARTER, False, 5, 0),
    ("a quiet feed with bursts", lambda c: with_bursts(c, 1, 12, 5 * MINUTE), 20, QUARTER, True, 50, 1),
    ("a busy feed with bursts", lambda c: with_bursts(c, 40, 20, 3 * MINUTE), 30, 10 * MINUTE, True, 144, 1),
    ("one batch a night", lambda c: batches(c, 10), 25, QUARTER, True, 15, 0),
    ("a batch as long as the feed", lambda c: batches(c, 20), 20, QUARTER, True, 15, 30),
]


@pytest.mark.parametrize("feed", FEEDS, ids=[row[0] for row in FEEDS])
def test_a_month(feed):
    _, times, shown, cron, dated, most, may_miss = feed
    polls, missed, _ = follow(sorted(times(random.Random(7))), shown, cron, dated=dated)
    assert missed <= may_miss
    assert polls / 30 <= most


def test_half_of_the_window_is_kept_but_in_a_burst_worse_than_all_before():
    times = with_bursts(random.Random(3), 2, 12, 5 * MINUTE, each=2 * DAY)
    polls, missed, thin = follow(times, 24, 10 * MINUTE)
    assert (missed, polls / 30 < 144) == (0, True)
    assert thin <= 1
