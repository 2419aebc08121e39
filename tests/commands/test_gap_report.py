"""Gaps are shown wherever a corpus is judged: status, stats, manifests and a question."""

import json
from datetime import timedelta

import pytest

from newsroom import LONG, START, article, visit
from program import inside
from scraper.archive import Archive, Filters
from scraper.archive.crawl.gap_log import FeedWindow

HARBOUR, INLAND = "https://feeds.harbour.example/rss", "https://inland.example/rss"
DAY = timedelta(days=1)
TROUBLE = (
    f"entries (about 7) of {HARBOUR} came and went unseen between 2026-05-01T09:00:00Z and 2026-05-03T09:00:00Z:"
    " `scraper query gaps` lists all"
)


def lose(archive, url, day, estimate):
    """Record a gap of two days of a feed."""
    archive.crawl.feeds.add(url)
    feed = archive.crawl.feeds.get(url)
    for days in (0, 2):
        shown = FeedWindow(at=START + (day + days) * DAY, names=((f"{day}{days}", None),))
        archive.crawl.gaps.note_window(feed, shown, missed=days > 0, estimate=estimate)


@pytest.fixture
def folder(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START + 10 * DAY) as archive:
        for site in ("harbour.example", "inland.example"):
            visit(archive, article(f"{site}. {LONG}", url=f"https://{site}/a", site=site))
        lose(archive, HARBOUR, 0, 7)
        lose(archive, INLAND, 20, 0)
        lose(archive, INLAND, 40, None)
        filled = archive.crawl.gaps.open()[0]
        archive.crawl.gaps.note_found(filled, 3, "paging")
        archive.crawl.gaps.note_attempt(filled, filled_by="paging")
    return tmp_path


def shown(archive, day):
    archive.clock = lambda: START + day * DAY
    return [line for line in archive.maintenance.status() if line.about == "gaps"]


def test_status(folder):
    with Archive.open(folder / "archive.db") as archive:
        filled, still_open, inland, harbour = shown(archive, 3)
        assert (filled.what, filled.count, still_open.what, still_open.count) == ("filled", 1, "open", 2)
        assert (harbour.what, harbour.count, harbour.at) == (HARBOUR, 7, "2026-05-03T09:00:00Z")
        assert harbour.note == "missed since 2026-05-01T09:00:00Z; seen before: 1"
        assert (harbour.trouble, inland.trouble) == (TROUBLE, None)  # the other may have missed none
        assert {line.trouble for line in shown(archive, 10)} == {None}


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ((), [("feeds.harbour.example", 1, 0.5), ("inland.example", 1, 0.5)]),
        (("--site", "inland.example"), [("inland.example", 1, 1.0)]),
        (("--site", "harbour.example"), [("feeds.harbour.example", 1, 1.0)]),
    ],
)
def test_stats(folder, args, expected):
    rows = json.loads(inside(folder, "stats", "--json", *args).stdout)
    found = [(row["value"], row["count"], row["share"]) for row in rows if row["by"] == "gaps"]
    assert found == expected


@pytest.mark.parametrize(
    ("filters", "days"),
    [
        ({}, ["2026-05-01", "2026-05-21", "2026-06-10"]),
        ({"site": "harbour.example"}, ["2026-05-01"]),
        ({"site": "www.inland.example"}, ["2026-05-21", "2026-06-10"]),
        ({"site": "land.example"}, []),
        ({"since": "2026-05-23"}, ["2026-05-21", "2026-06-10"]),
        ({"since": "2026-05-24"}, ["2026-06-10"]),
        ({"until": "2026-05-21"}, ["2026-05-01", "2026-05-21"]),
        ({"until": "2026-05-20"}, ["2026-05-01"]),
        ({"author": "nobody"}, ["2026-05-01", "2026-05-21", "2026-06-10"]),
    ],
)
def test_which_gaps_concern_a_selection(folder, filters, days):
    with Archive.open(folder / "archive.db", read_only=True) as archive:
        assert [gap.from_at[:10] for gap in archive.crawl.gaps.rows(Filters(**filters))] == days


def test_a_manifest(folder):
    assert inside(folder, "export", "csv", "-o", "a.csv", "--site", "inland.example").returncode == 0
    found = json.loads((folder / "a.csv.manifest.json").read_text())
    assert found["gaps"] == []
    assert [(gap["url"], gap["found"], gap["filled_by"]) for gap in found["feed_gaps"]] == [
        (INLAND, 0, None), (INLAND, 3, "paging"),
    ]  # fmt: skip
    assert "showed entries that were not seen: 1," in (folder / "a.csv.codebook.md").read_text()


def test_the_question(folder):
    rows = json.loads(inside(folder, "query", "gaps", "--json").stdout)
    assert [(row["feed"], row["hours"], row["filled_by"]) for row in rows] == [
        (INLAND, 48.0, "paging"), (INLAND, 48.0, None), (HARBOUR, 48.0, None),
    ]  # fmt: skip
    for given, count in ((("open", "1"), 2), (("site", "inland.example"), 2), (("since", "2026-06-01"), 1)):
        assert len(json.loads(inside(folder, "query", "gaps", "-p", *given, "--json").stdout)) == count
