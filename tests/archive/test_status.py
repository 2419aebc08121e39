"""What `doctor` and `status` take for trouble: deciders, as tables."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scraper.archive.maintenance.health import SeenArticles, SiteRecord, troubles
from scraper.archive.maintenance.overview import PastRun, trouble_of_run
from scraper.archive.store import owners, times

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WHOLE = SeenArticles("2026-11-01T00:00:00Z", 400, 1, 1, 1, 1)  # one article, in the order of the columns
LATER = WHOLE._replace(first_seen="2026-11-20T00:00:00Z")


def record(articles=(), pages=(), visits=()):
    return SiteRecord(articles=SeenArticles(*zip(*articles, strict=True)), pages=pages, visits=visits)


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (record([WHOLE] * 40, [""] * 20, ["new"] * 20), []),
        (record(), []),
        (
            record([WHOLE] * 20 + [LATER._replace(byline=0)] * 20),
            ["byline: 100% had it, 0% of the last 20 do, since 2026-11-20"],
        ),
        (record([WHOLE] * 19 + [LATER._replace(byline=0)] * 20), []),  # too few before
        (record([WHOLE] * 20 + [LATER._replace(byline=0)] * 5 + [LATER] * 15), []),  # not far worse
        (
            record([WHOLE] * 50 + [LATER._replace(byline=0)] * 13 + [LATER] * 10),  # it is being mended
            ["byline: 94% had it, 50% of the last 20 do, since 2026-11-20"],
        ),
        (record([WHOLE._replace(headline=0)] * 20), ["headline: no article has it"]),
        (record([WHOLE._replace(headline=0)] * 19), []),
        (record([WHOLE._replace(image=0)] * 20), []),  # a site may have no images
        (
            record([WHOLE] * 20 + [LATER._replace(word_count=159)] * 20),
            ["texts have 159 words where they had 400"],
        ),
        (record([WHOLE] * 20 + [LATER._replace(word_count=160)] * 20), []),
        (
            record(pages=["listing", "listing", "product", "", ""]),
            ["of the last 5 pages 3 gave no article: 2 listing, 1 product"],
        ),
        (record(pages=["listing"] * 4), []),
        (record(pages=["listing"] * 3 + [""] * 3), []),
        (record(visits=["timeout"] * 4 + ["not_found", "new"]), ["the last 5 visits failed: timeout, not_found"]),
        (record(visits=["timeout"] * 4 + ["new"]), []),
        (record(visits=["timeout"] * 4), []),
    ],
)
def test_what_is_wrong_with_a_site(site, expected):
    assert troubles(site) == expected


RUN = PastRun(
    name="feed poll",
    command="scraper feed poll",
    owner="elsewhere:1",
    started_at="2026-11-23T09:00:00Z",
    ended_at="2026-11-23T09:10:00Z",
    error=None,
    counts={"new": 3},
)
THE_RUN = "the last run of `feed poll` (2026-11-23T09:00:00Z)"
KILLED = f"{THE_RUN} did not end: it was killed, or the machine went down; run it again"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, None),
        ({"error": "the disk is full"}, f"{THE_RUN} died: the disk is full"),
        ({"ended_at": None}, None),  # on another machine, and not for long
        ({"ended_at": None, "owner": None}, None),
        ({"ended_at": None, "owner": owners.here()}, None),
        ({"ended_at": None, "owner": owners.here().rpartition(":")[0] + ":99999999"}, KILLED),
        ({"counts": {"fault": 1}}, f"{THE_RUN} met 1 error in scraper itself (fault): see its log"),
        ({"counts": {"fault": 2, "new": 1}}, f"{THE_RUN} met 2 errors in scraper itself (fault): see its log"),
    ],
)
def test_what_is_wrong_with_a_run(changed, expected):
    assert trouble_of_run(replace(RUN, **changed), NOW) == expected


@pytest.mark.parametrize(
    ("counts", "failed"),
    [({}, False), ({"timeout": 3}, True), ({"timeout": 3, "not_found": 1}, True), ({"timeout": 3, "same": 1}, False)],
)
def test_whether_all_of_a_run_is_lost(counts, failed):
    assert replace(RUN, name="fetch", counts=counts).is_lost is failed


@pytest.mark.parametrize(("hours", "is_dead"), [(47, False), (49, True)])
def test_a_run_that_takes_days_was_killed(hours, is_dead):
    started = times.stamp(NOW - timedelta(hours=hours))
    found = trouble_of_run(replace(RUN, started_at=started, ended_at=None), NOW)
    assert bool(found) is is_dead
    assert not found or found.startswith(f"the last run of `feed poll` ({started}) did not end")


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=47), "1 day ago"),
        (timedelta(hours=48), "2 days ago"),
        (timedelta(seconds=-5), "just now"),  # a clock that was set back
    ],
)
def test_how_long_ago(age, words):
    assert times.ago(age) == words


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("2026-11-23T09:30:00Z", True),
        ("2026-11-23T09:30:00+00:00", False),
        ("2026-11-23T09:30Z", False),
        ("2026-11-23", False),
        (None, False),
        (20261123, False),
    ],
)
def test_a_time_as_the_archive_writes_it(text, is_one):
    assert times.is_stamp(text) is is_one
