"""`scraper feed`: what a feed lists is fetched once, what failed is tried again while it is listed."""

import json
import re

import pytest

from program import ALLOW, article, inside, serving


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
    return inside(folder, "feed", "poll", *ALLOW, *more)


def told(done):
    return [tuple(line.split("\t")[:2]) for line in done.stdout.splitlines()[1:]]


def test_new_entries_are_archived_once_and_failures_come_again(site, tmp_path):
    assert inside(tmp_path, "feed", "add", "--no-check", f"{site.base}/feed").returncode == 0
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

    row = json.loads(inside(tmp_path, "feed", "list", "--nl").stdout)
    assert (row["url"], row["title"], row["entries"], row["error"]) == (f"{site.base}/feed", "The Gazette", 3, None)


def test_a_feed_that_fails_is_an_outcome_and_others_go_on(site, tmp_path):
    site.pages["/page"] = (200, {}, article("No feed"))
    inside(tmp_path, "feed", "add", "--no-check", f"{site.base}/feed", f"{site.base}/page", f"{site.base}/gone")
    done = poll(tmp_path)
    assert {("not_a_feed", f"{site.base}/page"), ("not_found", f"{site.base}/gone"), ("new", f"{site.base}/a")} <= set(
        told(done)
    )
    assert done.returncode == 3
    errors = {
        row["url"]: row["error"]
        for row in map(json.loads, inside(tmp_path, "feed", "list", "--nl").stdout.splitlines())
    }
    assert "web page, not a feed" in errors[f"{site.base}/page"]


def test_a_sitemap_is_a_feed(site, tmp_path):
    urls = "".join(f"<url><loc>{site.base}{path}</loc></url>" for path in ("/a", "/b"))
    site.pages["/sitemap.xml"] = (
        200,
        {"Content-Type": "application/xml"},
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(),
    )
    inside(tmp_path, "feed", "add", "--no-check", f"{site.base}/sitemap.xml")
    assert sorted(told(poll(tmp_path))) == [("new", f"{site.base}/a"), ("new", f"{site.base}/b")]


def test_a_feed_is_followed_until_it_is_removed(site, tmp_path):
    inside(tmp_path, "feed", "add", "--no-check", f"{site.base}/feed", f"{site.base}/wrong")
    unknown = inside(tmp_path, "feed", "remove", f"{site.base}/feed", "7")
    assert (unknown.returncode, unknown.stderr.count("\n")) == (2, 1)
    done = inside(tmp_path, "feed", "remove", f"{site.base}/wrong")
    assert (done.stdout, done.stderr, done.returncode) == ("", f"no longer following {site.base}/wrong\n", 0)
    assert inside(tmp_path, "feed", "list", "--columns", "url", "--no-headers").stdout == f"{site.base}/feed\n"
    assert poll(tmp_path, "-n", "1").returncode == 0
    assert inside(tmp_path, "feed", "remove", "1").returncode == 0
    assert inside(tmp_path, "list", "--columns", "headline", "--no-headers").stdout == "A story from /a\n"
    assert inside(tmp_path, "verify", "-q").returncode == 0


def discover(folder, url, *more):
    return inside(folder, "feed", "discover", url, "--no-headers", *ALLOW, *more)


def test_the_feeds_of_a_site_are_found(site, tmp_path):
    link = '<link rel="alternate" type="application/rss+xml" title="All news" href="/feed">'
    site.pages["/front"] = (200, {}, article("Front page", head=link))
    site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, f"Sitemap: {site.base}/map.xml\n".encode())
    told = discover(tmp_path, f"{site.base}/front")
    assert told.stdout == f"{site.base}/feed\tAll news\tthe page\n{site.base}/map.xml\t\trobots.txt\n"
    assert discover(tmp_path, f"{site.base}/feed").stdout == f"{site.base}/feed\tThe Gazette\titself\n"
    assert not (tmp_path / "archive.db").exists()


def test_where_nobody_tells_of_feeds_they_are_guessed(site, tmp_path):
    found = discover(tmp_path, f"{site.base}/a")
    assert (found.stdout, found.returncode) == (f"{site.base}/feed\tThe Gazette\ta guess\n", 0)
    del site.pages["/feed"]
    none = discover(tmp_path, f"{site.base}/a")
    assert (none.stdout, none.stderr, none.returncode) == ("", f"found no feed at {site.base}/a\n", 1)
    gone = discover(tmp_path, f"{site.base}/gone")
    assert (gone.stdout, gone.stderr, gone.returncode) == ("", "Error: no such page (404)\n", 1)


def test_what_was_wrong_with_a_feed_is_shown_with_it_and_its_entries_are_archived(site, tmp_path):
    site.pages["/b?id=7&page=2"] = (200, {}, article("Fish & chips"))
    feed = f"<rss><channel><title>R&D</title>\n<item><link>{site.base}/b?id=7&page=2</link></item></channel></rss>"
    site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, feed.encode())
    inside(tmp_path, "feed", "add", "--no-check", f"{site.base}/feed")
    done = poll(tmp_path)
    assert (told(done), done.returncode) == ([("new", f"{site.base}/b?id=7&page=2")], 0)
    (row,) = map(json.loads, inside(tmp_path, "feed", "list", "--nl").stdout.splitlines())
    assert (row["title"], row["failures"]) == ("R&D", 0)
    assert row["error"] == "line 1: a bare & (XML wants &amp;); it was read as it was meant"

    site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, feed.replace("&", "&amp;").encode())
    poll(tmp_path)
    (row,) = map(json.loads, inside(tmp_path, "feed", "list", "--nl").stdout.splitlines())
    assert row["error"] is None
