"""Which entries of a document belong to a gap, and when it is tried again: tables of values."""

from datetime import UTC, datetime, timedelta

import pytest

from scraper.archive.crawl.gap_log import Gap, packed
from scraper.jobs import continuity, gap_rules
from scraper.models import Lead

FROM = datetime(2026, 3, 10, 8, tzinfo=UTC)
TO = datetime(2026, 3, 12, 8, tzinfo=UTC)
HOST = "https://news.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def lead(number, date=None, modified=None, url=None):
    row = {"date_modified": modified} if modified else {}
    return Lead(url=url or f"{HOST}/{number}", id=f"id-{number}", date_published=date, row=row)


def names(*numbers):
    return continuity.names_of([lead(n) for n in numbers])


def gap(tried_at=None, before=(1, 2), after=(8, 9)):
    return Gap(
        id=1, feed_id=1, url=f"{HOST}/feed", site="news.example", from_at=FROM, to_at=TO, seen_before=2, estimate=None,
        found=0, filled_by=None, tried_at=tried_at, packed_before=packed(names(*before)),
        packed_after=packed(names(*after)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("tried", "now", "due", "given_up"),
    [
        (None, TO, True, False),
        (None, TO - HOUR, False, False),  # the clock was set back
        (TO, TO, False, False),
        (TO, TO + 5 * HOUR, False, False),
        (TO, TO + 6 * HOUR, True, False),
        (TO, TO + 90 * DAY, True, False),
        (TO + 7 * HOUR, TO + 23 * HOUR, False, False),
        (TO + 30 * DAY, TO + 900 * DAY, False, True),
    ],
)
def test_when_a_gap_is_tried(tried, now, due, given_up):
    tried_gap = gap(tried_at=tried)
    assert gap_rules.is_due(tried_gap, now) is due
    assert gap_rules.is_given_up(tried_gap) is given_up


DOCUMENTS = (
    ("before the first known", [lead(5), lead(4), lead(2), lead(0)], [5, 4]),
    ("nothing known", [lead(5), lead(4)], [5, 4]),
    ("known first", [lead(2), lead(0)], []),
    ("dated, known first", [lead(2), lead(3, "2026-03-11T08:00:00Z"), lead(0, "2026-03-09T08:00:00Z")], [3]),
    ("much older or newer", [lead(5, "2026-04-01"), lead(4, "2026-03-11"), lead(3, "2026-02-01")], [4]),
    ("a day or a zone off", [lead(5, "2026-03-12T21:00"), lead(4, "2026-03-10"), lead(3, "2026-03-09T23:00")], [5, 4, 3]),
)  # fmt: skip


@pytest.mark.parametrize(("leads", "expected"), [row[1:] for row in DOCUMENTS], ids=[row[0] for row in DOCUMENTS])
def test_which_entries_of_a_document_were_missed(leads, expected):
    known = [one.url in {f"{HOST}/1", f"{HOST}/2"} for one in leads]
    found = gap_rules.missed(gap(), leads, known)
    assert [one.url for one in found] == [f"{HOST}/{n}" for n in expected]


@pytest.mark.parametrize(
    ("date", "modified", "within"),
    [
        ("2026-03-11T07:00:00Z", None, True),
        ("2026-03-10T07:00:00Z", None, False),
        ("2026-03-10", None, True),
        ("2026-03-13", None, False),
        (None, "2026-03-11", True),
        ("2026-03-01", "2026-03-11", False),  # an old article that was edited
        (None, "2026", False),
        (None, None, False),
    ],
)
def test_entries_of_sitemaps(date, modified, within):
    assert gap_rules.is_dated_within(gap(), lead(1, date, modified)) is within


def test_sitemaps_of_an_index():
    listed = [
        lead("late", modified="2026-05-01"),
        lead("none"),
        lead("old", modified="2026-03-08"),
        lead("day", modified="2026-03-10"),
        lead("fits", modified="2026-03-31T10:00:00+02:00"),
    ]
    assert gap_rules.sitemaps_within(gap(), listed) == [f"{HOST}/{name}" for name in ("day", "fits", "late", "none")]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"{HOST}/sport/a", "sport"),
        (f"{HOST}/2026/03/a", "0"),
        (f"{HOST}/a", ""),
        (f"{HOST}/", ""),
        ("https://www.news.example/sport/a/b?x=1", "sport"),
    ],
)
def test_sections(url, expected):
    assert gap_rules.section(url) == ("news.example", expected)


@pytest.mark.parametrize(
    ("captures", "whole"),
    [
        ([(8, 7), (7, 5), (5, 2)], True),
        ([(9, 5, 1)], True),
        ([(8, 7), (5, 2)], False),
        ([(7, 5), (5, 2)], False),
        ([(8, 7), (7, 5)], False),
        ([], False),
    ],
)
def test_captures_that_overlap(captures, whole):
    assert gap_rules.is_chain(gap(), [names(*numbers) for numbers in captures]) is whole
