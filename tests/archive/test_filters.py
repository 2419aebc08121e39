"""Filters as SQL over articles, and as words of the index."""

from __future__ import annotations

import pytest

from scraper.archive.articles.filters import CONDITIONS, Filters

SQL = [
    ({}, "1", []),
    ({"site": "www.A.example"}, "a.site = ?", ["a.example"]),
    ({"site": "Harbour"}, "a.site = ?", ["harbour"]),
    ({"since": "2026-01"}, "a.date_published >= ?", ["2026-01"]),
    ({"until": "2026"}, CONDITIONS["until"], ["2026", "2026"]),
    ({"language": "de"}, CONDITIONS["language"], ["de", "de"]),
    ({"author": "100%_\\"}, CONDITIONS["author"], ["100\\%\\_\\\\"]),
    ({"tag": "sea", "verdict": "teaser"}, f"{CONDITIONS['tag']} AND a.verdict = ?", ["sea", "sea", "teaser"]),
    ({"section": ""}, CONDITIONS["section"], [""]),  # asked for, unlike None
]


@pytest.mark.parametrize(("asked", "where", "values"), SQL)
def test_filters_are_conditions_with_their_values(asked, where, values):
    assert Filters(**asked).sql() == (where, values)


TOKENS = [
    ({}, None),
    ({"site": "www.a-b.example"}, '"xsa0b0example"'),
    ({"site": "bücher.example"}, '"xsxn00bcher0kva0example"'),
    ({"language": "de"}, '"xlde"'),
    ({"language": "DEU"}, '"xldeu"'),
    ({"language": "pt-BR"}, None),  # SQL asks for a region
    ({"language": "日本"}, None),
    ({"section": "sport"}, None),
    ({"since": "2026"}, None),  # a span needs both ends
    ({"site": "a.example", "language": "de"}, '"xsa0example" AND "xlde"'),
    ({"since": "2019-01-01", "until": "2019-12-31"}, '("xy2019")'),
    (
        {"since": "2019-12-05", "until": "2021-01-02"},
        '("xm2019" OR "xm201912" OR "xy2020" OR "xm2021" OR "xm202101")',
    ),
    ({"since": "2019", "until": "2020"}, '("xy2019" OR "xy2020")'),
    ({"since": "0001", "until": "9999"}, None),  # too many years: SQL does it alone
    ({"since": "2020-02-01", "until": "2019-02-01"}, None),
    ({"since": "last week", "until": "today"}, None),
]


@pytest.mark.parametrize(("asked", "words"), TOKENS)
def test_filters_are_few_words_of_the_index(asked, words):
    assert Filters(**asked).tokens() == (words and f"filters : ({words})")
