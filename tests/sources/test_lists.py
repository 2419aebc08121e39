"""URL lists, tables, subscriptions, and the feeds that a page offers."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.errors import InputError
from scraper.models import Lead
from scraper.sources import feed_links, opml
from scraper.sources.opml import Subscription
from scraper.sources.tables import read_table
from scraper.sources.url_list import Rejected, read_lines

ONE, TWO = "http://river.example/1", "https://river.example/2"


def told(entries):
    return [str(entry) if isinstance(entry, Rejected) else (entry.url, dict(entry.row)) for entry in entries]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (ONE, [(ONE, {})]),
        (f"  {ONE}\r\n", [(ONE, {})]),
        (f"\ufeff{ONE}", [(ONE, {})]),
        (f"{ONE} # why it matters", [(ONE, {})]),
        ("", []),
        ("# a comment", []),
        ("   ", []),
        (f'{{"url": "{ONE}", "topic": "tides", "n": 3, "none": null}}', [(ONE, {"topic": "tides", "n": "3"})]),
        ('{"id": 1}', ["line 1: the object has no 'url'"]),
        ('{"url": 7}', ["line 1: the object has no 'url'"]),
        ('{"url": ', ["line 1: broken JSON: one object a line is expected"]),
        ("ftp://river.example/1", ["line 1: only http and https can be fetched, not ftp: 'ftp://river.example/1'"]),
        ("tides", ["line 1: not a URL: 'tides' (expected something like https://example.org/article)"]),
    ],
)
def test_a_line_is_a_url_or_nothing_or_a_reasoned_no(line, expected):
    assert told(read_lines([line])) == expected


def test_the_number_of_a_bad_line_counts_all_lines():
    assert told(read_lines(["# first", "", ONE, "nonsense"]))[1].startswith("line 4: ")


def test_a_row_fills_the_fields_that_a_lead_has():
    (lead,) = read_lines([f'{{"url": "{ONE}", "id": "a1", "headline": "Tides", "date_published": "2026-01-02"}}'])
    assert (lead.id, lead.headline, lead.date_published) == ("a1", "Tides", "2026-01-02")


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        (f"url,topic\n{ONE},tides\n{TWO},\n", "url", [(ONE, {"topic": "tides"}), (TWO, {"topic": ""})]),
        (f"topic;link\ntides;{ONE}\n", "link", [(ONE, {"topic": "tides"})]),
        (f'link\ttopic\n{ONE}\t"two\nlines"\n{TWO}\tx\n', "link", [(ONE, {"topic": "two\nlines"}), (TWO, {"topic": "x"})]),
        (f"\ufeffurl\n{ONE}\n\n", "url", [(ONE, {})]),
        ("url,topic\nnope,tides\n", "url", ["line 2: not a URL: 'nope' (expected something like https://example.org/article)"]),
        (f"topic,url\nshort\nx,{ONE}\n", "url", ["line 2: not a URL: '' (expected something like https://example.org/article)", (ONE, {"topic": "x"})]),
    ],
)  # fmt: skip
def test_a_table_passes_its_other_columns_on(text, column, expected):
    assert told(read_table(text, column)) == expected


@pytest.mark.parametrize("text", ["link,topic\na,b\n", ""])
def test_a_table_without_the_column_is_an_error_that_helps(text):
    with pytest.raises(InputError, match=r"no column 'url'.*--column"):
        list(read_table(text))


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_lines_are_read_without_raising(lines):
    assert all(isinstance(entry, Lead | Rejected) for entry in read_lines(lines))


COAST = (
    Subscription(
        url="http://a.example/feed", title="A & B", site_url="http://a.example/", folders=("Coast",), kind="rss"
    ),
    Subscription(url="http://c.example/feed", title="C", folders=("Coast", "Abroad"), kind="rss"),
    Subscription(url="http://d.example/feed", title="D", kind="rss"),
)


def test_what_is_written_as_opml_is_read_back():
    assert opml.read(opml.write(COAST)) == COAST
    assert opml.title_of(opml.write(COAST, "My feeds")) == "My feeds"


CATEGORIES = [  # of an outline in a file -> tags
    ("coast,/News/Harbour/, north", ("coast", "News/Harbour", "north")),
    ('"Coast, north",/News', ("Coast, north", "News")),
    (' "a ""quoted"" word" , b', ('a "quoted" word', "b")),
    ('5" gun,"unclosed, c', ('5" gun', '"unclosed', "c")),
    ('"one" two,three', ('"one" two', "three")),
    (",, ,coast,coast", ("coast",)),
    ("", ()),
]


@pytest.mark.parametrize(("category", "tags"), CATEGORIES)
def test_the_categories_of_an_outline_are_tags(category, tags):
    text = f"<opml><body><outline xmlUrl='http://a.example/f' category='{category}'/></body></opml>"
    (feed,) = opml.read(text.encode())
    assert feed.tags == tags


@given(st.lists(st.text(st.sampled_from('a,"/ é'), min_size=1).map(str.strip).filter(bool), unique=True))
def test_every_tag_is_read_back_as_it_was_written(tags):
    feeds = (Subscription(url="http://a.example/f", title="A", kind="rss", tags=tuple(tags)),)
    assert opml.read(opml.write(feeds)) == feeds


def test_opml_as_readers_write_it():
    text = b"""<OPML version="1.0"><body><outline title="F"><outline XMLURL=" http://a.example/f " text="A"/>
    <outline text="no feed"/></outline><outline xmlUrl="ftp://b.example/"/></body></OPML>"""
    assert opml.read(text) == (Subscription(url="http://a.example/f", title="A", folders=("F",)),)


@pytest.mark.parametrize("data", [b"", b"<rss/>", b"not xml", b"<html><body></body></html>"])
def test_what_is_no_opml_is_said(data):
    with pytest.raises(InputError, match="not an OPML"):
        opml.read(data)


PAGE = b"""<!DOCTYPE html><html><head><base href="/sub/">
<link rel="alternate" type="application/rss+xml" title="Comments Feed" href="/comments/feed/">
<link rel="alternate" type="Application/RSS+XML; charset=utf-8" title="All &amp; sundry" href="feed.xml">
<link rel="ALTERNATE home" type="application/feed+json" href="/feed.json">
<link rel="feed" href="/h-feed">
<link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" type="text/css" href="/s.css">
<link rel="alternate" type="application/rss+xml" href="/feed.json"></head><body><p>x</body></html>"""


def test_a_page_offers_its_feeds_and_those_of_comments_last():
    found = feed_links.feeds(PAGE, "http://river.example/a/b")
    assert [(feed.url, feed.title, feed.kind) for feed in found] == [
        ("http://river.example/sub/feed.xml", "All & sundry", "application/rss+xml"),
        ("http://river.example/feed.json", None, "application/feed+json"),
        ("http://river.example/h-feed", None, None),
        ("http://river.example/comments/feed/", "Comments Feed", "application/rss+xml"),
    ]
    assert {feed.site_url for feed in found} == {"http://river.example/a/b"}


@pytest.mark.parametrize("page", [b"", b"\x00\x01", b"no markup at all"])
def test_a_page_without_feeds_offers_none(page):
    assert feed_links.feeds(page, "http://river.example/") == ()


def test_feeds_are_guessed_at_the_root():
    assert "http://river.example/feed" in feed_links.guesses("http://river.example/a/b?c")


def test_the_subscriptions_of_the_made_up_web():
    path = Path(__file__).parent.parent.parent / "fixtures" / "feeds" / "subscriptions.opml"
    assert [(feed.title, feed.folders) for feed in opml.read(path.read_bytes())] == [
        ("Harbour Courier", ("Coast",)),
        ("みなと新報", ("Coast", "Abroad")),
        ("Pots & Proofs", ()),
        ("The Lantern Review", ()),
    ]
