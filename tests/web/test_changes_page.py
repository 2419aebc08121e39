"""What newsrooms changed: the page, its filters, its other forms, and feeds that can be followed."""

import csv
import io
import json
import re
from datetime import datetime

import pytest
from lxml import etree, html

from newsroom import LONG, START, article, visit
from program import inside
from reading_room import LOCAL, assert_is_what_the_command_prints, get
from scraper import sources
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.web.safety import HEADERS

HARBOUR, INLAND = "https://harbour.example", "https://inland.example"
HOSTILE = "<script>alert(1)</script>\"'><b>&amp;{{ 7 * 7 }} \ufffe"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    """Edits on two sites, hostile and in other scripts, an article that vanished, and 30 more edits."""
    path = tmp_path_factory.mktemp("changes") / "archive.db"
    with Archive.open(path, clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["fetch", "x"])
        for n, text in enumerate(("10 crowns", "19 crowns", HOSTILE)):
            headline = HOSTILE if n else "Ferry costs"
            visit(
                archive, article(f"It costs {text}. {LONG}\n\n{LONG}", url=f"{HARBOUR}/a", headline=headline), hours=n
            )
        for n, text in enumerate(("five", "six")):
            url = f"{INLAND}/b"
            visit(
                archive,
                article(f"{text} harvests. {LONG}", url=url, site="inland.example", headline="زيادة الأجرة"),
                hours=4 + n,
            )
            visit(archive, article(f"{text} boats. {LONG}", url=f"{HARBOUR}/c"), hours=6 + n)
        for hours in (8, 20, 40):
            archive.clock = lambda hours=hours: START.replace(day=1 + hours // 24, hour=hours % 24)
            archive.crawl.log.write(f"{HARBOUR}/c", "gone")
        for n in range(30):
            url = f"{HARBOUR}/many/{n}"
            for version in (1, 2):
                visit(
                    archive,
                    article(f"Many {n} have {version * 100 + n} words. {LONG}", url=url),
                    hours=100 + n + version,
                )
        table = LabelTable(name="cases", columns=("url",), url_column="url", source="cases.csv")
        archive.corpus.labels.keep(table, [LabelRow(url=f"{INLAND}/b", cells={"url": f"{INLAND}/b"})])
        archive.crawl.runs.end(run, {"new": 3})
    return path


def lines(db, address):
    page = html.fromstring(get(db, address).text)
    return page.xpath("//ol[contains(@class, 'changes')]/li")


def text_of(node):
    return " ".join(node.text_content().split())


FILTERS = [
    ("", ()),
    ("site=inland.example", ("--site", "inland.example")),
    ("label=cases", ("--label", "cases")),
    ("kind=number&site=harbour.example", ("--kind", "number", "--site", "harbour.example")),
    ("event=vanished", ("--event", "vanished")),
    ("event=retitled", ("--event", "retitled")),
    ("field=headline", ("--field", "headline")),
    ("stealth=1", ("--stealth",)),
    ("stealth=0", ("--no-stealth",)),
    ("since=2026-05-02&until=2026-05-05", ("--since", "2026-05-02", "--until", "2026-05-05")),
    ("min_words=3", ("--min-words", "3")),
    ("q=harvests", ("--query", "harvests")),
    ("q=harvests+OR+boats&kind=number", ("--query", "harvests OR boats", "--kind", "number")),
]


@pytest.mark.parametrize(("query", "args"), FILTERS)
def test_the_rows_are_those_of_the_command(db, query, args):
    for form in ("json", "csv"):
        answer = get(db, f"/changes.{form}?{query}")
        assert_is_what_the_command_prints(answer, db.parent, "changes", *args, "-n", "0", f"--{form}")


@pytest.mark.parametrize(("query", "args"), FILTERS)
def test_the_feed_is_that_of_the_command(db, query, args):
    expected = json.loads(inside(db.parent, "changes", *args, "--json-feed", "-").stdout)
    found = get(db, f"/changes.feed.json?{query}").json()
    assert [item["id"] for item in found["items"]] == [item["id"] for item in expected["items"]]
    assert [item["content_html"] for item in found["items"]] == [item["content_html"] for item in expected["items"]]
    atom = etree.fromstring(get(db, f"/changes.atom?{query}").content)
    command = etree.fromstring(inside(db.parent, "changes", *args, "--atom", "-").stdout.encode())
    assert atom.findtext(f"{ATOM}id") == command.findtext(f"{ATOM}id")


def test_an_entry_for_each_edit_with_its_words(db):
    found = lines(db, "/changes?site=harbour.example&q=costs+OR+boats")
    texts = [text_of(line) for line in found]
    assert len(found) == 4
    assert "vanished: not found since" in texts[0]
    assert "version 1 to 2" in texts[1]
    assert "10" in [node.text for node in found[3].iter("del")]
    assert "/articles/1/diff/1/2" in {link.get("href") for link in found[3].iter("a")}
    assert "stealth edit: headline, text" in texts[3]


def test_a_long_list_has_pages(db):
    first = html.fromstring(get(db, "/changes").text)
    (following,) = first.xpath("//a[@rel='next']/@href")
    assert following == "/changes?page=2"
    second = html.fromstring(get(db, following).text)
    heads = [page.xpath("//ol[contains(@class, 'changes')]/li/p[1]/time/@datetime") for page in (first, second)]
    assert [len(times) for times in heads] == [25, 10]
    assert heads[0] + heads[1] == sorted(heads[0] + heads[1], reverse=True)
    assert second.xpath("//a[@rel='prev']/@href") == ["/changes"]
    assert not second.xpath("//a[@rel='next']")
    assert "no more changes" in get(db, "/changes?page=9").text


@pytest.mark.parametrize(
    ("query", "status", "message"),
    [
        ("kind=nonsense", 400, "kind: 'nonsense' is not one of whitespace"),
        ("kind=number&event=moved", 400, "kind selects changed words and event other events"),
        ("since=yesterday", 400, "since: 'yesterday' is not a date"),
        ("min_words=-3", 400, "min_words: '-3' is not a whole number"),
        ("page=0", 400, "page must be a number from 1 to"),
        ("site=nowhere.example", 200, "nowhere.example"),
        ("q=nothing-like-it", 200, "No change matches."),
        ("field=<script>", 400, "field: '<script>' is not one of"),
    ],
)
def test_what_cannot_be_shown(db, query, status, message):
    answer = get(db, f"/changes?{query}", status)
    assert message in html.fromstring(answer.text).text_content()
    assert "<script>" not in answer.text.replace("<script src", "")


@pytest.mark.parametrize("form", ["json", "csv", "md", "atom", "feed.json"])
def test_other_forms_have_the_headers_and_plain_errors(db, form):
    for query, status in (("", 200), ("kind=nonsense", 400)):
        answer = get(db, f"/changes.{form}?{query}", status)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
        assert answer.headers["content-type"].startswith("text/plain") == (status == 400)


def test_atom_is_valid_and_names_itself(db):
    address = "/changes.atom?site=harbour.example&kind=number"
    root = etree.fromstring(get(db, address).content)
    ids = [node.text for node in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) > 2
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in ids)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{LOCAL}{address}", "alternate": f"{LOCAL}/changes?site=harbour.example&kind=number"}
    moments = [datetime.fromisoformat(node.text) for node in root.iter(f"{ATOM}updated")]
    assert moments[0] == max(moments)
    related = [link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "related"]
    assert f"{LOCAL}/articles/1/diff/1/2" in related


