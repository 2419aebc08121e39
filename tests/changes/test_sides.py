"""Two versions side by side: the words drawn are the words that stood there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.changes import Pair, RunKind, lines, sides, words
from scraper.models import Version

TEXT = st.lists(st.sampled_from(["six", "ten", "weeks", "2.4", "3,1", " ", "\n", "“", ".", "é"]), max_size=12).map(
    "".join
)


def version(**fields):
    given_ = {
        "headline": "H",
        "subheadline": None,
        "byline": None,
        "caption": "",
        "body_text": "One.\n\nTwo is more than one.",
    } | fields
    return Version(article_id=1, number=1, first_seen="", last_seen="", date_modified=None, **given_)


@given(TEXT, TEXT)
def test_without_what_was_added_it_is_the_old_text_and_the_other_way_round(before, after):
    found = words(Pair(before=before, after=after))
    assert "".join(run.text for run in found if run.kind is not RunKind.ADDED) == before
    assert "".join(run.text for run in found if run.kind is not RunKind.REMOVED) == after


@pytest.mark.parametrize(
    ("before", "after", "drawn"),
    [
        ("a quick red fox", "a slow blue fox", "a [quick red]{slow blue} fox"),
        ("costs 2.4 million", "costs 3.1 million", "costs [2.4]{3.1} million"),
        ("one two", "one", "one[ two]"),
        ("", "new", "{new}"),
    ],
)
def test_words_that_were_replaced_together_are_drawn_together(before, after, drawn):
    marks = {RunKind.SAME: "%s", RunKind.REMOVED: "[%s]", RunKind.ADDED: "{%s}"}
    assert "".join(marks[run.kind] % run.text for run in words(Pair(before=before, after=after))) == drawn


def test_only_fields_that_differ_are_told():
    found = list(sides(version(), version(credit="Ada Berg", body_text="One.\n\nTwo is much more than one.")))
    assert [side.field for side in found] == ["credit", "body_text"]
    assert [pair.same for pair in found[1].pairs] == [True, False]
    assert list(sides(version(), version())) == []


def test_lines_name_the_fields_and_leave_the_body_bare():
    assert lines(version(caption="One picture\nAnother")) == [
        "headline: H", "caption: One picture", "caption: Another", "One.", "Two is more than one."
    ]  # fmt: skip
