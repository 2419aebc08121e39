"""The text of a small piece of the page: what a reader sees, and the same from every reader of it."""

import pytest
from lxml import html

from scraper.lexicon import bylines, introductions
from scraper.lexicon.date_words import DATA, DATA_AT_ALL
from scraper.page import visible_text

PIECES = [
    ("<div>By <a>Jane Roe</a>, editor</div>", "By Jane Roe, editor"),
    ("<div><p>Jane Roe</p><p>7 May 2024</p></div>", "Jane Roe 7 May 2024"),
    ("<div>Jane <span hidden>Mary </span>Roe</div>", "Jane Roe"),
    ("<div>Jane<span class='sr-only'> (opens a new tab)</span> Roe</div>", "Jane Roe"),
    ("<div>Jane <i style='display: none'>x</i>Roe</div>", "Jane Roe"),
    ("<div>Jane<script>1</script>Roe</div>", "Jane Roe"),
    ("<div>" + "<b>" * 30 + "Jane Roe" + "</b>" * 30 + "</div>", "Jane Roe"),
]


@pytest.mark.parametrize(("source", "said"), PIECES)
def test_a_line_is_what_a_reader_sees(source, said):
    element = html.fragment_fromstring(source)
    lines = visible_text.ShortLines(100)
    assert visible_text.text(element) == lines.of(element) == visible_text.ShortLines(len(said)).of(element) == said
    assert [lines.of(inner) for inner in element.iter()] == [visible_text.text(inner) for inner in element.iter()]


@pytest.mark.parametrize(("source", "said"), PIECES)
def test_what_is_longer_than_a_line_is_none(source, said):
    assert visible_text.ShortLines(len(said) - 1).of(html.fragment_fromstring(source)) is None


def test_no_nesting_is_too_deep():
    element = html.Element("div")
    deepest = element
    for _ in range(5_000):
        deepest = html.etree.SubElement(deepest, "b")
    assert visible_text.ShortLines(100).of(element) is None


def test_every_phrase_introduces_a_name():
    phrases = [spelt for phrase in (*bylines.BY, *bylines.BY_COLON) for spelt in (phrase, phrase.capitalize())]
    assert [phrase for phrase in phrases if not introductions.starts(f"{phrase}: Jane Roe")] == []


@pytest.mark.parametrize(
    "name", ["datePublished", "publishedAt", "page_publication_date", "pubDate", "firstPublishedTime", "published"]
)
def test_every_name_of_a_date_in_data_is_seen_at_a_glance(name):
    script = f'{{"{name}" : "2024-05-07T10:00:00Z"}}'
    assert DATA.findall(script) == ["2024-05-07T10:00:00Z"]
    assert DATA_AT_ALL.search(script.lower())
