"""What a line with a date is: hardly more than the date, of a change, of publication."""

from datetime import UTC, datetime, timedelta

import pytest
from lxml import html

from scraper.extract.dates import local_clock
from scraper.extract.dates.date_lines import (
    is_bare,
    is_of_change,
    says_published,
)
from scraper.extract.dates.shown_dates import Sought, worth
from scraper.lexicon import date_parser, date_words


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("Wednesday, 7 May 2025", True),
        ("7. Mai 2025, 15:04 Uhr", True),
        ("2025年5月7日", True),
        ("Jane Roe in Port Ellery, 7 May 2025", False),
        ("検査は2019年6月4日に行われました。", False),
    ],
)
def test_a_line_that_is_hardly_more_than_a_date(line, bare):
    assert is_bare(line) is bare


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("Updated 7 May 2025", True),
        ("수정 2024-05-08", True),
        ("Published 7 May 2025", False),
    ],
)
def test_a_line_about_a_change(line, change):
    assert is_of_change(line) is change


@pytest.mark.parametrize(
    ("markup", "says"),
    [
        ("<p><span>Published on</span> <i>7 May</i></p>", True),
        ("<p>Posted: <i>7 May</i></p>", True),
        ('<p><i class="published">7 May</i></p>', True),
        ("<p>The pier closed <i>7 May</i></p>", False),
    ],
)
def test_who_says_that_a_date_is_of_publication(markup, says):
    assert says_published(html.fromstring(markup).find(".//i"), "7 May") is says


@pytest.mark.parametrize(
    ("distance", "line", "confidence"),
    [(0, "7 May 2025", 0.6), (100, "7 May 2025", 0.3), (0, "x" * 130, 0.3), (300, "7 May 2025", 0.15)],
)
def test_a_date_is_worth_the_less_the_farther_it_is(distance, line, confidence):
    assert worth(0.6, distance, line) == confidence


@pytest.mark.parametrize(
    ("sought", "reach"),
    [(Sought(0.6, 120), 120), (Sought(0.6, 120, 0.3), 101), (Sought(0.6, 120, 0.48), 26), (Sought(0.6, 120, 0.75), 0)],
)
def test_no_line_is_sought_where_none_can_be_surer(sought, reach):
    assert sought.reach == reach


UTC_MOMENT = datetime(2025, 5, 7, 22, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "hours"),
    [
        ("8 May 2025, 00:04", 2),
        ("8 May 2025, 03:34", 5.5),
        ("7 May 2025, 22:04", 0),
        ("8 May 2025, 00:17", 0),
        ("9 May 2025, 22:04", 0),
        ("8 May 2025", 0),
    ],
)
def test_how_far_the_readers_clock_is_ahead(shown, hours):
    assert local_clock._offset(UTC_MOMENT, date_parser.read(shown)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("letters", "known"),
    [
        ("cxenseparsexyzpublishedtime", True),
        ("swpubdate", True),
        ("articledate", True),
        ("createdon", True),
        ("articledates", False),
        ("expirydate", False),
        ("author", False),
    ],
)
def test_a_name_of_the_date_of_publication_that_no_table_has(letters, known):
    assert (date_words.PUBLISHED_NAME.search(letters) is not None) is known


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ('"publishedDate": "2025-05-07T15:04"', ["2025-05-07T15:04"]),
        ("'article_published_at': '2025-05-07'", ["2025-05-07"]),
        ('"firstPublished": "2025-05-07"', ["2025-05-07"]),
        ('"date_publication":"2025-05-07"', ["2025-05-07"]),
        ('"republishedDate": "2025-05-07"', []),
        ('"publisher": "Harbour Courier"', []),
    ],
)
def test_the_date_of_publication_in_data(text, dates):
    assert date_words.DATA.findall(text) == dates
