"""The fields that a page states: which statement wins, and which is none."""

import json

import pytest

from page_of import URL, document, ld
from scraper.extract import stated_fields


def article(**fields):
    """Return the JSON-LD of an article with more properties."""
    return ld(json.dumps({"@type": "NewsArticle", "headline": "The bell rings", **fields}))


def meta(name, content):
    return f'<meta property="{name}" content="{content}">'


CANONICAL = [
    ('<link rel="canonical" href="/news/bell">', "https://www.harbour-courier.example/news/bell", "link_canonical"),
    (meta("og:url", "https://harbour-courier.example/bell"), "https://harbour-courier.example/bell", "og_url"),
    ('<link rel="canonical" href="/">' + meta("og:url", URL), URL, "og_url"),
    ('<link rel="canonical" href="/">', None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("head", "address", "strategy"), CANONICAL)
def test_canonical_address(head, address, strategy):
    choice = stated_fields.canonical_url(document(head=head))
    assert (choice.value, choice.strategy) == (address, strategy)


PUBLISHERS = [
    (article(publisher={"name": "Courier Press"}) + meta("og:site_name", "Courier"), "", "Courier Press"),
    (article(sourceOrganization={"name": "Tide Wire"}), "", "Tide Wire"),
    (meta("og:site_name", "WordPress") + ld('{"@type": "WebSite", "name": "The Courier"}'), "", "The Courier"),
    (meta("og:site_name", "www.courier.example"), "", "courier.example"),
    (meta("og:site_name", "https://courier.example") + meta("application-name", "Courier"), "", "Courier"),
    ("", "<h1>灯台の鐘</h1><p>来源：海港日报</p>", "海港日报"),
    ("", "<h1>Bell</h1>", None),
]


@pytest.mark.parametrize(("head", "body", "name"), PUBLISHERS)
def test_publisher(head, body, name):
    assert stated_fields.publisher(document(body, head)).value == name


def crumbs(*names):
    items = ", ".join(f'{{"@type": "ListItem", "item": {{"name": "{name}"}}}}' for name in names)
    return ld(f'{{"@type": "BreadcrumbList", "itemListElement": [{items}]}}')


SECTIONS = [
    (article(articleSection=["Harbour", "News"]), "", "Harbour"),
    (meta("article:section", "Uncategorized") + crumbs("Home", "Tides", "The bell rings"), "", "Tides"),
    (meta("article:section", "Sin categoría"), "", None),
    (meta("article:section", "Non classé"), "", None),
    (meta("article:section", "Categoria reina"), "", "Categoria reina"),
    ("", '<p itemscope itemtype="https://schema.org/Article"><i itemprop="articleSection">Port</i></p>', "Port"),
    ("", '<a rel="category tag" href="/port">Port</a>', "Port"),
    (crumbs("Home", "The bell rings"), "", None),
]


@pytest.mark.parametrize(("head", "body", "name"), SECTIONS)
def test_section(head, body, name):
    assert stated_fields.section(document(body, head)).value == name


TAGS = [
    (article(keywords="bells, tides; ports"), "", ("bells", "tides", "ports")),
    (article(keywords=["bells, small", "tides", "ports"]), "", ("bells, small", "tides", "ports")),
    (meta("article:tag", "Bells") + meta("article:tag", "bells"), "", ("Bells",)),
    (article(keywords="nyt:bells, #tides, x"), "", ("tides",)),
    ("", '<a rel="tag" href="/b">bells</a>', ("bells",)),
    (meta("keywords", "灯台、鐘楼"), "", ("灯台", "鐘楼")),
    (meta("keywords", ""), "", None),
]


@pytest.mark.parametrize(("head", "body", "tags"), TAGS)
def test_tags(head, body, tags):
    assert stated_fields.tags(document(body, head)).value == tags


FREE = [
    (article(isAccessibleForFree=False), False),
    (article(isAccessibleForFree="True"), True),
    (article(isAccessibleForFree="http://schema.org/False"), False),
    (article(isAccessibleForFree="perhaps") + meta("article:content_tier", "metered"), False),
    (ld('{"@type": "WebPage", "isAccessibleForFree": true}'), True),
    (ld('{"@type": "Course", "isAccessibleForFree": true}'), None),
    (meta("article:content_tier", "free"), True),
]


@pytest.mark.parametrize(("head", "is_free"), FREE)
def test_is_free(head, is_free):
    assert stated_fields.is_free(document(head=head)).value is is_free
