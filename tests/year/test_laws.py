"""The laws of the made-up year, on cases that are judged by hand: a law that finds nothing would hold for anything."""

from types import SimpleNamespace

import pytest

from year.laws import SAME, _around, _go_on

LISTS = (
    ("the same", [3, 2, 1], [3, 2, 1], True),
    ("one in common", [3, 2, 1], [5, 4, 3], True),
    ("none in common", [3, 2, 1], [6, 5, 4], False),
    ("nothing before", [], [1], False),
    ("nothing after", [1], [], False),
    ("the newest is pinned", [9, 3, 2, 1], [9, 6, 5, 4], False),
    ("two are pinned, in another order", [9, 8, 2, 1], [8, 9, 4, 3], False),
    ("pinned, and one more in common", [9, 3, 2, 1], [9, 5, 4, 3], True),
    ("the newest stays and its neighbour goes", [9, 3, 8, 1], [9, 8, 5, 4], True),
    ("only the newest is left", [3, 2, 1], [3], True),
    ("only the newest was there", [3], [3, 2, 1], True),
)


@pytest.mark.parametrize(("before", "after", "goes_on"), [case[1:] for case in LISTS], ids=[case[0] for case in LISTS])
def test_where_a_feed_goes_on(before, after, goes_on):
    assert _go_on(before, after) is goes_on


MOMENTS = (  # a moment of the clock, and the polls that may be meant
    (0, [0, SAME]),
    (SAME, [0, SAME, 2 * SAME]),
    (4 * SAME, [SAME, 2 * SAME]),
    (90 * SAME, [100 * SAME, 100 * SAME]),  # a clock that was set back comes to it twice
)


@pytest.mark.parametrize(("moment", "expected"), MOMENTS)
def test_the_polls_around_a_moment(moment, expected):
    clocks = (0, 100 * SAME, SAME, 2 * SAME, 100 * SAME)
    polls = [SimpleNamespace(clock=clock) for clock in clocks]
    assert sorted(poll.clock for poll in _around(polls, moment)) == expected
