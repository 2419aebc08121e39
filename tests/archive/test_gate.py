"""The gate as tables: what can never be a current version, and what is less than one."""

from __future__ import annotations

import pytest

from scraper.archive.articles.gate import refuse_kind, weakness

ROW = {"verdict": "article", "headline": "Ferry returns", "body_text": "The ferry is back.", "word_count": 300}

REFUSED = [
    ({}, None),
    ({"verdict": "live_blog"}, None),
    ({"verdict": "teaser"}, None),
    ({"verdict": "listing"}, "listing"),
    ({"verdict": "product"}, "product"),
    ({"headline": None}, None),  # some pages have none
    ({"body_text": ""}, None),
    ({"headline": None, "body_text": ""}, "empty"),
    ({"headline": "404"}, "error_title"),
    ({"headline": "Error 404 - Page not found"}, "error_title"),
    ({"headline": "Access denied!"}, "error_title"),
    ({"headline": "Just a moment..."}, "error_title"),
    ({"headline": "Seite nicht gefunden"}, "error_title"),
    ({"headline": "Página no encontrada"}, "error_title"),
    ({"headline": "ページが見つかりません"}, "error_title"),
    ({"headline": "Court finds access denied to lawyers"}, None),
    ({"headline": "404 days at sea"}, "error_title"),
    ({"headline": "The page that could not be found"}, None),
    ({"headline": f"404 {'x' * 200}"}, None),  # longer than a server's
]


@pytest.mark.parametrize(("row", "expected"), REFUSED)
def test_what_can_never_be_a_current_version(row, expected):
    assert refuse_kind(ROW | row) == expected


WEAKER = [
    ({}, {}, None),
    ({}, {"verdict": "teaser"}, "paywalled"),
    ({"verdict": "teaser"}, {"verdict": "teaser"}, None),
    ({}, {"headline": None}, "no_headline"),
    ({"headline": None}, {"headline": None}, None),
    ({}, {"word_count": 150}, None),
    ({}, {"word_count": 149}, "fragment"),
    ({"word_count": 60}, {"word_count": 29}, "fragment"),
    ({"word_count": 59}, {"word_count": 1}, None),  # a short text may shrink as it likes
    ({"verdict": "listing"}, {"headline": None, "word_count": 1}, None),  # never less than a list
]


@pytest.mark.parametrize(("current", "row", "expected"), WEAKER)
def test_in_which_way_an_extraction_is_less_than_another(current, row, expected):
    assert weakness(ROW | current, ROW | row) == expected
