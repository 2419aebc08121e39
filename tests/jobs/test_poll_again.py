"""What a poll could not have is had by a later one, though the feed says "not modified": which, when, and how often."""

from datetime import UTC, datetime, timedelta

import pytest

from program import article, serving
from scraper.archive import Archive
from scraper.archive.crawl.retries import FIRST, LONGEST, MOST, wait
from scraper.fetch.fetch_settings import FetchSettings
from scraper.jobs.collect import Plan
from scraper.jobs.run import poll_and_visit
from scraper.models import Lead
from scraper.outcomes import LOGGED_FAILURES, RETRIED_LATER, Reason
from tests.commands.test_feed import rss

SETTINGS = FetchSettings(delay=0.0, retries=0, robots=False, allow_net=("127.0.0.0/8",), same_body=0)
FAILING = (500, {}, b"<h1>Out of order</h1>")


class Newsroom:
    """A site with a feed that never changes, and an archive whose clock we set."""

    def __init__(self, site, archive):
        self.site, self.archive, self.now = site, archive, datetime(2026, 3, 1, 8, tzinfo=UTC)
        self.feed = f"{site.base}/feed"
        archive.clock = lambda: self.now
        archive.crawl.feeds.add(self.feed)

    def lists(self, *paths, etag='"one"'):
        self.site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml", "ETag": etag}, rss(self.site, *paths))

    def poll(self, after=timedelta(0), **more):
        """The outcomes of a poll, by path."""
        self.now += after
        self.archive.db.execute("DELETE FROM hosts")  # the pages of one host stand for those of many
        told = []
        poll_and_visit(self.archive, [self.feed], SETTINGS, Plan(jobs=1), told.append, **more)
        return {outcome.url.removeprefix(self.site.base): str(outcome.reason) for outcome in told}

    def given_up(self):
        """How many entries the status calls given up."""
        return [line.count for line in self.archive.maintenance.status() if line.what == "given up"]


@pytest.fixture
def newsroom(tmp_path):
    with serving() as site, Archive.open(tmp_path / "a.db") as archive:
        yield Newsroom(site, archive)


def test_a_failure_that_passes_is_made_good_though_the_feed_has_not_changed(newsroom):
    newsroom.lists("/late", "/gone", "/walled")
    newsroom.site.pages["/late"] = FAILING
    newsroom.site.pages["/walled"] = (403, {}, b"")
    assert newsroom.poll() == {"/late": "server_error", "/gone": "not_found", "/walled": "blocked"}
    newsroom.site.pages["/late"] = (200, {}, article("Late but there"))
    assert newsroom.poll(FIRST / 2) == {}
    assert newsroom.poll(FIRST) == {"/late": "new", "/walled": "blocked"}
    assert newsroom.site.visits[-3][1]["If-None-Match"] == '"one"'
    assert newsroom.poll(timedelta(days=3)) == {"/walled": "blocked"}  # what is not there is there no sooner


def test_for_an_unchanged_feed_without_failures_nothing_is_queued(newsroom, monkeypatch):
    def refuse(*_):
        raise RuntimeError("nothing is to be noted")

    newsroom.lists("/one")
    newsroom.site.pages["/one"] = (200, {}, article("One story"))
    assert newsroom.poll() == {"/one": "new"}
    monkeypatch.setattr(newsroom.archive.crawl.feeds, "note_moved", refuse)
    assert newsroom.poll(LONGEST) == {}


