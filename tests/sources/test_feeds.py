"""Feeds and sitemaps of every format give leads; broken and hostile ones give what they can, or one clear line."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import sources
from scraper.errors import InputError
from scraper.models import Lead
from scraper.sources import feed_text, feed_times

FEEDS = Path(__file__).parent.parent.parent / "fixtures" / "feeds"
AT = "http://river.example/news/feed"


def lead(url, id_=None, headline=None, date=None, **row):
    return Lead(url=url, id=id_ or url, headline=headline, date_published=date, row=row)


def listed(text, url=AT, content_type=""):
    return sources.read(text if isinstance(text, bytes) else text.encode(), url, content_type)


BELL = lead(
    "http://lantern-review.example/conversations/bell-founder", "lr-2025-117",
    "“A bell is a mistake that rings true”", "2025-11-30T00:00:00+00:00",
)  # fmt: skip
CAT = lead(
    "http://minato-shimbun.example/articles/L20260114-07.html", None,
    "灯台の猫、十年の勤務を終える 後任は未定", "2026-01-14T05:30:00+09:00",
)  # fmt: skip
DOUGH = lead(
    "http://pots-and-proofs.example/2026/02/sourdough-ledger/", "tag:pots-and-proofs.example,2026:812",
    "A ledger for your sourdough, and why mine has a column for weather", "2026-02-08T09:30:12+01:00",
)  # fmt: skip
PILOT = lead(
    "http://harbour-courier.example/daily/pilot-station?utm_source=feed&utm_medium=rss", "courier-4471988",
    "Inside the pilot station that nobody ordered", "2026-03-12T06:30:00+00:00",
)  # fmt: skip
VOTE = lead(
    "http://harbour-courier.example/daily/tidal-barrier-vote", "courier-4471920",
    "What the tidal barrier vote means for the “quiet docks” pact", "2026-03-11T07:45:00+00:00",
)  # fmt: skip
DRAINS = lead(
    "http://northgate-tribune.example/news/2026/apr/14/rail-tunnel-flooding-inquiry", None,
    "Tunnel drains were painted shut, flooding inquiry hears", "2026-04-14T16:20:05+01:00",
    date_modified="2026-04-14T19:41:37+01:00",
)  # fmt: skip
NEWS = lead("http://northgate-tribune.example/sitemaps/news.xml", date_modified="2026-04-14")
MARCH = lead("http://northgate-tribune.example/sitemaps/2026-03.xml", date_modified="2026-03-31T23:59:00+00:00")


@pytest.mark.parametrize(
    ("file", "kind", "title", "leads", "more"),
    [
        ("harbour-courier.example/feed.rss", "rss", "Harbour Courier: Daily", (PILOT, VOTE), ()),
        ("pots-and-proofs.example/feed.atom", "atom", "Pots & Proofs", (DOUGH,), ()),
        ("lantern-review.example/feed.json", "json_feed", "The Lantern Review", (BELL,), ()),
        ("minato-shimbun.example/index.rdf", "rss", "みなと新報", (CAT,), ()),
        ("northgate-tribune.example/news.xml", "sitemap", "The Northgate Tribune", (DRAINS,), ()),
        ("northgate-tribune.example/sitemap-index.xml", "sitemap_index", None, (), (NEWS, MARCH)),
    ],
)
def test_a_feed_of_the_made_up_web(file, kind, title, leads, more):
    feed = sources.read((FEEDS / file).read_bytes(), f"http://{file}")
    assert (feed.kind, feed.title, feed.leads, feed.more, feed.fault) == (kind, title, leads, more, None)


ITEM = "<item><title>One</title><link>http://river.example/1</link></item>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"<rss version='0.91'><channel>{ITEM}</channel></rss>", [("http://river.example/1", "One")]),
        (f"<rss><channel/>{ITEM}</rss>", [("http://river.example/1", "One")]),
        (f"<RSS><Channel>{ITEM.replace('item', 'Item')}</Channel></RSS>", [("http://river.example/1", "One")]),
        (f"\n\n  <?xml version='1.0'?><rss><channel>{ITEM}</channel></rss>", [("http://river.example/1", "One")]),
        (f"\ufeff<rss><channel>{ITEM}</channel></rss>", [("http://river.example/1", "One")]),
        (
            "<rss><channel><item><title>Caf&eacute; &amp; bar&nbsp;tax</title><link>/c</link></item></channel></rss>",
            [("http://river.example/c", "Café & bar tax")],
        ),
        (
            "<rss><channel><item><title>&lt;b&gt;Bold&lt;/b&gt; move, 3 &amp;lt; 4</title><link>/b</link></item></channel></rss>",
            [("http://river.example/b", "Bold move, 3 < 4")],
        ),
        (
            "<rss><channel><item><guid>http://river.example/only-guid</guid></item></channel></rss>",
            [("http://river.example/only-guid", None)],
        ),
        (
            "<rss><channel><item><guid isPermaLink='false'>http://river.example/x</guid></item></channel></rss>",
            [],
        ),
        (
            ("<rss xmlns:f='http://proxy.example/ns'><channel><item><link>http://proxy.example/~3/9</link>"
            "<f:origLink>http://river.example/real</f:origLink></item></channel></rss>"),
            [("http://river.example/real", None)],
        ),
        ("<rss><channel><item><link>mailto:a@b.example</link></item></channel></rss>", []),
        (
            ("<feed xmlns='http://www.w3.org/2005/Atom'><entry><link rel='edit' href='/e'/>"
            "<link type='application/pdf' href='/p'/><link href='/w'/></entry></feed>"),
            [("http://river.example/w", None)],
        ),
        (
            "<feed><entry><title type='text'>Is 3 &lt; b or b &gt; 3?</title><id>http://river.example/i</id></entry></feed>",
            [("http://river.example/i", "Is 3 < b or b > 3?")],
        ),
        (
            "<feed xml:base='http://other.example/a/'><entry xml:base='b/'><link href='c'/></entry></feed>",
            [("http://other.example/a/b/c", None)],
        ),
        ('{"items": [{"id": 7, "url": "/seven", "title": "7"}, {"id": "x"}, 3]}', [("http://river.example/seven", "7"), ("http://river.example/news/x", None)]),
        ("http://river.example/1\n# a comment\nhttp://river.example/2\n", [("http://river.example/1", None), ("http://river.example/2", None)]),
    ],
)  # fmt: skip
def test_what_is_found_in_the_wild_is_read(text, expected):
    assert [(lead.url, lead.headline) for lead in listed(text).leads] == expected


@pytest.mark.parametrize(
    "text",
    [
        "<rss xmlns:atom='http://www.w3.org/2005/Atom'><channel><atom:link rel='next' href='/page/2'/></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='next' href='/page/2'/></feed>",
        '{"version": "https://jsonfeed.org/version/1.1", "next_url": "/page/2", "items": []}',
    ],
)
def test_the_next_page_is_told(text):
    assert listed(text).older == "http://river.example/page/2"


@pytest.mark.parametrize(
    ("data", "content_type", "headline"),
    [
        ("<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><title>Паром</title><link>/1</link></item></channel></rss>".encode("cp1251"), "", "Паром"),
        ("<rss><channel><item><title>Паром</title><link>/1</link></item></channel></rss>".encode("cp1251"), "text/xml; charset=windows-1251", "Паром"),
        ("<rss><channel><item><title>Паром</title><link>/1</link></item></channel></rss>".encode("utf-16"), "", "Паром"),
        ("<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>Caf\xe9</title><link>/1</link></item></channel></rss>".encode("latin-1"), "", "Café"),
        (b"<?xml version='1.0' encoding='no-such-thing'?><rss><channel><item><title>One</title><link>/1</link></item></channel></rss>", "", "One"),
        (b"<rss><channel><item><title>On\x00e\x08</title><link>/1</link></item></channel></rss>", "", "One"),
    ],
)  # fmt: skip
def test_bytes_are_read_in_their_charset(data, content_type, headline):
    assert [lead.headline for lead in listed(data, content_type=content_type).leads] == [headline]


def test_a_feed_that_was_cut_gives_its_whole_entries_and_says_so():
    feed = listed(f"<rss><channel>{ITEM}{ITEM.replace('/1', '/2')}<item><title>Cut he")
    assert [lead.url for lead in feed.leads] == ["http://river.example/1", "http://river.example/2"]
    assert feed.fault
    assert "line 1" in feed.fault


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"  \n", "the feed is empty"),
        (b"<!DOCTYPE html><html><head><title>x</title></head></html>", "a web page, not a feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a feed that scraper can read"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a feed that scraper can read"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": [', "broken JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "no list of items"),
        (b'{"items": ' + b"[" * 100_000, "broken JSON Feed"),
        (b"just some words that nobody asked for", "not a feed that scraper can read"),
    ],
)
def test_what_is_no_feed_is_said_in_one_line(data, message):
    with pytest.raises(InputError, match=message) as caught:
        listed(data)
    assert AT in str(caught.value)
    assert "\n" not in str(caught.value)


LAUGHS = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)
) + "]><rss><channel><item><title>&j;</title><link>/1</link></item></channel></rss>"  # fmt: skip
OUTSIDE = (
    "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'><!ENTITY % p SYSTEM 'http://127.0.0.1:9/p'> %p;]>"
    "<rss><channel><item><title>seen: &x;</title><link>/1</link></item></channel></rss>"
)


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        OUTSIDE,
        "<rss><channel><item><author>"
        + "a@" * 20_000
        + "</author><title>x</title><link>/1</link></item></channel></rss>",
        "<rss><channel>" + "<a>" * 50_000,
        "<rss><channel><item><title>" + "&lt;" * 200_000 + "</title><link>/1</link></item></channel></rss>",
        "<rss><channel><item><pubDate>" + "1 " * 200_000 + "</pubDate><link>/1</link></item></channel></rss>",
    ],
    ids=["laughs", "outside", "author", "deep", "title", "date"],
)
def test_case_35_a_hostile_feed_costs_little_and_tells_nothing(text):
    start = time.process_time()
    feed = listed(text)
    assert time.process_time() - start < 20  # a quadratic reading takes minutes
    assert all(len(lead.headline or "") <= feed_text.MAX_HEADLINE for lead in feed.leads)
    host = Path("/etc/hostname")
    assert not host.exists() or host.read_text().strip() not in "".join(lead.headline or "" for lead in feed.leads)


@pytest.mark.slow
def test_a_feed_without_end_is_cut():
    feed = listed("<rss><channel>" + "<item><link>/1</link></item>" * 50_100 + "</channel></rss>")
    assert len(feed.leads) == 50_000


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Wed, 11 Mar 2026 07:45:00 +0000", "2026-03-11T07:45:00+00:00"),
        ("Wed, 11 Mar 2026 07:45:00 GMT", "2026-03-11T07:45:00+00:00"),
        ("11 Mar 26 07:45 EST", "2026-03-11T07:45:00-05:00"),
        ("Wed, 11 Mar 2026 07:45:00 -0000", "2026-03-11T07:45:00"),
        ("2026-03-11T07:45:00Z", "2026-03-11T07:45:00+00:00"),
        ("2026-03-11T07:45:00.123+0530", "2026-03-11T07:45:00+05:30"),
        ("2026-03-11 07:45", "2026-03-11T07:45"),
        ("2026-03-11", "2026-03-11"),
        ("2026-03", "2026-03"),
        ("2026", "2026"),
        ("2026-02-30", None),
        ("2026-03-11T25:00:00Z", None),
        ("Wed, 11 Mar 2026 07:45:00", "2026-03-11T07:45:00"),
        ("Wed, 11 Mar 2026 07:45:00 +9999", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_a_time_keeps_its_precision_and_its_offset(text, expected):
    assert feed_times.when(text) == expected


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: f"<rss><channel>{text}".encode()))
def test_any_bytes_give_a_feed_or_one_clear_line(data):
    try:
        feed = listed(data)
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert all(lead.url.startswith("http") for lead in feed.leads)


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_of_times_raise(text):
    assert feed_times.when(text) is None or isinstance(feed_text.when(text), str)
