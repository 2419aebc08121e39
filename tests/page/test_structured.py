"""What a page says of itself: every shape of JSON-LD is read or passed over, none raises."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_of import document, ld
from scraper.page import json_ld

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@graph", "@id", "author", "name", "headline", "publisher", "url", "mainEntity", "keywords"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)

SCRIPTS = {
    "an object": '{"@type": "NewsArticle", "headline": "H"}',
    "a list": '[{"@type": "WebSite"}, {"@type": "NewsArticle", "headline": "H"}]',
    "a graph": '{"@graph": [{"@type": "WebPage", "name": "W"}, {"@type": ["Article", "NewsArticle"], "headline": "H"}]}',
    "an address for a type": '{"@type": "http://schema.org/NewsArticle", "headline": "H"}',
    "inside a page": '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "H"}}',
    "trailing commas": '{"@type": "NewsArticle", "headline": "H",}',
    "line breaks in strings": '{"@type": "NewsArticle", "description": "a\nb", "headline": "H"}',
    "a comment around it": '<!-- {"@type": "NewsArticle", "headline": "H"} -->',
    "CDATA around it": '//<![CDATA[\n{"@type": "NewsArticle", "headline": "H"}\n//]]>',
    "a semicolon behind it": '{"@type": "NewsArticle", "headline": "H"};',
    "two objects": '{"@type": "WebSite"}{"@type": "NewsArticle", "headline": "H"}',
    "a wrong escape": r'{"@type": "NewsArticle", "alternativeHeadline": "l\'eau", "headline": "H"}',
    "quotes that nobody escaped": '{"@type": "NewsArticle", "headline": "H", "description": "he said "no" twice"}',
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_an_article_is_found_in_every_shape(script):
    assert document(head=ld(script)).metadata.ld("headline") == "H"


@given(JSON)
def test_no_shape_raises(value):
    doc = document(head=ld(json.dumps(value).replace("</", "<\\/")))
    doc.metadata.article  # noqa: B018
    assert isinstance(doc.metadata.titles, tuple)
    assert all(isinstance(s, str) for s in json_ld.strings(value, "name"))


@given(st.text(max_size=300))
def test_no_script_raises(text):
    assert isinstance(json_ld.nodes([text, "{" + text, "[" * 100_000]), tuple)


def test_the_node_of_this_page_is_chosen():
    other = '{"@type": "NewsArticle", "headline": "Other", "url": "https://www.harbour-courier.example/news/other"}'
    own = '{"@type": "Article", "headline": "Own", "mainEntityOfPage": {"@id": "https://harbour-courier.example/news/ferry-bell/"}}'
    assert document(head=ld(f"[{other}, {own}]")).metadata.ld("headline") == "Own"


def test_references_are_followed():
    graph = '{"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@type": "Person", "@id": "#a", "name": "Jane Roe"}]}'
    meta = document(head=ld(graph)).metadata
    assert meta.node(meta.article["author"])["name"] == "Jane Roe"


def test_meta_is_keyed_by_name_or_property_in_lower_case():
    head = '<meta property="OG:Title" content="A &amp;amp; B"><meta name="author" content="x"><meta name="author" content="y">'
    meta = document(head=head).metadata
    assert (meta.first("og:title"), meta.all("author")) == ("A & B", ("x", "y"))


def test_the_title_is_not_that_of_a_drawing():
    assert document("<svg><title>Arrow</title></svg>", "<title> A \n page </title>").metadata.title == "A page"


def test_microdata_has_value_and_scope():
    body = """<div itemscope itemtype="https://schema.org/NewsArticle"><time itemprop="datePublished" datetime="2025-05-07">
    7 May</time><div itemprop="author" itemscope itemtype="https://schema.org/Person"><b itemprop="name">Jane Roe</b></div></div>"""
    items = [(i.name, i.value, i.scope) for i in document(body).metadata.items]
    assert ("datepublished", "2025-05-07", "newsarticle") in items
    assert ("name", "Jane Roe", "person") in items
