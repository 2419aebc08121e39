"""A search that is an address finds the article that it led to; what only looks a little like one is words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newsroom import LONG, article, page, visit
from program import inside
from scraper.archive import Archive, Filters, Query
from scraper.models import Redirect

PIER = "https://www.harbour.example/news/pier?id=7"
OLD, HOP = "https://go.harbour.example/x1", "http://harbour.example/p/7"
FERRY = "https://harbour.example/ferry/"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("address") / "archive.db"
    with Archive.open(file) as archive:
        of = article(f"The pier. {LONG}", url=PIER, headline="Pier opens")
        hops = (Redirect(url=OLD, status=301, location=HOP), Redirect(url=HOP, status=302, location=PIER))
        capture = archive.pages.keep(replace(page(of, url=OLD), redirects=hops))
        assert archive.articles.save(of, capture).article_id == 1
        ferry = article(f"Quoting harbour.example/news and more. {LONG}", url=FERRY, headline="Ferry")
        assert visit(archive, ferry).article_id == 2
    return file


FOUND = {
    PIER: 1,
    "http://www.harbour.example/news/pier?id=7": 1,
    "https://harbour.example/news/pier?id=7": 1,
    "harbour.example/news/pier?id=7": 1,
    "www.harbour.example/news/pier/?id=7": 1,
    "HTTPS://WWW.Harbour.Example:443/news/./pier?id=7#comments": 1,
    f"{PIER}&utm_source=mail&fbclid=9": 1,
    f"  <{PIER}>  ": 1,
    f"“{PIER}”": 1,
    OLD: 1,
    "go.harbour.example/x1": 1,
    HOP: 1,
    FERRY: 2,
    FERRY.rstrip("/"): 2,
    "www.harbour.example/ferry": 2,
}


@pytest.mark.parametrize("typed", FOUND)
def test_an_address_finds_its_article(path, typed):
    with Archive.open(path, read_only=True) as archive:
        found = archive.search.find(Query(typed=typed))
        assert [hit.article_id for hit in found.hits] == [FOUND[typed]]
        assert found.total == 1
        assert found.hits[0].snippet


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("harbour.example", {2}),  # no path: words
        ("https://harbour.example/news", {2}),  # an address that no article has: its words
        ("pier", {1, 2}),
        ("headline:ferry", {2}),
        ("and/or", set()),
        ("https://", set()),
    ],
)
def test_what_is_no_address_of_an_article_is_words(path, typed, expected):
    with Archive.open(path, read_only=True) as archive:
        assert {hit.article_id for hit in archive.search.find(Query(typed=typed)).hits} == expected


def test_the_filters_count(path):
    with Archive.open(path, read_only=True) as archive:
        assert archive.search.find(Query(typed=PIER, filters=Filters(site="harbour.example"))).total == 1
        assert archive.search.find(Query(typed=PIER, filters=Filters(site="other.example"))).hits == ()


def test_the_program_finds_it_and_says_what_it_looked_for(path):
    done = inside(path.parent, "search", "--nl", "--columns", "headline", PIER)
    assert (done.returncode, done.stdout) == (0, '{"headline": "Pier opens"}\n')
    done = inside(path.parent, "search", "https://nowhere.example/none")
    assert (done.returncode, "no article has this address" in done.stderr) == (1, True)


@pytest.mark.parametrize("number", ["9" * 19, "9" * 40, "９９"])
def test_a_number_that_no_article_has_is_not_found(path, number):
    done = inside(path.parent, "show", number)
    assert (done.returncode, "has no article" in done.stderr) == (2, True)
