"""`scraper feed`: what a feed lists is fetched once, what failed is tried again while it is listed."""

import json
import re

import pytest

from program import ALLOW, article, scraper, serving


def rss(site, *paths):
    items = "".join(
        f"<item><title>Story {path}</title><link>{site.base}{path}</link><guid>{path}</guid></item>" for path in paths
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Gazette</title>{items}</channel></rss>'.encode()
    )


@pytest.fixture
def site():
    with serving() as site:
        for path in ("/a", "/b"):
            site.pages[path] = (200, {}, article(f"A story from {path}"))
        site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml", "ETag": '"one"'}, rss(site, "/a", "/late"))
        yield site


def poll(folder, *more):
    return scraper(folder, "feed", "poll", *ALLOW, *more)


def told(done):
    return [tuple(line.split("\t")[:2]) for line in done.stdout.splitlines()[1:]]


def test_new_entries_are_archived_once_and_failures_come_again(site, tmp_path):
    assert scraper(tmp_path, "feed", "add", f"{site.base}/feed").returncode == 0
    first = poll(tmp_path)
    assert sorted(told(first)) == [("new", f"{site.base}/a"), ("not_found", f"{site.base}/late")]
    assert first.returncode == 3

    unchanged = poll(tmp_path, "-q")
    assert (unchanged.returncode, unchanged.stdout, unchanged.stderr) == (0, "", "")
    assert site.visits[-1][1]["If-None-Match"] == '"one"'

    site.pages["/feed"] = (500, {}, b"")
    broken = poll(tmp_path, "-q")
    assert broken.returncode == 1
    assert re.fullmatch(
        rf"1 server_error in \S+ s; {site.base}/feed: the server failed \(500\); try later\n", broken.stderr
    )

    site.pages["/feed"] = (200, {"ETag": '"three"'}, rss(site, "/a", "/late"))
    told_before = poll(tmp_path, "-q")
    assert (told_before.returncode, told_before.stderr) == (0, "")

    site.pages["/late"] = (200, {}, article("Late but there"))
    site.pages["/feed"] = (200, {"ETag": '"two"'}, rss(site, "/b", "/a", "/late"))
    assert sorted(told(poll(tmp_path, "--max-age", "0"))) == [("new", f"{site.base}/b"), ("new", f"{site.base}/late")]

    row = json.loads(scraper(tmp_path, "feed", "list", "--nl").stdout)
    assert (row["url"], row["title"], row["entries"], row["error"]) == (f"{site.base}/feed", "The Gazette", 3, None)


def test_a_feed_that_fails_is_an_outcome_and_others_go_on(site, tmp_path):
    site.pages["/page"] = (200, {}, article("No feed"))
    scraper(tmp_path, "feed", "add", f"{site.base}/feed", f"{site.base}/page", f"{site.base}/gone")
    done = poll(tmp_path)
    assert {("not_a_feed", f"{site.base}/page"), ("not_found", f"{site.base}/gone"), ("new", f"{site.base}/a")} <= set(
        told(done)
    )
    assert done.returncode == 3
    errors = {
        row["url"]: row["error"]
        for row in map(json.loads, scraper(tmp_path, "feed", "list", "--nl").stdout.splitlines())
    }
    assert "web page, not a feed" in errors[f"{site.base}/page"]


def test_a_sitemap_is_a_feed(site, tmp_path):
    urls = "".join(f"<url><loc>{site.base}{path}</loc></url>" for path in ("/a", "/b"))
    site.pages["/sitemap.xml"] = (
        200,
        {"Content-Type": "application/xml"},
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(),
    )
    scraper(tmp_path, "feed", "add", f"{site.base}/sitemap.xml")
    assert sorted(told(poll(tmp_path))) == [("new", f"{site.base}/a"), ("new", f"{site.base}/b")]
