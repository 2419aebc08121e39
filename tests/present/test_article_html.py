"""An article as a page for reading: what is on it, and that nothing of it acts, loads or leads astray."""

import re
from html.parser import HTMLParser

import pytest

from scraper.models import Article, Author, Block, BlockKind, Image, Span, Verdict, VerdictKind, Version
from scraper.present.article_html import article_pages
from scraper.present.dates_in_words import in_words
from scraper.present.reading import Reading
from scraper.present.version_diff import diff_page

URL = "https://harbour.example/ferry"
EVIL = "<script>alert(1)</script>\" onload='x' & </style>"


def article(**changes):
    body = (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text="The ferry sails."),)),)
    given = {"url": URL, "site": "harbour.example", "headline": "Ferry returns", "body": body}
    return Article(**given | {"verdict": Verdict(kind=VerdictKind.ARTICLE)} | changes)


LEAD = Image(url="https://img.example/1.jpg", caption="The pier", credit="Erik Lund", lead=True)
OTHER = Image(caption="The bell")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"subheadline": "After a winter"}, '<p class="standfirst">After a winter</p>'),
        ({"byline": "By Anna Holm"}, '<div class="meta"><p>By Anna Holm</p>'),
        ({"authors": (Author(name="Anna Holm", role="reporter"),)}, "<p>Anna Holm, reporter</p>"),
        (
            {"authors": (Author(name="A & B", links=("javascript:x", "https://harbour.example/a?b&c")),)},
            '<p><a href="https://harbour.example/a?b&amp;c">A &amp; B</a></p>',
        ),
        (
            {"date_published": "2026-04-02T08:00:00+02:00"},
            '<time datetime="2026-04-02T08:00:00+02:00">2 April 2026, 08:00 +02:00</time> · harbour.example',
        ),
        ({"date_modified": "2026-04-03"}, 'changed <time datetime="2026-04-03">3 April 2026</time>'),
        ({"publisher": "The Harbour", "section": "Sea"}, "<p>The Harbour · Sea</p>"),
        (
            {"images": (LEAD,)},
            '</p><p>Erik Lund · <a href="https://img.example/1.jpg">picture</a></p></figcaption></figure>\n<p>The ferry',
        ),
        ({"images": (OTHER,)}, "<p>The ferry sails.</p>\n<figure><figcaption><p>The bell</p></figcaption></figure>"),
        ({}, f'<footer><a href="{URL}">{URL}</a></footer>'),
        ({"url": "javascript:alert(1)"}, "<footer>javascript:alert(1)</footer>"),
        ({"headline": None}, f"<title>{URL}</title>"),
        ({"language": "ar", "direction": "rtl"}, '<article lang="ar" dir="rtl">'),
        ({"verdict": Verdict(kind=VerdictKind.LISTING)}, "This page is not an article but a listing"),
    ],
)
def test_what_a_reader_sees(changes, expected):
    assert expected in article_pages([Reading(article(**changes))])


@pytest.mark.parametrize(
    ("author", "times"),
    [
        (Author(name="Anna Holm"), 1),
        (Author(name="Anna Holm", role="reporter"), 1),
        (Author(name="Anna Holm", role="editor"), 2),
        (Author(name="Anna Holm", links=("https://harbour.example/anna",)), 2),
    ],
)
def test_a_name_that_the_byline_has_is_only_repeated_with_something_new(author, times):
    page = article_pages([Reading(article(byline="By Anna Holm, reporter", authors=(author,)))])
    assert page.count("Anna Holm") == times


def test_a_byline_in_capitals_has_the_name():
    author = Author(name="Anna Holm", role="Staff Writer")
    page = article_pages([Reading(article(byline="By ANNA HOLM, STAFF WRITER", authors=(author,)))])
    assert "Anna Holm" not in page


ADDED = {
    "coder_tags": [{"tag": EVIL, "coder": EVIL, "added_at": EVIL}],
    "notes": [{"coder": EVIL, "added_at": EVIL, "exact": EVIL, "version": 1, "text": EVIL}],
    "exclusions": [{"coder": EVIL, "added_at": EVIL, "reason": EVIL}],
    "labels": {EVIL: [{"row": 1, "url_column": "url", "cells": {EVIL: EVIL}}]},
}


class Used(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def hostile():
    return article(
        headline=EVIL, subheadline=EVIL, byline=EVIL, section=EVIL, publisher=EVIL, language=EVIL, direction=EVIL,
        date_published=EVIL, date_modified=EVIL, authors=(Author(name=EVIL, role=EVIL, links=(f"https://x/{EVIL}",)),),
        images=(Image(url=f"https://x/{EVIL}", caption=EVIL, credit=EVIL, alt=EVIL, lead=True),),
        body=(Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=EVIL, href=f"https://x/{EVIL}"),)),),
    )  # fmt: skip


def hostile_version(number):
    return Version(
        article_id=1, number=number, first_seen=EVIL, last_seen=EVIL, headline=EVIL, subheadline=None, byline=None,
        caption="", date_modified=None, body_text=f"{EVIL} {number}",
    )  # fmt: skip


@pytest.mark.parametrize(
    "page",
    [
        article_pages([Reading(hostile(), ADDED), Reading(hostile())]),
        "\n".join(diff_page(hostile_version(1), hostile_version(2), whole=True)),
    ],
    ids=["article", "diff"],
)
def test_a_page_runs_and_loads_nothing(page):
    used = Used()
    used.feed(page)
    assert not used.tags & {"script", "img", "link", "iframe", "object", "embed", "video", "form", "base"}
    assert not {name for name in used.attributes if name in ("src", "style") or name.startswith("on")}
    assert page.count("</style>") == 1
    assert "default-src &#x27;none&#x27;" in page
    assert not re.search(r"url\(|@import", page)


def test_a_page_has_dark_and_print_styles():
    page = article_pages([Reading(article())])
    assert "@media (prefers-color-scheme:dark)" in page
    assert "@media print" in page


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-04-02T08:00:00+02:00", "2 April 2026, 08:00 +02:00"),
        ("2026-04-02T08:00:59-03:30", "2 April 2026, 08:00 -03:30"),
        ("2026-12-31T23:59:00Z", "31 December 2026, 23:59 UTC"),
        ("2026-12-31T23:59:00+00:00", "31 December 2026, 23:59 UTC"),
        ("2026-04-02T08:00", "2 April 2026, 08:00"),
        ("2026-04-02", "2 April 2026"),
        ("2026-04", "April 2026"),
        ("2026-00", "2026-00"),
        ("2026-06-31", "2026-06-31"),
        ("20260402", "20260402"),
        ("yesterday", "yesterday"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_moment_in_words(moment, words):
    assert in_words(moment) == words
