"""Where a count leads: to a search that finds as many articles, or nowhere."""

import pytest

from scraper.web.count_state import CountState

LEADS = [
    ({}, "site", "a.example", "/search?site=a.example"),
    ({"site": "b.example"}, "site", "a.example", "/search?site=a.example"),
    ({"tag": "wire"}, "language", "en", "/search?tag=wire&language=en"),
    ({}, "day", "2026-02-03", "/search?since=2026-02-03&until=2026-02-03"),
    ({}, "month", "2024-02", "/search?since=2024-02-01&until=2024-02-29"),
    ({}, "year", "2026", "/search?since=2026-01-01&until=2026-12-31"),
    ({}, "day", "2026", None),
    ({}, "month", "2026", None),
    ({}, "year", "soon", None),
    ({}, "verdict", "teaser", None),
    ({}, "site", None, None),
    # a search cannot be narrowed so
    ({"verdict": "teaser"}, "site", "a.example", None),
    ({"excluded": "0"}, "site", "a.example", None),
    # the span would take the place of the dates that are asked for
    ({"since": "2026-01-15"}, "month", "2026-01", None),
    ({"until": "2026-01-15"}, "year", "2026", None),
    ({"since": "2026-01-15"}, "site", "a.example", "/search?since=2026-01-15&site=a.example"),
]


@pytest.mark.parametrize(("chosen", "by", "value", "address"), LEADS)
def test_where_a_count_leads(chosen, by, value, address):
    assert CountState("/stats", chosen).search(by, value) == address
