"""An article laid out for a terminal, and what people added to it, as lines."""

import pytest

from scraper.models import Article, Author, Block, BlockKind, Image, Span, Verdict, VerdictKind
from scraper.present.article_page import ARTICLE_FORMS
from scraper.present.reading import Reading, added_lines
from scraper.present.reading_lines import Look, reading_lines

URL = "https://harbour.example/ferry"
AT = "2026-05-01T09:00:00Z"
WHEN = "1 May 2026, 09:00 UTC"


def article(*blocks, **changes):
    given = {"url": URL, "site": "harbour.example", "headline": "Ferry returns", "body": blocks}
    return Article(**given | {"verdict": Verdict(kind=VerdictKind.ARTICLE)} | changes)


def paragraph(*spans):
    return Block(kind=BlockKind.PARAGRAPH, spans=spans)


def item(text, level=1):
    return Block(kind=BlockKind.LIST_ITEM, level=level, spans=(Span(text=text),))


def drawn(of, added=None):
    """The lines with their indents, and what is not plain in angle brackets."""
    lines = []
    for line in reading_lines(Reading(of, added or {})):
        pieces = [piece.text if piece.look is Look.PLAIN else f"<{piece.look} {piece.text}>" for piece in line.pieces]
        look = "" if line.look is Look.PLAIN else f"{line.look}: "
        lines.append(look + line.first + "".join(pieces))
    return lines


HEAD = ["headline: Ferry returns", "", "about: harbour.example"]
FOOT = ["", f"about: {URL}"]
ANNA = "https://harbour.example/anna"


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([paragraph(Span(text="It sails.")), paragraph(Span(text="At dawn."))], ["", "It sails.", "", "At dawn."]),
        ([paragraph(Span(text="a "), Span(text="b", strong=True), Span(text="c", em=True))], ["", "a <strong b><emphasis c>"]),
        ([Block(kind=BlockKind.HEADING, level=2, spans=(Span(text="Tides"),))], ["", "heading: Tides"]),
        ([item("one"), item("two", 2), paragraph(Span(text="End."))], ["", "  • one", "    • two", "", "End."]),
        ([Block(kind=BlockKind.QUOTE, spans=(Span(text="So he said."),))], ["", "│ So he said."]),
        ([Block(kind=BlockKind.TABLE, rows=(("a", "b"), ("c", "d")))], ["", "  a | b", "  c | d"]),
        ([Block(kind=BlockKind.PREFORMATTED, spans=(Span(text="x\n  y"),))], ["", "code:   x", "code:     y"]),
    ],
)  # fmt: skip
def test_blocks(blocks, expected):
    assert drawn(article(*blocks)) == [*HEAD, *expected, *FOOT]


def test_links_are_footnotes_with_one_number_an_address():
    both = (Span(text="Anna ", href=ANNA), Span(text="Holm", href=ANNA, strong=True), Span(text=" and "))
    body = paragraph(*both, Span(text="the tide", href=f"{URL}/tide"), Span(text=", up", href="#top"))
    again = paragraph(Span(text="She", href=ANNA))
    lines = drawn(article(body, again))
    assert lines[4:7] == ["Anna <strong Holm><about [1]> and the tide<about [2]>, up", "", "She<about [1]>"]
    assert lines[-3:] == [f"about: {URL}", f"about: [1] {ANNA}", f"about: [2] {URL}/tide"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"subheadline": "After a winter"}, "standfirst: After a winter"),
        ({"byline": "By Anna", "authors": (Author(name="Anna"),)}, "about: By Anna"),
        ({"authors": (Author(name="A", role="reporter"), Author(name="B"))}, "about: A, reporter; B"),
        (
            {"date_published": "2026-04-02T08:00:00+02:00", "date_modified": "2026-04-03", "section": "Sea"},
            "about: 2 April 2026, 08:00 +02:00 · changed 3 April 2026 · harbour.example · Sea",
        ),
        ({"images": (Image(caption="The pier", credit="E. L."),)}, "about:   Picture: The pier (E. L.)"),
        ({"headline": None}, "headline: (no headline)"),
        ({"verdict": Verdict(kind=VerdictKind.LISTING)}, "about: This page is not an article but a listing; an older scraper archived it."),
    ],
)  # fmt: skip
def test_what_is_around_the_text(changes, expected):
    assert expected in drawn(article(**changes))


NOTE = {"coder": "ann", "added_at": AT, "exact": None, "version": 1, "text": "Which pier?"}
ADDED = [
    (
        {"coder_tags": [{"tag": tag, "coder": coder} for tag, coder in (("sea", "ann"), ("sea", "ben"), ("tide", "ann"))]},
        "tags: sea (ann, ben), tide (ann)",
    ),
    ({"notes": [NOTE]}, f"note by ann, {WHEN}: Which pier?"),
    ({"notes": [NOTE | {"exact": "old pier"}]}, f"note by ann, {WHEN} on “old pier” (version 1): Which pier?"),
    ({"notes": [NOTE | {"exact": "old pier", "text": ""}]}, f"note by ann, {WHEN} on “old pier” (version 1)"),
    ({"exclusions": [{"coder": "ann", "added_at": AT, "reason": "a reprint"}]}, f"excluded by ann, {WHEN}: a reprint"),
    (
        {"labels": {"cases": [{"row": 2, "url_column": "url", "cells": {"url": URL, "outlet": "BBC", "wave": "2"}}]}},
        "cases, row 2: outlet = BBC; wave = 2",
    ),
    ({"labels": {"cases": [{"row": 2, "url_column": "url", "cells": {"url": URL}}]}}, "cases, row 2: no other columns"),
]  # fmt: skip


@pytest.mark.parametrize(("added", "expected"), ADDED)
def test_what_people_added_is_at_the_end_of_every_form_for_reading(added, expected):
    reading = Reading(article(paragraph(Span(text="It sails."))), added)
    assert list(added_lines(reading)) == [expected]
    assert drawn(reading.article, added)[-2:] == ["heading: Added in this archive", f"• {expected}"]
    assert ARTICLE_FORMS["text"]([reading]).endswith(f"\n\nAdded in this archive:\n{expected}")
    assert f"<li>{expected}</li>" in ARTICLE_FORMS["html"]([reading])
