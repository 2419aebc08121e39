"""`scraper trends`: bars for people, rows for programs, a picture for a paper."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

from newsroom import LONG, article, visit
from program import inside, on_a_terminal
from scraper.archive import Archive
from scraper.commands.terminal.bar_rows import BarRow, bar, bar_lines


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("trends")
    with Archive.open(place / "archive.db") as archive:
        for n, month in enumerate((1, 1, 1, 3, 3)):
            text = f"Storm {LONG}" if n in (0, 1, 3) else LONG
            day = f"2026-0{month}-1{n}"
            visit(archive, article(text, url=f"https://harbour.example/{n}", date_published=day))
        visit(archive, article(LONG, url="https://harbour.example/year", date_published="2026"))
    return place


def test_rows_in_every_form(folder):
    done = inside(folder, "trends", "storm", "harbour", "--json")
    rows = json.loads(done.stdout)
    assert rows[0] == {"period": "2026-01", "term": "storm", "count": 2, "of": 3, "share": 0.666667}
    assert [row["count"] for row in rows] == [2, 0, 0, 0, 1, 0]
    assert "left out 1 article: its date does not name the month" in done.stderr
    table = list(csv.DictReader(io.StringIO(inside(folder, "trends", "storm", "--by", "year", "--csv").stdout)))
    assert table == [{"period": "2026", "term": "storm", "count": "3", "of": "6", "share": "0.5"}]


@pytest.mark.parametrize("extra", [(), ("--normalise",)])
def test_a_picture_is_drawn_and_the_rows_are_printed(folder, extra):
    done = inside(folder, "trends", "storm", "-o", "storm.svg", "--force", *extra)
    root = ET.fromstring((folder / "storm.svg").read_text("utf-8"))
    what = "Share of articles" if extra else "Articles"
    assert root[0].text == f"{what} with storm, by month"
    assert (done.returncode, done.stdout.count("\n"), "drew storm.svg" in done.stderr) == (0, 4, True)
    inside(folder, "trends", "storm", "-o", "storm.html", "--force", *extra)
    assert "<td>67 %</td>" in (folder / "storm.html").read_text("utf-8") or not extra


def test_a_file_that_exists_is_not_replaced(folder, tmp_path):
    (tmp_path / "kept.svg").write_text("kept")
    done = inside(folder, "trends", "storm", "-o", tmp_path / "kept.svg")
    assert (done.returncode, "--force" in done.stderr) == (2, True)
    assert (tmp_path / "kept.svg").read_text() == "kept"


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("walrus",), 1, "nothing found"),
        (("…",), 2, "no word to look for"),
        (("storm", "-o", "storm.png"), 2, ".svg or .html"),
        (("storm", "--by", "hour"), 2, "'day', 'week', 'month', 'year'"),
        ((), 2, "TERM"),
    ],
)
def test_what_cannot_be_counted_is_said_in_one_line(folder, args, code, told):
    done = inside(folder, "trends", *args)
    assert (done.returncode, told in done.stderr, "Traceback" in done.stderr) == (code, True, False)


def test_bars_fill_a_terminal_and_no_more(folder):
    lines = on_a_terminal(folder, 80, "trends", "storm", "pier")
    bars = [line for line in lines if "█" in line]
    assert bars[0] == "2026-01  storm  2  " + "█" * 40 + "▋"
    assert bars[1] == "         pier   3  " + "█" * 61
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    ("value", "room", "expected"),
    [(0, 8, ""), (None, 8, ""), (80, 8, "████████"), (1, 8, "▏"), (5, 8, "▌"), (25, 8, "██▌"), (0.001, 8, "▏")],
)
def test_a_bar_is_as_long_as_its_number(value, room, expected):
    assert bar(value, 80, room) == expected


def test_bars_of_names_from_pages_are_aligned_and_harmless():
    rows = [BarRow("a", "日本語", 1, "1"), BarRow("a", "x\x1b[31m" + "y" * 40, 2, "2"), BarRow("b", "", None, "–")]
    lines = list(bar_lines(rows, 40))
    assert "\x1b" not in "".join(lines)
    assert [line.startswith("a") for line in lines] == [True, False, False]
    assert lines[1].endswith("…  2  ████████")
    assert list(bar_lines([], 80)) == []
