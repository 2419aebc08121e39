"""Counts, trends, fields over time, gaps and questions: charts with their tables, and the rows of the commands."""

import re

import pytest
from lxml import html

from newsroom import LONG, START, article, visit
from reading_room import assert_is_what_the_command_prints, get
from scraper.archive import Archive
from scraper.archive.store import checksums
from scraper.present.chart_document import STYLE
from scraper.web import static_files

HOSTILE = "<script>alert(1)</script>\"'><b>&amp;{{ 7 * 7 }}"


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("numbers") / "archive.db"
    with Archive.open(path, clock=lambda: START) as archive:
        archive.crawl.feeds.add("https://harbour.example/rss")
        for n in range(24):
            site = ("harbour.example", "inland.example", "coast.example")[n % 3]
            text = f"{('The ferry', 'A storm', '渡轮')[n % 3]} came. {LONG}"
            fields = {"date_published": f"2026-{1 + n % 6:02}-0{1 + n % 9}", "section": HOSTILE if n % 4 else "Coast"}
            if n % 5 == 0:
                fields |= {"byline": None, "authors": (), "images": ()}
            visit(archive, article(text, url=f"https://{site}/{n}", site=site, **fields), hours=24 * 20 * (n % 4))
        visit(
            archive,
            article(f"The storm came. {LONG}", url="https://inland.example/1", site="inland.example"),
            hours=9000,
        )
        for n, filled in enumerate((None, "2026-03-01T00:00:00Z")):
            checksums.insert(
                archive.db, "gaps", feed_id=1, url="https://harbour.example/rss", site="harbour.example",
                from_at=f"2026-0{n + 2}-01T00:00:00Z", to_at=f"2026-0{n + 2}-02T00:00:00Z", seen_before=3, estimate=7,
                found=0, filled_by="archive" if filled else None, filled_at=filled, names_before="[]", names_after="[]",
            )  # fmt: skip
        archive.db.commit()
    return path


PAGES = [
    "/stats", "/stats?by=site", "/stats?by=month&site=harbour.example", "/stats?by=section", "/stats?since=2026-03-01",
    "/trends", "/trends?q=ferry&q=storm", "/trends?q=ferry&by=week&share=1", "/trends?q=%E6%B8%A1%E8%BD%AE&by=year",
    "/trends?q=" + "&q=".join("abcdef"), "/stats/fields", "/stats/fields?site=inland.example", "/stats/gaps",
    "/stats/gaps?site=inland.example", "/queries", "/queries/gaps", "/queries/corrections", "/queries/stealth-edits",
    "/queries/articles-by-day?site=coast.example", "/queries/wire-share", "/queries/failures", "/queries/extraction-health",
]  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_pages_have_no_style_of_their_own_and_no_markup_of_texts(db, address):
    text = get(db, address).text
    assert not re.search(r"<script>|<b>|<style|\sstyle=", text.replace("&", ""))
    page = html.fromstring(text)
    assert len(page.xpath("//h1")) == 1
    for picture in page.xpath("//*[local-name()='svg']"):
        assert picture.get("role") == "img"
    assert len(page.xpath("//*[local-name()='svg']")) <= len(page.xpath("//table"))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(page.xpath(f"//*[@id='{name}']") for name in page.xpath("//label/@for"))


ROWS = [
    ("/stats", ("stats",)),
    ("/stats?by=site", ("stats", "--by", "site")),
    ("/stats?by=author&since=2026-02-01&until=2026-05-31", ("stats", "--by", "author", "--since", "2026-02-01", "--until", "2026-05-31")),
    ("/stats?by=month&site=www.harbour.example", ("stats", "--by", "month", "--site", "www.harbour.example")),
    ("/stats?by=verdict&language=en&excluded=0", ("stats", "--by", "verdict", "--lang", "en", "--not-excluded")),
    ("/trends?q=ferry&q=storm+OR+came&by=week", ("trends", "ferry", "storm OR came", "--by", "week")),
    ("/trends?q=ferry&section=Coast", ("trends", "ferry", "--section", "Coast")),
    ("/queries", ("query", "--list")),
    ("/queries/articles-by-day?since=2026-03-01", ("query", "articles-by-day", "-p", "since", "2026-03-01")),
    ("/queries/gaps?open=1", ("query", "gaps", "-p", "open", "1")),
]  # fmt: skip


@pytest.mark.parametrize("form", ["json", "csv"])
@pytest.mark.parametrize(("address", "args"), ROWS)
def test_the_rows_are_those_of_the_command(db, address, args, form):
    path, mark, query = address.partition("?")
    answer = get(db, f"{path}.{form}{mark}{query}")
    assert_is_what_the_command_prints(answer, db.parent, *args, f"--{form}", "-n", "0")


