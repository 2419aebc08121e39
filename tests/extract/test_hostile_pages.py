"""A page of a kilobyte is read in under half a second of CPU, whatever it says and wherever it says it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from page_of import page
from scraper.extract import extract

LIMIT = 0.5  # CPU seconds; such pages take some 0.01
SIZE = 1_000  # characters

# Units that overlap with several parts of what dates, bylines, credits and labels look like, in many scripts.
UNITS = (
    "इ", "കൊ", "തിരു", "เก", "กพ.", "ம்", "a.", "aʼ", "A", "A ", "h", "hh", "AM ", "Z", "1", "1 ", "1.", "1:", "1/", "٣", "१",
    "年", "月", "记者", "記者 ", "기자 ", "文", "中", "中 ", "가", "ـ", "م", "א", "ա", "ა", "Ж", "é", "e\u0301", "\u200c", "\u200d",
    " ", "\t", "\u00a0", "-", "–", "—", " - ", "|", " | ", "/", "·", "•", "(", ")", "((", "[", "（", "©", "© ", "(c) ", "Photo: ",
    "by ", "By A", "von ", "von A", "de ", "de A ", "and ", ", ", ",", ";", ":", "…", "...", "'", "’", "“", "»", "@", "@a", "a@a.",
    "<!---->", "<!--", "&amp;", "&#", "<b>", "</b>", "<br>", "<i>a", "http://", "//a/", "1x, ", "-网", "$1", "%", "min ", "read ",
)  # fmt: skip
FRONTS = (
    "", "By ", "Von ", "Par ", "記者 ", "Published: ", "Updated 12 ", "12 May 2026 ", "2026-05-12T10:", "Foto: ", "© 2026 ", "12 ",
    "प्रकाशित: ", "الكاتب: ", "5 min read ", "Berlin (", "Caption: ", "http-equiv=refresh 0; url=",
)  # fmt: skip
ENDS = ("", "!", " 28", " 2026", "\x00", "? she asked.", "<", "😀")

TEXT = "The harbour board voted to rebuild the old quay, and will pay for it in parts over the next four years. "
PLACES = {
    "date line": '<h1>The quay</h1><p class="date">{}</p>',
    "time": '<h1>The quay</h1><time datetime="{attribute}">{}</time>',
    "meta": '<meta property="article:published_time" content="{attribute}"><meta name=author content="{attribute}">',
    "JSON-LD": '<script type="application/ld+json">{json}</script>',
    "byline": '<h1>The quay</h1><div class="byline">{}</div>',
    "author box": '<div class="author"><a rel="author" href="/author/x">{}</a><p>{}</p></div>',
    "caption": '<figure><img src="/a.jpg" srcset="{attribute}"><figcaption>{}</figcaption></figure>',
    "credit": '<figure><img src="/a.jpg"><figcaption>Quay <span class="credit">{}</span></figcaption></figure>',
    "headline": "<title>{}</title><h1>{}</h1>",
    "text": "<p>{}</p>",
    "list": "<ul><li>{}</li><li>{}</li></ul>",
    "script": "<script>var a = {}</script>",
    "class": '<div class="{attribute}" id="{attribute}"><p>words</p></div>',
    "refresh": '<meta http-equiv="refresh" content="{attribute}">',
    "declaration": "{}<html>",
}


def said(place: str, text: str) -> str:
    """Return the markup that says a text in a place."""
    attribute = text.replace("&", "&amp;").replace('"', "&quot;")
    data = {"@type": "NewsArticle", "headline": text, "datePublished": text, "author": {"name": text}}
    told = json.dumps(data).replace("<", "\\u003c")
    return PLACES[place].replace("{attribute}", attribute).replace("{json}", told).replace("{}", text)


def seconds(place: str, text: str) -> float:
    """Return the CPU seconds of reading a page that says a text in a place, the second time if the first was long.

    The first reading may compile patterns.
    """
    read = page(f"<html lang=en><body>{said(place, text)}<article>{f'<p>{TEXT}</p>' * 4}</article></body></html>")
    spent = LIMIT
    for _ in range(2):
        if spent >= LIMIT:
            began = time.process_time()
            extract(read)
            spent = time.process_time() - began
    return spent


hostile = st.builds(
    lambda front, unit, other, length, end: (front + (unit + other) * length)[:length] + end,
    st.sampled_from(FRONTS),
    st.sampled_from(UNITS),
    st.sampled_from(("", *UNITS)),
    st.integers(20, SIZE),
    st.sampled_from(ENDS),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PLACES)), hostile)
def test_no_small_page_is_dear(place, text):
    assert seconds(place, text) < LIMIT


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES)
def test_no_unit_is_dear_in_any_place(place):
    for unit in UNITS:
        for front, end in (
            ("", "!"),
            ("By ", "? she asked."),
            ("Published: ", " 28"),
            ("12 ", " 2026!"),
            ("© ", "\x00"),
        ):
            text = front + unit * (SIZE // len(unit)) + end
            assert seconds(place, text) < LIMIT, (place, unit, front)


KNOWN = [
    ("date line", "Published: " + "इ" * 34 + " 28"),
    ("meta", "इ" * 34 + " 28"),
    ("JSON-LD", "തിരുവനന്തപുരത്തുനിന്നുള്ളവരുടെ" * 3 + " 28"),
    ("byline", "By " + "ൊ" * 60 + " 28"),
    ("credit", "12 " + "h" * 44 + "!"),
    ("caption", "By " + "A" * 45 + "? she asked"),
    ("author box", "aʼ" * 40 + "a!"),
    ("declaration", "<!---->" * 140),
    ("caption", "1x, " * 250),
    ("date line", "lesezeit" + " " * 900),
    ("JSON-LD", "A and " * 60),
    ("byline", "By " + "ა and " * 60),
    ("credit", "© A y " + "y A " * 60),
]


@pytest.mark.parametrize(("place", "text"), KNOWN)
def test_what_was_dear_is_not(place, text):
    assert seconds(place, text) < LIMIT


def test_a_page_of_comments_is_told_from_a_feed_at_once():
    from scraper.page_kind.by_http import not_a_page

    began = time.process_time()
    not_a_page({}, b"<!---->" * 140 + b"x")
    assert time.process_time() - began < LIMIT
