"""In which order a search with many matches lists them, and what its note explains."""

import pytest

from newsroom import LONG, article, visit
from scraper.archive import Archive, Query


@pytest.fixture(scope="module")
def ports(tmp_path_factory):
    """Six articles, the newest last: all have the word harbour, three of them quay; two have harbour in the headline.

    The word comes the more often, the older the article is, so that the ranks are another order than the dates.
    """
    with Archive.open(tmp_path_factory.mktemp("ports") / "a.db") as opened:
        for n in range(1, 7):
            words = " ".join(["harbour"] * (7 - n) + ["quay"] * (n % 2) * (7 - n))
            headline = f"Harbour {n}" if n in (3, 4) else f"Story {n}"
            date = f"2025-01-0{n}" if n != 2 else None
            text = f"{words}. {LONG}"
            visit(opened, article(text, url=f"https://port.example/{n}", headline=headline, date_published=date))
        yield opened


RANKED = [3, 4, 1, 2, 5, 6]
IN_HEADLINES = [4, 3]  # ranked alone: the shorter text first
NEWEST = [6, 5, 4, 3, 1, 2]
MANY_MATCHES = [  # what is asked, the articles, a word of the note
    ({}, NEWEST, "more than half"),
    ({"limit": 2}, IN_HEADLINES, "headline"),
    ({"limit": 1, "offset": 1}, IN_HEADLINES[1:], "headline"),
    ({"limit": 2, "offset": 1}, NEWEST[1:3], "more than half"),
    ({"limit": 3}, NEWEST[:3], "more than half"),
    ({"raw": True}, RANKED, None),
    ({"sort": "newest"}, NEWEST, None),
    ({"typed": "harbour OR zeppelin"}, RANKED, None),  # one of the words may be rare
    ({"typed": "quay"}, [1, 3, 5], None),  # half of all
]


@pytest.mark.parametrize(("asked", "expected", "note"), MANY_MATCHES)
def test_the_order_of_many_matches(ports, monkeypatch, asked, expected, note):
    monkeypatch.setattr("scraper.archive.search.run_search.MANY", 2)
    monkeypatch.setattr("scraper.archive.search.run_search.FEW", 2)
    found = ports.search.find(Query(**{"typed": "harbour"} | asked))
    assert [int(hit.url[-1]) for hit in found.hits] == expected
    assert [note in line for line in found.notes] == ([True] if note else [])


@pytest.mark.parametrize(("sort", "expected"), [("rank", RANKED), ("newest", NEWEST)])
def test_the_order_of_few_matches(ports, sort, expected):
    found = ports.search.find(Query(typed="harbour", sort=sort))
    assert ([int(hit.url[-1]) for hit in found.hits], found.notes) == (expected, ())
