"""bench/survey: which pages and features an experiment is given."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from bench.answers import Answered
from bench.survey import Surveyed, first_of_each_set, without

ROW = {"hint": 1.0, "hint caption": 1.0, "links": 0.5, "inside": 1.0}


def page(corpus, name, rows=()):
    answered = Answered(corpus, name, "https://paper.example/", b"", {})
    return Surveyed(answered, "A", "paper.example", rows=list(rows))


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("hint", ["hint caption", "links", "inside"]),
        ("hint*", ["links", "inside"]),
        ("in", ["hint", "hint caption", "links", "inside"]),
        ("*", []),
    ],
)
def test_features_are_left_out_by_name_or_beginning(name, left):
    given = page("one", "a", [ROW])
    [found] = without([given], name)
    assert list(found.rows[0]) == left
    assert given.rows == [ROW]


@pytest.mark.parametrize(("count", "names"), [(0, ""), (1, "ac"), (2, "abcd"), (9, "abecd")])
def test_each_data_set_gives_at_most_so_many_pages(count, names):
    pages = [page("one", "a"), page("one", "b"), page("two", "c"), page("one", "e"), page("two", "d")]
    assert sorted(each.page.id for each in first_of_each_set(pages, count)) == sorted(names)
