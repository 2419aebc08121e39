"""The rules that no weight may overrule, each on a small page: what they take out, and what they leave in."""

import json

import pytest

from page_of import document, page
from scraper.extract import extract
from scraper.present.as_row import row

FIRST = (
    "<p>The lamp on the north mole went out on Monday, and nobody noticed until a ferry captain telephoned the "
    "harbour office to ask where Saltmarket had gone.</p>"
)
LAST = (
    "<p>It was lit again on Tuesday by a baker with a long match, who asked for nothing, gave his name as Mr Ember and "
    "was given a key to the town.</p>"
)


def text_of(middle, end="", head=""):
    body = f"<article><h1>The lamp that went out</h1>{FIRST}{middle}{LAST}{end}</article>"
    whole = f"<!doctype html><html><head><title>The lamp that went out</title>{head}</head><body>{body}</body></html>"
    return row(extract(page(whole)))["body_text"]


@pytest.mark.parametrize(
    "middle",
    [
        "<p><strong>İLGİLİ HABER:</strong> <a href='/2'>A wick too short</a></p>",
        "<p>READ MORE - <a href='/2'>A wick too short</a></p>",
        "<div><p>À lire aussi :</p><ul><li><a href='/2'>A wick too short</a></li></ul></div>",
        "<div><p>Sources:</p><ul><li>Harbour office</li><li>The baker</li></ul></div>",
        "<div class='push-box'><p>Be the first to see it</p></div>",
        "<div class='email-sub'><p>All the lamps, every Sunday</p></div>",
        "<p><a href='/p'>Print this story</a> | <a href='/m'>E-mail this story</a> | <a href='#'>Back to top</a></p>",
        "<p>ember@saltmarket.example</p>",
        "<p><img src='mole.jpg'><br><em>The north mole at dusk, seen from the ferry. Photo: Ada Quill</em></p>",
        "<p class='photo-caption'>The north mole at dusk, seen from the ferry that asked the question.</p>",
    ],
)
def test_a_line_is_taken_out_by_rule(middle):
    assert text_of(middle).split("\n\n")[1].startswith("It was lit again")


@pytest.mark.parametrize(
    "end",
    [
        "<p>Follow Saltmarket Lamps on Facebook and Instagram for more wicks, oils and moles.</p>",
        "<p>Подписывайтесь на наш канал в Telegram, там все маяки.</p>",
        (
            "<p>Just a heads up, some of the links on this page are affiliate links. If you buy a lamp by one of them we may "
            "earn a small commission, at no cost to you, and buy oil for it.</p>"
        ),
        "<p>배윤경 기자 lamp@saltmarket.example</p>",
        "<p>lamp@saltmarket.example (END)</p>",
        "<p>الآراء الواردة أدناه لا تعبر عن رأي الموقع، بل تعكس وجهات نظر أصحابها فقط.</p>",
    ],
)
def test_what_stands_below_the_last_paragraph_and_is_no_text(end):
    assert text_of("", end).endswith("given a key to the town.")


@pytest.mark.parametrize(
    "middle",
    [
        "<p>Read the minutes: <a href='/2'>they</a> mention the wick twice, the match once and the baker never.</p>",
        "<p>It burns oil | it always has | and it always will, says the captain.</p>",
    ],
)
def test_a_line_like_those_stays(middle):
    assert len(text_of(middle).split("\n\n")) == 3


@pytest.mark.parametrize(
    "end",
    [
        "<p>Follow the Courier on every quay</p>",
        "<p>(Reporting by Ada Quill; Editing by Bo Dale)</p><p>© The Courier. All rights reserved.</p>",
        "<p>Подписывайтесь на наш канал</p><p>Фото: Анна Ли</p>",
        "<p>اقرأ أيضًا</p><p>المصدر: وكالات</p>",
        "<p>ที่มา: สำนักข่าวท่าเรือ</p>",
        "<h2>More lamps</h2>",
    ],
)
def test_what_says_at_the_end_that_it_is_no_text_is_none(end):
    assert text_of("", end).endswith("given a key to the town.")


def test_the_same_words_among_the_paragraphs_may_be_text():
    assert "Follow the mole" in text_of(
        "<p>Follow the mole to its end, and you stand below the lamp that went out.</p>"
    )


def test_a_second_article_below_is_another():
    other = "<p>A bell was found in a barn by two children who were looking for a hen, and rang when it was lifted.</p>"
    second = f"<article><h1>The bell in the barn</h1>{other}{other.replace('bell', 'hen')}</article>"
    first = f"<article><h1>The lamp that went out</h1>{FIRST}{LAST}{FIRST.replace('lamp', 'wick')}</article>"
    found = row(extract(page(f"<html><head><title>The lamp that went out</title></head><body><main>{first}{second}")))
    assert "wick" in found["body_text"]
    assert "barn" not in found["body_text"]


def test_a_standfirst_that_is_shown_twice_is_no_paragraph():
    dek = "A light that had burned for ninety years was missed by one man, who had a boat to bring in."
    twice = f"<header><h1>The lamp</h1><div class='dek'>{dek}</div></header><main><div class='summary'>{dek}</div>"
    found = row(extract(page(f"{twice}<div class='story-body'>{FIRST}{LAST}</div></main>")))
    assert found["subheadline"] == dek
    assert dek not in found["body_text"]


