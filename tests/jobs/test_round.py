"""Rounds over days, with a clock of their own, against a server on the loopback."""

from datetime import UTC, datetime, timedelta

import pytest

from program import article, serving
from scraper.archive import Archive
from scraper.fetch.fetch_settings import FetchSettings
from scraper.jobs.collect import Plan
from scraper.jobs.round import RoundPlan, play
from scraper.jobs.run import NO_HOOKS, ignore
from scraper.jobs.time_shares import Part

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
RSS = {"Content-Type": "application/rss+xml"}


class Cron:
    """A cron job on an archive, by a clock that goes on by itself and that it sets forward."""

    def __init__(self, folder):
        self.ahead, self.file = START - datetime.now(UTC), folder / "archive.db"
        self.lines = []

    def now(self):
        return datetime.now(UTC) + self.ahead

    def run(self, *, hours=0.0, every_feed=False, **plan):
        """Play a round, so many hours after the last one."""
        self.ahead += timedelta(hours=hours)
        settings = FetchSettings(delay=0, retries=0, robots=False, allow_net=("127.0.0.0/8",), same_body=0)
        round_plan = RoundPlan(visits=Plan(jobs=1, **plan), every_feed=every_feed)
        with Archive.open(self.file, clock=self.now) as archive:
            net = {"clock": lambda: self.now().timestamp()}
            result = play(archive, settings, round_plan, ignore, hooks=NO_HOOKS, **net)
        self.lines += result.lines
        return result

    def follow(self, *feeds):
        with Archive.open(self.file, clock=self.now) as archive:
            for feed in feeds:
                archive.crawl.feeds.add(feed)


@pytest.fixture
def cron(tmp_path):
    return Cron(tmp_path)


@pytest.fixture
def site():
    with serving() as site:
        yield site


def rss(site, *paths):
    items = "".join(f"<item><title>Story {path}</title><link>{site.base}{path}</link></item>" for path in paths)
    return (200, RSS, f"<rss version='2.0'><channel><title>The Gazette</title>{items}</channel></rss>".encode())


def test_a_feed_that_dies_and_comes_back(site, cron):
    site.pages |= {"/one": rss(site), "/two": rss(site)}
    cron.follow(f"{site.base}/one", f"{site.base}/two")
    assert cron.run().lines == ()
    site.pages["/two"] = (500, {}, b"")
    # it fails for two days and a half, and every run is a success
    codes = {cron.run(hours=6).exit_code(strict=False) for _ in range(10)}
    assert codes == {0}
    site.pages["/two"] = rss(site)
    cron.run(hours=24)  # a feed that fails is asked at least once a day
    assert [line.partition(":")[0] for line in cron.lines] == [
        "in trouble", "still in trouble", "still in trouble", "well again",
    ]  # fmt: skip
    assert cron.lines[0] == (
        f"in trouble: {site.base}/two: failed 3 times in a row (the server failed (500); try later)"
    )
    assert cron.lines[-1] == f"well again: {site.base}/two (since 2026-03-02)"
    assert cron.run(hours=30).lines == ()


def test_a_feed_that_is_removed_is_reported_no_more(site, cron):
    cron.follow(f"{site.base}/none")
    for _ in range(3):
        cron.run(hours=6)
    with Archive.open(cron.file) as archive:
        assert [one.subject for one in archive.crawl.troubles.rows()] == [f"{site.base}/none"]
        archive.crawl.feeds.remove(1)
    assert cron.run(hours=30).lines == ()
    assert len(cron.lines) == 1


def test_a_site_of_which_nothing_can_be_read_is_in_trouble(site, cron):
    site.pages["/feed"] = rss(site, *(f"/{n}" for n in range(6)))
    cron.follow(f"{site.base}/feed")
    result = cron.run()
    assert (result.exit_code(strict=False), len(result.lost)) == (3, 6)
    assert result.lines[0].startswith(f"in trouble: {site.base[7:]}: the last 5 visits failed (not_found: ")
    site.pages |= {f"/{n}": (200, {}, article(f"Story {n}")) for n in range(6, 8)}
    site.pages["/feed"] = rss(site, "/6", "/7")
    assert cron.run(hours=2).lines == (f"well again: {site.base[7:]} (since 2026-03-01)",)


