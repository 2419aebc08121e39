"""A body as text and skeleton, and back: what needs a skeleton, what it holds, and what does not belong to a text."""

from __future__ import annotations

import json

import pytest

from newsroom import paragraphs
from scraper.archive.articles.body_shape import blocks, cleaned, flatten
from scraper.archive.articles.record import UNFIT
from scraper.models import Block, BlockKind, Span


def block(kind, *texts, **more):
    return Block(kind=kind, spans=tuple(Span(text=text) for text in texts), **more)


ROWS = (("Port", "Boats"), ("Aarhus", "12"))
BODIES = [
    ((), "", None),
    (paragraphs("One.", "Two."), "One.\n\nTwo.", None),
    ((block(BlockKind.HEADING, "Ferry", level=2),), "Ferry", [["heading", 5, {"level": 2}]]),
    (
        (block(BlockKind.LIST_ITEM, "One"), block(BlockKind.LIST_ITEM, "Two")),
        "One\nTwo",
        [["list_item", 3], ["list_item", 3]],
    ),
    (
        (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text="See "), Span(text="it", href="https://a.example/", em=True))),),
        "See it",
        [["paragraph", 6, {"spans": [[4, 0], [2, 2, "https://a.example/"]]}]],
    ),
    (
        (Block(kind=BlockKind.TABLE, rows=ROWS),),
        "Port | Boats\nAarhus | 12",
        [["table", 24, {"rows": [[4, 5], [6, 2]], "spans": []}]],
    ),
    # the text alone would not lead back to an empty block
    ((*paragraphs("One."), *paragraphs("")), "One.\n\n", [["paragraph", 4], ["paragraph", 0]]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "text", "form"), BODIES)
def test_a_body_is_a_text_and_a_skeleton_that_lead_back_to_it(body, text, form):
    found, skeleton = flatten(body)
    assert (found, skeleton and json.loads(skeleton)) == (text, form)
    assert blocks(found, skeleton) == body


def test_a_body_that_was_kept_whole_is_read():
    form = [["paragraph", -1, {"w": ["One."]}], ["table", -1, {"w": [], "rows": ROWS, "spans": []}]]
    assert blocks("", json.dumps(form)) == (*paragraphs("One."), Block(kind=BlockKind.TABLE, rows=ROWS))


BAD = ["{", "[1]", '[["nonsense", 3]]', '[["paragraph"]]', '[["paragraph", "x"]]', '[["table", 3, {"rows": [["x"]]}]]']


@pytest.mark.parametrize("form", BAD)
def test_a_skeleton_that_belongs_to_no_text_is_an_error(form):
    with pytest.raises((ValueError, TypeError)):
        cleaned("A ferry", form, UNFIT)


def test_characters_that_no_text_may_have_are_removed_with_their_place_in_the_skeleton():
    text, form = flatten((block(BlockKind.HEADING, "Fer\ue000ry", level=2), *paragraphs("One.")))
    fit, skeleton = cleaned(text, form, UNFIT)
    assert (fit, json.loads(skeleton)[0]) == ("Ferry\n\nOne.", ["heading", 5, {"level": 2}])
    assert cleaned(fit, skeleton, UNFIT) == (fit, skeleton)
