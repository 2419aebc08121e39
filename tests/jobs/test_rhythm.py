"""When a feed is asked next, as tables of (input, expected), and what must hold for every feed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.jobs import rhythm
from scraper.jobs.rhythm import DAY, HOUR, LONGEST, MINUTE, SHORTEST, UNKNOWN, FeedNews, Rhythm
from scraper.sources.feed_wishes import FeedWishes

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
AT = NOW.timestamp()


def every(gap, count, *, since=0.0):
    """The dates of entries with a gap between them, the newest first."""
    return [AT - since - gap * place for place in range(count)]


def burst(*, ago, count, gap):
    return [AT - ago - gap * place for place in range(count)]


NEWS = [  # what the feed shows, interval, half-window
    ("an entry an hour", FeedNews(moments=every(HOUR, 20), entries=20), 28.5 * MINUTE, 10 * HOUR),
    ("one a week", FeedNews(moments=every(7 * DAY, 10), entries=10), LONGEST, 35 * DAY),
    ("one a minute", FeedNews(moments=every(MINUTE, 100), entries=100), SHORTEST, 50 * MINUTE),
    ("silent for a year", FeedNews(moments=every(HOUR, 20, since=365 * DAY), entries=20), 10 * HOUR, 10 * HOUR),
    (
        "a new feed, 50 entries of 30 hours",
        FeedNews(moments=every(30 * HOUR / 50, 50), entries=50),
        0.5 * 29.4 / 50 * HOUR,
        15 * HOUR,
    ),
    (
        "a quiet feed that had half of its window in an hour, a week ago",
        FeedNews(moments=[*every(DAY, 5), *burst(ago=7 * DAY, count=6, gap=HOUR / 5)], entries=11),
        HOUR,
        HOUR,
    ),
    (
        "a batch faster than any poll",
        FeedNews(moments=[*every(DAY, 4), *burst(ago=7 * DAY, count=8, gap=1.0)], entries=12),
        SHORTEST,
        None,
    ),
    ("no dates at all", FeedNews(entries=30), UNKNOWN, None),
    ("nothing in it", FeedNews(), UNKNOWN, None),
    ("the date of the file in each entry", FeedNews(moments=[AT] * 30, entries=30), UNKNOWN, None),
    ("few have a date", FeedNews(moments=every(MINUTE, 3), entries=30), SHORTEST, None),
    (
        "dates in another zone",
        FeedNews(moments=every(HOUR, 20, since=-9 * HOUR), entries=20),
        0.5 * 19 / 20 * HOUR,
        10 * HOUR,
    ),
    (
        "one dated in the next century",
        FeedNews(moments=[*every(HOUR, 20), AT + 36_500 * DAY], entries=21),
        28.5 * MINUTE,
        10 * HOUR,
    ),
    (
        "no dates, polls saw an entry each hour for a week",
        FeedNews(entries=30, seen_ages=[n * HOUR + HOUR / 2 for n in range(168)], watched=7 * DAY),
        30 * MINUTE,
        None,
    ),
    (
        "no dates, polls saw the same long ago",
        FeedNews(entries=30, seen_ages=[6 * DAY + n * HOUR for n in range(12)], watched=30 * DAY),
        LONGEST,
        None,
    ),
    (
        "all of its entries were new after four hours",
        FeedNews(entries=10, fresh=10, elapsed=4 * HOUR, seen_ages=[DAY], watched=7 * DAY),
        2 * HOUR,
        None,
    ),
]


@pytest.mark.parametrize(("news", "interval", "window"), [row[1:] for row in NEWS], ids=[row[0] for row in NEWS])
def test_the_rhythm_of_a_feed_with_news(news, interval, window):
    found = rhythm.of_news(news, AT)
    assert found.interval == pytest.approx(interval, rel=0.2 if news.seen_ages else 1e-6)
    assert found.half_window == (window if window is None else pytest.approx(window))


REMEMBERED = [  # known before, days since, half-window that is kept
    (None, 1, 10 * HOUR),
    (HOUR, 0, HOUR),
    (HOUR, 7, 2 * HOUR),
    (HOUR, 14, 4 * HOUR),
    (HOUR, 10_000, 10 * HOUR),
    (20 * HOUR, 0, 10 * HOUR),
]


@pytest.mark.parametrize(("before", "days", "kept"), REMEMBERED)
def test_a_burst_that_has_left_the_feed_fades(before, days, kept):
    news = FeedNews(moments=every(HOUR, 20), entries=20, window_before=before, elapsed=days * DAY)
    found = rhythm.of_news(news, AT)
    assert found.half_window == pytest.approx(kept)
    assert found.interval == pytest.approx(min(28.5 * MINUTE, kept))


QUIET = [  # interval before, half-window, interval after
    (None, None, UNKNOWN),
    (HOUR, None, 1.5 * HOUR),
    (10 * HOUR, None, LONGEST),
    (LONGEST, None, LONGEST),
    (HOUR, 70 * MINUTE, 70 * MINUTE),  # no longer than half of its entries stay in it
    (HOUR, 30 * MINUTE, 30 * MINUTE),
]


@pytest.mark.parametrize(("before", "window", "after"), QUIET)
def test_the_rhythm_of_a_feed_without_news(before, window, after):
    assert rhythm.without_news(before, window) == Rhythm(interval=after, half_window=window)


def test_a_feed_without_news_is_asked_less_and_less_often():
    steps, interval = [], SHORTEST
    while interval < LONGEST:
        steps.append(round(interval / MINUTE))
        interval = rhythm.without_news(interval, None).interval
    assert steps == [10, 15, 22, 34, 51, 76, 114, 171, 256, 384, 577]


DATES = [
    (["2026-03-04T12:00:00+00:00", "2026-03-04T13:00:00+01:00", "2026-03-04T12:00"], [AT, AT, AT]),
    (["2026-03", "2026", None, "", "2026-02-30", "99999-01-01", "2026-03-04T99:00"], []),
    (["2026-03-04", "2026-03-04"], [AT - 6 * HOUR, AT + 6 * HOUR]),  # spread over their day
]


@pytest.mark.parametrize(("dates", "times"), DATES)
def test_dates_as_times(dates, times):
    assert rhythm.moments(dates) == times


def minutes(count):
    return timedelta(minutes=count)


WHOLE_DAY = tuple(range(24))
DUE = [  # interval in minutes, floor in minutes, wishes, the next poll after minutes
    (60, 0, {}, 59),  # a minute early, for cron's calls
    (10, 0, {}, 9),
    (60, 0, {"least": 7200}, 120),  # ttl, sy:updatePeriod
    (60, 300, {"least": 7200}, 300),  # Cache-Control, Retry-After
    (60, 0, {"least": 365 * 86_400}, 24 * 60),  # a ttl of a year
    (60, 365 * 24 * 60, {}, 24 * 60),
    (60, 0, {"hours": (12, 13)}, 120),  # until 14:00
    (60, 0, {"hours": (3,)}, 59),
    (60, 0, {"days": (2,)}, 12 * 60),  # until Thursday
    (60, 0, {"days": (2, 3, 4)}, 24 * 60),  # not silenced for more than a day
    (60, 0, {"hours": WHOLE_DAY}, 24 * 60),
    (60, 0, {"days": tuple(range(7))}, 24 * 60),
    (720, 0, {"hours": (0, 1)}, 719),
    (721, 0, {"hours": (0, 1)}, 14 * 60),
]


@pytest.mark.parametrize(("interval", "floor", "wishes", "after"), DUE)
def test_the_next_poll(interval, floor, wishes, after):
    due = rhythm.due(NOW, NOW, interval * MINUTE, floor=floor * MINUTE, wishes=FeedWishes(**wishes))
    assert due == NOW + minutes(after)


def test_the_interval_counts_from_the_beginning_of_the_polls():
    """The next call of cron finds it over, however long the polls before this one took."""
    due = rhythm.due(NOW, NOW + minutes(8), 30 * MINUTE)
    assert due == NOW + minutes(29)
    assert rhythm.due(NOW, NOW + minutes(8), 30 * MINUTE, floor=HOUR) == NOW + minutes(68)


ages = st.floats(0, 60 * DAY)
news = st.builds(
    FeedNews,
    moments=st.lists(st.floats(AT - 400 * DAY, AT + 400 * DAY), max_size=60),
    entries=st.integers(0, 60),
    seen_ages=st.lists(ages, max_size=60),
    watched=ages,
    fresh=st.integers(0, 60),
    elapsed=st.none() | ages,
    window_before=st.none() | st.floats(SHORTEST, 60 * DAY),
)


@given(news, st.none() | st.floats(1, 30 * DAY))
def test_every_interval_is_within_its_limits(news, before):
    found = rhythm.of_news(news, AT)
    assert SHORTEST <= found.interval <= LONGEST
    slower = rhythm.without_news(before, found.half_window)
    assert SHORTEST <= slower.interval <= LONGEST
    if found.half_window is not None:
        assert max(found.interval, slower.interval) <= found.half_window


@given(
    st.floats(SHORTEST, 30 * DAY),
    st.floats(0, 400 * DAY),
    st.builds(
        FeedWishes,
        least=st.none() | st.integers(0, 10**9),
        hours=st.lists(st.integers(0, 23), unique=True).map(tuple),
        days=st.lists(st.integers(0, 6), unique=True).map(tuple),
    ),
    st.integers(0, 7 * 24 * 60),
)
def test_nothing_silences_a_feed(interval, floor, wishes, later):
    now = NOW + minutes(later)
    wait = (rhythm.due(now, now, interval, floor=floor, wishes=wishes) - now).total_seconds()
    assert interval * 0.9 - 1e-3 <= wait <= max(interval, DAY) + 1e-3


@given(
    st.integers(4, 40),
    st.lists(st.sampled_from([2.0, 5.0, 11.0, 30.0, 120.0, 900.0, 3000.0]), min_size=1, max_size=12),
    st.integers(0, 11),
)
def test_half_of_the_window_stays_whatever_the_burst(shown, gaps, start):
    """A feed whose bursts come again as they were: two polls have half of their entries in common."""
    gaps = [minutes * MINUTE for minutes in gaps]
    shown += 2 * len(gaps)  # the window shows each burst once at least
    times = [0.0]
    while len(times) < 40 * len(gaps) + 2 * shown:
        times.append(times[-1] + gaps[(len(times) + start) % len(gaps)])
    at = shown - 1  # the newest entry of the first poll
    for _ in range(8):
        now = times[at]
        window = times[at - shown + 1 : at + 1]
        found = rhythm.of_news(FeedNews(moments=window, entries=shown), now)
        if found.half_window is None:  # a batch faster than any poll
            return
        interval = max(found.interval, rhythm.without_news(found.interval, found.half_window).interval)
        after = sum(now < time <= now + interval - 1e-6 for time in times)
        assert after <= (shown + 1) // 2
        at = min(at + max(after, 1), len(times) - 1)
