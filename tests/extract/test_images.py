"""Pictures: which belong to the article, their words, their files, the lead."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from page_of import read
from scraper.extract.images import image_urls, read_images
from scraper.models import Image, Page

URL = "http://gulls.example/news/eggs.html"
TEXT = "The gulls of the north pier have laid square eggs for the third year, and nobody knows who taught them to."
BODY = f"<p>{TEXT} One.</p><p>{TEXT} Two.</p><p>{TEXT} Three.</p>"


def found(html, head=""):
    source = f"<html><head><title>Gulls</title>{head}</head><body>{html}</body></html>".encode()
    doc = read(Page(url=URL, final_url=URL, body=source, fetched_at=datetime(2026, 3, 4, tzinfo=UTC)))
    return read_images.find(doc)


def article(inside, after=""):
    return f"<article><h1>Gulls lay square eggs</h1>{inside}{BODY}</article>{after}"


def words(html, head=""):
    return [(i.caption, i.credit) for i in found(html, head).value]


IMG = '<img src="/i/egg.jpg" alt="An egg">'
BOXES = [
    # figure and figcaption
    (f"<figure>{IMG}<figcaption>A square egg. Foto: Cy Puffin</figcaption></figure>", "A square egg.", "Cy Puffin"),
    (
        f"<figure>{IMG}<figcaption>An egg <span class='credit'>Cy Puffin</span></figcaption></figure>",
        "An egg",
        "Cy Puffin",
    ),
    (f"<figure>{IMG}<figcaption><p>An egg</p><p>AFP</p></figcaption></figure>", "An egg", "AFP"),
    (
        f"<figure>{IMG}<figcaption><span>An egg on ice</span><span>Getty Images</span></figcaption></figure>",
        "An egg on ice",
        "Getty Images",
    ),
    (f"<figure>{IMG}<figcaption>An egg</figcaption><cite>Cy Puffin</cite></figure>", "An egg", "Cy Puffin"),
    (
        f"<figure>{IMG}<figcaption>The eggs of <a href='/x'>Tern Bay</a>, cooled</figcaption></figure>",
        "The eggs of Tern Bay, cooled",
        None,
    ),
    (
        f"<figure>{IMG}<figcaption><span>An egg on ice. Foto:</span><b class='credit'>Cy Puffin</b></figcaption></figure>",
        "An egg on ice.",
        "Cy Puffin",
    ),
    (
        f"<figure>{IMG}<figcaption>- An egg on ice. <i>Cy Puffin/Reuters</i> -</figcaption></figure>",
        "An egg on ice.",
        "Cy Puffin/Reuters",
    ),
    (
        f"<figure>{IMG}<figcaption><span>Photo of ice on the pier <span class='author'>Cy Puffin / AFP</span></span></figcaption></figure>",
        "Photo of ice on the pier",
        "Cy Puffin / AFP",
    ),
    (
        f"<figure>{IMG}<figcaption><b>Eggs by <i>Ann Tern</i> on ice</b></figcaption></figure>",
        "Eggs by Ann Tern on ice",
        None,
    ),
    (f"<figure>{IMG}<figcaption>Cy Puffin—Getty Images</figcaption></figure>", None, "Cy Puffin—Getty Images"),
    (
        f"<figure><button>{IMG}<figcaption>An egg on ice <span class='credit'>Cy Puffin</span></figcaption></button></figure>",
        "An egg on ice",
        "Cy Puffin",
    ),
    (
        f"<div class='player'>{IMG}<figcaption><b>Video Ad Feedback</b><p>Gulls on the pier</p><i>Now playing</i></figcaption></div>",
        "Gulls on the pier",
        None,
    ),
    (
        "<figure><img src='/i/heart.jpg'><div class='num'>861</div><div class='txt'>Kudos</div></figure>",
        None,
        None,
    ),
    (
        f"<figure>{IMG}<figcaption>资料图：方形的蛋在冰上。海鸥社记者 林小禾 摄</figcaption></figure>",
        "方形的蛋在冰上。",
        "海鸥社记者 林小禾",
    ),
    # as content systems mark it
    (
        f"<aside class='image'>{IMG}<p class='caption'>An egg <span class='credits'>Cy Puffin</span></p></aside>",
        "An egg",
        "Cy Puffin",
    ),
    (
        f"<figure>{IMG}<div class='figure-caption'>An egg</div><div class='figure-credit'>Cy Puffin</div></figure>",
        "An egg",
        "Cy Puffin",
    ),
    (
        f"<div class='box'>{IMG}<span class='image-box-caption'>An egg</span><span class='image-box-source'>Cy Puffin</span></div>",
        "An egg",
        "Cy Puffin",
    ),
    (
        f"<figure><div>{IMG}<span>Cy Puffin/Tern Post</span></div><figcaption>An egg</figcaption></figure>",
        "An egg",
        "Cy Puffin/Tern Post",
    ),
    (
        f"<figure>{IMG}</figure><span class='image-caption'>An egg - <span class='credits'>Cy Puffin</span></span>",
        "An egg",
        "Cy Puffin",
    ),
    (
        f"<figure>{IMG}<figcaption><span>An egg.</span><span><span>Credit...</span><span>Cy Puffin for The Tern</span></span></figcaption></figure>",
        "An egg.",
        "Cy Puffin for The Tern",
    ),
    (f"<div>{IMG}<figcaption>An egg</figcaption></div>", "An egg", None),
    (f"<button><figure>{IMG}</figure><figcaption>An egg</figcaption></button>", "An egg", None),
    (
        f"<figure>{IMG}<div>2 of 12</div><button>Enlarge</button><figcaption>An egg</figcaption></figure>",
        "An egg",
        None,
    ),
    # classes
    (
        f"<div class='pic'>{IMG}<div class='media-caption'>An egg</div><div class='media-credit'>REUTERS/Cy</div></div>",
        "An egg",
        "REUTERS/Cy",
    ),
    (f"<div class='wp-caption'>{IMG}<p class='wp-caption-text'>An egg</p></div>", "An egg", None),
    (f"<div>{IMG}</div><p class='imgcaption'>An egg</p>", "An egg", None),
    (
        "<div class='x'><brick-image src='/a.jpg'></brick-image><div class='img-caption'>An egg</div></div>",
        "An egg",
        None,
    ),
    # attributes
    (
        "<figure><img src='/i/egg.jpg' title='Egg | Bildrechte: Cy/dpa'><figcaption>An egg</figcaption></figure>",
        "An egg",
        "Cy/dpa",
    ),
    # siblings
    (
        f"<div><div>{IMG}</div><p>Three eggs cool on ice.</p><p>© Cy Puffin/imago</p></div>",
        "Three eggs cool on ice.",
        "Cy Puffin/imago",
    ),
    (f"<div><div>{IMG}</div><p>An egg</p></div>", "An egg", None),  # what the alternative text says
    (
        "<div class='v'><img src='/i/egg.jpg' alt='x'><div>Three eggs cool on ice.</div></div>",
        "Three eggs cool on ice.",
        None,
    ),
]


@pytest.mark.parametrize(("html", "caption", "credit"), BOXES)
def test_caption_and_credit_are_read_apart(html, caption, credit):
    assert words(article(html)) == [(caption, credit)]


OTHERS = [
    f"<div class='filed_under'>{IMG}<a href='/topics/eggs'>Eggs</a>, <a href='/topics/gulls'>Gulls</a></div>",
    f"<nav><figure>{IMG}<figcaption>Another tale</figcaption></figure></nav>",
    f"<aside><figure>{IMG}<figcaption>Another tale</figcaption></figure></aside>",
    f"<div class='related-stories'><figure>{IMG}<figcaption>Another tale</figcaption></figure></div>",
    f"<div class='author-box'><div>{IMG}<span>Ann Tern</span></div></div>",
    f"<div><a href='/other'>{IMG}<h3>Another tale of the pier</h3></a></div>",
    f"<figure>{IMG}<h3><a href='/other'>Another tale</a></h3><figcaption>Read it</figcaption></figure>",
    "<figure><blockquote>We know.</blockquote><figcaption>Ann Tern</figcaption></figure>",
    "<figure><img src='/logo.svg'><figcaption>The Pier Post</figcaption></figure>",
    "<figure><img src='/a.jpg' width='40' height='40'><figcaption>Ann Tern</figcaption></figure>",
    f"<form>{IMG}<p>Sign up for all the eggs.</p></form>",
    f"<div>{IMG}<p>Von Ann Tern, Redakteurin</p></div>",
]


@pytest.mark.parametrize("html", OTHERS)
def test_what_is_not_the_article_s_picture_is_left_out(html):
    assert words(article(html)) == []


BELOW = {
    "words of the alternative text": (f"<div>{IMG}<p>An egg</p></div>", []),
    "two labels": (f"<div>{IMG}<span>All in all</span><span>Reviews</span></div>", []),
    "a teaser and its writer": (f"<div>{IMG}<b>Ask us about eggs</b><div>Ann Tern</div></div>", []),
    "a caption": (f"<figure>{IMG}<figcaption>The gulls at dusk</figcaption></figure>", [("The gulls at dusk", None)]),
    "a box that is called a caption": (
        f"<div>{IMG}<p class='caption'>The gulls at dusk</p></div>",
        [("The gulls at dusk", None)],
    ),
}


@pytest.mark.parametrize(("below", "expected"), BELOW.values(), ids=BELOW)
def test_below_the_text_a_caption_needs_a_mark(below, expected):
    assert words(f"<article><h1>Gulls lay square eggs</h1>{BODY}{below}</article>") == expected


def test_a_formula_is_no_caption_of_its_picture():
    formula = "<math><semantics><mi>e</mi><annotation>{egg over pier}</annotation></semantics></math>"
    picture = '<img src="/i/formula.png" alt="{egg over pier}">'
    assert words(article(f"<div><span>{formula}</span>{picture}</div>{BODY}")) == [(None, None)]


def test_a_linked_caption_is_another_story_s():
    teaser = f"<div class='t'><a href='/other'>{IMG}<span>Another tale of the pier and its gulls</span></a></div>"
    assert words(article(teaser)) == []


@pytest.mark.parametrize(
    "after",
    [
        "<section><div>{}<p>A view of the sea.</p></div></section>",
        "<footer><figure>{}<figcaption>X</figcaption></figure></footer>",
    ],
)
def test_what_stands_below_the_article_is_left_out(after):
    assert words(article("", after.format(IMG))) == []


def test_one_picture_shown_twice_counts_once():
    twice = f"<figure>{IMG}<noscript>{IMG}</noscript><figcaption>An egg</figcaption></figure>"
    assert words(article(twice + twice)) == [("An egg", None)]


def test_a_second_sight_gives_the_words_that_the_first_lacked():
    html = f"<div class='hero'>{IMG}</div><p>{TEXT}</p><figure>{IMG}<figcaption>An egg</figcaption></figure>"
    assert words(article(html)) == [("An egg", None)]


def test_a_gallery_keeps_each_caption_with_its_picture():
    slides = "".join(
        f"<div class='slide'><img src='/i/{n}.jpg'><div class='slide-caption'>Egg {n}</div></div>" for n in "abc"
    )
    got = found(article(f"<div class='gallery'>{slides}</div>")).value
    assert [(i.url, i.caption) for i in got] == [(f"http://gulls.example/i/{n}.jpg", f"Egg {n}") for n in "abc"]


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("<img src='egg.jpg'>", "http://gulls.example/news/egg.jpg"),
        ("<img src='data:image/gif;base64,R0' data-src='/egg.jpg'>", "http://gulls.example/egg.jpg"),
        ("<img src='/img/placeholder.png' data-original='//cdn.example/egg.jpg'>", "http://cdn.example/egg.jpg"),
        ("<img srcset='/s.jpg 320w, /l.jpg 1200w, /m.jpg 640w'>", "http://gulls.example/l.jpg"),
        ("<img srcset='/c,w_320,h_2/s.jpg 1x, /c,w_640/l.jpg 2x'>", "http://gulls.example/c,w_640/l.jpg"),
        ("<img data-srcset='/s.jpg 1x, /l.jpg 2x' src='data:,'>", "http://gulls.example/l.jpg"),
        ("<img data-odd-lazyload='/deep/egg.webp?x=1'>", "http://gulls.example/deep/egg.webp?x=1"),
        ("<img src='data:,'>", None),
        ("<img>", None),
        ("<img src='javascript:alert(1)'>", None),
    ],
)
def test_the_file_is_found_however_late_it_loads(tag, address):
    image = next(etree.fromstring(f"<div>{tag}</div>", etree.HTMLParser()).iter("img"))
    assert image_urls.address(image, URL) == address


def test_the_file_of_a_picture_element_is_found_below_its_sources():
    html = "<picture><source srcset='/l.jpg 900w'><source srcset='/s.jpg 300w'><img alt='x'></picture>"
    image = next(etree.fromstring(html, etree.HTMLParser()).iter("img"))
    assert image_urls.address(image, URL) == "http://gulls.example/l.jpg"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.example/x/egg-1024x683.jpg", "http://b.example/egg.webp?w=3", True),
        ("http://a.example/egg_1200.jpg", "http://a.example/egg.jpg", True),
        ("http://a.example/egg.jpg", "http://a.example/hen.jpg", False),
    ],
)
def test_sizes_of_one_picture_are_known_as_one(one, other, same):
    assert (image_urls.file_key(one) == image_urls.file_key(other)) is same


def lead_of(html, head):
    return [(i.url, i.lead) for i in found(html, head).value]


def test_the_lead_is_the_picture_that_the_page_shares():
    head = "<meta property='og:image' content='http://cdn.example/b-1200x630.jpg'>"
    html = article(
        "<figure><img src='/a.jpg'><figcaption>A</figcaption></figure><figure><img src='/b.jpg'><figcaption>B</figcaption></figure>"
    )
    assert lead_of(html, head) == [("http://gulls.example/a.jpg", False), ("http://gulls.example/b.jpg", True)]


def test_without_metadata_the_first_picture_with_words_leads():
    html = article(
        "<img src='/hero.jpg'><p>x</p><figure><img src='/b.jpg'><figcaption>B is an egg</figcaption></figure>"
    )
    assert [lead for _, lead in lead_of(html, "")] == [False, True]


def test_a_page_without_pictures_has_the_one_that_it_shares():
    head = "<meta property='og:image' content='/shared/egg.jpg'><meta property='og:image:alt' content='An egg'>"
    assert found(article(""), head).value == (
        Image(url="http://gulls.example/shared/egg.jpg", alt="An egg", lead=True),
    )
    assert found(article(""), head).strategy == "og:image"
    assert found(article(""), "<meta property='og:image' content='/logo.png'>").value == ()


def test_json_ld_gives_the_credit_that_the_page_does_not_show():
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Gulls","image":'
        '{"@type":"ImageObject","url":"http://cdn.example/egg-800x600.jpg","creditText":"Foto: Cy Puffin"}}</script>'
    )
    html = article(f"<figure>{IMG}<figcaption>An egg</figcaption></figure>")
    assert words(html, head) == [("An egg", "Cy Puffin")]


def test_explain_has_each_picture_with_its_strategy_or_fault():
    choice = found(article(f"<figure>{IMG}<figcaption>An egg</figcaption></figure><aside><img src='/ad.jpg'></aside>"))
    assert [(c.strategy, c.won, c.why) for c in choice.candidates] == [
        ("figcaption", True, None),
        ("img", False, "in <aside>"),
    ]
    assert choice.strategy == "figcaption"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("", "<img src='/a.jpg'><figure><img src='/b.jpg'><figcaption>B</figcaption></figure>", ["2 pictures"]),
        (f"<div><img src='/a.jpg'></div><p>{TEXT}</p>", "", ["1 picture"]),
        (f"<p>{TEXT}</p>", "", []),
    ],
)
def test_explain_has_only_the_number_of_pictures_around_the_article(before, after, told):
    choice = found(f"<div>{before}</div>{article('')}<section>{after}</section>")
    assert [c.value for c in choice.candidates if c.why == "outside the article"] == told
    assert choice.value == ()


TAGS = st.sampled_from("div p figure figcaption img span a h1 h2 aside button picture source small".split())
PIECES = st.one_of(
    TAGS.map("<{}>".format), TAGS.map("</{}>".format), st.text(max_size=12),
    st.sampled_from(["<p class='caption'>", "<img src=//[>", "<img srcset=', ,1x 2x'>", "<a href='http://['>", "Foto: ", "© "]),
)  # fmt: skip


@settings(deadline=None)  # the first page pays for lazy imports
@given(st.lists(PIECES, max_size=60).map("".join))
def test_no_page_breaks_the_reading(html):
    choice = found(html)
    assert sum(i.lead for i in choice.value) <= 1
    assert all(i.url or i.caption or i.credit for i in choice.value)


LABELLED = '<figure><img src="/a.jpg" title="A bell | Foto: Ada Loom/dpa"><figcaption>A bell</figcaption></figure>'
HINTED = '<figure><img src="/b.jpg" title="A rope | Ada Loom/dpa"><figcaption>A rope</figcaption></figure>'
SHOWN = "<figure><img src='/c.jpg'><figcaption>A tower. Photo: Ada Loom/dpa</figcaption></figure>"


@pytest.mark.parametrize(
    ("figures", "names"),
    [
        (LABELLED, ["Ada Loom/dpa"]),
        (HINTED, [None]),
        (HINTED + SHOWN, ["Ada Loom/dpa"] * 2),
    ],
)
def test_what_an_attribute_hints_is_a_credit_if_the_page_shows_one_too(figures, names):
    assert [image.credit for image in found(article(figures)).value] == names
