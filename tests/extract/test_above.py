"""What stands between headline and text: told by its words, or by what the page's metadata says."""

import pytest

from page_of import page
from scraper.extract import extract
from scraper.extract.body.header_lines import is_byline, is_date, is_reading_time
from scraper.present.as_row import row

TEXT = (
    "<p>The lamp on the north mole went out on Monday, and nobody noticed until a ferry captain telephoned the "
    "harbour office to ask where Saltmarket had gone.</p><p>It was lit again on Tuesday by a baker with a long match, "
    "who asked for nothing and was given a key to the town.</p>"
)


@pytest.mark.parametrize(
    "text",
    [
        "Tue 14 Apr 2026 16.20 BST",
        "June 18, 2026, 3:00 p.m.",
        "Publié le 3 avril 2026 à 18h20, mis à jour le 4 avril 2026 à 7h05",
        "06.01.2026, Lesezeit: 5 Min.",
        "2026年1月14日 5時30分",
        "12 października 2026, 06:45",
        "Submitted on Mon, 2026-01-19 13:49",
        "27 avril 2026 à 18:27 (Mis à jour: 19:56)",
        "2026年6月18日 10:01 発信地：塩町/北防波堤 [ 灯台 ]",
    ],
)
def test_a_line_that_only_tells_when(text):
    assert is_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026年6月18日 10:01、灯台の明かりが消えた。",
        "Saltmarket, 14 April 2026",
        "In 2026 the lamp went out",
        "14 lamps",
        "April",
    ],
)
def test_a_line_that_tells_more_than_when(text):
    assert not is_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Interview by Anselm Roarke", True),
        ("By WENDELINE CROSSTHWAITE, Staff Writer", True),
        ("Par Solveig Blanc et Anatole Tirebouchon", True),
        ("By the river, Jane Roe found a boot.", False),
        ("Jane Roe found a boot", False),
    ],
)
def test_a_line_that_only_tells_who(text, expected):
    assert is_byline(text) is expected


@pytest.mark.parametrize("text", ["3 min read", "Lesedauer: 2 Min.", "Temps de lecture : 3 min", "4 minute read"])
def test_a_line_that_tells_how_long_it_takes(text):
    assert is_reading_time(text)


@pytest.mark.parametrize(
    "line",
    [
        "<h1>The lamp that went out</h1>",
        "<h1><span>Harbour</span> The lamp that went out</h1>",
        "<p>Harbour</p>",
        "<p>14 April 2026</p>",
        "<p>The lamp that went out<br>By Anselm Roarke<br>14 April 2026</p>",
    ],
)
def test_what_stands_above_the_text_is_no_text(line):
    head = '<title>The lamp that went out - Courier</title><meta property="article:section" content="Harbour">'
    body = row(extract(page(f"{head}<article>{line}{TEXT}</article>")))["body_text"]
    assert body.startswith("The lamp on the north mole")


def test_a_heading_that_is_no_title_stays():
    head = "<title>The lamp that went out</title>"
    body = row(extract(page(f"{head}<article><h2>Monday night</h2>{TEXT}</article>")))["body_text"]
    assert body.startswith("Monday night")
