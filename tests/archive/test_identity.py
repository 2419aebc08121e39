"""Which article an address means: tables of aliases, their order, and when they are believed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsroom import START, article, visit
from scraper.archive import Archive
from scraper.archive.articles import identity
from scraper.archive.articles.identity import CANONICAL, FEED, FETCHED, GIVEN
from scraper.archive.articles.text_fingerprint import sketch

# texts of words long enough to be hashed; half of EDITED is new
TEXT = " ".join(f"passenger-{n}" for n in range(90))
EDITED = " ".join(f"passenger-{n}" for n in range(45, 135))
OTHER = " ".join(f"parliament-{n}" for n in range(90))
A, B, C = "https://a.example/a", "https://a.example/b", "https://a.example/c"

ALIASES: dict[str, tuple[dict[str, Any], tuple[str | None, str | None], dict[str, str]]] = {
    "a file without a capture": ({}, (None, None), {A: FETCHED}),
    "one address": ({}, (A, A), {A: GIVEN}),
    "a redirect": ({}, (B, A), {B: GIVEN, A: FETCHED}),
    "a feed's address with tracking": ({}, (f"{A}?utm_source=feed", A), {A: GIVEN}),
    "the page's own name": ({"canonical_url": C}, (A, A), {A: GIVEN, C: CANONICAL}),
    "the name that it was fetched at": ({"canonical_url": A}, (A, A), {A: GIVEN}),
    "another subdomain": (
        {"canonical_url": "https://www.a.example/c"},
        (A, A),
        {A: GIVEN, identity.normalized("https://www.a.example/c"): CANONICAL},
    ),
    "the front page": ({"canonical_url": "https://a.example/"}, (A, A), {A: GIVEN}),
    "another site": ({"canonical_url": "https://other.example/c"}, (A, A), {A: GIVEN}),
}


@pytest.mark.parametrize("case", ALIASES)
def test_the_aliases_of_an_article(case):
    fields, (given, fetched), expected = ALIASES[case]
    found = identity.aliases(article(TEXT, url=A, **fields), given, fetched)
    assert found == expected
    assert list(found) == list(expected)


REDIRECTED = [
    ({A: GIVEN}, False),
    ({A: GIVEN, B: FETCHED}, True),
    ({"http://a.example/a": GIVEN, A: FETCHED}, False),
    ({"https://www.a.example/a": GIVEN, A: FETCHED}, False),
    ({f"{A}/": GIVEN, A: FETCHED}, False),
    ({f"{A}?id=1": GIVEN, A: FETCHED}, True),
    ({A: GIVEN, C: CANONICAL}, False),  # a claim is no redirect
]


@pytest.mark.parametrize(("names", "expected"), REDIRECTED)
def test_a_redirect_leads_to_another_place(names, expected):
    assert identity.was_redirected(names) is expected


ORDERS = [
    (False, [GIVEN, FETCHED, CANONICAL]),
    (True, [FETCHED, CANONICAL, GIVEN]),
]


@pytest.mark.parametrize(("redirected", "expected"), ORDERS)
def test_after_a_redirect_the_given_address_is_asked_last(redirected, expected):
    names = {A: GIVEN, B: FETCHED, C: CANONICAL}
    assert [kind for _, kind in identity.by_trust(names, redirected=redirected)] == expected


# kind now, kind in the archive, redirected -> whether the texts must be alike
DOUBTS = [
    (GIVEN, GIVEN, False, False),
    (GIVEN, FETCHED, False, False),
    (FETCHED, GIVEN, True, False),
    (GIVEN, GIVEN, True, True),
    (CANONICAL, GIVEN, False, True),
    (GIVEN, CANONICAL, False, True),
    (GIVEN, FEED, False, True),
    (FETCHED, FEED, True, True),
]


@pytest.mark.parametrize(("kind", "known", "redirected", "expected"), DOUBTS)
def test_what_is_only_claimed_must_be_proved_by_the_text(kind, known, redirected, expected):
    assert identity.is_doubtful(kind, known, redirected=redirected) is expected


SAME = [
    ("Ferry returns", TEXT, "Ferry returns", OTHER, True),
    ("Ferry returns", TEXT, "Ferry is back", TEXT, True),
    ("Ferry returns", TEXT, "Ferry is back", OTHER, False),
    (None, TEXT, None, OTHER, False),  # no headline is not the same headline
    (None, TEXT, None, TEXT, True),
    ("Ferry returns", TEXT, "Ferry is back", EDITED, True),
    (None, "", None, "", False),
]


@pytest.mark.parametrize(("headline", "text", "other_headline", "other", "expected"), SAME)
def test_the_same_article_has_the_same_headline_or_text(headline, text, other_headline, other, expected):
    known = {"headline": headline, "fingerprint": sketch(text)}
    row = {"headline": other_headline, "fingerprint": sketch(other)}
    assert identity.is_same_article(known, row) is expected


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path: Path = tmp_path_factory.mktemp("identity") / "a.db"
    with Archive.open(path, clock=lambda: START) as opened:
        visit(opened, article(TEXT, url=A, canonical_url=C))
        yield opened


FOUND = [
    (A, 1),
    ("http://a.example/a", None),  # another address until a redirect shows that it is the same
    (f"{A}?utm_source=mail#top", 1),
    (C, 1),
    ("1", 1),
    ("2", None),
    ("9" * 30, None),  # more than SQLite can hold
    ("not an address", None),
]


@pytest.mark.parametrize(("url", "expected"), FOUND)
def test_an_article_is_found_by_any_spelling_of_its_aliases(archive, url, expected):
    assert identity.find(archive.db, url) == expected


RESOLVED = [
    ({A: GIVEN}, OTHER, 1),  # the same address is the same article, whatever it shows now
    ({B: GIVEN, A: FETCHED}, OTHER, 1),
    ({A: GIVEN, B: FETCHED}, OTHER, None),  # sites send the readers of dead articles elsewhere
    ({A: GIVEN, B: FETCHED}, TEXT, 1),
    ({B: GIVEN, C: CANONICAL}, OTHER, None),
    ({B: GIVEN, C: CANONICAL}, TEXT, 1),
    ({B: GIVEN}, TEXT, None),
]


@pytest.mark.parametrize(("names", "text", "expected"), RESOLVED)
def test_a_visit_is_led_to_its_article(archive, names, text, expected):
    row = {"headline": None, "fingerprint": sketch(text)}
    assert identity.resolve(archive.db, names, row) == expected
