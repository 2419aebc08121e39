"""When an article counts as vanished."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newsroom import START, URL, article, visit
from scraper.archive import Archive
from scraper.archive.articles.events import is_vanished

SINCE = "2026-05-01T09:00:00Z"
VISITS = [
    (1, "2026-05-01T09:00:00Z", False),
    (2, "2026-06-01T09:00:00Z", False),  # too few, however long
    (3, "2026-05-02T08:59:59Z", False),  # too soon, however many
    (99, "2026-05-02T08:59:59Z", False),
    (3, "2026-05-02T09:00:00Z", True),
]


@pytest.mark.parametrize(("visits", "at", "expected"), VISITS)
def test_three_visits_over_a_day_must_find_nothing(visits, at, expected):
    assert is_vanished(visits, SINCE, at) is expected


def test_a_first_time_that_a_clock_ahead_wrote_does_not_put_the_end_off(tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        visit(archive, article())
        ahead, now = START + timedelta(days=900), START + timedelta(hours=1)
        for moment in (ahead, now, now + timedelta(hours=12), now + timedelta(hours=24)):
            archive.clock = lambda moment=moment: moment
            archive.crawl.log.write(URL, "not_found")
        assert [event["kind"] for event in archive.articles.changes()] == ["vanished"]
