"""`scraper feed add`: one look at each address; what is clear is refused, what is not is followed all the same."""

import json

import pytest

from program import ALLOW, article, inside, serving
from tests.commands.test_feed import rss

NET = ("--allow-net", "127.0.0.0/8", "--delay", "0")
RSS = {"Content-Type": "application/rss+xml"}


def announced(*feeds):
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{path}">' for path, title in feeds
    )
    return (200, {}, article("Front page", head=links))


@pytest.fixture
def site():
    with serving() as site:
        site.pages |= {
            "/a": (200, {}, article("A story")),
            "/feed": (200, RSS, rss(site, "/a")),
            "/front": announced(("/feed", "All news")),
            "/many": announced(*((f"/{n}", "") for n in range(5))),
            "/gone": (410, {}, b""),
            "/closed": (403, {}, b""),
            "/down": (503, {}, b""),
            "/empty": (200, RSS, b""),
        }
        yield site


def add(folder, *args, **more):
    return inside(folder, "feed", "add", *args, **more)


def followed(folder):
    if not (folder / "archive.db").exists():
        return None
    rows = json.loads(inside(folder, "feed", "list", "--json", "--columns", "url,title,tags").stdout)
    return [(row["url"].rpartition("/")[2], row["title"], row["tags"]) for row in rows]


NAMES = "it announces {0}/0, {0}/1, {0}/2, 2 more (`scraper feed discover {0}/many`)"
ANYWAY = "--no-check follows it all the same"
REFUSES = "the site refuses us (403); it may want --contact, --cookies, or not to be scraped"
BRANCHES = [  # path, exit code, what is printed, what is followed
    ("/feed", 0, "following {0}/feed: The Gazette", [("feed", "The Gazette", [])]),
    (
        "/front",
        1,
        "Error: {0}/front is a web page; it announces {0}/feed (All news): follow it with `scraper feed add {0}/feed`",
        None,
    ),
    ("/many", 1, f"Error: {{0}}/many is a web page; {NAMES}: follow one with `scraper feed add {{0}}/0`", None),
    (
        "/a",
        1,
        "Error: {0}/a: this is a web page, not a feed; find its feeds with `scraper feed discover {0}/a`; " + ANYWAY,
        None,
    ),
    ("/nothing", 1, "Error: {0}/nothing: no such page (404); --no-check follows it all the same", None),
    ("/gone", 1, "Error: {0}/gone: the page is gone for good (410); --no-check follows it all the same", None),
    ("/empty", 1, "Error: {0}/empty: the feed is empty; --no-check follows it all the same", None),
    (
        "/closed",
        0,
        "following {0}/closed, though it could not be checked: " + REFUSES,
        [("closed", None, [])],
    ),
    (
        "/down",
        0,
        "following {0}/down, though it could not be checked: the server failed (503); try later",
        [("down", None, [])],
    ),
]


@pytest.mark.parametrize("branch", BRANCHES, ids=[row[0] for row in BRANCHES])
def test_what_is_at_the_address(site, tmp_path, branch):
    path, code, line, kept = branch
    done = add(tmp_path, f"{site.base}{path}", *NET, "--no-robots")
    assert (done.returncode, done.stdout, done.stderr) == (code, "", line.format(site.base) + "\n")
    assert followed(tmp_path) == kept
    assert [asked for asked, _ in site.visits] == [path]  # one request


def test_without_a_network_the_feed_is_followed_all_the_same(tmp_path):
    for address, why in (
        ("http://127.0.0.1:1/feed", "not fetched: 127.0.0.1: loopback"),
        ("http://feeds.invalid/rss", "no such host"),
    ):
        done = add(tmp_path, address)
        assert (done.returncode, done.stderr.count("\n")) == (0, 1)
        assert done.stderr.startswith(f"following {address}, though it could not be checked: {why}")
    refused = add(tmp_path, "http://127.0.0.1:1/other", *NET)
    assert "though it could not be checked: no connection" in refused.stderr
    assert [name for name, _, _ in followed(tmp_path)] == ["feed", "rss", "other"]


def test_no_check_asks_nothing(site, tmp_path):
    done = add(tmp_path, f"{site.base}/gone", "--no-check", *NET)
    assert (done.returncode, done.stderr) == (0, f"following {site.base}/gone\n")
    assert site.visits == []


def test_a_list_is_taken_line_by_line(site, tmp_path):
    lines = f"# my feeds\n{site.base}/feed\n\nnonsense\n{site.base}/nothing\n{site.base}/feed # again\n"
    (tmp_path / "feeds.txt").write_text(lines)
    from_file = add(tmp_path, "-a", "feeds.txt", "--tag", "coast", "--tag", "daily", *NET)
    assert from_file.returncode == 3
    assert sorted(line.partition(":")[0] for line in from_file.stderr.splitlines()) == [
        "Error", "Error", "following http",
    ]  # fmt: skip
    assert "feeds.txt, line 4: not a URL: 'nonsense'" in from_file.stderr
    assert followed(tmp_path) == [("feed", "The Gazette", ["coast", "daily"])]
    again = add(tmp_path, "-", stdin=f"{site.base}/feed\n")
    assert (again.returncode, again.stderr) == (0, f"already following {site.base}/feed\n")


def test_what_is_followed_already_is_not_asked_and_gets_the_tag(site, tmp_path):
    add(tmp_path, f"{site.base}/feed", "--no-check", "--tag", "coast")
    done = add(tmp_path, f"{site.base}/feed", "--tag", "news", *NET)
    assert (done.returncode, done.stderr) == (0, f"already following {site.base}/feed\n")
    assert (site.visits, followed(tmp_path)) == ([], [("feed", None, ["coast", "news"])])


def test_a_feed_that_rests_is_pointed_out(site, tmp_path):
    add(tmp_path, f"{site.base}/feed", "--no-check")
    inside(tmp_path, "feed", "pause", "1")
    done = add(tmp_path, f"{site.base}/feed")
    assert done.stderr == (
        f"already following {site.base}/feed, but it is paused: `scraper feed resume {site.base}/feed` polls it again\n"
    )


WRONG = [  # arguments, standard input, what is printed
    ((), "", "name the feeds to follow"),
    (("-a", "nosuch.txt"), "", "nosuch.txt"),
    (("-",), "<opml><body/></opml>", "`scraper feed import -`"),
    (("-",), "\x00\x01\x02", "not a text at all"),
]


@pytest.mark.parametrize(("args", "stdin", "said"), WRONG)
def test_what_is_no_list_is_one_error(tmp_path, args, stdin, said):
    done = add(tmp_path, *args, stdin=stdin)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "archive.db").exists()


def test_quietly_only_what_failed_is_printed(site, tmp_path):
    done = add(tmp_path, f"{site.base}/feed", f"{site.base}/nothing", "-q", *NET)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert inside(tmp_path, "feed", "poll", "-q", *ALLOW).stderr == ""
