"""What the crawl decides: when a failed address is visited again, and when a host may be asked next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scraper.archive.crawl.hosts import next_start
from scraper.archive.crawl.retries import is_backing_off, wait
from scraper.archive.store.times import stamp

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(1, 25), (2, 50), (3, 100), (6, 800), (7, 1440), (8, 1440), (99, 1440)],
)
def test_the_wait_doubles_up_to_a_day(failures, minutes):
    assert wait(failures) == timedelta(minutes=minutes)


# reasons of the last visits, the newest first; minutes since the newest; whether it is left alone
BACKING_OFF = [
    ([], 0, False),
    (["new"], 0, False),
    (["timeout"], 24, True),
    (["timeout"], 25, False),
    (["timeout", "timeout"], 49, True),
    (["timeout", "timeout"], 50, False),
    (["timeout", "new", "timeout"], 30, False),  # only failures in a row count
    (["not_found"], 0, False),  # its feed decides
    (["timeout"] * 8, 60 * 24 * 30, True),  # a person, or a feed that shows it, must ask
    (["timeout"] * 7, 60 * 24, False),
    (["host_parked"] * 8, 60 * 24, False),  # the host was never asked
]


@pytest.mark.parametrize(("reasons", "minutes", "expected"), BACKING_OFF)
def test_a_failed_address_is_left_alone_for_a_while(reasons, minutes, expected):
    last = stamp(NOW - timedelta(minutes=minutes))
    assert is_backing_off(reasons, last, NOW) is expected


@pytest.mark.parametrize(("minutes", "expected"), [(60 * 24 - 1, True), (60 * 24, False)])
@pytest.mark.parametrize("reason", ["timeout", "js_shell"])
def test_what_its_feed_shows_is_never_given_up(reason, minutes, expected):
    last = stamp(NOW - timedelta(minutes=minutes))
    assert is_backing_off([reason] * 8, last, NOW, is_shown=True) is expected


# the start that was claimed, now, the delay between two requests; when the host may be asked
STARTS = [
    (0.0, 1000.0, 1.0, 1000.0),
    (999.0, 1000.0, 1.0, 1000.0),
    (1005.0, 1000.0, 1.0, 1005.0),
    (4599.0, 1000.0, 1.0, 4599.0),
    (4600.0, 1000.0, 1.0, 1000.0),  # claimed before the clock was set back
    (4600.0, 1000.0, 60.0, 4600.0),  # or by a host with a long delay
    (7000.0, 1000.0, 60.0, 1000.0),
]


@pytest.mark.parametrize(("claimed", "now", "delay", "expected"), STARTS)
def test_a_host_is_asked_after_the_start_that_was_claimed(claimed, now, delay, expected):
    assert next_start(claimed, now, delay) == expected