@pytest.mark.parametrize("path", ["/stats", "/trends", "/stats/fields", "/stats/gaps", "/queries", "/queries/gaps"])
def test_every_list_is_a_table_of_markdown(db, path):
    text = get(db, f"{path}.md?q=ferry" if path == "/trends" else f"{path}.md").text
    assert text.startswith("| ")
    assert text.splitlines()[1].startswith("| ---")


def test_a_count_leads_to_its_articles(db):
    page = html.fromstring(get(db, "/stats?by=month&site=harbour.example").text)
    (link,) = page.xpath("//th[@scope='row']/a[text()='2026-01']/@href")
    assert link == "/search?site=harbour.example&since=2026-01-01&until=2026-01-31"
    row = page.xpath("//tr[th/a[text()='2026-01']]/td[1]/text()")
    found = html.fromstring(get(db, link).text)
    assert len(found.xpath("//ol[contains(@class, 'lines')]/li")) == int(row[0])


def test_what_is_counted_together_leads_nowhere(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        for n in range(12):
            visit(archive, article(f"{n} {LONG}", url=f"https://site{n}.example/a", site=f"site{n}.example"))
    page = html.fromstring(get(tmp_path / "archive.db", "/stats").text)
    (rest,) = page.xpath("//th[@scope='row' and contains(., 'others')]")
    assert rest.text_content() == "2 others"
    assert not rest.xpath("a")
    assert len(page.xpath("//th[@scope='row']/a[contains(@href, 'site=')]")) == 10


def test_each_term_has_a_line_and_a_column(db):
    page = html.fromstring(get(db, "/trends?q=ferry&q=storm&by=month").text)
    assert page.xpath("//table/thead/tr/th/text()") == ["month", "ferry", "storm"]
    assert page.xpath("//table/tbody/tr/th/text()") == [f"2026-0{n}" for n in range(1, 7)]
    assert [box.get("value") for box in page.xpath("//input[@name='q' and not(@type)]")] == ["ferry", "storm", "", ""]


def test_fields_over_time(db):
    (first, *_), columns = (
        get(db, "/stats/fields.json").json(),
        {"month", "articles", "headline", "byline", "date_published", "image", "words"},
    )
    assert set(first) == columns
    assert (first["month"], first["headline"]) == ("2026-05", 1.0)
    assert 0 < first["byline"] < 1


@pytest.mark.parametrize(
    ("address", "status", "message"),
    [
        ("/stats?by=nonsense", 400, "by: 'nonsense' is not one of site, day"),
        ("/stats?since=x", 400, "since: 'x' is not a date"),
        ("/stats?excluded=maybe", 400, "excluded: 'maybe' is not one of"),
        ("/trends?q=-", 400, "'-' has no word to look for"),
        ("/trends?q=ferry&by=hour", 400, "by: 'hour' is not one of"),
        ("/trends?q=" + "&q=".join("abcdefghijklm"), 400, "12 terms at most"),
        ("/trends.csv", 400, "name one or more terms"),
        ("/stats.json?by=nonsense", 400, "by: 'nonsense'"),
        ("/queries/nothing", 404, "No question is called 'nothing'"),
        ("/queries/nothing.csv", 404, "No question is called 'nothing'"),
        ("/stats?site=nowhere.example", 200, "No article matches"),
        ("/trends?q=nowhere", 200, "Nothing found."),
        ("/stats/fields?site=nowhere.example", 200, "nowhere.example"),
    ],
)
def test_what_cannot_be_counted(db, address, status, message):
    assert message in html.fromstring(get(db, address, status).text).text_content()


def test_an_empty_archive_has_the_pages(tmp_path):
    Archive.open(tmp_path / "archive.db").close()
    for address in (*PAGES, "/changes", "/changes.atom", "/changes.feed.json"):
        get(tmp_path / "archive.db", address)


def test_the_style_sheet_has_all_that_charts_use():
    """A chart in a page has no style of its own: what the rules of a file say, those of the room say, too."""
    sheet = next(
        file.body.decode() for file in static_files.served().values() if ".scraper-chart" in file.body.decode()
    )
    for name in re.findall(r"\.scraper-chart \.(\w+)\{", STYLE):
        assert f".scraper-chart .{name} {{" in sheet
    for name in ("s0", "s1", "s2", "s3"):
        light, dark = (re.search(rf"--{name}:(#\w+)", half)[1] for half in STYLE.split("@media"))
        assert f"--{name}: light-dark({light}, {dark})" in sheet