SHELL = (200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><div id='root'></div><script src='/app.js'></script>")
NEVER_READ = [
    ("server_error", FAILING),
    ("js_shell", SHELL),
    ("blocked", (403, {}, b"")),
]


@pytest.mark.parametrize(("reason", "page"), NEVER_READ)
@pytest.mark.parametrize("changes", [True, False])
def test_waits_double_up_to_a_day_and_last_as_long_as_the_feed_shows_the_entry(newsroom, reason, page, changes):
    newsroom.lists("/never")
    newsroom.site.pages["/never"] = page
    newsroom.poll()
    for failures in range(1, MOST + 3):
        if changes:
            newsroom.lists("/never", etag=f'"{failures}"')
        assert newsroom.poll(wait(failures) - timedelta(seconds=1)) == {}
        assert newsroom.poll(timedelta(seconds=1)) == {"/never": reason}
    newsroom.lists("/other", etag='"without it"')
    newsroom.site.pages["/other"] = (200, {}, article("Another story"))
    assert newsroom.poll(LONGEST) == {"/other": "new"}
    assert newsroom.given_up() == []
    assert newsroom.poll(LONGEST + timedelta(seconds=1)) == {}
    assert newsroom.given_up() == [1]
    assert newsroom.poll(timedelta(days=30)) == {}
    assert newsroom.given_up() == []
    assert newsroom.archive.crawl.log.failed(reason) == [f"{newsroom.site.base}/never"]


def test_what_passes_is_asked_again_though_its_feed_shows_it_no_longer(newsroom):
    newsroom.lists("/late", "/empty")
    newsroom.site.pages |= {"/late": FAILING, "/empty": SHELL}
    newsroom.poll()
    newsroom.lists("/other", etag='"without them"')
    newsroom.site.pages["/other"] = (200, {}, article("Another story"))
    newsroom.poll()
    assert [newsroom.poll(LONGEST) for _ in range(MOST)] == [{"/late": "server_error"}] * (MOST - 1) + [{}]


def test_a_list_that_loses_nothing_has_an_entry_asked_so_often(newsroom):
    entry = f"<url><loc>{newsroom.site.base}/never</loc></url>"
    sitemap = f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entry}</urlset>".encode()
    newsroom.site.pages |= {"/feed": (200, {"Content-Type": "application/xml"}, sitemap), "/never": SHELL}
    assert [newsroom.poll(LONGEST) for _ in range(MOST + 1)] == [{"/never": "js_shell"}] * MOST + [{}]


def test_a_feed_that_changes_often_does_not_hasten_a_visit(newsroom):
    newsroom.lists("/slow", "/walled")
    newsroom.site.pages |= {"/slow": FAILING, "/walled": (403, {}, b"")}
    newsroom.poll()
    newsroom.lists("/slow", "/walled", etag='"two"')
    assert newsroom.poll(FIRST / 2) == {}
    newsroom.lists("/slow", "/walled", etag='"three"')
    assert newsroom.poll(FIRST) == {"/slow": "server_error", "/walled": "blocked"}


def test_what_a_limited_or_killed_poll_left_is_visited_by_the_next(newsroom):
    newsroom.lists("/a", "/b")
    newsroom.site.pages |= {path: (200, {}, article(f"A story from {path}")) for path in ("/a", "/b")}
    assert newsroom.poll(limit=1) == {"/a": "new"}
    assert newsroom.poll(limit=1) == {"/b": "new"}
    assert newsroom.archive.crawl.queue.counts() == {"done": 2}


def test_other_work_in_the_queue_is_not_the_polls(newsroom):
    newsroom.lists()
    newsroom.archive.crawl.queue.add([Lead(url=f"{newsroom.site.base}/someone-elses")])
    assert newsroom.poll() == {}


def test_every_reason_is_judged():
    asks_a_person = {
        Reason.BAD_URL, Reason.BAD_SCHEME, Reason.BLOCKED_ADDRESS, Reason.ROBOTS, Reason.BAD_ENCODING,
        Reason.TOO_LARGE, Reason.REDIRECT_LOOP, Reason.BAD_REDIRECT, Reason.LOGIN, Reason.BLOCKED, Reason.HTTP_ERROR,
        Reason.EMPTY, Reason.CONSENT, Reason.JS_SHELL, Reason.SOFT_404, Reason.EXTRACT_FAILED,
        Reason.EXTRACT_TIMEOUT,
    }  # fmt: skip
    nothing_there = {Reason.NOT_FOUND, Reason.GONE, Reason.NOT_HTML}
    waits_in_the_queue = {Reason.HOST_PARKED}
    judged = [*RETRIED_LATER, *asks_a_person, *nothing_there, *waits_in_the_queue]
    assert sorted(judged) == sorted(LOGGED_FAILURES)


def test_no_wait_is_longer_than_a_day():
    assert [wait(n) / FIRST for n in range(1, 7)] == [1, 2, 4, 8, 16, 32]
    assert wait(MOST) == wait(100) == LONGEST


def test_the_id_of_a_feed_leads_to_the_article_at_its_new_address(newsroom):
    def entry(path):
        item = f"<item><title>One</title><link>{newsroom.site.base}{path}</link><guid isPermaLink='false'>id-1</guid></item>"
        body = f"<rss version='2.0'><channel><title>News</title>{item}</channel></rss>".encode()
        newsroom.site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, body)

    newsroom.site.pages["/old"] = newsroom.site.pages["/new"] = (200, {}, article("One and the same"))
    entry("/old")
    assert newsroom.poll() == {"/old": "new"}
    entry("/new")
    assert newsroom.poll() == {"/new": "same"}  # the feed's title is not the article's, so it might be another one
    assert newsroom.poll() == {}
    moved = newsroom.archive.articles.get(f"{newsroom.site.base}/new")
    assert moved["url"] == f"{newsroom.site.base}/old"
