"""What is typed into a search, as tables: its FTS5 expression, the ways to write an address, a similar word."""

from __future__ import annotations

import pytest

from scraper.archive.search.by_address import of, spellings
from scraper.archive.search.query_syntax import MOST_TERMS, read, words_only
from scraper.archive.search.search_types import Query
from scraper.archive.search.snippets import of_runs
from scraper.archive.search.suggestion import most_alike

EXPRESSIONS = [
    ("ferry", '"ferry"'),
    ("old pier", '("old" AND "pier")'),
    ('"old pier"', '"old pier"'),
    ('say "old pier', '("say" AND "old pier")'),  # never closed
    ("C++", '"C++"'),
    ("a\0b", '("a" AND "b")'),
    ("ferr*", '"ferr" *'),
    ("fe*", '"fe"'),  # too short for a beginning
    ('"old pi"*', '"old pi" *'),
    ("a OR b c", '("a" OR ("b" AND "c"))'),
    ("(a b) OR c", '(("a" AND "b") OR "c")'),
    ("a -b", '("a" NOT "b")'),
    ("a NOT (b c)", '("a" NOT ("b" AND "c"))'),
    ("a -b -c", '("a" NOT ("b" OR "c"))'),
    ("-a", '"a"'),  # FTS5 cannot look for what is not there
    ("title:a", 'headline : "a"'),
    ("by:(a b)", '(byline : "a" AND byline : "b")'),
    ("zip:a", '("zip" AND "a")'),  # no field of ours
    ("title:", '"title:"'),
    ("NEAR(a b)", 'NEAR("a" "b", 10)'),
    ('NEAR(a "b c", 5)', 'NEAR("a" "b c", 5)'),
    ("NEAR(a b, 99999)", 'NEAR("a" "b", 1000)'),
    ("NEAR(a b, many)", 'NEAR("a" "b", 10)'),
    ("NEAR(a, 5)", '"a"'),
    ("NEAR(月面 a)", '(ngrams : "月面" AND "a")'),
    ("月面着", 'ngrams : "月面 面着"'),
    ("月", 'ngrams : "月" *'),
    ("headline:月面", 'ngrams : "月面"'),
    ("a) b", '("a" AND "b")'),
    ("((((a", '"a"'),
    ("a AND", '"a"'),
    ("OR a", '"a"'),
    ("AND OR NOT", None),
    ('"((', None),
    ("...", None),
    ("", None),
]


@pytest.mark.parametrize(("typed", "expected"), EXPRESSIONS)
def test_what_is_typed_becomes_an_expression(typed, expected):
    assert read(typed).expression == expected


CHECKS = [
    ("headline:月面", [("headline", "月面")]),
    ("月面", []),  # any field may have it
    ("headline:moon", []),  # the index knows the field
    ("headline:月面 OR a", []),  # the text may be there without it
    ("a -headline:月面", []),
]


@pytest.mark.parametrize(("typed", "expected"), CHECKS)
def test_a_run_of_characters_must_be_in_its_field(typed, expected):
    assert read(typed).checks == expected


def test_a_long_query_ends_at_the_most_terms():
    match = read("word " * 5 * MOST_TERMS)
    assert match.expression.count('"word"') == MOST_TERMS
    assert match.notes == ["a very long query: its end was left out"]


def test_words_alone_have_no_syntax():
    assert words_only("title:a OR (b* -c)").expression == '("title" AND "a" AND "OR" AND "b" AND "c")'
    assert words_only("((").expression is None


ADDRESSES = [
    ("https://a.example/x", "https://a.example/x"),
    ("<https://a.example/x> ", "https://a.example/x"),
    ("a.example/x?q=1", "a.example/x?q=1"),
    ("https://a.example", "https://a.example"),
    ("a.example", None),  # a word
    ("and/or", None),
    ("https://a.example/x y", None),
]


@pytest.mark.parametrize(("typed", "expected"), ADDRESSES)
def test_an_address_is_known_as_one(typed, expected):
    assert of(Query(typed=typed)) == expected


def test_an_address_is_looked_for_as_others_write_it():
    found = list(spellings("a.example/x/?q=1"))
    assert found[0] == "https://a.example/x/?q=1"
    assert {"http://www.a.example/x?q=1", "https://a.example/x?q=1"} < set(found)
    assert len(set(found)) == len(found) == 8


SIMILAR = [
    ("fery", [("ferry", 1), ("fury", 1)], "ferry"),
    ("fery", [("bus", 1)], None),
    ("color", [("colour", 1), ("colors", 100_000)], "colors"),  # the more common of equals
    ("fery", [], None),
]


@pytest.mark.parametrize(("term", "candidates", "expected"), SIMILAR)
def test_the_most_similar_word_is_suggested(term, candidates, expected):
    assert most_alike(term, candidates) == expected


MARKED = [
    ([None, "no", "月面着陆 a"], ["月面"], "\ue000月面\ue001着陆 a"),
    (["月面着陆"], ["月", "月面"], "\ue000月面\ue001着陆"),  # the longer run
    (["x" * 50 + "月" + "y" * 50], ["月"], f"…{'x' * 40}\ue000月\ue001{'y' * 40}…"),
    (["a"], ["月"], None),
]


@pytest.mark.parametrize(("texts", "runs", "expected"), MARKED)
def test_runs_of_characters_are_marked_in_a_piece_of_text(texts, runs, expected):
    assert of_runs(texts, runs) == expected
