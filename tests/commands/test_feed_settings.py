"""`scraper feed show`, `set`, `pause`, `resume` and `list`: what a person chooses for a feed, and what it does."""

import json
import sqlite3
from contextlib import closing

import pytest

from program import ALLOW, article, inside, on_a_terminal, serving, without_colours
from tests.commands.test_feed import rss

RSS = {"Content-Type": "application/rss+xml", "ETag": '"1"'}


@pytest.fixture
def site():
    with serving() as site:
        site.pages |= {"/a": (200, {}, article("A story")), "/feed": (200, RSS, rss(site, "/a"))}
        yield site


@pytest.fixture
def folder(site, tmp_path):
    for path in ("/feed", "/gone"):
        assert inside(tmp_path, "feed", "add", "--no-check", f"{site.base}{path}").returncode == 0
    return tmp_path


def feed(folder, *args):
    return inside(folder, "feed", *args)


def row(folder, which=1):
    return json.loads(feed(folder, "show", which, "--json").stdout)[0]


CHOICES = [  # options, what the row has then, what is printed
    (["--title", "The Courier"], {"title": "The Courier"}, "title The Courier"),
    (["--every", "2h"], {"every": 7200}, "every 2 h"),
    (["--every", "90m"], {"every": 5400}, "every 1 h 30 min"),
    (["--content", "summary"], {"content": "summary"}, "content summary"),
    (["--rule", "gullport-review.example"], {"rule": "gullport-review.example"}, "rule gullport-review.example"),
    (
        ["--tag", "coast", "--tag", "daily", "--tag", "coast"],
        {"tags": ["coast", "daily"]},
        "tagged coast, daily, coast",
    ),
]


