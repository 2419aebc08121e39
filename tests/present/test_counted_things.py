"""Numbers of things in messages, and that no message of a command counts one thing as several."""

import re
from pathlib import Path

import pytest

from scraper.present.counted_things import counted, counts_of

SOURCES = Path(__file__).parents[2] / "scraper"
THINGS = "articles|pages|rows|shards|tasks|files|records|feeds|faults|texts|sites"
ALWAYS_PLURAL = re.compile(rf"\}} (?:{THINGS})\b")
CHOOSES = re.compile(r'== 1 else f"')


@pytest.mark.parametrize(("number", "words"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (1234, "1,234 pages")])
def test_the_word_is_that_of_the_number(number, words):
    assert counted(number, "page") == words


@pytest.mark.parametrize(
    ("counts", "expected"),
    [({}, ""), ({"new": 2000}, "2,000 new"), ({"new": 45, "not_found": 1}, "45 new, 1 not found")],
)
def test_counts_by_their_keys(counts, expected):
    assert counts_of(counts) == expected


def test_commands_count_one_thing_in_the_singular():
    wrong = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(SOURCES.glob("commands/**/*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if ALWAYS_PLURAL.search(line) and not CHOOSES.search(line)
    ]
    assert wrong == []
