"""Feeds that move, die, come back and rest, over a loopback server and with a clock that we set."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from program import article, serving
from scraper.archive import Archive
from scraper.archive.crawl import feeds, retries
from scraper.jobs import feed_moves
from scraper.jobs.feed_moves import NOT_MOVED, FeedMove
from scraper.models import Redirect
from tests.commands.test_feed import rss
from tests.jobs.test_poll_again import Newsroom

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RSS = {"Content-Type": "application/rss+xml"}


@pytest.fixture
def newsroom(tmp_path):
    with serving() as site, Archive.open(tmp_path / "a.db") as archive:
        newsroom = Newsroom(site, archive)
        newsroom.lists("/a")
        site.pages |= {path: (200, {}, article(f"A story from {path}")) for path in ("/a", "/b")}
        yield newsroom


def row(newsroom, path="/feed"):
    return newsroom.archive.crawl.feeds.get(newsroom.site.base + path)


def events(newsroom):
    base = newsroom.site.base
    return [
        (event["kind"], event["url"].removeprefix(base), (event["detail"] or "").removeprefix(base))
        for event in newsroom.archive.crawl.feeds.events()
    ]


def due_after(newsroom):
    """How long after now the feed is due."""
    return datetime.fromisoformat(row(newsroom)["due_at"]) - newsroom.now


def is_due(newsroom):
    return newsroom.feed in newsroom.archive.crawl.feeds.due(newsroom.now)


def test_a_dead_feed_is_asked_after_waits_that_double_for_ever_and_lives_again(newsroom):
    newsroom.site.pages["/feed"] = (404, {}, b"")
    for failures in [*range(1, 10), *[99] * 20]:
        assert is_due(newsroom)
        assert newsroom.poll() == {"/feed": "not_found"}
        assert due_after(newsroom) == retries.wait(failures)
        newsroom.now += retries.wait(failures) - timedelta(seconds=1)
        assert not is_due(newsroom)
        newsroom.now += timedelta(seconds=1)
    assert due_after(newsroom) + DAY == DAY
    newsroom.lists("/a")
    assert newsroom.poll() == {"/a": "new"}
    assert (row(newsroom)["failures"], row(newsroom)["retired_at"], events(newsroom)) == (0, None, [])
    assert due_after(newsroom) <= HOUR


def test_gone_retires_a_feed_until_it_is_named_and_answers(newsroom):
    newsroom.poll()
    newsroom.site.pages["/feed"] = (410, {}, b"")
    assert newsroom.poll(HOUR) == {"/feed": "gone"}
    assert events(newsroom) == [("retired", "/feed", "the page is gone for good (410)")]
    newsroom.now += 400 * DAY
    assert not is_due(newsroom)
    assert newsroom.archive.crawl.feeds.active() == []
    assert newsroom.poll() == {"/feed": "gone"}  # by its name
    assert len(events(newsroom)) == 1
    newsroom.lists("/a", "/b", etag='"two"')
    assert newsroom.poll(HOUR) == {"/b": "new"}
    assert [kind for kind, _, _ in events(newsroom)] == ["retired", "revived"]
    newsroom.now += DAY
    assert is_due(newsroom)


def test_a_target_that_is_gone_retires_no_feed_that_leads_there_for_now(newsroom):
    newsroom.site.pages |= {"/feed": (302, {"Location": "/new"}, b""), "/new": (410, {}, b"")}
    assert newsroom.poll() == {"/feed": "gone"}
    assert events(newsroom) == []
    newsroom.site.pages["/feed"] = (301, {"Location": "/new"}, b"")
    newsroom.poll(DAY)
    assert [kind for kind, _, _ in events(newsroom)] == ["retired"]


def moved(newsroom, status=301, to="/new"):
    """The feed answers at another address from now on."""
    newsroom.lists("/a", "/b", etag='"two"')
    newsroom.site.pages[to] = newsroom.site.pages["/feed"]
    newsroom.site.pages["/feed"] = (status, {"Location": to}, b"")


@pytest.mark.parametrize("status", [301, 308])
def test_a_feed_that_moves_is_followed_after_three_polls_over_a_day(newsroom, status):
    newsroom.poll()
    moved(newsroom, status)
    newsroom.poll(HOUR)
    newsroom.poll(12 * HOUR)
    newsroom.poll(11 * HOUR)
    assert (row(newsroom)["moved_polls"], events(newsroom)) == (3, [])
    newsroom.poll(HOUR)
    new = row(newsroom, "/new")
    assert events(newsroom) == [("moved", "/feed", "/new")]
    assert (new["id"], new["entries"], new["moved_to"], new["moved_polls"]) == (1, 2, None, 0)
    newsroom.feed = new["url"]
    assert newsroom.poll(DAY) == {}
    assert not list(newsroom.archive.maintenance.verify())


def test_entries_that_come_with_the_move_are_visited_in_the_same_run(newsroom):
    newsroom.poll()
    moved(newsroom)
    for _ in range(2):
        newsroom.poll(12 * HOUR)
    newsroom.site.pages["/c"] = (200, {}, article("The day of the move"))
    newsroom.site.pages["/new"] = (200, RSS, rss(newsroom.site, "/c", "/a", "/b"))
    assert events(newsroom) == []
    assert newsroom.poll(12 * HOUR) == {"/c": "new"}
    assert events(newsroom) == [("moved", "/feed", "/new")]
    assert row(newsroom, "/new")["entries"] == 3


def test_an_entry_that_waits_goes_with_its_feed(newsroom):
    newsroom.site.pages["/late"] = (500, {}, b"")
    newsroom.lists("/a", "/late")
    newsroom.poll()
    newsroom.archive.crawl.feeds.move(1, f"{newsroom.site.base}/new")
    newsroom.site.pages |= {"/new": (200, RSS, rss(newsroom.site, "/a")), "/late": (200, {}, article("Late"))}
    newsroom.feed = f"{newsroom.site.base}/new"
    assert newsroom.poll(HOUR) == {"/late": "new"}
    assert row(newsroom, "/new")["entries"] == 2


def test_a_feed_that_moves_to_one_that_is_followed_becomes_it(newsroom):
    followed = newsroom.archive.crawl.feeds
    newsroom.poll()
    moved(newsroom)
    followed.add(f"{newsroom.site.base}/new", folder=("News",))
    followed.add(newsroom.feed, folder=("Coast",))
    for _ in range(3):
        newsroom.poll(12 * HOUR)
    old, new = row(newsroom), row(newsroom, "/new")
    assert events(newsroom) == [("moved", "/feed", "/new")]
    assert (new["entries"], old["entries"], new["folders"]) == (2, 0, [["News"], ["Coast"]])
    assert old["retired_at"]
    assert old["error"] == f"it moved to {new['url']}, which is followed as well"
    assert followed.active() == [new["url"]]
    newsroom.poll(DAY)  # by its name: it is no feed of its own any more
    assert [kind for kind, _, _ in events(newsroom)] == ["moved"]
    assert not list(newsroom.archive.maintenance.verify())


T0 = datetime(2026, 3, 1, tzinfo=UTC)
A, B = "http://a.example/", "http://b.example/"


def hops(*statuses):
    return [Redirect(url=A, status=status, location=B) for status in statuses]


MOVES = [  # known before, statuses on the way, hours after T0, known after
    (NOT_MOVED, [], 0, NOT_MOVED),
    (NOT_MOVED, [302], 0, NOT_MOVED),
    (NOT_MOVED, [301, 302], 0, NOT_MOVED),
    (NOT_MOVED, [301, 308], 0, FeedMove(to=B, since=T0, polls=1)),
    (FeedMove(to=B, since=T0, polls=1), [301], 5, FeedMove(to=B, since=T0, polls=2)),
    (FeedMove(to=A, since=T0, polls=2), [301], 5, FeedMove(to=B, since=T0 + 5 * HOUR, polls=1)),
    (FeedMove(to=B, since=T0, polls=9), [302], 5, NOT_MOVED),
    (FeedMove(to=B, since=T0, polls=9), [], 5, NOT_MOVED),
    # the clock was set back: the time begins anew
    (FeedMove(to=B, since=T0, polls=2), [301], -5, FeedMove(to=B, since=T0 - 5 * HOUR, polls=1)),
]


@pytest.mark.parametrize(("before", "statuses", "hours", "after"), MOVES)
def test_what_is_known_of_a_move(before, statuses, hours, after):
    assert feed_moves.after_poll(before, hops(*statuses), B, T0 + hours * HOUR) == after


BELIEVED = [(3, 24, True), (9, 23, False), (2, 999, False), (3, 25, True)]


@pytest.mark.parametrize(("polls", "hours", "believed"), BELIEVED)
def test_when_a_move_is_believed(polls, hours, believed):
    assert FeedMove(to=B, since=T0, polls=polls).is_believed(T0 + hours * HOUR) is believed
    assert not NOT_MOVED.is_believed(T0)


ASKED = [  # headers of the answer, body's wishes, minutes until the next poll
    ({}, "", 59),
    ({"Cache-Control": "public, max-age=7200"}, "", 120),
    ({"Cache-Control": "max-age=7200", "Age": "3600"}, "", 60),
    ({"Cache-Control": "no-cache, max-age=7200"}, "", 59),
    ({"Cache-Control": "max-age=31536000"}, "", 1440),
    ({"Retry-After": "10800"}, "", 180),
    ({}, "<ttl>180</ttl>", 180),
    ({}, "<ttl>525600</ttl>", 1440),
    ({}, "<ttl>soon</ttl>", 59),
    ({}, "<updatePeriod>daily</updatePeriod><updateFrequency>4</updateFrequency>", 360),
    ({}, "<updatePeriod>hourly</updatePeriod><updateFrequency>0</updateFrequency>", 60),
    ({}, "<skipHours><hour>8</hour><hour>9</hour><hour>10</hour></skipHours>", 180),
    ({}, "<skipDays><day>Sunday</day></skipDays>", 960),  # the first of March is one
]


@pytest.mark.parametrize(("headers", "wishes", "after"), ASKED)
def test_what_a_feed_asks_for_is_heard_also_when_it_has_not_changed(newsroom, headers, wishes, after):
    body = rss(newsroom.site, "/a").replace(b"<item>", wishes.encode() + b"<item>")
    newsroom.site.pages["/feed"] = (200, RSS | headers | {"ETag": '"one"'}, body)
    newsroom.poll()
    assert due_after(newsroom) == timedelta(minutes=after)
    asked_before = newsroom.now + due_after(newsroom)
    newsroom.poll(due_after(newsroom))
    assert row(newsroom)["status"] == 304
    assert due_after(newsroom) >= timedelta(minutes=89 if after < 100 else min(after, 89))
    assert newsroom.now == asked_before


def test_a_server_that_answers_not_modified_for_ever_is_found_out(newsroom):
    newsroom.poll()
    newsroom.lists("/b")  # and its ETag is as before
    for days in range(1, 7):
        assert (newsroom.poll(DAY), days) == ({}, days)
    assert newsroom.poll(DAY) == {"/b": "new"}
    assert newsroom.archive.crawl.gaps.open()


def test_the_sitemap_of_a_site_has_no_window(newsroom):
    rows = "".join(
        f"<url><loc>{newsroom.site.base}/a?{n}</loc><lastmod>2026-02-28T23:{n:02}:00Z</lastmod></url>"
        for n in range(60)
    )
    newsroom.site.pages["/feed"] = (200, {}, f"<urlset>{rows}</urlset>".encode())
    newsroom.archive.crawl.queue.add = lambda leads: 0
    newsroom.poll()
    assert (row(newsroom)["rhythm"], row(newsroom)["half_window"]) == (3600, None)


def test_a_person_knows_better_than_the_feed_but_not_than_its_server(newsroom):
    newsroom.archive.db.execute("UPDATE feeds SET every = 7200")
    body = rss(newsroom.site, "/a").replace(b"<item>", b"<ttl>600</ttl><item>")
    newsroom.site.pages["/feed"] = (200, RSS, body)
    newsroom.poll()
    assert due_after(newsroom) == timedelta(minutes=119)
    newsroom.site.pages["/feed"] = (200, RSS | {"Retry-After": "18000"}, body)
    newsroom.poll(2 * HOUR)
    assert due_after(newsroom) == 5 * HOUR
    newsroom.site.pages["/feed"] = (429, {"Retry-After": "18000"}, b"")
    newsroom.poll(5 * HOUR)
    assert due_after(newsroom) == 5 * HOUR


def test_a_clock_that_was_set_back_starves_no_feed(newsroom):
    newsroom.poll()
    newsroom.now += DAY
    newsroom.poll()
    newsroom.now -= 300 * DAY
    assert is_due(newsroom)
    newsroom.poll()
    assert not is_due(newsroom)
    newsroom.now += DAY
    assert is_due(newsroom)


def troubles(newsroom):
    """What `status` finds wrong with feeds."""
    lines = newsroom.archive.maintenance.status()
    return [line.trouble for line in lines if line.about == "feeds" and line.trouble]


def test_a_paused_feed_is_not_due_and_a_resumed_one_is_at_once(newsroom):
    followed = newsroom.archive.crawl.feeds
    newsroom.poll()
    followed.pause(1)
    newsroom.now += 9 * DAY
    assert (is_due(newsroom), followed.active()) == (False, [])
    assert not troubles(newsroom)
    followed.resume(1)
    assert is_due(newsroom)
    assert troubles(newsroom)[0].startswith("no feed was asked since")
    followed.choose(1, every=30 * 86_400)
    assert not troubles(newsroom)
    assert [kind for kind, _, _ in events(newsroom)] == ["paused", "resumed"]


def test_the_most_overdue_feed_comes_first(newsroom):
    followed = newsroom.archive.crawl.feeds
    for name, due in (("new", None), ("late", newsroom.now - DAY), ("soon", newsroom.now + HOUR)):
        followed.add(f"http://{name}.example/")
        stamp = due and due.strftime("%Y-%m-%dT%H:%M:%SZ")
        newsroom.archive.db.execute("UPDATE feeds SET due_at = ? WHERE url LIKE ?", (stamp, f"%{name}%"))
    newsroom.archive.db.execute("UPDATE feeds SET due_at = ? WHERE id = 1", ("2026-02-28T23:00:00Z",))
    names = ["http://new.example/", "http://late.example/", newsroom.feed]
    assert set(followed.due(newsroom.now)) == set(names)
    assert followed.due(newsroom.now)[0] == names[0]
    assert "http://soon.example/" in followed.due(newsroom.now + 2 * HOUR)


def pages(newsroom, count):
    """A JSON Feed whose entries go on over pages; the last one leads back to the first."""
    base = newsroom.site.base
    for n in range(count):
        newsroom.site.pages[f"/{n}"] = (200, {}, article(f"Page {n}"))
        feed = {
            "version": "https://jsonfeed.org/version/1.1", "title": "Long", "next_url": f"{base}/p{(n + 1) % count}",
            "hubs": [{"type": "WebSub", "url": "/hub"}], "items": [{"id": f"{n}", "url": f"{base}/{n}"}],
        }  # fmt: skip
        newsroom.site.pages[f"/p{n}"] = (200, {"ETag": f'"{n}"'}, json.dumps(feed).encode())
    newsroom.site.pages["/feed"] = (200, {}, newsroom.site.pages["/p0"][2])


@pytest.mark.parametrize(("count", "read"), [(3, 3), (12, 6)])
def test_older_pages_are_read_at_the_first_poll_only(newsroom, count, read):
    pages(newsroom, count)
    assert newsroom.poll() == {f"/{n}": "new" for n in range(read)}
    asked = len(newsroom.site.visits)
    newsroom.poll(HOUR)
    assert len(newsroom.site.visits) == asked + 1
    assert row(newsroom)["hub"] == f"{newsroom.site.base}/hub"


HUBS = [
    ({}, '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="http://hub.example/"/>'),
    ({"Link": '<http://hub.example/>; rel="hub", <http://a.example/>; rel="self"'}, ""),
    ({"Link": '<http://a.example/>; rel="self", <http://hub.example/>; rel="hub"'}, ""),
]


@pytest.mark.parametrize(("headers", "link"), HUBS)
def test_a_hub_is_noted(newsroom, headers, link):
    body = rss(newsroom.site, "/a").replace(b"<item>", link.encode() + b"<item>")
    newsroom.site.pages["/feed"] = (200, RSS | headers, body)
    newsroom.poll()
    assert row(newsroom)["hub"] == "http://hub.example/"


def test_what_a_poll_must_know_is_read_without_counting_entries(newsroom):
    newsroom.poll()
    known = newsroom.archive.crawl.feeds.polled(newsroom.feed)
    assert {**row(newsroom), **known} == row(newsroom)
    assert row(newsroom).keys() - known.keys() == {"entries", "last_entry_at"}
    plan = newsroom.archive.db.execute(f"EXPLAIN QUERY PLAN {feeds._POLLED}", ("x",)).fetchall()
    assert "SEARCH f" in plan[0]["detail"]
    assert not [step["detail"] for step in plan if "entries" in step["detail"] or "SCAN" in step["detail"]]


def test_a_host_that_is_left_alone_is_no_failure_of_its_feed(newsroom, monkeypatch):
    newsroom.site.pages["/feed"] = (429, {"Retry-After": "7200"}, b"")
    newsroom.poll()
    assert (row(newsroom)["failures"], due_after(newsroom)) == (1, 2 * HOUR)
