"""Lists of pages and products told from articles: by made-up pages of each kind, in several languages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_of import document, ld
from scraper.page_kind import PageFacts, TextLine, listings, score
from scraper.page_kind.listing_features import DATED, features
from scraper.page_kind.listing_score import weights

WEIGHTS = Path(listings.__file__).parent.parent / "page_kind" / "weights.json"
PROSE = (
    "The council met on Tuesday and talked for three hours about the bridge, which nobody had crossed since the flood. "
)
POSTS = (
    "My kettle hums in B flat since the last update, and I have read the whole manual aloud to it twice without success.",
    "Mine did that for a week, until I turned the lid around, which the new firmware takes as a request for silence.",
    "That worked, thank you. It hums only on Sundays now, and the family have asked me to leave it exactly as it is.",
    "For the record, older models hum in C. If yours hums in anything else, look at the fuse before you blame the update.",
)
STORY = f"<article><h1>{{}}</h1>{f'<p>{PROSE}</p>' * 8}</article>"
COOKIES = "<div><p>This site uses cookies. We and our partners ask for your consent, see the privacy policy.</p></div>"


def cards(count, headline="Story number {} of this long day", path="/s/{}"):
    links = "".join(
        f'<li><a href="{path.format(n)}"><img src="/{n}.jpg"></a><h3><a href="{path.format(n)}">{headline.format(n)}</a></h3></li>'
        for n in range(count)
    )
    return f"<ul>{links}</ul>"


def shelf(count, price="{}.90 €"):
    return "<ul>" + "".join(f'<li><a href="/p/{n}">Pot {n}</a><span>{price.format(n)}</span></li>' for n in range(count)) + "</ul>"  # fmt: skip


def kind(body, url, head=""):
    return document(body, head, url).kind.kind.value


LISTS = [
    ("category", f"<h1>Category: Bridges</h1>{cards(20)}", "https://paper.example/category/bridges", "<title>Category: Bridges</title>"),
    ("tag", f"<h1>Tag: pont</h1>{cards(15, 'Le pont numéro {} a encore bougé')}", "https://journal.example/tag/pont", ""),
    ("archive of a month", f"<h1>Archiv</h1>{cards(30, 'Die Brücke Nummer {} ist wieder da')}", "https://blatt.example/archiv", ""),
    ("search", f"<h1>Результаты поиска</h1>{cards(12, 'Мост номер {} снова открыт после ремонта')}", "https://gazeta.example/search?q=most", ""),
    ("front page", f"<h1>The Paper</h1>{cards(40)}", "https://paper.example/", '<meta property="og:type" content="website">'),
    ("shelf", f"<h1>Collection</h1>{shelf(24)}", "https://shop.example/collections/pots", ""),
    ("shelf in roubles", f"<h1>Каталог</h1>{shelf(24, '{} 900 руб')}", "https://lavka.example/catalog/vases", ""),
    ("shelf that names its products", f"<h1>Shop</h1>{shelf(24)}" + ld(json.dumps([{"@type": "Product", "name": str(n)} for n in range(24)])),
     "https://shop.example/shop/pots", ""),
    ("Chinese category", f"<h1>最新消息</h1>{cards(20, '港口第{}号灯塔今晨重新点亮的消息')}", "https://bao.example/category/gangkou/", ""),
]  # fmt: skip
ARTICLES = [
    ("article among many links", STORY.format("Why the bridge moved") + cards(40), "https://paper.example/news/why-the-bridge-moved", ""),
    ("article at a short address", STORY.format("The bridge has moved again"), "https://paper.example/bridge", ""),
    ("round-up with linked headings", "<article><h1>10 best bridges to cross before breakfast</h1>"
     + "".join(f'<h2><a href="https://bridge{n}.example/">Bridge {n}</a></h2><p>{PROSE}</p>' for n in range(10)) + "</article>",
     "https://paper.example/best-bridges-before-breakfast", ""),
    ("review with prices", STORY.format("The jug that pours: a review") + shelf(4), "https://paper.example/reviews/the-jug-that-pours", ""),
    ("short article in Chinese", "<h1>灯塔没有熄灭</h1><time datetime=2026-05-01>5月1日</time>"
     + "<p>今晚，海港管理局通过官方微博发布消息称，北防波堤的灯塔没有熄灭，只是被一只海鸥挡住了光，请广大旅客放心。</p>" * 5
     + cards(40, "港口第{}号灯塔今晨重新点亮的消息"), "https://bao.example/a/20260501/118273.html", ""),
    ("thread", "<h1>Kettle hums since the update</h1>" + "".join(f"<div class=post><a href=/u/{n}>fan</a><p>{text}</p></div>" for n, text in enumerate(POSTS)),
     "https://forum.example/t/kettle-hums/4417", ""),
    ("documentation", f"<nav>{cards(30)}</nav><main><h1>Getting started</h1>" + f"<h2>Step</h2><p>{PROSE}</p><pre>make pond</pre>" * 5 + "</main>",
     "https://pond.example/docs/getting-started", ""),
    ("article about a product", STORY.format("The jug that pours") + ld('{"@type":"Product","name":"Jug"}'),
     "https://paper.example/the-jug-that-pours", '<meta property="og:type" content="article">'),
    ("review of a product", STORY.format("The jug that pours") + ld('[{"@type":"Review","name":"x"},{"@type":"Product","name":"Jug"}]'),
     "https://paper.example/the-jug-that-pours", ""),
    ("product beside an article", STORY.format("The jug that pours")
     + '<aside itemscope itemtype="http://schema.org/Product"><b itemprop="name">Jug</b></aside>', "https://paper.example/the-jug-that-pours", ""),
]  # fmt: skip
PRODUCTS = [
    ("JSON-LD", f"<h1>Blue jug</h1><p>{PROSE}</p>{COOKIES}" + ld('{"@type":"Product","name":"Blue jug"}'), ""),
    ("group of variants", f"<h1>Blue jug</h1><p>{PROSE}</p>" + ld('{"@type":"ProductGroup","name":"Blue jug"}'), ""),
    ("og:type", f"<h1>Blue jug</h1><p>{PROSE}</p>", '<meta property="og:type" content="product">'),
    ("microdata", f'<div itemscope itemtype="http://schema.org/Product"><h1><span itemprop="name">Jug</span></h1><p>{PROSE}</p></div>', ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "url", "head"), [case[1:] for case in LISTS], ids=[case[0] for case in LISTS])
def test_a_list_of_pages_is_a_listing(body, url, head):
    assert kind(body, url, head) == "listing"


@pytest.mark.parametrize(("body", "url", "head"), [case[1:] for case in ARTICLES], ids=[case[0] for case in ARTICLES])
def test_what_only_looks_like_a_list_stays_an_article(body, url, head):
    assert kind(body, url, head) == "article"


@pytest.mark.parametrize(("body", "head"), [case[1:] for case in PRODUCTS], ids=[case[0] for case in PRODUCTS])
def test_a_stated_product_is_a_product_and_keeps_its_text(body, head):
    page = document(body, head, "https://shop.example/blue-jug")
    assert page.kind.kind.value == "product"
    assert PROSE.strip() in [block.text for block in page.body.blocks]


def test_a_banner_about_cookies_makes_no_wall_of_a_short_page():
    body = f"<main><h1>Blue jug</h1><p>{PROSE * 2}</p><p>{PROSE}</p></main>{COOKIES}"
    assert kind(body, "https://shop.example/jugs/blue-jug", '<meta property="og:type" content="website">') != "consent"


def test_the_verdict_names_the_features_that_decided():
    page = document(f"<h1>Archive</h1>{cards(20)}", "", "https://paper.example/archive")
    assert page.kind.evidence[0].startswith("listing score ")
    assert any(line.startswith("long_links +") for line in page.kind.evidence)


def test_a_date_counts_only_where_it_can_decide():
    lines = [TextLine("A title of five words", 21, n, 0) for n in range(60)]
    sure = PageFacts(url="https://paper.example/", lines=lines)
    story = PageFacts(url="https://paper.example/a/long-story-of-a-bridge-12345.html")
    assert score(sure, is_dated=True) == score(sure, is_dated=False)
    assert score(sure, is_dated=True).is_listing
    assert score(story, is_dated=True) == score(story, is_dated=False)
    assert not score(story, is_dated=True).is_listing


def test_a_date_keeps_a_doubtful_page_among_the_articles():
    lines = [TextLine("A title of five words", 21, n, 0) for n in range(60)]
    pages = [
        PageFacts(url="https://paper.example/bridges", heading="Bridges", lines=lines[:count]) for count in range(60)
    ]
    reach = -weights().of[DATED]
    doubtful = next(facts for facts in pages if 0 < score(facts, is_dated=False).value < reach)
    assert score(doubtful, is_dated=False).is_listing
    assert not score(doubtful, is_dated=True).is_listing


def test_every_weight_has_a_feature_and_the_file_says_how_good_it_is():
    table = json.loads(WEIGHTS.read_text("utf-8"))
    facts = PageFacts(
        url="https://paper.example/category/articles/2026/05/news-1234.html", title="Category: news", heading="Top category: news",
        headings=2, og_type="website", hrefs=["/a/long/address/of/a/page"] * 2,
        lines=[TextLine("word " * 30, 0, 1, 1), TextLine("one two three four", 18, 2, 1), TextLine("9 €", 0, 3, 1)],
    )  # fmt: skip
    known = {*features(facts), *features(PageFacts(url="https://paper.example/", articles=1)), DATED}
    known |= set(features(PageFacts(url="https://paper.example/a-b")))
    assert set(table["weights"]) <= known
    assert table["told_to_be_lists_cross_validated_by_site"]["listing + collection"]


lines = st.lists(
    st.builds(TextLine, st.text(max_size=200), st.integers(0, 200), st.integers(0, 9), st.integers(0, 3)),
    max_size=30,
)  # fmt: skip


@given(
    url=st.text(max_size=80) | st.from_regex(r"https?://[a-z.]{0,9}/[^ ]{0,40}"),
    title=st.text(),
    heading=st.text(),
    lines=lines,
)
def test_every_feature_is_between_0_and_1_whatever_the_page(url, title, heading, lines):
    found = features(PageFacts(url=url, title=title, heading=heading, lines=lines, hrefs=[url, url]))
    assert all(0 <= value <= 1 for value in found.values())
