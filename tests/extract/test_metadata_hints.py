"""What the page's metadata tells the body reader about a line."""

import pytest

from page_of import document, ld
from scraper.extract.body import metadata_hints

LONG = "the ferry that left saltmarket on monday came back on wednesday with one passenger more than it had taken"
SHORT = "the ferry came back with one passenger more"


@pytest.mark.parametrize(
    ("line", "description", "expected"),
    [
        (LONG, LONG, True),
        (LONG, LONG[:70], True),
        (LONG[:70], LONG, True),
        (LONG[:50], LONG, False),
        (f"{LONG} {LONG} {LONG}", LONG, True),
        (f"{SHORT} {LONG}", SHORT, False),
        (f"{SHORT} and a boot", f"{SHORT} and a", True),
        (SHORT, LONG, False),
        ("the ferry came back", "the ferry came back", False),
    ],
    ids=str,
)
def test_a_line_is_the_description_or_what_it_was_cut_from(line, description, expected):
    assert metadata_hints.states(line, description) is expected


HEAD = (
    "<title>Passenger found – Courier</title>"
    '<meta name="author" content="https://courier.example/jane">'
    '<meta property="article:section" content="Har-bour">'
    + ld(
        '{"@type": "NewsArticle", "headline": "A Passenger: Found", "author": {"name": "Jane Roe"},'
        f' "description": "{LONG} …", "articleBody": "{LONG}"}}'
    )
)


def test_what_is_gathered_is_keys():
    found = metadata_hints.gather(document(head=HEAD).metadata)
    assert found.titles == {"passenger found courier", "passenger found", "a passenger found"}
    assert found.tails == {"courier", "a passenger found"}
    assert found.sections == {"har bour"}
    assert found.people == ("jane roe",)
    assert found.descriptions == (LONG,)
    assert found.body == ""
    assert found.may_stand_in("by jane roe")
    assert not found.may_stand_in("by john doe")
    assert found.describes(LONG.capitalize())
    assert not found.describes(SHORT)
