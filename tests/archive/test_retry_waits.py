"""How long an address that failed is left alone."""

import pytest

from scraper.archive.crawl import retries


@pytest.mark.parametrize(("failures", "minutes"), [(0, 25), (1, 25), (2, 50), (3, 100), (8, 1440), (9, 1440)])
def test_waits_double_up_to_a_day(failures, minutes):
    assert retries.wait(failures).total_seconds() / 60 == minutes
