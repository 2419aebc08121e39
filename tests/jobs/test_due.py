"""When an article is due: a function of its age, the time since its last change and its site's rate of edits."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.jobs import due
from scraper.jobs.due import DAY, DEFAULT, HOUR, LADDERS, MINUTE, Watched
from scraper.jobs.schedule import RefreshRule, Schedule

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
NEWSDIFFS = LADDERS["newsdiffs"]

# age and time since the last change at a visit, share of edited articles -> age of the next visit, as since the change
STEPS = [
    (0, 0, None, HOUR),
    (HOUR, HOUR, None, 3 * HOUR),
    (2 * HOUR, 2 * HOUR, None, 3 * HOUR),  # a late visit moves no step
    (40 * MINUTE, 40 * MINUTE, None, HOUR),  # nor does an early one
    (3 * HOUR, 3 * HOUR, 0.5, 12 * HOUR),
    (12 * HOUR, 12 * HOUR, 0.0, DAY),
    (DAY, DAY, None, 3 * DAY),
    (3 * DAY, 3 * DAY, None, 7 * DAY),
    (7 * DAY, 7 * DAY, 0.0, 30 * DAY),  # the sites that never edit are asked as often as others until then
    (30 * DAY, 30 * DAY, None, 180 * DAY),
    (30 * DAY, 30 * DAY, 0.01, 180 * DAY),
    (30 * DAY, 30 * DAY, 0.0, 360 * DAY),
    (180 * DAY, 180 * DAY, 0.2, None),
    (180 * DAY, 180 * DAY, 0.0, 360 * DAY),
    (360 * DAY, 360 * DAY, 0.0, None),
    (9 * DAY, 0, 0.2, HOUR),  # an edit starts anew
    (9 * DAY, 2 * HOUR, 0.2, 3 * HOUR),
    (31 * DAY, 0, 0.2, DAY),  # of an old article with the step of a day
    (40 * DAY, 2 * DAY, 0.2, 3 * DAY),
]


@pytest.mark.parametrize(("age", "still", "rate", "expected"), STEPS)
def test_the_next_step_follows_from_age_stillness_and_rate(age, still, rate, expected):
    assert due.next_step(age, still, rate) == expected


def visits(ladder, *, days, article_id=1, rate=None):
    """The ages at which an article is visited that is never edited, each visit in time."""
    article = Watched(article_id=article_id, first_seen=START, last_changed=START, rate=rate)
    now, found = START, []
    while (following := due.due_at(article, now, ladder)) and following <= START + timedelta(days=days):
        assert following > now
        now = following
        found.append(now - START)
    return found


@given(st.integers(1, 10**9), st.sampled_from([None, 0.0, 0.3]))
def test_an_article_that_is_never_edited_has_eight_visits_in_400_days(article_id, rate):
    found = visits(DEFAULT, days=400, article_id=article_id, rate=rate)
    assert len(found) == 8
    first = found[0].total_seconds() / HOUR
    assert 0.9 <= first <= 1.1


def test_the_ladder_of_newsdiffs_slows_down_with_the_time_since_the_last_change():
    found = visits(NEWSDIFFS, days=400)
    assert len(found) == len(NEWSDIFFS) == 12 + 21 + 48 + 8 + 11
    assert NEWSDIFFS[:2] == (15 * MINUTE, 30 * MINUTE)
    assert NEWSDIFFS[12] - NEWSDIFFS[11] == HOUR


moments = st.integers(0, 3 * 365 * 86400)
ladders = st.lists(st.integers(900, 10**7), min_size=1, max_size=9, unique=True).map(lambda ages: tuple(sorted(ages)))
rates = st.sampled_from([None, 0.0, 0.02, 1.0])


@given(moments, moments, rates, ladders)
def test_no_step_is_before_the_visit_and_an_older_article_has_no_earlier_one(age, more, rate, ladder):
    first, later = (due.next_step(still, still, rate, ladder) for still in (age, age + more))
    assert first is None or first > age + due.SAME_STEP
    assert later is None or (first is not None and later >= first)


@given(st.integers(1, 10**9), moments)
def test_an_edit_starts_the_ladder_anew(article_id, age):
    now = START + timedelta(seconds=age)
    article = Watched(article_id=article_id, first_seen=START, last_changed=now)
    wait = (due.due_at(article, now) - now).total_seconds()
    step = HOUR if age <= due.QUIET else DAY
    assert 0.9 * HOUR <= wait <= 1.1 * step


@given(st.integers(1, 2**63 - 1))
def test_the_jitter_is_bounded_and_that_of_the_article(article_id):
    assert abs(due.jitter(article_id)) <= due.JITTER
    assert due.jitter(article_id) == due.jitter(article_id)


def test_jitter_spreads_articles_evenly():
    shares = sorted(due.jitter(number) for number in range(1000))
    assert shares[0] < -0.098
    assert abs(shares[500]) < 0.01
    assert shares[-1] > 0.098


def test_times_of_a_clock_that_was_ahead_cost_no_more_visits_than_others():
    ahead = START + timedelta(days=900)
    now, waits = START, []
    for unchanged in range(20):
        article = Watched(article_id=1, first_seen=ahead, last_changed=ahead, unchanged=unchanged)
        following = due.due_at(article, now)
        if following is None:
            break
        waits.append(following - now)
        now = following
    assert len(waits) == len(DEFAULT)
    assert waits[0] < timedelta(hours=1.2)
    assert min(waits) > timedelta(0)


CONFIRMATIONS = [  # times missing, hours from the first of them until now -> hours until the next look
    (1, 0, 8),
    (2, 8, 16),
    (3, 16, 24),
    (4, 20, 24),
    (1, 30, 34),  # late
    (2, 12.5, 16.5),
    (9, 100, 104),
]


@pytest.mark.parametrize(("missing", "passed", "expected"), CONFIRMATIONS)
def test_a_missing_article_is_looked_at_three_times_more_over_a_day(missing, passed, expected):
    now = START + timedelta(hours=passed)
    assert due.confirmation_at(missing, START, now) == START + timedelta(hours=expected)


SITES = {"news.example": RefreshRule(ladder=NEWSDIFFS), "old.example": RefreshRule(refresh=False)}
LABELS = {"watched": RefreshRule(refresh=True), "archive": RefreshRule(refresh=False)}
RULES = [  # address, label sets -> ladder
    ("https://other.example/a", (), DEFAULT),
    ("https://news.example/a", (), NEWSDIFFS),
    ("https://www.news.example/a", (), NEWSDIFFS),
    ("http://news.example:8080/a", (), NEWSDIFFS),
    ("https://notnews.example/a", (), DEFAULT),
    ("https://old.example/a", (), ()),
    ("https://old.example/a", ("watched",), DEFAULT),
    ("https://news.example/a", ("archive",), ()),
    ("https://news.example/a", ("archive", "watched"), NEWSDIFFS),  # the set that the file names first goes before
    ("https://news.example/a", ("unknown",), NEWSDIFFS),
]


@pytest.mark.parametrize(("url", "labels", "expected"), RULES)
def test_labels_go_before_sites_and_sites_before_the_rest(url, labels, expected):
    assert Schedule(sites=SITES, labels=LABELS).ladder_of(url, labels) == expected
