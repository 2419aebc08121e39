"""Charts: the same bytes for the same numbers, round axes, and nothing from a page that acts as markup."""

import math
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from scraper.present.chart_axis import cut, labelled, number, ticks
from scraper.present.chart_document import STYLE
from scraper.present.chart_page import bare_picture, chart_page
from scraper.present.charts import Chart, ChartSeries, description
from scraper.present.svg_chart import bars, draw, lines, small_multiples
from scraper.present.svg_ranking import ranking

GOLDEN = Path(__file__).parent / "charts"
SVG = "{http://www.w3.org/2000/svg}"
MONTHS = tuple(f"{year}-{month:02}" for year in (2023, 2024, 2025, 2026) for month in range(1, 13))


def wave(low, high, count=48):
    return tuple(low + round(high * math.sin(n / 5) ** 2) + n * 37 % 5 for n in range(count))


def shares(low, high):
    return tuple(None if n == 30 else value / 200 for n, value in enumerate(wave(low, high)))


def series(**values):
    return tuple(ChartSeries(name=name, values=numbers) for name, numbers in values.items())


FEW = Chart(
    title="Articles with ferry, by month", axis="month", labels=MONTHS[:12], series=series(ferry=wave(2, 9, 12))
)
MANY = Chart(
    title="Share of articles with harbour, storm, ferry, by month",
    axis="month",
    labels=MONTHS,
    series=series(harbour=shares(3, 20), storm=shares(9, 30), ferry=shares(0, 2)),
    is_share=True,
)
SIX = Chart(
    title="Six words",
    axis="month",
    labels=MONTHS,
    series=series(**{name: wave(1, n) for n, name in enumerate("abcdef")}),
)
NASTY = Chart(
    title='<script>alert(1)</script> & "quotes" \x07' + "long " * 30,
    axis="<b>",
    labels=("<i>]]>&", "2026-W01-and-much-longer"),
    series=series(**{"<style>*{}</style>": (1, 0), "鈴" * 40: (0, 2)}),
)
NAMES = Chart(
    title="Articles by site",
    axis="site",
    labels=("harbour.example", "a-very-long-name-of-a-site.inland.example", "coast.example", "<(none)>"),
    series=series(articles=(1200, 800, 3, 0)),
    is_ranking=True,
)
EMPTY = Chart(title="Nothing", axis="day", labels=(), series=series(none=()))
CHARTS = {
    "bars": (bars, FEW),
    "lines": (lines, MANY),
    "small-multiples": (small_multiples, SIX),
    "ranking": (ranking, NAMES),
    "page": (chart_page, FEW),
}


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_chart_gives_the_same_bytes(name):
    """To make them again after a look at the new ones: write what `drawn` is to the file."""
    draws, chart = CHARTS[name]
    drawn = draws(chart)
    assert drawn == draws(chart)
    assert drawn == (GOLDEN / f"{name}.{'html' if name == 'page' else 'svg'}").read_text("utf-8")


@pytest.mark.parametrize(("chart", "form"), [(FEW, bars), (MANY, lines), (SIX, small_multiples), (NAMES, ranking)])
def test_each_chart_gets_the_form_that_suits_it(chart, form):
    assert draw(chart) == form(chart)


@pytest.mark.parametrize("chart", [FEW, MANY, SIX, NASTY, EMPTY])
@pytest.mark.parametrize("form", [bars, lines, small_multiples, ranking])
def test_every_chart_is_a_picture_with_a_title_and_a_description(form, chart):
    if form in (bars, lines) and len(chart.series) > 4:
        return
    root = ET.fromstring(form(chart))
    title, described = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("aria-labelledby").split() == [title.get("id"), described.get("id")]
    assert (root.get("role"), described.text) == ("img", description(chart).replace("\x07", ""))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "text", "path",
    }  # fmt: skip


@pytest.mark.parametrize("draws", [bars, lines, small_multiples, ranking, chart_page])
def test_nothing_runs_and_nothing_comes_from_elsewhere(draws):
    drawn = draws(NASTY)
    assert "\x07" not in drawn
    assert not re.search(
        r"<script|<b>|<i>|@import|url\(|href|\bon\w+=", drawn.replace("http://www.w3.org/2000/svg", "")
    )
    assert all(len(text) <= 84 for text in re.findall(r"<text[^>]*>([^<&]*)</text>", drawn))