def test_json_feed_names_itself(db):
    found = get(db, "/changes.feed.json?q=harvests").json()
    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["feed_url"] == f"{LOCAL}/changes.feed.json?q=harvests"
    assert found["home_page_url"] == f"{LOCAL}/changes?q=harvests"
    (item,) = found["items"]
    assert (item["url"], item["external_url"]) == (f"{LOCAL}/articles/2/diff/1/2", f"{INLAND}/b")
    assert "<del>five</del>" in item["content_html"]


@pytest.mark.parametrize("form", ["atom", "feed.json"])
def test_our_own_reader_of_feeds_reads_them(db, form):
    read = sources.read(get(db, f"/changes.{form}").content, f"{HARBOUR}/changes.{form}")
    assert read.fault is None
    assert len(read.leads) == 35


def test_texts_are_never_markup(db):
    for address in ("/changes?field=headline", "/changes?q=costs"):
        text = get(db, address).text
        assert not re.search(r"<script>|<b>|\sstyle=", text.replace("&", ""))
        assert "<script>alert(1)</script>" in html.fromstring(text).text_content()
    assert "<script>" not in get(db, "/changes.atom").text
    items = get(db, "/changes.feed.json").json()["items"]
    assert not any("<script>" in item["content_html"] for item in items)
    cells = list(csv.reader(io.StringIO(get(db, "/changes.csv?field=headline").text)))
    assert any("<script>alert(1)</script>" in cell for row in cells for cell in row)
