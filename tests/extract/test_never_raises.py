"""The whole: whatever the bytes, an article comes out; each field says where it came from."""

import gc
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from page_of import ld, page
from scraper import rules
from scraper.extract import extract
from scraper.models import VerdictKind
from scraper.page.parsed_page import ParsedPage
from scraper.present.as_row import row

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
SEED = Path(__file__).parent.parent.parent.parent / "shared" / "seed"
ADDRESS = "https://www.gzeromedia.com/gzero-daily/how-trump-affects-the-no-limits-china-russia-relationship"
TAGS = st.sampled_from(
    [
        "<h1>",
        "<p>",
        "</p>",
        "<div class='author'>",
        "<time datetime='",
        "'>",
        "<script type='application/ld+json'>",
        "</script>",
        '{"@type": "NewsArticle", "author": [',
        "<meta name='author' content='",
        "<table><tr><td>",
        "<a href='http://[",
        "<svg>",
        "&#x110000;",
        "\x00",
        "By ",
    ]
)
PIECES = st.lists(TAGS | st.text(max_size=12), max_size=25).map("".join)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400) | PIECES.map(lambda s: s.encode("utf-8", "replace")))
def test_no_bytes_raise(body):
    article = extract(page(body))
    json.dumps(row(article))
    assert not [c for c in article.candidates if c.strategy == "fault"]


@pytest.mark.parametrize("url", ["", "not a url", "http://[", "http://x", "file:///x.html", "https://x.example/%zz?#"])
def test_no_address_raises(url):
    assert not [
        c for c in extract(page("<h1>Bell</h1><a href='/a'>x</a>", url=url)).candidates if c.strategy == "fault"
    ]


def test_an_empty_page_is_an_article_of_nothing():
    article = extract(page(b""))
    assert (article.body, article.authors, article.headline, article.verdict.kind) == ((), (), None, VerdictKind.EMPTY)


HTML = (
    '<html lang="en"><head><title>Bell rings - Courier</title><meta property="og:site_name" content="Courier">'
    + ld('{"@type": "NewsArticle", "headline": "Bell rings", "datePublished": "2025-05-07", "isAccessibleForFree": "False",'
         '"keywords": "bells, tides", "articleSection": ["Harbour"], "author": {"@type": "Person", "name": "Jane Roe"}}')
    + "</head><body><h1>Bell rings</h1><article>" + "<p>The bell in the hall rings once every evening, though nobody pulls the rope.</p>" * 6
    + "</article></body></html>"
)  # fmt: skip


def test_each_field_says_where_it_came_from():
    article = extract(page(HTML))
    found = row(article)
    assert {k: found[k] for k in ("headline", "publisher", "section", "tags", "is_free", "date_published", "language")} == {
        "headline": "Bell rings", "publisher": "Courier", "section": "Harbour", "tags": ["bells", "tides"], "is_free": False,
        "date_published": "2025-05-07", "language": "en",
    }  # fmt: skip
    assert set(article.sources) >= {"headline", "authors", "date_published", "body", "language", "tags", "is_free"}
    assert all(
        any(c.won for c in article.candidates if c.field == f) for f in ("headline", "authors", "date_published")
    )
    assert all(c.why for c in article.candidates if not c.won)
    assert article.word_count == sum(len(b.text.split()) for b in article.body)


def test_a_rule_stands_above_the_strategies():
    selector = rules.Selector(text="h1", query="h1")
    rule = rules.Rule(host="harbour-courier.example", source="x.toml", fields={"section": (selector,)})
    article = extract(page(HTML), rule)
    assert (article.section, article.sources["section"]) == ("Bell rings", "rule")


def test_a_fault_in_a_rule_harms_no_field():
    broken = rules.Selector(text="h1[", query="h1[")
    rule = rules.Rule(host="harbour-courier.example", source="x.toml", fields={"section": (broken,)})
    article = extract(page(HTML), rule)
    assert article.headline == "Bell rings"
    assert [c.field for c in article.candidates if c.strategy == "fault"] == ["rule"]


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed is not in this checkout")
@pytest.mark.parametrize("name", ["page.html", "page-no-metadata.html", "000_b12fb52fb809be5e.txt"])
def test_the_seed_comes_out_exactly(name):
    kind = "text/plain" if name.endswith(".txt") else "text/html"
    found = row(extract(page((SEED / name).read_bytes(), url=ADDRESS, content_type=kind)))
    wanted = json.loads((SEED / name).with_suffix(".json").read_text("utf-8"))
    assert {key: _like(wanted[key], found[key]) for key in wanted} == wanted


def _like(wanted, found):
    """What was found, cut to the keys that are wanted."""
    if isinstance(wanted, dict):
        return {key: _like(wanted[key], found.get(key)) for key in wanted}
    if isinstance(wanted, list) and len(wanted) == len(found):
        return [_like(a, b) for a, b in zip(wanted, found, strict=True)]
    return found


def test_a_page_that_was_read_is_gone_without_a_search_for_cycles():
    """Workers look for cycles rarely: a ring around a tree would keep hundreds of pages in memory."""
    pages = [page(file.read_bytes()) for file in sorted(PAGES.rglob("*.html"))]
    assert len(pages) > 40
    gc.collect()
    gc.disable()
    try:
        for each in pages:
            extract(each)
        assert not [thing for thing in gc.get_objects(generation=0) if isinstance(thing, ParsedPage)]
    finally:
        gc.enable()
