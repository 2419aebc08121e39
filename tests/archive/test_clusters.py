"""Which articles count as copies of one text, whatever is counted at once."""

import random
from array import array

import pytest

from newsroom import START, article, visit
from scraper.archive import Archive
from scraper.archive.articles import clusters
from scraper.archive.articles.text_fingerprint import SKETCH, likeness

WORDS = [f"{kind}{n}" for kind in ("harbour", "timetable", "passenger", "ferry") for n in range(60)]


@pytest.mark.parametrize("at_once", [1, 7, 150_000])
def test_pairs_are_found_in_any_number_of_passes(monkeypatch, at_once):
    drawn = random.Random(3)
    hashes = drawn.sample(range(10_000), 60)
    sketches = {n: array("I", sorted(drawn.sample(hashes, SKETCH))).tobytes() for n in range(40)}
    expected = {
        (one, other)
        for one in sketches
        for other in sketches
        if one < other and len(set(array("I", sketches[one])) & set(array("I", sketches[other]))) >= clusters.SHARED
    }
    monkeypatch.setattr(clusters, "PASS", at_once)
    assert set(clusters._pairs(sketches)) == expected
    assert expected
    assert len(expected) < 40 * 39 / 2


def test_what_a_crowd_shares_makes_no_pairs(monkeypatch):
    same = array("I", range(SKETCH)).tobytes()
    assert likeness(same, same) == 1
    monkeypatch.setattr(clusters, "CROWD", 3)
    assert list(clusters._pairs(dict.fromkeys(range(3), same))) == [(0, 1), (0, 2), (1, 2)]
    assert list(clusters._pairs(dict.fromkeys(range(4), same))) == []
    assert list(clusters._pairs({})) == []


def test_an_article_without_a_stored_fingerprint_gets_one(tmp_path):
    text = " ".join(random.Random(5).sample(WORDS, 90))
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        for site in ("one.example", "two.example"):
            visit(archive, article(text, url=f"https://{site}/a", site=site))
        archive.db.execute("UPDATE articles SET fingerprint = NULL WHERE site = 'two.example'")
        assert [(row["site"], row["match"]) for row in archive.articles.clusters()] == [
            ("one.example", "first_seen"),
            ("two.example", "exact"),
        ]
