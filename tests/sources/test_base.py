"""What relative addresses in a feed are relative to: the nearest xml:base, each relative to the one around it."""

import pytest

from scraper import sources

AT = "http://river.example/feeds/all.xml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<rss xml:base='http://a.example/deep/'><channel><item><link>w1</link></item></channel></rss>", "http://a.example/deep/w1"),
        ("<rss><channel xml:base='/deep/'><item><link>w1</link></item></channel></rss>", "http://river.example/deep/w1"),
        ("<rss><channel><item xml:base='deep/'><link>w1</link></item></channel></rss>", "http://river.example/feeds/deep/w1"),
        ("<rss xml:base='http://a.example/'><channel xml:base='b/'><item xml:base='c/'><link xml:base='d/'>e</link></item></channel></rss>", "http://a.example/b/c/d/e"),
        ("<rss xml:base='http://a.example/b/'><channel><item><guid>w1</guid></item></channel></rss>", "http://a.example/b/w1"),
        ("<rss xml:base='http://a.example/b/'><channel><item><link>/root</link></item></channel></rss>", "http://a.example/root"),
        ("<rss xml:base='mailto:x@a.example'><channel><item><link>w1</link></item></channel></rss>", "http://river.example/feeds/w1"),
        ("<rss><channel><item><link>w1</link></item></channel></rss>", "http://river.example/feeds/w1"),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xml:base='http://a.example/b/'><item rdf:about='w1'/></rdf:RDF>", "http://a.example/b/w1"),
        ("<feed xml:base='http://a.example/b/'><entry><link xml:base='c/' href='d'/></entry></feed>", "http://a.example/b/c/d"),
        ("<feed><entry xml:base='http://a.example/b/'><content src='d'/></entry></feed>", "http://a.example/b/d"),
        ("<urlset xml:base='http://a.example/b/'><url><loc>w1</loc></url></urlset>", "http://a.example/b/w1"),
    ],
)  # fmt: skip
def test_an_address_is_relative_to_the_base_around_it(text, expected):
    assert [lead.url for lead in sources.read(text.encode(), AT).leads] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "<rss xml:base='http://a.example/b/'><channel><link rel='next' href='p2'/></channel></rss>",
        "<feed xml:base='http://a.example/b/'><link rel='next' href='p2'/></feed>",
    ],
)
def test_the_next_page_is_relative_to_the_base_too(text):
    assert sources.read(text.encode(), AT).older == "http://a.example/b/p2"
