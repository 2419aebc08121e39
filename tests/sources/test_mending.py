"""XML as template engines write it is read as it was meant, and what was wrong is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import sources
from scraper.sources import feed_text, opml
from scraper.sources.xml_repair import Mender

AT = "http://river.example/news/feed"
MEANT = "http://river.example/b?id=7&page=2"


def listed(text):
    return sources.read(text.encode(), AT)


def rss(link, title="One"):
    return f"<rss><channel>\n<item><title>{title}</title><link>{link}</link></item></channel></rss>"


ADDRESSES = [
    ("/b?id=7&page=2", "/b?id=7&page=2"),
    ("/b?id=7&amp;page=2", "/b?id=7&page=2"),
    ("/b?id=7&copy=1&lt=2&amp=3", "/b?id=7&copy=1&lt=2&amp=3"),
    ("/b?id=7&", "/b?id=7&"),
    ("/b?&&id=7", "/b?&&id=7"),
    ("/b?a=1&amp;b=2&c=3", "/b?a=1&b=2&c=3"),
    ("/b?a=1&unknown;b=2", "/b?a=1&unknown;b=2"),
    ("/b?a=1&#38;b=2&#x26;c=3", "/b?a=1&b=2&c=3"),
    ("<![CDATA[/b?a=1&b=2]]>", "/b?a=1&b=2"),
    ("<!-- a & b --><![CDATA[/b?a=1&lt;b]]>", "/b?a=1&lt;b"),  # nothing is markup there
    ("/b?a=1<![CDATA[&]]>b=2&c=3", "/b?a=1&b=2&c=3"),
]


@pytest.mark.parametrize(("written", "meant"), ADDRESSES)
def test_an_address_is_asked_as_it_was_meant(written, meant):
    assert [lead.url for lead in listed(rss(written)).leads] == [f"http://river.example{meant}"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fish & chips", "Fish & chips"),
        ("AT&T, R&D and Q&A", "AT&T, R&D and Q&A"),
        ("Fish &amp chips", "Fish & chips"),
        ("Fish &amp; chips", "Fish & chips"),
        ("Fish&nbsp;& chips &mdash; fresh", "Fish & chips — fresh"),
        ("copy&paste &copy=1", "copy&paste &copy=1"),
        ("&#8220;Tea&#8221; & &#150; &#x1F600;", "“Tea” & – 😀"),
        ("It&#8217s time &#8217", "It’s time ’"),
        ("a&#0;b&#27;c&#xD83D;d&#99999999;e", "abcde"),
        ("5 < 6 & 7 <= 8", "5 < 6 & 7 <= 8"),
        ("&LT;b&GT; &AMP; &QUOT;", '& "'),
        ("<![CDATA[Fish & chips &amp; peas]]>", "Fish & chips & peas"),
        ("&", "&"),
    ],
)
def test_a_title_is_read_as_it_was_meant(written, meant):
    (lead,) = listed(rss("/1", written)).leads
    assert lead.headline == meant


FORMS = {
    "RSS": rss("{}"),
    "guid": "<rss><channel>\n<item><guid>{}</guid></item></channel></rss>",
    "RDF": "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<item rdf:about='{}'/></rdf:RDF>",
    "Atom": "<feed>\n<entry><link href='{}'/></entry></feed>",
    "sitemap": "<urlset>\n<url><loc>{}</loc></url></urlset>",
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_format_is_mended_and_says_where_it_was_broken(form):
    feed = listed(form.format(MEANT))
    assert [lead.url for lead in feed.leads] == [MEANT]
    assert feed.fault == "line 2: a bare & (XML wants &amp;); it was read as it was meant"
    sound = listed(form.format(MEANT.replace("&", "&amp;")))
    assert ([lead.url for lead in sound.leads], sound.fault) == ([MEANT], None)


BROKEN_BEFORE = {
    "an attribute twice": "<x a='1' a='2'/>",
    "an end without a beginning": "</x>",
    "a bad DOCTYPE": None,
}


@pytest.mark.parametrize("wrong", BROKEN_BEFORE.values(), ids=BROKEN_BEFORE.keys())
def test_what_follows_an_error_loses_no_sign(wrong):
    text = rss("/b?id=7&amp;page=2", "3 &lt; 4 &amp; more").replace("<item>", f"{wrong or ''}<item>")
    if wrong is None:
        text = f'<!DOCTYPE rss [<!ENTITY co "Acme & Co">\n]>{text}'
    feed = listed(text)
    assert [(lead.url, lead.headline) for lead in feed.leads] == [(MEANT, "3 < 4 & more")]


def test_an_index_of_sitemaps_is_mended():
    index = listed("<sitemapindex><sitemap><loc>/s?a=1&b=2</loc></sitemap></sitemapindex>")
    assert [lead.url for lead in index.more] == ["http://river.example/s?a=1&b=2"]


def test_opml_is_mended():
    text = f"<opml><body><outline text='Fish & chips' xmlUrl='{MEANT}'/></body></opml>".encode()
    assert [(feed.url, feed.title) for feed in opml.read(text)] == [(MEANT, "Fish & chips")]


def test_lines_are_those_of_the_file():
    feed = listed(f"\n<?xml version='1.0'?>\n\n{rss('/a?b&c')}")
    assert feed.fault.startswith("line 5: ")
    cut = listed(f"\n<?xml version='1.0'?>\n\n{rss('/a')[:-20]}")
    assert cut.fault.startswith("line 5: ")


@pytest.mark.parametrize(
    "text", ["<!DOCTYPE>" * 200_000, "<![CDATA[" * 200_000, "<!--" * 400_000, "&" * 1_000_000, "<?" * 500_000]
)
@pytest.mark.slow
def test_mending_costs_no_more_than_the_document(text):
    import time

    start = time.process_time()
    Mender(text).mended()
    assert time.process_time() - start < 40  # some 0.5 s; ten times that where coverage is measured


@given(st.text(alphabet=st.sampled_from("&#;x19amplt<>![]CDAT-?\x00\x1f\ud83d\ufffe é"), max_size=80))
def test_what_was_mended_needs_no_mending(text):
    once = Mender(text).mended()
    again = Mender(once)
    assert again.mended() == once


@given(st.text(max_size=80))
def test_a_title_holds_nothing_that_xml_forbids(text):
    title = feed_text.headline(text) or ""
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in title)
