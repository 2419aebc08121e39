"""The second look: what became of the lines around one counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.extract.body import chances_around
from scraper.extract.body.chances_around import ALONE, FAR, OUTSIDE, Place

APART = [Place(box, box, box, box, box) for box in range(4)]
TOGETHER = [Place(1, 1, 1, 0, ("p", ""))] * 4


def numbers(places, chances, sizes=(10.0, 10.0, 10.0, 10.0)):
    return chances_around.read(places, list(sizes), list(chances))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chance before", [OUTSIDE, 0.9, 0.1, 0.8]),
        ("chance two before", [OUTSIDE, OUTSIDE, 0.9, 0.1]),
        ("chance behind", [0.1, 0.8, 0.0, OUTSIDE]),
        ("lines to likely before", [FAR, 1, 2, 1]),
        ("lines to likely behind", [2, 1, FAR, FAR]),
        ("chance near", [0.9 / 3, 1.7 / 3, 1.0 / 3, 1.8 / 3]),
        ("chance in box", [0.9 / 3, 1.7 / 3, 1.0 / 3, 1.8 / 3]),
        ("expected in box", [1.0] * 4),
        ("expected before", [0.0, 0.5, 1.0 / 1.8, 1.0]),
        ("expected behind", [0.5, 0.8 / 1.8, 0.0, 0.0]),
        ("expected share", [1.8 / 4] * 4),
    ],
)
def test_each_number_is_that_of_the_other_lines(name, expected):
    rows = numbers(TOGETHER, [0.9, 0.1, 0.8, 0.0])
    assert [row[name] for row in rows] == pytest.approx(expected)


def test_a_line_alone_in_its_box_has_no_others_there():
    rows = numbers(APART, [0.9, 0.1, 0.8, 0.0])
    assert [row["chance in box"] for row in rows] == [ALONE] * 4
    assert [row["expected in look"] for row in rows] == pytest.approx([0.5, 0.1 / 1.8, 0.8 / 1.8, 0])


def test_a_page_of_which_nothing_is_likely_divides_by_nothing():
    rows = numbers(TOGETHER, [0.0] * 4)
    assert {row["expected in box"] for row in rows} == {0.0}
    assert {row["expected before"] for row in rows} == {0.0}


def test_a_page_without_lines_has_no_numbers():
    assert numbers([], [], []) == []


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(1, 5000), st.integers(0, 3)), max_size=30))
def test_numbers_are_finite_and_within_their_bounds(lines):
    places = [Place(group, group % 2, 0, group, "p") for _, _, group in lines]
    rows = numbers(places, [chance for chance, _, _ in lines], [size for _, size, _ in lines])
    assert len(rows) == len(lines)
    for row in rows:
        assert row.keys() == rows[0].keys()
        assert abs(row["first look"]) < 10
        shares = [value for name, value in row.items() if name.startswith(("chance", "expected "))]
        assert all(-0.2 < share < 1 + 1e-6 for share in shares)