def test_one_page_that_is_gone_is_no_trouble_of_its_site(site, cron):
    site.pages["/feed"] = rss(site, "/gone")
    cron.follow(f"{site.base}/feed")
    result = cron.run()
    assert (result.exit_code(strict=False), result.lines) == (3, ())
    assert cron.run(hours=1).exit_code(strict=False) == 0


def test_failures_come_again_in_their_own_part(site, cron):
    site.pages["/feed"] = rss(site, "/late")
    site.pages["/late"] = (503, {}, b"")
    cron.follow(f"{site.base}/feed")
    first = cron.run()
    assert dict(first.part(Part.VISIT).counts) == {"server_error": 1}
    assert not first.part(Part.RETRY).counts
    site.pages["/late"] = (200, {}, article("Late"))
    assert not cron.run(hours=0.1).part(Part.RETRY).counts  # it waits
    third = cron.run(hours=1)
    assert dict(third.part(Part.RETRY).counts) == {"new": 1}
    assert (len(third.changed), third.exit_code(strict=False)) == (1, 0)


def test_what_there_is_no_time_for_comes_in_the_next_round(site, cron):
    site.pages["/feed"] = rss(site, "/a")
    site.pages["/a"] = (200, {}, article("A story"))
    cron.follow(f"{site.base}/feed")
    cut = cron.run(max_time=0.0)
    assert [part for part in Part if cut.part(part).was_cut] == list(Part)
    assert not site.visits
    assert dict(cron.run(max_time=60.0).part(Part.VISIT).counts) == {"new": 1}


def test_enough_failures_end_the_round(site, cron):
    site.pages["/feed"] = rss(site, "/a", "/b", "/c")
    cron.follow(f"{site.base}/feed")
    result = cron.run(fail_limit=2)
    assert len(result.lost) == 2
    assert Part.RETRY not in result.parts


def test_a_feed_that_is_gone_for_good_is_reported_once(site, cron):
    site.pages["/feed"] = (410, {}, b"<h1>Gone</h1>")
    cron.follow(f"{site.base}/feed")
    results = [cron.run(hours=12) for _ in range(4)]
    assert [result.exit_code(strict=False) for result in results] == [1, 0, 0, 0]
    assert cron.lines == [f"gone for good: {site.base}/feed is asked no more (the page is gone for good (410))"]
    assert len(site.visits) == 1


def test_feeds_are_asked_by_their_own_rhythm_or_all_at_once(site, cron):
    site.pages["/feed"] = rss(site)
    cron.follow(f"{site.base}/feed")
    assert [len(cron.run(hours=hours).asked) for hours in (0, 0.05, 13)] == [1, 0, 1]
    assert len(cron.run(hours=0.01, every_feed=True).asked) == 1


def test_articles_that_are_due_are_looked_at_again(site, cron):
    site.pages["/feed"] = rss(site, "/a", "/b")
    site.pages |= {path: (200, {}, article(f"Story {path}")) for path in ("/a", "/b")}
    cron.follow(f"{site.base}/feed")
    assert not cron.run().part(Part.REFRESH).counts
    site.pages["/a"] = (200, {}, article("Story /a, corrected"))
    del site.pages["/b"]
    edited = cron.run(hours=1.2)
    assert dict(edited.part(Part.REFRESH).counts) == {"edited": 1, "not_found": 1}
    assert [outcome.headline for outcome in edited.changed] == ["Story /a, corrected"]
    # it is looked at again by itself, whatever came of it
    assert (edited.exit_code(strict=False), edited.lines) == (0, ())


def test_a_site_of_which_nothing_is_visited_for_a_week_is_forgotten(site, cron):
    site.pages["/feed"] = rss(site, *(f"/{n}" for n in range(5)))
    cron.follow(f"{site.base}/feed")
    cron.run()
    assert [line.partition(":")[0] for line in cron.lines] == ["in trouble"]
    site.pages["/feed"] = rss(site)
    kinds = [[line.partition(":")[0] for line in cron.run(hours=24).lines] for _ in range(10)]
    assert kinds[:6] == [["still in trouble"]] * 6
    assert kinds[7:] == [[]] * 3
