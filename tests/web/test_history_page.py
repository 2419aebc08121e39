"""The life of an article on one page: versions, what changed, visits, vanishing and return, kept pages."""

import re

import pytest
from lxml import html

from newsroom import LONG, START, URL, article, page
from program import inside
from reading_room import get, visiting
from scraper.archive import Archive

HOSTILE = "<script>alert(1)</script>\"'><b>&amp;{{ 7 * 7 }}"


def seen(archive, day, reason, **fields):
    archive.clock = lambda: START.replace(day=day)
    archive.crawl.log.write(URL, reason, **fields)


def read(archive, day, run, text, **fields):
    """A visit that brings a version."""
    archive.clock = lambda: START.replace(day=day)
    new = article(*text.split("\n\n"), **fields)
    capture = archive.pages.keep(page(new, hours=24 * (day - 1)), run_id=run)
    archive.articles.save(new, capture)
    seen(archive, day, "edited" if day > 1 else "new", capture_id=capture, status=200, run_id=run)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("history") / "a.db"
    with Archive.open(path, clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["run"])
        read(archive, 1, run, f"It costs 10 crowns. {LONG}\n\nA fee is due.", date_modified="2026-05-01T08:00:00Z")
        for day in (2, 3):
            archive.clock = lambda day=day: START.replace(day=day)
            archive.crawl.log.touch(URL, status=304, run_id=run)
        read(archive, 4, run, f"It costs 19 crowns. {LONG}\n\nA fee is due.", date_modified="2026-05-01T08:00:00Z")
        for day in (5, 6, 7):
            seen(archive, day, "not_found", status=404)
        seen(archive, 8, "timeout", error="no answer")
        read(archive, 9, run, f"It costs 19 crowns. {LONG}", headline=HOSTILE, byline=HOSTILE)
        archive.articles.save(article(LONG, url="https://harbour.example/imported"))
    return path


def text_of(node):
    return " ".join(node.text_content().split())


@pytest.fixture(scope="module")
def shown(path):
    return html.fromstring(get(path, "/articles/1/history").text)


def test_everything_is_in_the_order_of_time(shown):
    found = [(item.get("class").split()[0], text_of(item)) for item in shown.iterfind(".//ol[@class='timeline']/li")]
    assert [name for name, _ in found] == [
        "version",
        "visits",
        "version",
        "visits",
        "event",
        "visits",
        "version",
        "event",
    ]
    texts = [text for _, text in found]
    assert "first seen · from its site · answer 200 · run 1" in texts[0]
    assert any("Seen unchanged 2 times: 2 May 2026, 09:00 UTC to 3 May 2026" in text for text in texts)
    assert any("Not there 3 times (not found)" in text for text in texts)
    assert any("Not read (timeout)" in text for text in texts)
    assert any(text.startswith("Vanished: not found since 5 May 2026, 09:00 UTC") for text in texts)
    assert any(text.startswith("Restored") for text in texts)


def test_edits_are_shown_in_their_words(shown):
    _, second, third = shown.iterfind(".//li[h3]")
    assert "stealth edit" in text_of(second)
    assert [node.text for node in second.iter("del", "ins")] == ["10", "19"]
    assert "Text, number" in text_of(second)
    kinds = [text_of(node) for node in third.iterfind(".//span[@class='kind']")]
    assert kinds == ["Headline, number", "Text, paragraph removed", "Byline, added"]
    assert "A fee is due." in [node.text for node in third.iter("del")]


def test_versions_and_their_differences_are_linked(shown):
    links = {link.get("href") for link in shown.iter("a")}
    assert {"/articles/1/v/1", "/articles/1/v/2", "/articles/1/v/3", "/articles/1/diff/1/2", "/articles/1/diff/2/3", "/articles/1/diff/1/3", "/articles/1/diff/2/3?view=side", "/runs/1"} <= links  # fmt: skip


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_rows_are_those_of_the_command(path, form):
    expected = inside(path.parent, "--db", path, "history", 1, f"--{form}")
    assert expected.returncode == 0, expected.stderr
    with visiting(path) as client:
        assert client.get(f"/articles/1/history.{form}").text == expected.stdout


def test_kept_pages_are_listed(shown):
    rows = [text_of(row) for row in shown.iterfind(".//tbody/tr")]
    assert len(rows) == 3
    assert "version 3 live · run 1 200" in rows[0]


def test_an_article_without_a_page(path):
    with visiting(path) as client:
        assert "No page of this article is kept" in client.get("/articles/2/history").text
        assert client.get("/articles/9/history").status_code == 404


def test_texts_are_never_markup(path):
    with visiting(path) as client:
        text = client.get("/articles/1/history").text
    assert not re.search(r"<script>|<b>|\sstyle=", text.replace("&", ""))
    assert HOSTILE in html.fromstring(text).text_content()
