"""A sample is the same on every machine, and each article has the same chance to be in it."""

from collections import Counter

import pytest

from newsroom import LONG, START, article, visit
from scraper.archive import Archive, Filters


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    with Archive.open(tmp_path_factory.mktemp("archive") / "a.db", clock=lambda: START) as archive:
        for n in range(20):
            visit(archive, article(f"Number {n}. {LONG}", url=f"https://harbour.example/{n}"))
        yield archive


def drawn(archive, size, seed, filters=None):
    return [row["url"].rpartition("/")[2] for row in archive.articles.sample(filters or Filters(), size, seed)]


def test_a_sample_of_a_seed_is_always_the_same(archive):
    assert drawn(archive, 5, "1") == ["8", "7", "12", "13", "15"]


def test_a_larger_sample_begins_with_the_smaller_one(archive):
    assert drawn(archive, 20, "1")[:5] == drawn(archive, 5, "1")
    assert sorted(map(int, drawn(archive, 99, "1"))) == list(range(20))
    assert drawn(archive, 0, "1") == []


def test_filters_hold_in_a_sample(archive):
    assert drawn(archive, 5, "1", Filters(site="other.example")) == []


def test_each_article_has_the_same_chance(archive):
    counts = Counter(number for seed in range(200) for number in drawn(archive, 5, str(seed)))
    assert min(counts.values()) > 25  # 50 are expected, with a deviation of 6
    assert max(counts.values()) < 75
