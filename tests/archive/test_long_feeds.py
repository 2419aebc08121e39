"""Feeds that have shown a hundred thousand entries: a poll asks only for the latest."""

from datetime import UTC, datetime, timedelta

import pytest

from scraper.archive import Archive

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FEED = "https://harbour.example/feed"


def steps(archive, call):
    """Return how much SQLite does for a call, in hundreds of its steps."""
    done = []
    archive.db.set_progress_handler(lambda: done.append(1) and None, 100)
    call()
    archive.db.set_progress_handler(None, 0)
    return len(done)


@pytest.mark.parametrize("asks", ["seen_lately", "rate", "addresses"])
def test_the_past_of_a_feed_costs_nothing(tmp_path, asks):
    with Archive.open(tmp_path / "archive.db", clock=lambda: NOW) as archive:
        feed_id, _ = archive.crawl.feeds.add(FEED)
        call = {
            "seen_lately": lambda: archive.crawl.feeds.seen_lately(feed_id),
            "rate": lambda: archive.crawl.gaps.rate(feed_id, NOW),
            "addresses": lambda: archive.crawl.gaps.addresses(feed_id),
        }[asks]
        add(archive, feed_id, range(500))  # three weeks
        few = steps(archive, call)
        add(archive, feed_id, range(500, 10_000))
        assert steps(archive, call) <= few + 5


def add(archive, feed_id, ages):
    """Let a feed have shown entries, one in each hour."""
    with archive.transaction():
        archive.db.executemany(
            "INSERT INTO feed_entries(feed_id, entry_id, url, seen_at) VALUES (?, ?, ?, ?)",
            [
                (feed_id, f"id-{n}", f"https://harbour.example/{n}", f"{NOW - timedelta(hours=n):%Y-%m-%dT%H:%M:%SZ}")
                for n in ages
            ],
        )
