"""A sitemap index costs nothing but the child that fails: the others' entries come, and it is asked again."""

import gzip
import json
import time
import zlib

import pytest

from program import ALLOW, article, inside, serving
from scraper.archive import Archive
from scraper.jobs import feed_answer, poll
from scraper.jobs.collect import Collector, Plan
from scraper.jobs.run import poll_and_visit
from scraper.sources import rss
from tests.jobs.test_faults_foreign import FOREIGN
from tests.jobs.test_poll_again import SETTINGS, Newsroom

OVER = 8  # times that the time is looked at before it is over


@pytest.fixture
def newsroom(tmp_path):
    with serving() as site, Archive.open(tmp_path / "a.db") as archive:
        yield Newsroom(site, archive)


def sitemap(site, *paths):
    return f"<urlset>{''.join(f'<url><loc>{site.base}{path}</loc></url>' for path in paths)}</urlset>".encode()


def index(site, *paths):
    inner = "".join(f"<sitemap><loc>{site.base}{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex>{inner}</sitemapindex>".encode()


def deflate_broken(data):
    """A gzip file whose header is sound and whose stream is not."""
    packed = bytearray(gzip.compress(data * 50, mtime=0))
    packed[10] = 0x07  # a block of a type that there is not
    return bytes(packed)


BROKEN = (
    ("not found", (404, {}, b""), "not_found"),
    ("out of order", (500, {}, b""), "server_error"),
    ("a web page", (200, {}, b"<html><body>Hello</body></html>"), "not_a_feed"),
    ("empty", (200, {}, b""), "empty"),
    ("broken deflate", (200, {}, deflate_broken(b"<urlset>")), "not_a_feed"),
    ("cut gzip", (200, {}, gzip.compress(b"<urlset>" * 99)[:-12]), "not_a_feed"),
    ("gzip of nothing known", (200, {}, gzip.compress(b"\x00\x01")), "not_a_feed"),
    ("deep JSON", (200, {}, b'{"items":' + b"[" * 100_000), "not_a_feed"),
    ("a redirect to nowhere", (302, {"Location": "http://[::1%25x]/"}, b""), None),
)  # fmt: skip


@pytest.mark.parametrize(("answer", "reason"), [(a, r) for _, a, r in BROKEN], ids=[n for n, _, _ in BROKEN])
@pytest.mark.slow
def test_one_bad_child(newsroom, answer, reason):
    site = newsroom.site
    children = ("/s1.xml", "/s2.xml", "/s3.xml")
    site.pages |= {
        "/feed": (200, {"ETag": '"one"'}, index(site, *children)),
        "/s1.xml": (200, {}, sitemap(site, "/a")), "/s2.xml": answer, "/s3.xml": (200, {}, sitemap(site, "/c")),
        **{path: (200, {}, article(f"A story from {path}")) for path in ("/a", "/b", "/c")},
    }  # fmt: skip
    told = newsroom.poll()
    assert {path: told.pop(path) for path in ("/a", "/c")} == {"/a": "new", "/c": "new"}
    assert list(told) == ["/s2.xml"]
    assert reason is None or told["/s2.xml"] in (reason, "not_a_feed")
    assert "/s2.xml" in newsroom.archive.crawl.feeds.get(newsroom.feed)["error"]
    site.pages["/s2.xml"] = (200, {}, sitemap(site, "/b"))
    assert newsroom.poll() == {"/b": "new"}  # though the server could say that the index has not changed
    assert newsroom.archive.crawl.feeds.get(newsroom.feed)["error"] is None
    assert newsroom.poll() == {}
    assert newsroom.archive.crawl.feeds.get(newsroom.feed)["etag"] == '"one"'


@pytest.mark.parametrize("error", FOREIGN, ids=lambda error: type(error).__name__)
@pytest.mark.slow
def test_a_child_that_meets_an_error_in_scraper(newsroom, monkeypatch, error):
    site = newsroom.site
    read = feed_answer.read

    def reading(page, enough):
        if page.url.endswith("/s2.xml"):
            raise error
        return read(page, enough)

    monkeypatch.setattr(feed_answer, "read", reading)
    site.pages |= {
        "/feed": (200, {}, index(site, "/s1.xml", "/s2.xml")),
        "/s1.xml": (200, {}, sitemap(site, "/a")), "/s2.xml": (200, {}, sitemap(site, "/b")),
        **{path: (200, {}, article(f"A story from {path}")) for path in ("/a", "/b")},
    }  # fmt: skip
    assert newsroom.poll() == {"/s2.xml": "fault", "/a": "new"}
    monkeypatch.undo()
    assert newsroom.poll() == {"/b": "new"}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(deflate_broken(b"<rss>"), id="broken deflate"),
        pytest.param(gzip.compress(b"<rss>" * 99, mtime=0)[:-20], id="cut short"),
        pytest.param(b"\x1f\x8b\x08", id="header alone"),
    ],
)
def test_a_broken_gzip_file_is_the_feeds_failure(newsroom, body):
    newsroom.site.pages["/feed"] = (200, {"Content-Type": "application/gzip"}, body)
    for _ in range(2):
        assert newsroom.poll() == {"/feed": "not_a_feed"}
    assert "broken gzip" in newsroom.archive.crawl.feeds.get(newsroom.feed)["error"]


