"""`scraper stats --by`: bars on a terminal, and a picture with -o."""

from xml.etree import ElementTree as ET

import pytest

from newsroom import LONG, article, visit
from program import inside, on_a_terminal
from scraper.archive import Archive
from scraper.archive.articles.counts import CountRow
from scraper.present.count_charts import count_chart

DAYS = ("2026-01-10", "2026-01-11", "2026-03-01", "2026", None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("stats")
    with Archive.open(place / "archive.db") as archive:
        for n, day in enumerate(DAYS):
            site = "inland.example" if n == 0 else "harbour.example"
            visit(archive, article(LONG, url=f"https://{site}/{n}", site=site, date_published=day))
    return place


def test_bars_of_sites(folder):
    lines = on_a_terminal(folder, 80, "stats", "--by", "site")
    assert lines == ["harbour.example  4  " + "█" * 60, "inland.example   1  " + "█" * 15]


def test_a_picture_of_months_has_all_months(folder):
    done = inside(folder, "stats", "--by", "month", "-o", "months.html", "--force")
    assert "drew months.html" in done.stderr
    page = (folder / "months.html").read_text("utf-8")
    assert '<th scope="row">2026-02</th><td>0</td>' in page
    assert page.count("<td>") == 3
    assert done.stdout.splitlines()[0] == "month\tcount\tshare"


def test_a_picture_of_names_is_a_row_for_each(folder):
    inside(folder, "stats", "--by", "site", "--until", "2026-02-01", "-o", "sites.svg", "--force")
    root = ET.fromstring((folder / "sites.svg").read_text("utf-8"))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["Articles by site", "harbour.example", "2", "inland.example", "1"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("-o", "x.svg"), "name it with --by"),
        (("--by", "site", "-o", "x.png"), ".svg or .html"),
        (("--attrition", "1", "-o", "x.svg"), "name it with --by"),
    ],
)
def test_what_cannot_be_drawn(folder, args, told):
    done = inside(folder, "stats", *args)
    assert (done.returncode, told in done.stderr) == (2, True)


def test_many_names_are_drawn_together():
    rows = [CountRow(by="site", value=f"{n}.example", count=100 - n, share=0.01) for n in range(40)]
    chart = count_chart(rows, "site", None)
    assert (len(chart.labels), chart.labels[-1]) == (31, "10 others")
    assert chart.series[0].values[-1] == sum(range(61, 71))