def test_a_ticker_above_the_text_is_other_stories():
    stories = "".join(
        f"<li><a href='/{n}'>A wick is sold.</a> Nobody in the town of Saltmarket has been told who bought the wick.</li>"
        for n in range(3)
    )
    ticker = f"<div class='breaking-news'><ul>{stories}</ul></div>"
    kept = document(f"<div class='left'>{ticker}<h2>The lamp</h2>{FIRST}{LAST}{FIRST.upper()}</div>").body.blocks
    assert not [block for block in kept if "wick" in block.text]


def test_a_correction_stays():
    note = "<p class='correction'><em>This article was amended on 3 May 2026. A baker was called a butcher.</em></p>"
    assert "called a butcher" in text_of("", note)


def test_an_entry_in_a_box_of_its_own_is_one_of_the_list():
    listed = text_of("<p>What it took:</p><ul><li><p>Matches: 1</p></li><li>Wicks: 2</li></ul>")
    assert "Matches: 1\nWicks: 2" in listed


def test_each_entry_of_a_live_blog_keeps_its_heading():
    ld = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"The lamp, live"}</script>'
    entries = "".join(
        f"<article><header><time>1{n}:00</time><h2>{word} match</h2></header><div><p>{word} {FIRST[3:]}<p>{word} {LAST[3:]}</div></article>"
        for n, word in enumerate(("Third", "Second", "First"))
    )
    lines = [line.text for line in document(f"<main><h1>The lamp, live</h1>{entries}</main>", ld).body.blocks]
    assert lines[0] == "Third match"


def test_a_table_that_places_the_text_is_no_table():
    cell = "".join(f"{text}<br><br>" for text in (FIRST[3:-4], LAST[3:-4], FIRST[3:-4].replace("lamp", "bell")))
    rows = (
        f"<table><tr><td colspan=2><a href='/'>Courier</a></td></tr><tr><td><a href='/n'>News</a><br>"
        f"<a href='/s'>Sport</a></td><td>{cell}</td></tr></table>"
    )
    assert [block.kind.value for block in document(rows).body.blocks] == ["paragraph"] * 3


@pytest.mark.parametrize(("prompt", "kind"), [((1, 0), "article"), ((0, 1), "teaser")])
def test_a_prompt_with_text_behind_it_has_stopped_nobody(prompt, kind):
    wall = '<div class="paywall"><p>This article is for subscribers. Subscribe to continue reading.</p></div>'
    found = document(f"<article>{FIRST}{wall * prompt[0]}{LAST}{wall * prompt[1]}</article>")
    assert found.kind.kind.value == kind


def test_the_page_s_data_names_who_wrote_it():
    article = {"authors": [{"name": "Ambrose Tidewell"}], "body": [FIRST[3:-4], LAST[3:-4]]}
    state = json.dumps({"article": article})
    shell = f'<div id="app"></div><script type="application/json">{state}</script>'
    assert [author.name for author in extract(page(f"<html><body>{shell}</body></html>")).authors] == [
        "Ambrose Tidewell"
    ]


DETAILS = [
    (("By Ida Holm", "22 May 2026"), True),
    (("22 May 2026", "By Ida Holm", "4 min read"), True),
    (("22 May 2026",), True),
    (("22 May 2026", "4 June 2026"), False),  # of events, as far as anyone can tell
    (("By Ida Holm", "Two eggs, beaten"), False),
]


@pytest.mark.parametrize(("entries", "are_details"), DETAILS)
def test_a_list_of_who_and_when_above_the_text_is_no_text(entries, are_details):
    items = "".join(f"<li>{entry}</li>" for entry in entries)
    found = document(f"<article><h1>The lamp</h1><ul>{items}</ul>{FIRST}{LAST}</article>")
    reasons = {each.text: each.reason for each in found.body.removed}
    assert [reasons.get(entry) in {"byline", "date", "time to read"} for entry in entries] == [are_details] * len(
        entries
    )


@pytest.mark.parametrize(
    "details",
    [
        "<ol><li>By Ida Holm</li><li>22 May 2026</li></ol>",
        "<ul><li><p>By Ida Holm</p></li><li><p>22 May 2026</p></li></ul>",
        "<ul><li>By <a href='/ida'>Ida Holm</a></li><li><time>22 May 2026</time></li><li><a href='#c'>3 notes</a></li></ul>",
        "<dl><dt>By</dt><dd>Ida Holm</dd><dt>On</dt><dd>22 May 2026</dd></dl>",
        "<table><tr><td>By Ida Holm</td><td>22 May 2026</td></tr></table>",
        "<div><div>By Ida Holm</div><div>22 May 2026</div></div>",
        "<div><span>By Ida Holm</span> <span>22 May 2026</span></div>",
    ],
)
def test_who_and_when_are_no_text_in_whatever_markup(details):
    blocks = document(f"<article><h1>The lamp</h1>{details}{FIRST}{LAST}</article>").body.blocks
    assert [block.text for block in blocks] == [FIRST[3:-4], LAST[3:-4]]


def test_the_heading_of_a_page_without_a_title_is_its_headline():
    found = document(f"<article><h1>The lamp that asked</h1>{FIRST}{LAST}</article>")
    assert [each.reason for each in found.body.removed if each.text == "The lamp that asked"] == ["headline"]