@pytest.mark.parametrize(("options", "expected", "said"), CHOICES)
def test_a_choice_is_kept_shown_and_taken_back(site, folder, options, expected, said):
    done = feed(folder, "set", 1, *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{site.base}/feed: {said}\n")
    inside(folder, "feed", "poll", f"{site.base}/feed", *ALLOW)
    assert {name: row(folder)[name] for name in expected} == expected
    assert inside(folder, "verify", "-q").returncode == 0
    back = ["--untag", "coast", "--untag", "daily"] if "--tag" in options else [options[0], "auto"]
    assert feed(folder, "set", 1, *back).returncode == 0
    now = row(folder)
    usual = {"title": "The Gazette", "tags": []}
    assert {name: now[name] for name in expected} == {name: usual.get(name) for name in expected}


WRONG = [
    ([1], 2, "nothing to set: use --title"),
    ([9, "--title", "x"], 2, "no feed 9 is followed"),
    ([1, "--every", "5s"], 2, "too short; the minimum is 60 s"),
    ([1, "--every", "often"], 2, "not a span of time"),
    ([1, "--content", "half"], 2, "is not one of 'full', 'summary', 'auto'"),
    ([1, "--rule", "nowhere.example"], 2, "no site rule for nowhere.example: `scraper rules list`"),
]


@pytest.mark.parametrize(("args", "code", "said"), WRONG)
def test_what_cannot_be_set_changes_nothing(folder, args, code, said):
    before = row(folder)
    done = feed(folder, "set", *args)
    assert (done.returncode, said in done.stderr) == (code, True)
    assert row(folder) == before


def test_all_feeds_that_are_named_are_set_or_none(folder):
    assert feed(folder, "set", 1, 9, "--tag", "coast").returncode == 2
    assert row(folder)["tags"] == []
    assert feed(folder, "set", 1, 2, "--tag", "coast").returncode == 0
    listed = feed(folder, "list", "--tag", "coast", "--no-headers", "--columns", "id,tags").stdout
    assert listed == '1\t["coast"]\n2\t["coast"]\n'
    assert feed(folder, "list", "--tag", "sea", "--no-headers").stdout == ""


def test_a_paused_feed_is_left_out_unless_it_is_named(site, folder):
    done = feed(folder, "pause", 1)
    assert (done.returncode, done.stderr) == (0, f"paused {site.base}/feed\n")
    assert feed(folder, "pause", 1).stderr == f"already paused: {site.base}/feed\n"
    feed(folder, "poll", *ALLOW)
    assert [path for path, _ in site.visits if path != "/robots.txt"] == ["/gone"]
    feed(folder, "pause", 2)
    none = feed(folder, "poll", *ALLOW)
    assert (none.returncode, "all feeds are paused or retired" in none.stderr) == (2, True)
    assert feed(folder, "poll", f"{site.base}/feed", *ALLOW).returncode == 0
    assert row(folder)["state"].startswith("paused on ")
    assert feed(folder, "resume", 1).stderr == f"resumed {site.base}/feed\n"
    assert feed(folder, "resume", 1).stderr == f"not paused: {site.base}/feed\n"
    assert [event["kind"] for event in row(folder)["events"]] == ["paused", "resumed"]


def test_a_feed_that_is_gone_is_shown_and_can_be_resumed(site, folder):
    site.pages["/gone"] = (410, {}, b"")
    polled = feed(folder, "poll", *ALLOW)
    assert f"retired: {site.base}/gone (the page is gone for good (410))\n" in polled.stderr
    shown = feed(folder, "show", 2).stdout
    assert "the page is gone for good (410)" in shown
    assert "retired: the page is gone for good (410)" in shown
    assert "next poll" not in shown
    site.visits.clear()
    feed(folder, "poll", *ALLOW)
    assert "/gone" not in [path for path, _ in site.visits]
    assert inside(folder, "status", "--check").returncode == 0
    feed(folder, "resume", 2)
    assert row(folder, 2)["retired_at"] is None


def test_the_rule_of_the_feed_goes_before_that_of_the_host(site, folder):
    rules = folder / "rules"
    rules.mkdir()
    site.pages["/a"] = (
        200,
        {},
        article("By the page", head="<meta name=x>").replace(b"</body>", b"<h6>By the rule</h6></body>"),
    )
    (rules / "127.0.0.1.toml").write_text('headline = "nothing"\n')
    (rules / "courier.example.toml").write_text('headline = "h6"\n')
    assert feed(folder, "set", 1, "--rule", "courier.example", "--rules", "rules").returncode == 0
    feed(folder, "poll", f"{site.base}/feed", *ALLOW, "--rules", "rules")

    def headline():
        return inside(folder, "list", "--columns", "headline", "--no-headers").stdout.strip()

    assert headline() == "By the rule"
    assert "By the rule" in inside(folder, "explain", "1", "--rules", "rules").stdout
    assert inside(folder, "reextract", "--rules", "rules").returncode == 0
    assert headline() == "By the rule"
    feed(folder, "set", 1, "--rule", "auto")
    inside(folder, "reextract", "--rules", "rules")
    assert headline() == "By the page"


def test_the_rule_of_the_feed_reads_an_article_under_any_of_its_addresses(site, folder):
    (folder / "rules").mkdir()
    (folder / "rules" / "courier.example.toml").write_text('headline = "h6"\n')
    site.pages["/a"] = (200, {}, article("By the page").replace(b"</body>", b"<h6>By the rule</h6></body>"))
    site.pages |= {"/go": (302, {"Location": "/a"}, b""), "/feed": (200, RSS, rss(site, "/go"))}
    feed(folder, "set", 1, "--rule", "courier.example", "--rules", "rules")
    feed(folder, "poll", f"{site.base}/feed", *ALLOW, "--rules", "rules")
    done = inside(
        folder, "fetch", f"{site.base}/a", "--force", *ALLOW, "--rules", "rules", "--columns", "outcome,headline"
    )
    assert done.stdout.splitlines()[1:] == ["same\tBy the rule"]


def test_the_list_fits_a_terminal_of_eighty_columns(site, folder):
    site.pages["/gone"] = (410, {}, b"")
    feed(folder, "poll", *ALLOW)
    feed(folder, "set", 1, "--title", "A feed with a rather long title for a table")
    lines = [without_colours(line).rstrip() for line in on_a_terminal(folder, 80, "feed", "list")]
    assert lines[0].split() == ["id", "feed", "polled_at", "entries", "note"]
    assert all(len(line) <= 80 for line in lines)
    assert any("retired on" in line for line in lines)
    shown = [without_colours(line).rstrip() for line in on_a_terminal(folder, 80, "feed", "show", "1")]
    assert any(line.startswith("interval") for line in shown)
    assert all(len(line) <= 80 for line in shown)
    dead = " ".join("".join(without_colours(line) for line in on_a_terminal(folder, 80, "feed", "show", "2")).split())
    assert "retired: the page is gone for good (410)" in dead  # wrapped, not cut


def test_titles_and_tags_go_with_the_subscription_list(site, folder):
    feed(folder, "set", 1, "--title", "The Courier", "--tag", "coast", "--tag", "daily")
    exported = feed(folder, "export").stdout
    assert 'text="The Courier"' in exported
    other = folder / "other"
    other.mkdir()
    assert inside(other, "feed", "import", "-", stdin=exported).returncode == 0
    (kept, _) = json.loads(inside(other, "feed", "list", "--json", "--columns", "title,tags").stdout)
    assert kept == {"title": "The Courier", "tags": ["coast", "daily"]}


def test_what_a_feed_asks_for_is_shown_in_words(site, folder):
    wishes = (
        "<ttl>90</ttl><skipHours><hour>3</hour><hour>4</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
        "<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='http://hub.example/'/>"
    )
    site.pages["/feed"] = (200, RSS, rss(site, "/a").replace(b"<item>", wishes.encode() + b"<item>"))
    feed(folder, "poll", f"{site.base}/feed", *ALLOW)
    shown = dict(line.split("\t") for line in feed(folder, "show", 1).stdout.splitlines())
    assert shown["it asks for"] == "1 h 30 min between polls; none in the hours 3, 4 (UTC); none on Sunday"
    assert shown["hub (WebSub)"] == "http://hub.example/"
    assert shown["interval"] == "1 h, by its rhythm"
    assert row(folder)["quiet"] == {"hours": [3, 4], "days": [6]}


def test_another_interval_counts_from_the_last_poll(site, folder):
    feed(folder, "poll", f"{site.base}/feed", *ALLOW)
    feed(folder, "set", 1, "--every", "1d")
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        days = db.execute("SELECT julianday(due_at) - julianday(polled_at) FROM feeds WHERE id = 1").fetchone()
    assert days[0] == pytest.approx(1, abs=1e-4)
