"""The body of made-up pages: what belongs is kept, what does not goes, and each with its reason."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import page_of
from scraper.extract.block_fingerprint import fingerprint
from scraper.extract.body import line_rules
from scraper.extract.images import captions_in_text
from scraper.models import Block, BlockKind, Image, Page, Removed, Span
from scraper.page.body_reading import BodyReading
from scraper.present import render

NOW = datetime(2026, 5, 1, tzinfo=UTC)
SEED = Path(__file__).parent.parent.parent.parent / "shared" / "seed"
P = [
    "The ferry that left Saltmarket on Monday came back on Wednesday with one passenger more than it had taken.",
    "Nobody on board had noticed him until the captain counted the soup bowls, of which there were thirty-one.",
    "He said that he had been on the ferry since the spring, and that the soup was better then.",
    "The company is looking for a rule that he has broken, and has asked the county to lend it one.",
]


def read(body, head="", *, known=frozenset(), url="https://paper.example/news/ferry"):
    markup = f"<html><head><title>A passenger too many</title>{head}</head><body>{body}</body></html>"
    return page_of.read(Page(url=url, final_url=url, body=markup.encode(), fetched_at=NOW), known=known).body


def article(*more, before=""):
    paragraphs = [f"<p>{text}</p>" for text in P]
    return f"<main><h1>A passenger too many</h1>{before}<div class=story>{''.join([*paragraphs[:2], *more, *paragraphs[2:]])}</div></main>"


OUT = [
    '<p><a href="/x">Read more: the soup that was better</a></p>',
    "<p>ADVERTISEMENT</p>",
    '<div class="newsletter-signup"><h3>Get the Ferry Letter in your inbox</h3><p>Sign up for our weekly newsletter and never miss a boat.</p></div>',
    '<aside class="related"><h3>Related</h3><ul><li><a href="/a">Soup prices rise again in the harbour</a></li><li><a href="/b">Why bowls break</a></li></ul></aside>',
    '<figure><img src="/f.jpg"><figcaption>The ferry on Tuesday. Photo: Ilse Varnholt</figcaption></figure>',
    '<div class="wp-caption"><img src="/f.jpg"><p class="wp-caption-text">The ferry on Tuesday, without soup</p></div>',
    '<ul class="share-tools"><li><a href="#">Facebook</a></li><li><a href="#">Copy link</a></li></ul>',
    '<div class="embed consent-placeholder"><p>This content is hosted by a third party that uses cookies. Accept cookies to see it.</p></div>',
    '<div style="display:none"><p>Seven more passengers were seen by nobody at all in the hidden cabin.</p></div>',
]


@pytest.mark.parametrize("junk", OUT)
def test_boilerplate_inside_the_text_goes(junk):
    assert [block.text for block in read(article(junk)).blocks] == P


IN = [
    ("<h2>A bowl too many</h2>", BlockKind.HEADING, "A bowl too many"),
    (
        "<ul><li>The soup of Monday was pea, with bread.</li></ul>",
        BlockKind.LIST_ITEM,
        "The soup of Monday was pea, with bread.",
    ),
    (
        "<blockquote><p>I paid in songs, and nobody complained of the songs.</p></blockquote>",
        BlockKind.QUOTE,
        "I paid in songs, and nobody complained of the songs.",
    ),
    ("<p>He paid<b> in</b> <i>songs</i>.</p>", BlockKind.PARAGRAPH, "He paid in songs."),
]


@pytest.mark.parametrize(("markup", "kind", "text"), IN)
def test_what_belongs_is_kept(markup, kind, text):
    assert (kind, text) in [(block.kind, block.text) for block in read(article(markup)).blocks]


def test_links_are_absolute_and_stay_in_their_place():
    block = next(
        b
        for b in read(
            article('<p>He paid <a href="/songs">in songs</a>, which the captain wrote down in full.</p>')
        ).blocks
        if "songs" in b.text
    )
    assert [(s.text, s.href) for s in block.spans] == [
        ("He paid ", None),
        ("in songs", "https://paper.example/songs"),
        (", which the captain wrote down in full.", None),
    ]


def test_text_of_breaks_is_paragraphs():
    markup = f"<main><h1>A passenger too many</h1><div>{'<br><br>'.join(P)}</div></main>"
    assert [block.text for block in read(markup).blocks] == P


def test_every_dropped_line_has_a_reason():
    reading = read(article(*OUT))
    assert reading.removed
    assert all(removed.reason for removed in reading.removed)


STANDFIRST = "Nobody knows how he came on board, and he does not say."


@pytest.mark.parametrize(
    ("above", "head"),
    [
        (f'<p class="standfirst">{STANDFIRST}</p>', ""),
        (f"<h2>{STANDFIRST}</h2>", ""),
        (f"<div>{STANDFIRST}</div>", f'<meta name="description" content="{STANDFIRST}">'),
    ],
)
def test_standfirst_is_a_field_of_its_own(above, head):
    reading = read(article(before=above), head)
    assert reading.subheadline == STANDFIRST
    assert [block.text for block in reading.blocks] == P


@pytest.mark.parametrize(
    "above",
    [
        "",
        '<div class="photo lede"><img src="/f.jpg"><p>The ferry on Tuesday, seen from the mill.</p></div>',
        "<h5>27 octobre 2026 à 18:27 (Mis à jour: 19:56)</h5>",
        '<div class="author-dropdown"><p>Ilse Varnholt writes about boats and soup, and lives on neither of them.</p></div>',
        '<div class="player"><p class="video-desc">Passengers on the ferry tell what they thought of the soup on Tuesday.</p></div>',
        '<p class="byline">By Ilse Varnholt, who was on the boat for the whole of the trip.</p>',
    ],
)
def test_no_standfirst_is_made_up(above):
    assert read(article(before=above)).subheadline is None


def test_known_boilerplate_goes_and_says_so():
    line = "Ask your neighbour for the green ribbon; she will know which one."
    assert line in [block.text for block in read(article(f"<p>{line}</p>")).blocks]
    reading = read(article(f"<p>{line}</p>"), known=frozenset({fingerprint(line)}))
    assert [block.text for block in reading.blocks] == P
    assert line_rules.KNOWN in [removed.reason for removed in reading.removed if removed.text == line]


GLUED = [
    # markup, alt text elsewhere, expected beginning, repaired?
    (
        "<p>President Xi Jinping<a href='/a'>arrived in Moscow</a> on Wednesday to see the ferry and its passenger.</p>",
        "Xi Jinping on the ferry",
        "President Xi Jinping arrived in Moscow",
        True,
    ),
    (
        "<p>The port of <a href='/a'>Saltmarket</a>were the first to hear of it, and they told the captain.</p>",
        "They were in Saltmarket",
        "The port of Saltmarket were the first",
        True,
    ),
    (
        "<p>The boats of <a href='/a'>Tesla</a>s own harbour were the first to hear of the odd passenger.</p>",
        "Tesla s boat",
        "The boats of Teslas own harbour",
        False,
    ),
    (
        "<p>They un<a href='/a'>covered the boat</a> and saw that the passenger had eaten all of the soup.</p>",
        "un deux",
        "They uncovered the boat",
        False,
    ),
    (
        "<p>The Foot<a href='/a'>ball match</a> was on the ferry, and the passenger won it by three bowls.</p>",
        "The Foot of the Football",
        "The Football match",
        False,
    ),
    (
        "<p>The cook swears by <a href='/a'>N</a>,N-dimethyl soup, of which the passenger took <b>three</b>,000 bowls.</p>",
        "",
        "The cook swears by N,N-dimethyl soup, of which the passenger took three,000 bowls",
        False,
    ),
]


@pytest.mark.parametrize(("markup", "alt", "expected", "repaired"), GLUED)
def test_glued_words_are_parted_only_on_evidence(markup, alt, expected, repaired):
    reading = read(article(f'<img src="/f.jpg" alt="{alt}">', markup))
    text = render.text(reading.blocks)
    assert expected in text
    assert bool(reading.repairs) == repaired


def test_a_shell_is_read_from_its_json_ld():
    head = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "headline": "A passenger too many", "articleBody": chr(10).join(P)})}</script>'
    assert [block.text for block in read("<div id=root></div>", head).blocks] == P


def test_a_shell_is_read_from_its_data():
    data = {
        "props": {
            "nav": [{"text": "News and more of it, all day long"}],
            "article": {"body": [{"type": "p", "text": text} for text in P]},
        }
    }
    markup = f'<div id=__next></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'
    assert [block.text for block in read(markup).blocks] == P


def test_a_shell_is_read_from_the_second_object_that_its_script_assigns():
    data = {"headline": "A passenger too many", "content_elements": [{"type": "text", "content": text} for text in P]}
    script = f"window.App=window.App||{{}};App.config={{}};App.globalContent={json.dumps(data)};App.done=true;"
    assert [block.text for block in read(f"<div id=app></div><script>{script}</script>").blocks] == P


@pytest.mark.skipif(not SEED.exists(), reason="the example pages are not here")
@pytest.mark.parametrize("name", ["page", "page-no-metadata"])
def test_seed_pages(name):
    answer = json.loads((SEED / f"{name}.json").read_text())
    url = "https://www.gzeromedia.com/gzero-daily/how-trump-affects-the-no-limits-china-russia-relationship"
    reading = page_of.read(Page(url=url, final_url=url, body=(SEED / f"{name}.html").read_bytes(), fetched_at=NOW)).body
    assert render.text(reading.blocks).split() == answer["body_text"].split()
    assert bool(reading.repairs) == (name == "page-no-metadata")


MARKUP = st.lists(
    st.sampled_from(
        [
            *OUT,
            *P,
            "<p>",
            "</p>",
            "<div class=story>",
            "</div>",
            "<h1>",
            "<h2>",
            "<table><tr><td>",
            "<li>",
            "<article>",
            "<a href=x>",
            "<pre>",
            "<br><br>",
        ]
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)  # the first page without text imports the second reader
@given(MARKUP)
def test_kept_and_removed_are_the_container(parts):
    reading = read("".join(parts))
    kept = [each for each in reading.lines if each.kept]
    assert len(reading.removed) == len(reading.lines) - len(kept)
    if reading.blocks and not reading.second_opinion:  # a list of links has lines, but no blocks
        assert "".join(render.text(reading.blocks).split()).replace("|", "") == "".join(
            each.text for each in kept
        ).replace(" ", "").replace("\n", "").replace("|", "")


COUNTED = [f"The harbour office counted {boats} boats, and sent all of them home." for boats in range(20)]


@pytest.mark.parametrize(
    ("lines", "seconded"),
    [
        ([f"<h3>{text}</h3>" for text in COUNTED], True),  # there is no line that is like a text
        ([f"<p>{text}</p>" for text in COUNTED], False),
        ([f"<h3>{text}</h3>" for text in COUNTED[:2]], False),  # too little for an article
    ],
    ids=["headings alone", "paragraphs", "two headings"],
)
def test_the_second_reader_decides_where_nothing_was_kept(lines, seconded):
    reading = read("".join(lines))
    assert reading.second_opinion is seconded
    if seconded:
        assert [block.text for block in reading.blocks] == COUNTED


LONG = "The captain keeps a diary of every passenger who asked for soup, and of those who did not ask twice. " * 4


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("The captain, before lunch.", False),
        ("资料图：The captain, before lunch. (Cy Puffin)", False),
        (LONG, True),
    ],
    ids=["a caption", "a caption with its credit", "the text of a slide show"],
)
def test_what_the_pictures_reader_calls_a_caption_is_no_text(words, kept):
    reading = BodyReading(
        blocks=tuple(Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),)) for text in (*P, words)),
    )
    caption = LONG if words == LONG else "The captain, before lunch."
    left = captions_in_text.without(reading, [Image(url="/f.jpg", caption=caption, credit="Cy Puffin")])
    assert (words in [block.text for block in left.blocks]) is kept
    assert kept or left.removed == (Removed(text=words, reason="caption of a picture"),)
