"""When an article counts as vanished."""

from __future__ import annotations

import pytest

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
