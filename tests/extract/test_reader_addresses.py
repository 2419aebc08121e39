"""Addresses as feed readers and podcast players pass them on (feed:, pcast:) are the web addresses in them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from program import ALLOW, article, inside, serving
from scraper import sources, urls
from scraper.sources import feed_links

MEANT = [
    ("feed://a.example/rss", "http://a.example/rss"),
    ("FEED://A.example/rss", "http://A.example/rss"),
    ("  feed:https://a.example/rss", "https://a.example/rss"),
    ("feed:http://a.example/rss", "http://a.example/rss"),
    ("feed://https://a.example/rss", "https://a.example/rss"),
    ("feed://https:/a.example/rss", "https://a.example/rss"),
    ("feeds://a.example/rss", "https://a.example/rss"),
    ("pcast://a.example/rss", "http://a.example/rss"),
    ("podcast://a.example/rss", "http://a.example/rss"),
    ("itpc://a.example/rss", "http://a.example/rss"),
    ("rss://a.example/rss?a=feed:1", "http://a.example/rss?a=feed:1"),
    # not such addresses
    ("https://a.example/feed://b.example/", "https://a.example/feed://b.example/"),
    ("feed", "feed"),
    ("feed:", "feed:"),
    ("feed:///rss", "feed:///rss"),
    ("feedback://a.example/", "feedback://a.example/"),
    ("ftp://a.example/", "ftp://a.example/"),
]


@pytest.mark.parametrize(("given_", "meant"), MEANT)
def test_the_web_address_is_taken_out(given_, meant):
    assert urls.handed_on(given_) == meant


@given(st.text(max_size=40), st.sampled_from(["feed:", "feed://", "pcast://", "feed:https://", ""]))
def test_what_is_an_address_stays_one_when_it_is_handed_on_twice(text, scheme):
    once = urls.absolute("", f"{scheme}{text}")
    assert once is None or (once.startswith("http") and urls.absolute("", f"feed:{once}") == once)


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item><link>feed://a.example/1</link></item></channel></rss>",
        "<feed><entry><link href='feed:http://a.example/1'/></entry></feed>",
        '{"items": [{"url": "feed://a.example/1"}]}',
        "<urlset><url><loc>feed://a.example/1</loc></url></urlset>",
        "feed://a.example/1",
    ],
)
def test_feeds_may_list_them(text):
    assert [lead.url for lead in sources.read(text.encode(), "http://b.example/f").leads] == ["http://a.example/1"]


def test_pages_may_announce_them():
    page = b"<html><head><link rel=alternate type=application/rss+xml href='feed://a.example/rss'></head></html>"
    assert [feed.url for feed in feed_links.feeds(page, "http://b.example/")] == ["http://a.example/rss"]


def test_every_command_takes_them(tmp_path):
    with serving() as site:
        there = site.base.removeprefix("http://")
        for path in ("/a", "/b", "/c", "/d"):
            site.pages[path] = (200, {}, article(f"A story from {path}"))
        rss = f"<rss><channel><item><link>feed:{site.base}/a</link></item></channel></rss>"
        site.pages["/rss"] = (200, {"Content-Type": "application/rss+xml"}, rss.encode())
        assert (
            inside(tmp_path, "feed", "add", "--no-check", f"feed://{there}/rss").stderr
            == f"following {site.base}/rss\n"
        )
        assert inside(tmp_path, "feed", "poll", *ALLOW, f"feed://{there}/rss").returncode == 0
        assert inside(tmp_path, "fetch", *ALLOW, f"feed://{there}/b").returncode == 0
        (tmp_path / "list.txt").write_text(f"feed:{site.base}/c\n")
        assert inside(tmp_path, "fetch", *ALLOW, "-a", "list.txt").returncode == 0
        (tmp_path / "table.csv").write_text(f"url\npcast://{there}/d\n")
        assert inside(tmp_path, "fetch", *ALLOW, "--csv", "table.csv").returncode == 0
        listed = [json.loads(line)["url"] for line in inside(tmp_path, "list", "--nl").stdout.splitlines()]
        assert sorted(listed) == [f"{site.base}/{name}" for name in "abcd"]
        assert inside(tmp_path, "feed", "remove", f"feed://{there}/rss").returncode == 0
