"""Parts of a work, as a user writes them."""

import pytest

from scraper.errors import InputError
from scraper.jobs.parts import WorkPart, part_of


@pytest.mark.parametrize(
    ("text", "expected"), [("1/1", WorkPart(1, 1)), (" 3 / 8 ", WorkPart(3, 8)), ("08/8", WorkPart(8, 8))]
)
def test_a_part_as_it_is_written(text, expected):
    assert part_of(text) == expected
    assert part_of(str(expected)) == expected


@pytest.mark.parametrize(
    "text", ["", "3", "0/8", "9/8", "-1/8", "a/b", "1/2/3", "1/0", "9999999/9999999", "1" * 40 + "/2"]
)
def test_what_is_no_part(text):
    with pytest.raises(InputError, match="is not a part: write i/n"):
        part_of(text)
