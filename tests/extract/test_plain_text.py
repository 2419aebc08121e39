"""A text dump: furniture, headline, caption, credit, byline and text, told apart by their order and look."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_of import page
from scraper.extract import extract, plain_text
from scraper.present.as_row import row

TEXT = """The bell rings once every evening, though the ferry it belonged to was broken up long ago.

Nobody pulls the rope. A committee of three has watched it, on and off, since February, with a flask."""


def read(dump):
    return row(extract(page(dump, content_type="text/plain")))


DUMPS = {
    "furniture above, headline twice": (f"Menu\nSearch\n\nThe bell that rings\n\nThe bell that rings\n\n{TEXT}", []),
    "a byline and a date": (f"The bell that rings for nobody\nBy Jane Roe\nMay 7, 2025\n{TEXT}", ["Jane Roe"]),
    "a role and a profile": (f"The bell that rings for nobody\nDeputy Editor\nhttps://www.linkedin.com/in/jane-roe-12ab/\n{TEXT}", ["Jane Roe"]),
    "a tail": (f"The bell that rings for nobody\n\n{TEXT}\n\nShare this\nMost read", []),
}  # fmt: skip


@pytest.mark.parametrize(("dump", "authors"), DUMPS.values(), ids=DUMPS)
def test_a_dump_is_taken_apart(dump, authors):
    found = read(dump)
    assert found["headline"].startswith("The bell that rings")
    assert found["body_text"].split("\n\n") == TEXT.split("\n\n")
    assert [a["name"] for a in found["authors"]] == authors


def test_caption_and_credit_stand_apart():
    found = read(
        f"The bell\nThe bell\n\nThe old bell, hung in the ticket hall, April 2, 2026.\nREUTERS/Jane Roe\n\n{TEXT}"
    )
    assert [(i["caption"], i["credit"], i["lead"]) for i in found["images"]] == [
        ("The old bell, hung in the ticket hall, April 2, 2026.", "REUTERS/Jane Roe", True)
    ]
    assert found["authors"] == []


def test_what_was_left_out_is_told():
    article = extract(
        page(f"Menu\nThe bell rings on\nThe bell rings on\nBy Jane Roe\n{TEXT}", content_type="text/plain")
    )
    assert {(r.text, r.reason) for r in article.removed} == {
        ("Menu", "above the headline"),
        ("By Jane Roe", "between headline and text"),
    }


def test_markup_sent_as_text_is_read_as_markup():
    assert not plain_text.is_plain(page("<!doctype html><html><body><p>x</p></body></html>", content_type="text/plain"))


@given(st.text(max_size=400))
def test_no_dump_raises(text):
    read(text)
