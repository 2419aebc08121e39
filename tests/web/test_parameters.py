"""The parameters of an address: the last value counts, and what cannot be read is refused by its name."""

import pytest

from newsroom import START
from scraper.errors import InputError
from scraper.web import parameters


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, []),
        ({"b": ["x"], "a": ["y"]}, [("a", "y"), ("b", "x")]),
        ({"a": ["x", " y "]}, [("a", "y")]),
        ({"a": ["x", " "]}, []),
        ({"a": []}, []),
        ({"c": ["x"]}, []),
    ],
)
def test_last_values(query, expected):
    assert list(parameters.last_values(query, ("a", "b")).items()) == expected


def test_values_that_are_refused():
    parameters.must_be_one_of("sort", "newest", {"rank": "best match", "newest": "newest"})
    with pytest.raises(InputError, match=r"^sort: 'x' is not one of rank, newest$"):
        parameters.must_be_one_of("sort", "x", {"rank": "best match", "newest": "newest"})
    assert parameters.moment("since", "1h", START) < parameters.moment("since", "1s", START)
    with pytest.raises(InputError, match=r"^since: 'x' is not a date"):
        parameters.moment("since", "x", START)
