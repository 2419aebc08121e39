"""Names that are true of a word and false of the box: ids and classes of the topic, states that a click changes."""

import pytest

from page_of import page
from scraper.extract import extract

LINES = [
    "The council of Lower Sedge met on Monday to decide whether the ducks may keep the towpath after sunset.",
    "A count in the spring had found four hundred ducks and eleven cyclists, none of whom would give way.",
    "The clerk read out a letter from the cyclists, who asked for a bell, a lamp and a little respect.",
    "The ducks sent nobody, but were seen to listen at the window for most of the afternoon.",
    "A vote was taken by lamplight, and the towpath was given to whoever arrives there first.",
]


def page_text(*parts):
    body = f"<main><article><h1>Ducks keep the towpath</h1>{''.join(parts)}</article></main>"
    return "\n".join(block.text for block in extract(page(body)).body)


def paragraphs(first=0, last=5, attributes=""):
    return "".join(f"<p {attributes}>{line}</p>" for line in LINES[first:last])


@pytest.mark.parametrize(
    "attributes",
    [
        "class=paywall aria-hidden=true",
        "aria-hidden=true",
        "class=gdpr-paragraph",
        "class=comment-on-law",
        "class=banner-history",
        "id=related-work-1",
        "class=sharing-the-towpath",
    ],
)
def test_a_paragraph_is_text_whatever_it_is_called(attributes):
    text = page_text(paragraphs(0, 2), paragraphs(2, 4, attributes), paragraphs(4))
    assert all(line in text for line in LINES)


@pytest.mark.parametrize(
    "box",
    [
        "<div id=more style='display:none'>{}</div>",
        "<div hidden class=rest>{}</div>",
        "<div class='read-more' style='display: none'>{}</div>",
    ],
)
def test_what_a_click_opens_is_text(box):
    text = page_text(paragraphs(0, 2), "<p><a href='#' onclick='more()'>Read more</a></p>", box.format(paragraphs(2)))
    assert all(line in text for line in LINES)


@pytest.mark.parametrize(
    "box",
    [
        "<div class=modal style='display:none'><h2>Stay with us</h2><p>Sign up for our letter about ducks, every day.</p></div>",
        "<div hidden><p>The page could not be loaded. Try it again in a few minutes, or tell us about it.</p></div>",
    ],
)
def test_what_is_hidden_and_no_text_stays_hidden(box):
    text = page_text(paragraphs(0, 3), box, paragraphs(3))
    assert "Sign up" not in text
    assert "could not be loaded" not in text


@pytest.mark.parametrize(
    "heading",
    [
        "<h2 id=privacy-and-cookies>Privacy and cookies</h2>",
        "<h2 id=comments-from-the-ducks>Comments from the ducks</h2>",
        "<h3 id=related-work>Related work</h3>",
        "<h2><button aria-expanded=false>Who pays for the lamps?</button></h2>",
        "<h3 class=accordion-header><button type=button>When may a duck be passed?</button></h3>",
    ],
)
def test_a_heading_stays_with_its_text(heading):
    words = heading.split("</")[0].rsplit(">", 1)[1]
    assert words in page_text(paragraphs(0, 2), heading, paragraphs(2))


def test_a_section_may_be_named_after_its_heading():
    section = f"<section id=comments-of-the-clerk><h2>Comments of the clerk</h2>{paragraphs(2)}</section>"
    assert all(line in page_text(paragraphs(0, 2), section) for line in LINES)


def test_a_button_that_heads_nothing_is_no_text():
    assert "Share" not in page_text(paragraphs(0, 3), "<div><button>Share this page</button></div>", paragraphs(3))
