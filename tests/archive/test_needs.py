"""What needs a person: a cron job that has stopped, a feed that fell silent, a site that is read worse."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from newsroom import LONG, START, article, visit
from scraper.archive import Archive
from scraper.archive.maintenance import cron_rhythm, drift
from scraper.archive.maintenance.silent_feeds import KNOWN, silence
from scraper.models import Lead

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def ago(*hours):
    """So many hours before now -> moments."""
    return [NOW - timedelta(hours=number) for number in hours]


QUARTERS = [0.25 * number for number in range(1, 60)]
NIGHTLY = [day * 24 + hour for day in range(4) for hour in range(2, 16)]  # it rests for eleven hours
WEEKLY = [168 * number + 1 for number in range(10)]


def later(hours, numbers):
    return ago(*(number + hours for number in numbers))


@pytest.mark.parametrize(
    ("began", "most", "is_trouble"),
    [
        ([], None, False),
        ([], 6, False),  # it was never in cron
        (ago(1), None, False),
        (ago(900), None, False),  # no rhythm is known
        (ago(900), 24, True),
        (ago(*QUARTERS), None, False),
        (later(0.6, QUARTERS), None, False),  # a restart of the machine
        (later(1, QUARTERS), None, True),
        (later(1, QUARTERS), 6, False),
        (later(7, QUARTERS), 6, True),
        (later(8, NIGHTLY), None, False),
        (later(15, NIGHTLY), None, True),
        (later(100, WEEKLY), None, False),
        (later(510, WEEKLY), None, True),
        (later(30, [*QUARTERS[:20], *(200 + number for number in QUARTERS)]), None, False),  # it was broken for days
        (later(50, [*QUARTERS[:20], *(200 + number for number in QUARTERS)]), None, True),
        (ago(-24, 0.25, 0.5, 0.75, 1), None, False),  # the clock was set back
    ],
)
def test_whether_no_run_has_come_for_too_long(began, most, is_trouble):
    found = cron_rhythm.trouble(began, NOW, timedelta(hours=most) if most else None)
    assert bool(found) is is_trouble
    assert not found or "is `scraper run` still in cron?" in found


DAILY = [24 * number for number in range(1, 20)]
WORKDAYS = [24 * number for number in range(1, 40) if number % 7 not in (0, 6)]


@pytest.mark.parametrize(
    ("moments", "usual"),
    [
        ([], None),
        (later(900, range(KNOWN - 1)), None),
        (later(900, range(KNOWN)), 1),
        (ago(*QUARTERS), None),
        (later(20, QUARTERS), None),  # less than a day
        (later(25, QUARTERS), 0.25),
        (later(40, DAILY), None),
        (later(60, DAILY), 24),
        (later(144, WORKDAYS), None),  # long holidays
        (later(230, WORKDAYS), 72),
    ],
)
def test_whether_a_feed_is_silent(moments, usual):
    found = silence(moments, NOW)
    assert found == (None if usual is None else timedelta(hours=usual))


def readings(*parts):
    """(how many, share of bad ones) -> readings, the bad ones spread evenly."""
    return [int(int((n + 1) * share) > int(n * share)) for count, share in parts for n in range(count)]


@pytest.mark.parametrize(
    ("bad", "expected"),
    [
        ([], None),
        ([1] * 20, None),  # nothing is known of how it was
        (readings((19, 0), (20, 1)), None),
        (readings((20, 0), (20, 1)), 20),
        (readings((200, 0), (20, 1)), 200),
        (readings((500, 0), (20, 1)), 500),
        (readings((500, 0), (60, 1)), 500),
        (readings((100, 0), (20, 0.25)), None),  # less than RISE
        (readings((100, 0), (20, 0.4)), 102),
        (readings((100, 0.5), (20, 0.75)), None),  # it is not CERTAIN
        (readings((200, 0.5), (20, 1)), 199),
        (readings((200, 1), (20, 1)), None),  # it was always so
        (readings((200, 1), (20, 0)), None),  # it was mended
        (readings((100, 0), (300, 1)), None),  # long ago
    ],
)
def test_whether_a_share_has_got_worse_and_since_when(bad, expected):
    found = drift.find(bad)
    assert (None if found is None else found.began) == expected


def test_chance_alone_is_no_drift():
    chance = random.Random(1)
    wrong = 0
    for _ in range(2000):
        share = chance.random()
        wrong += drift.find([int(chance.random() < share) for _ in range(220)]) is not None
    assert wrong <= 4


def test_a_feed_that_answers_and_has_nothing_new_needs_a_person(tmp_path):
    now = [START]
    with Archive.open(tmp_path / "archive.db", clock=lambda: now[0]) as archive:
        url = "https://harbour.example/feed"
        feed, _ = archive.crawl.feeds.add(url)
        for hours in range(0, 48, 4):
            now[0] = START + timedelta(hours=hours)
            archive.crawl.feeds.mark_seen(feed, [Lead(url=f"https://harbour.example/{hours}")])
        troubles = []
        for hours in (60, 75):
            now[0] = START + timedelta(hours=hours)
            archive.crawl.feeds.note_poll(feed, status=304)
            troubles.append([line.trouble for line in archive.maintenance.check()])
    silent = "answers, but has had nothing new since 2026-05-03T05:00:00Z; its longest pause before was 4 hours"
    assert troubles == [[], [f"{url} {silent}: has it moved?"]]


def test_visits_that_fail_more_often_are_named_with_the_day(tmp_path):
    now = [START]
    with Archive.open(tmp_path / "archive.db", clock=lambda: now[0]) as archive:
        visit(archive, article(LONG))
        for number in range(120):
            now[0] = START + timedelta(hours=number)
            is_bad = number >= 96 and number % 2
            archive.crawl.log.write(f"https://harbour.example/{number}", "blocked" if is_bad else "same")
            archive.crawl.log.write(f"https://quay.example/{number}", "gone" if is_bad else "same")  # it removes pages
        (line,) = archive.maintenance.check()
    assert line.trouble == (
        "harbour.example is read worse (visits: 2% failed, 50% of the last 20 do, since 2026-05-05 (blocked)):"
        " see `scraper doctor harbour.example`"
    )