@pytest.mark.parametrize("chart", [FEW, MANY, SIX, NASTY, EMPTY, NAMES])
def test_a_bare_picture_has_no_style_of_its_own(chart):
    bare = bare_picture(chart)
    root = ET.fromstring(bare)
    assert not [element for element in root.iter() if element.tag == f"{SVG}style" or element.get("style")]
    used = {name for element in root.iter() for name in (element.get("class") or "").split()}
    assert used <= {"scraper-chart", *re.findall(r"\.(\w+){", STYLE)}
    assert {element.tag for element in root.iter()} | {f"{SVG}style"} == {
        element.tag for element in ET.fromstring(draw(chart)).iter()
    }


def test_both_schemes_have_colours_that_can_be_read():
    light, dark = draw(MANY).split("@media (prefers-color-scheme:dark)")
    for half in (light, dark):
        colours = dict(re.findall(r"--(\w+):(#\w+)", half))
        assert set(colours) == {"paper", "ink", "s0", "s1", "s2", "s3"}
        paper = luminance(colours.pop("paper"))
        for colour in colours.values():
            lower, higher = sorted((paper, luminance(colour)))
            assert (higher + 0.05) / (lower + 0.05) >= 4.5, colour


@pytest.mark.parametrize(("draws", "sign"), [(bars, "rect"), (lines, "path")])
def test_the_names_of_series_come_after_what_is_drawn_of_them(draws, sign):
    chart = Chart(title="Two", axis="month", labels=("2026-01", "2026-02"), series=series(ferry=(1, 2), pier=(2, 1)))
    elements = list(ET.fromstring(draws(chart)).iter())
    for name in ("ferry", "pier"):
        (place,) = [n for n, element in enumerate(elements) if element.tag == f"{SVG}text" and element.text == name]
        assert elements[place - 1].tag == f"{SVG}{sign}"


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("highest", "whole", "expected"),
    [
        (0, True, [0, 1]),
        (1, True, [0, 1]),
        (3, True, [0, 1, 2, 3]),
        (12, True, [0, 5, 10, 15]),
        (33, True, [0, 10, 20, 30, 40]),
        (50, True, [0, 10, 20, 30, 40, 50]),
        (98_765, True, [0, 20_000, 40_000, 60_000, 80_000, 100_000]),
        (0.163, False, [0, 0.05, 0.1, 0.15, 0.2]),
        (0.3, False, [0, 0.1, 0.2, 0.3]),
        (1.0, False, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (0.00012, False, [0, 0.00005, 0.0001, 0.00015]),
    ],
)
def test_axes_have_round_numbers(highest, whole, expected):
    assert ticks(highest, whole=whole) == expected


@pytest.mark.parametrize(
    ("value", "is_share", "expected"),
    [
        (0, False, "0"),
        (1234567, False, "1,234,567"),
        (0.5, True, "50 %"),
        (0.0251, True, "2.51 %"),
        (0.02, True, "2 %"),
    ],
)
def test_numbers_are_written_for_people(value, is_share, expected):
    assert number(value, is_share=is_share) == expected


@pytest.mark.parametrize(
    ("count", "room", "expected"),
    [(3, 8, [0, 1, 2]), (24, 8, [0, 3, 6, 9, 12, 15, 18, 21]), (48, 7, [0, 12, 24, 36]), (0, 8, []), (2, 0, [0])],
)
def test_labels_keep_their_distance(count, room, expected):
    assert labelled(["x"] * count, room) == expected


@pytest.mark.parametrize(
    ("text", "letters", "expected"),
    [("short", 5, "short"), ("too long", 5, "too…"), ("日本語", 6, "日本語"), ("日本語の", 6, "日本…")],
)
def test_long_labels_are_cut(text, letters, expected):
    assert cut(text, letters) == expected


def test_the_table_of_a_page_has_every_number():
    drawn = chart_page(MANY)
    assert drawn.count("<td>") == len(MONTHS) * 3
    assert drawn.count("<td>–</td>") == 3
    assert f'<tr><th scope="row">{MONTHS[0]}</th><td>1.5 %</td>' in drawn
