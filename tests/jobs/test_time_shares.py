"""How the time of a round is shared out."""

import itertools

import pytest

from scraper.jobs.time_shares import MARKS, Part, seconds_for


@pytest.mark.parametrize(
    ("part", "max_time", "spent", "expected"),
    [
        (Part.POLL, None, 0, None),
        (Part.RETRY, None, 9999, None),
        (Part.POLL, 100, 0, 40),
        (Part.VISIT, 100, 40, 20),
        (Part.VISIT, 100, 5, 55),  # what asking left unused
        (Part.REFRESH, 100, 60, 25),
        (Part.REFRESH, 100, 70, 15),  # requests in progress took ten seconds more
        (Part.RETRY, 100, 85, 15),
        (Part.RETRY, 100, 130, 0),  # over: nothing new begins
    ],
)
def test_each_part_has_its_mark(part, max_time, spent, expected):
    assert seconds_for(part, max_time, spent) == expected


def test_no_part_can_use_up_the_time_of_another():
    marks = [0.0, *(MARKS[part] for part in Part)]
    assert all(later - sooner > 0.1 for sooner, later in itertools.pairwise(marks))
    assert marks[-1] == 1.0
