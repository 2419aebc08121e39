"""Where a page has no date, its feed's reaches the article, is named so, and stays there when the page is read again."""

import json

import pytest

from program import ALLOW, inside, serving
from scraper.jobs.read_page import ReadTask, article_of
from tests.extract.test_growth import page_of, paragraph

TEXT = "".join(map(paragraph, range(8)))
SAID = "Fri, 22 May 2026 10:04:00 +0200"
ISO = "2026-05-22T10:04:00+02:00"


def undated(date=""):
    opening = f"<h1>The ferry keeps its winter timetable</h1>{date}"
    return f"<html lang=en><head><title>Ferry</title></head><body><article>{opening}{TEXT}</article></body></html>".encode()


def rss(site):
    items = "".join(
        f"<item><title>Story</title><link>{site.base}{path}</link><pubDate>{said}</pubDate></item>"
        for path, said in (("/bare", SAID), ("/dated", SAID), ("/ahead", "Fri, 22 May 2099 10:04:00 GMT"))
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>G</title>{items}</channel></rss>'.encode()


@pytest.fixture
def site():
    with serving() as site:
        html = {"Content-Type": "text/html; charset=utf-8"}
        site.pages["/bare"] = (200, html, undated())
        site.pages["/ahead"] = (200, html, undated())
        site.pages["/dated"] = (200, html, undated('<time datetime="2026-05-20T08:00:00Z">20 May</time>'))
        site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, rss(site))
        yield site


def told(folder, url):
    row = json.loads(inside(folder, "show", url, "--format", "json").stdout)
    return row["date_published"], row["sources"].get("date_published")


def test_the_feed_s_date_reaches_an_article_without_one(site, tmp_path):
    assert inside(tmp_path, "feed", "add", "--no-check", f"{site.base}/feed").returncode == 0
    assert inside(tmp_path, "feed", "poll", *ALLOW).returncode == 0
    bare = f"{site.base}/bare"
    assert told(tmp_path, bare) == (ISO, "feed")
    assert told(tmp_path, f"{site.base}/dated") == ("2026-05-20T08:00:00+00:00", "time_element")
    assert told(tmp_path, f"{site.base}/ahead") == (None, None)
    assert "won   feed (30%)" in inside(tmp_path, "explain", bare).stdout

    assert inside(tmp_path, "reextract").returncode == 0
    assert told(tmp_path, bare) == (ISO, "feed")

    site.pages["/bare"] = (200, {"Content-Type": "text/html"}, undated() + b"<!-- new -->")
    inside(tmp_path, "fetch", bare, "--force", *ALLOW)  # asked for by hand: no feed says anything now
    assert told(tmp_path, bare) == (ISO, "feed")
    assert inside(tmp_path, "reextract").returncode == 0
    assert told(tmp_path, bare) == (ISO, "feed")
    events = [json.loads(line) for line in inside(tmp_path, "changes", "--nl").stdout.splitlines()]
    assert [each for each in events if each.get("field") == "date_published"] == []


@pytest.mark.parametrize(
    ("said", "date", "source"),
    [
        (SAID, ISO, "feed"),
        ("2026-05-22", "2026-05-22", "feed"),
        ("soon", None, None),
        ("1970-01-01T00:00:00Z", None, None),
        ("2099-05-22", None, None),
        (None, None, None),
    ],
)
def test_a_feed_s_date_counts_only_if_it_can_be(said, date, source):
    article = article_of(ReadTask(page=page_of(TEXT), feed_date=said))
    assert (article.date_published, article.sources.get("date_published")) == (date, source)


def test_a_date_of_the_page_s_own_stands_above_the_feed_s():
    dated = page_of('<div class="date">20 May 2026</div>' + TEXT)
    article = article_of(ReadTask(page=dated, feed_date=SAID))
    assert (article.date_published, article.sources["date_published"]) == ("2026-05-20", "date_class")
    assert [(c.value, c.won) for c in article.candidates if c.strategy == "feed"] == [(ISO, False)]