def test_the_stream_is_broken_as_the_test_says():
    with pytest.raises(zlib.error):
        gzip.decompress(deflate_broken(b"<urlset>"))


def long_feed(site, count):
    items = "".join(
        f"<item><title>Story {n}</title><link>{site.base}/{n}</link><guid>{n}</guid></item>" for n in range(count)
    )
    return f"<rss><channel><title>Long</title>{items}</channel></rss>".encode()


def test_a_long_feed_is_read_and_queued_in_parts(newsroom, monkeypatch):
    """Between two parts the time is looked at; what was not queued comes with the next poll."""
    newsroom.site.pages["/feed"] = (200, {"ETag": '"one"'}, long_feed(newsroom.site, 3000))
    asked = iter(range(10**6))

    def enough(collector):
        if next(asked) >= OVER:
            collector.stop.set()
        return collector.stop.is_set()

    monkeypatch.setattr(Collector, "enough", enough)
    assert newsroom.poll() == {}
    assert newsroom.archive.crawl.queue.counts() == {"waiting": poll.BATCH}
    feed = newsroom.archive.crawl.feeds.get(newsroom.feed)
    assert (feed["etag"], feed["error"], feed["title"]) == (None, None, "Long")


@pytest.mark.slow
def test_max_time_counts_while_a_long_feed_is_read_and_queued(newsroom):
    newsroom.site.pages["/feed"] = (200, {}, long_feed(newsroom.site, 100_000))
    began = time.monotonic()
    poll_and_visit(newsroom.archive, [newsroom.feed], SETTINGS, Plan(jobs=1, max_time=2), lambda _: None)
    assert time.monotonic() - began < 10  # half a minute without it; the machine may be busy
    assert newsroom.archive.crawl.queue.counts().get("waiting", 0) < 50_000


def test_an_entry_that_meets_an_error_costs_itself_only(newsroom, monkeypatch):
    site = newsroom.site
    site.pages |= {path: (200, {}, article(f"A story from {path}")) for path in ("/0", "/1", "/2")}
    site.pages["/feed"] = (200, {}, long_feed(site, 3))
    monkeypatch.setattr(rss, "_lead", lambda item, base, read=rss._lead: failing(item, base, read))
    assert newsroom.poll() == {"/0": "new", "/2": "new", "/feed": "fault"}
    assert "KeyError" in newsroom.archive.crawl.feeds.get(newsroom.feed)["error"]
    monkeypatch.undo()
    assert newsroom.poll() == {"/1": "new"}


def failing(item, base, read):
    """Read an entry, but for the second."""
    lead = read(item, base)
    if lead.id == "1":
        raise KeyError("title")
    return lead


def as_feed(site):
    site.pages["/feed"] = (200, {"ETag": '"one"'}, long_feed(site, 3))


def as_child(site):
    site.pages["/feed"] = (200, {"ETag": '"one"'}, index(site, "/s1.xml", "/s2.xml"))
    site.pages["/s1.xml"] = (200, {}, sitemap(site, "/0"))
    site.pages["/s2.xml"] = (200, {}, long_feed(site, 3))


@pytest.mark.parametrize(("lay_out", "at"), [(as_feed, "/feed"), (as_child, "/s2.xml")])
@pytest.mark.slow
def test_an_entry_that_meets_an_error_counts(tmp_path, monkeypatch, lay_out, at):
    """Exit code 3, a line of the report, and trouble for monitors, in each poll until the entry can be read."""
    with serving() as site:
        site.pages |= {path: (200, {}, article(f"A story from {path}")) for path in ("/0", "/1", "/2")}
        lay_out(site)
        inside(tmp_path, "feed", "add", "--no-check", f"{site.base}/feed")
        monkeypatch.setattr(rss, "_lead", lambda item, base, read=rss._lead: failing(item, base, read))
        for news in ({"new": 2}, {}):
            done = inside(tmp_path, "feed", "poll", *ALLOW, "--report", "report.json")
            assert done.returncode == 3
            report = json.loads((tmp_path / "report.json").read_text())
            assert report["counts"] == {"fault": 1, **news}
            assert [(failed["url"], failed["reason"]) for failed in report["failed"]] == [(site.base + at, "fault")]
            assert "KeyError" in report["failed"][0]["error"]
            check = inside(tmp_path, "status", "--check")
            assert (check.returncode, "1 error in scraper itself" in check.stderr) == (7, True)
        monkeypatch.undo()
        assert inside(tmp_path, "feed", "poll", *ALLOW).returncode == 0
        assert inside(tmp_path, "status", "--check").returncode == 0
