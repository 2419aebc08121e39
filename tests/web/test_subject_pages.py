"""Pages of sites, authors, feeds, clusters, label sets and runs: what they show, and the same rows in other forms."""

import html
import json
import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from newsroom import START, article, made_up, visit
from program import inside
from reading_newsroom import AUTHORS, HOSTILE, LABELS
from reading_room import assert_is_what_the_command_prints, visiting
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.models import Author
from scraper.present import listed_columns
from scraper.web import subject_pages
from scraper.web.pages import author_pages, cluster_pages, label_pages, run_pages, site_pages


def address_of(author, stories):
    with Archive.open(stories / "archive.db", read_only=True) as archive:
        return next(f"/authors/{one.id}" for one in archive.articles.authors() if one.name == author)


def text_of(page):
    """The words of a page's main part."""
    main = page.split('<main id="main"', 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


SHOWN = [
    ("/sites", ["3 sites.", "north.example 15 33 % 28 May 2025", "point.md 15"]),
    (
        "/sites/north.example",
        ["15 articles.", "Newest articles", "headline 100 %", "byline", "Feeds", "well", "2024", "Sea"],
    ),
    ("/sites/point.md", ["15 articles.", "https://point.md/feed.xml"]),
    ("/sites/south.example", ["15 articles.", "Changes", "body_text"]),
    ("/sites/POINT.md", ["15 articles."]),
    ("/health", ["north.example 15 100 %"]),
    ("/authors", ["Anna Holm 33", "דנה כהן 22"]),
    ("/authors?name=כה", ["דנה כהן 22"]),
    ("/authors?name=none", ["No author has this name."]),
    ("/feeds", ["https://point.md/feed.xml"]),
    ("/feeds/2", ["https://point.md/feed.xml", "at the next run", "well"]),
    ("/clusters", ["Published from 2026-04-01 to now: 0 texts.", "Copies on the same site"]),
    ("/clusters?same_site=1", ["Copies on several sites"]),
    ("/clusters?same_site=1&site=point.md&since=2025-01-01", ["Published from 2025-01-01 to now: 0 texts."]),
    ("/clusters/5", ["No other site had it from 2024-04-28 to 2024-05-12."]),
    ("/labels", ["cases 47 45 URL, outlet, status", LABELS, "ann and ben"]),
    (
        "/labels/cases",
        ["47 rows with 45 articles", "asked 47 100 %", "not visited 2", "BBC"],
    ),
    (f"/labels/{quote(LABELS, safe='')}", ["47 rows with 45 articles"]),
    ("/agreement?first=ann&second=ben", ["wire 2 0 0 0"]),
    ("/agreement", ["ann and ben"]),
    ("/runs", ["1 scraper fetch x 1 May 2026, 09:00 UTC 0 s 45 new, 3 timeout"]),
    (
        "/runs/1",
        ["scraper fetch x", "timeout 3", "south.example 3 3 0 900 900 one request every 8 s at most, slowed after timeout", "north.example 1 0 0 120 120", "slow <script>"],
    ),
    ("/status", ["archive articles 45"]),
]  # fmt: skip


@pytest.mark.parametrize(("address", "said"), SHOWN)
def test_what_a_page_shows(client, address, said):
    answer = client.get(address)
    assert answer.status_code == 200
    words = text_of(answer.text)
    assert [one for one in said if " ".join(one.split()) not in words] == []


def test_the_page_of_an_author(client, stories):
    page = client.get(address_of(AUTHORS[1], stories)).text
    assert f'<h1 dir="auto">{AUTHORS[1]}</h1>' in page
    assert "22 articles on 3 sites." in text_of(page)
    hostile = client.get(address_of(HOSTILE, stories)).text
    assert "<script>alert" not in hostile
    assert "11 articles on 3 sites." in text_of(hostile)


FORMS = [
    ("/sites/point.md.json", ("list", "--site", "point.md", "--columns", ",".join(listed_columns.ARTICLES), "--json")),
    ("/sites/north.example.csv", ("list", "--site", "north.example", "--columns", ",".join(listed_columns.ARTICLES), "--csv")),
    ("/health.csv", ("doctor", "--csv")),
    ("/feeds.json", ("feed", "list", "--columns", ",".join(listed_columns.ALL_OF_FEEDS), "--json")),
    ("/feeds/1.json", ("feed", "show", "1", "--json")),
    ("/labels.csv", ("label", "list", "--csv")),
    ("/labels/cases.csv", ("label", "show", "cases", "--csv")),
    (f"/labels/{quote(LABELS, safe='')}.json", ("label", "show", LABELS, "--json")),
    ("/agreement.json?first=ann&second=ben", ("tag", "--compare", "ann", "ben", "--json")),
]  # fmt: skip


@pytest.mark.parametrize(("address", "command"), FORMS)
def test_a_form_is_what_the_command_prints(client, stories, address, command):
    limit = ("-n", "0") if command[0] == "list" else ()
    assert_is_what_the_command_prints(client.get(address), stories, *command, *limit)


COLUMNS = [
    ("/sites.json", listed_columns.SITES),
    ("/authors.json", listed_columns.AUTHORS),
    ("/authors/1.json", listed_columns.ARTICLES),
    ("/runs.json", listed_columns.RUNS),
    ("/runs/1.json", ("url", "at", "reason", "status", "error", "ms", "article_id")),
    ("/status.json", listed_columns.STATUS),
]


@pytest.mark.parametrize(("address", "columns"), COLUMNS)
def test_other_lists_have_rows_of_the_same_columns(client, address, columns):
    rows = client.get(address).json()
    assert rows
    assert {tuple(row) for row in rows} == {tuple(columns)}


def test_the_visits_that_failed_come_first(client):
    rows = client.get("/runs/1.json").json()
    assert [row["reason"] for row in rows] == ["timeout"] * 3 + ["new"]


MISSING = [
    ("/sites/none.example", "The archive has nothing from none.example."),
    ("/sites/none.example.json", "The archive has nothing from none.example."),
    ("/authors/99", "The archive has no such author."),
    ("/authors/99.bib", "The archive has no such author."),
    ("/feeds/99", "No such feed is followed."),
    ("/clusters/99", "The archive has no such article."),
    ("/labels/none", "The archive has no label set none."),
    ("/labels/none.csv", "The archive has no label set none."),
    ("/runs/99", "There is no such run."),
    ("/runs.bib", "This list has no such form: it has .json, .csv, .md."),
    ("/runs/1.bib", "This list has no such form: it has .json, .csv, .md."),
    ("/labels/cases.bib", "This list has no such form: it has .json, .csv, .md."),
    ("/sites.bib", "This list has no such form: it has .json, .csv, .md."),
    ("/runs/abc", "No page has this address."),
]


@pytest.mark.parametrize(("address", "line"), MISSING)
def test_what_is_not_there_is_a_line(client, address, line):
    answer = client.get(address)
    assert answer.status_code == 404
    assert line in html.unescape(answer.text)


REFUSED = [
    ("/agreement.json", "name two coders"),
    ("/agreement?first=ann&second=nobody", "ann and nobody have tagged no article in common"),
    ("/clusters?since=then", "'then' is not a date"),
    ("/runs?page=0", "page must be a number from 1 to 1000"),
    ("/runs?page=x", "page must be a number from 1 to 1000"),
]


@pytest.mark.parametrize(("address", "line"), REFUSED)
def test_what_makes_no_sense_is_a_line(client, address, line):
    answer = client.get(address)
    assert answer.status_code == 400
    assert line in html.unescape(answer.text)


@pytest.mark.parametrize(("address", "count"), [("/authors", 3), ("/sites", 3), ("/runs/1", 4), ("/labels/cases", 47)])
def test_long_lists_have_pages(client, monkeypatch, address, count):
    monkeypatch.setattr("scraper.web.page_cache.PageCache.get", lambda *_: None)  # pages made anew
    for module in (subject_pages, site_pages, author_pages, run_pages, label_pages):
        monkeypatch.setattr(module, "SHOWN", 2)
    pages, here = [], address
    while here:
        page = client.get(here).text
        pages.append(page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        here = html.unescape(following[1]) if following else None
    assert len(pages) == -(-count // 2)
    assert 'rel="prev"' in pages[-1]


def test_copies_lead_to_their_cluster(tmp_path):
    text = made_up(1)[0].body[0].text * 2
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        for number, site in enumerate(("first.example", "second.example", "third.example")):
            made = article(text, url=f"https://{site}/1", site=site, headline=f"Copy {number}")
            visit(archive, replace(made, date_published=f"2026-04-2{number}T08:00:00Z"), hours=number)
    with visiting(tmp_path / "archive.db") as client:
        page = client.get("/clusters").text
        assert "Copy 0 first.example 20 April 2026, 08:00 UTC 3 3" in text_of(page)
        for article_id in (1, 2, 3):
            words = text_of(client.get(f"/clusters/{article_id}").text)
            assert "first 100 % 20 April 2026, 08:00 UTC first.example Copy 0 exact 100 %" in words
        rows = client.get("/clusters.json").json()
        assert client.get("/clusters.bib").text.count("@online{") == 3
    columns = (*listed_columns.OF_CLUSTERS, *listed_columns.ARTICLES)
    printed = inside(tmp_path, "list", "--clusters", "-n", "0", "--columns", ",".join(columns), "--json")
    assert rows == json.loads(printed.stdout)


def test_too_many_texts_are_not_compared(client, monkeypatch):
    monkeypatch.setattr(cluster_pages, "MOST", 3)
    answer = client.get("/clusters.json?since=2020-01-02")
    assert answer.status_code == 400
    assert answer.text.startswith(
        "45 articles are too many to compare on a page, which takes 3: ask for a shorter time"
    )


def test_pages_of_an_empty_archive(tmp_path):
    Archive.open(tmp_path / "a.db").close()
    with visiting(tmp_path / "a.db") as client:
        for name in ("sites", "health", "authors", "feeds", "clusters", "labels", "runs", "status"):
            assert client.get(f"/{name}").status_code == 200
            assert client.get(f"/{name}.json").status_code == 200


def test_one_is_singular(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        visit(archive, article(url="https://one.example/a", site="one.example", authors=(Author(name="Ann"),)))
        table = LabelTable(name="cases", columns=("url",), url_column="url", source="cases.csv")
        url = "https://one.example/a"
        archive.corpus.labels.keep(table, [LabelRow(url=url, cells={"url": url})])
    expected = {
        "/": "1 article.",
        "/sites": "1 site.",
        "/sites/one.example": "1 article.",
        "/authors/1": "1 article on 1 site.",
        "/labels/cases": "1 row with 1 article.",
        "/articles/1": "1 version",
        "/articles/1/history": "1 version",
        "/stats": "1 article;",
    }
    with visiting(tmp_path / "a.db") as client:
        for address, said in expected.items():
            words = text_of(client.get(address).text)
            assert said in words, address
            assert not re.search(r"\b1 (articles|sites|rows|versions|words)\b", words), address
