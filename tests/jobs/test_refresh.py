"""Articles looked at again, on the loopback: edits, 304, vanishings, failures."""

from datetime import UTC, datetime, timedelta

import pytest

from program import WORDS, serving
from revisits import DAY, FAILING, HOUR, MISSING, SORRY, Newsroom, stamp
from scraper.archive import Archive
from scraper.jobs import due, refresh


@pytest.fixture
def newsroom(tmp_path):
    with serving() as site, Archive.open(tmp_path / "a.db") as archive:
        yield Newsroom(site, archive)


def test_an_edit_is_seen_and_what_has_not_changed_costs_one_request_and_no_version(newsroom):
    newsroom.publish("/a")
    assert newsroom.fetch("/a") == (["new"], ["/a"])
    scale = 1 + due.jitter(1)
    assert newsroom.wait() == pytest.approx(scale, abs=0.001)
    newsroom.now -= timedelta(seconds=1)
    assert newsroom.refresh() == ([], [])
    newsroom.now += timedelta(seconds=1)
    assert newsroom.refresh() == (["same"], ["/a"])
    sent = newsroom.site.visits[0][1]
    assert sent["If-None-Match"] == newsroom.site.pages["/a"][1]["ETag"]
    assert sent["If-Modified-Since"] == newsroom.site.pages["/a"][1]["Last-Modified"]
    assert newsroom.ask("SELECT count(*) FROM captures") == 1
    assert newsroom.wait() == pytest.approx(2 * scale, abs=0.001)

    newsroom.publish("/a", *(f"{WORDS} edited {n}" for n in range(6)))
    assert newsroom.refresh() == (["edited"], ["/a"])
    assert newsroom.ask("SELECT version FROM articles") == 2
    assert newsroom.wait() == pytest.approx(scale, abs=0.001)  # the ladder is anew
    assert newsroom.refresh() == (["same"], ["/a"])


def test_a_page_is_compared_with_the_last_one_that_had_the_text(newsroom):
    """Not only with the one of the version: else a counter that moved once costs a page at each visit."""
    newsroom.publish("/a")
    newsroom.fetch("/a")
    status, headers, body = newsroom.site.pages["/a"]
    newsroom.site.pages["/a"] = (status, headers | {"ETag": '"two"'}, body + b"<!-- 7 readers -->")
    newsroom.wait()
    assert newsroom.refresh() == (["same"], ["/a"])
    assert newsroom.ask("SELECT count(*) FROM captures") == 2
    newsroom.wait()
    newsroom.refresh()
    assert newsroom.site.visits[0][1]["If-None-Match"] == '"two"'
    newsroom.site.pages["/a"] = (status, {}, body + b"<!-- 7 readers -->")  # by its bytes alone
    newsroom.wait()
    assert newsroom.refresh() == (["same"], ["/a"])
    newsroom.site.pages["/a"] = (status, {"ETag": '"wall"'}, SORRY)  # a worse page is not asked for again
    newsroom.wait()
    newsroom.refresh()
    newsroom.wait()
    newsroom.refresh()
    assert newsroom.site.visits[0][1]["If-None-Match"] == '"two"'
    assert newsroom.ask("SELECT count(*) FROM versions") == 1


def test_eight_visits_and_no_more_to_an_article_that_is_never_edited(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    asked = newsroom.to_the_end()
    assert asked == 8
    assert newsroom.now < datetime(2026, 3, 1, 8, tzinfo=UTC) + 200 * DAY
    assert newsroom.refresh() == ([], [])
    assert newsroom.refresh(due_or_not=True) == (["same"], ["/a"])


@pytest.mark.parametrize("came", [MISSING, (410, {}, b""), (200, {}, SORRY)])
def test_a_vanished_article_is_confirmed_three_times_over_a_day_and_what_comes_back_is_restored(newsroom, came):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    here, newsroom.site.pages["/a"] = newsroom.site.pages["/a"], came
    newsroom.wait()
    first = newsroom.now
    newsroom.refresh()
    looked = []
    for _ in range(3):
        assert newsroom.events() == []
        newsroom.wait()
        looked.append((newsroom.now - first) / HOUR)
        assert newsroom.refresh()[1] == ["/a"]
    assert looked == [8, 16, 24]
    assert newsroom.events() == ["vanished"]
    newsroom.wait()  # the next step of its ladder
    newsroom.refresh()
    newsroom.wait()
    newsroom.site.pages["/a"] = here
    assert newsroom.refresh() == (["same"], ["/a"])
    assert newsroom.events() == ["vanished", "restored"]
    assert newsroom.ask("SELECT count(*) FROM versions") == 1


def test_confirmations_are_no_visits_of_the_ladder(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    here, newsroom.site.pages["/a"] = newsroom.site.pages["/a"], MISSING
    newsroom.wait()
    newsroom.refresh()
    newsroom.site.pages["/a"] = here
    newsroom.wait()
    assert newsroom.refresh() == (["same"], ["/a"])
    assert newsroom.to_the_end() == 6  # 12 h, 1 d, 3 d, 7 d, 30 d, 180 d


def test_a_temporary_failure_waits_longer_each_time_and_moves_no_step(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    here, newsroom.site.pages["/a"] = newsroom.site.pages["/a"], FAILING
    newsroom.wait()
    waits = []
    for _ in range(3):
        assert newsroom.refresh() == (["server_error"], ["/a"])
        assert newsroom.refresh() == ([], [])
        waits.append(newsroom.wait() * 60)
    assert waits == [25, 50, 100]
    newsroom.site.pages["/a"] = here
    assert newsroom.refresh() == (["same"], ["/a"])
    began = datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert (newsroom.due() - began) / HOUR == pytest.approx(12 * (1 + due.jitter(1)), abs=0.001)


def test_a_long_outage_ends_in_the_ladder(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    newsroom.site.pages["/a"] = FAILING
    asked = newsroom.to_the_end()
    assert asked == 8 + 4  # eight attempts in two days, then 3 d, 7 d, 30 d, 180 d
    assert newsroom.events() == []


def test_a_page_that_another_run_has_just_visited_is_left_alone(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    newsroom.wait()
    newsroom.refresh()
    newsroom.archive.crawl.due.write(1, newsroom.now)  # as the other run had read it
    assert newsroom.refresh() == (["skipped_fresh"], [])


def test_the_view_of_articles_has_the_due_time_of_those_that_are_ever_due(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    (row,) = newsroom.archive.query("SELECT due_at FROM v_articles")[1]
    assert row == (stamp(newsroom.due()),)
    newsroom.archive.crawl.due.write(1, None)
    assert list(newsroom.archive.query("SELECT due_at FROM v_articles")[1]) == [(None,)]


def test_status_shows_what_is_due_and_no_trouble_over_what_a_killed_refresh_left(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    newsroom.now += 2 * HOUR
    newsroom.archive.crawl.queue.add(refresh.due_leads(newsroom.archive, newsroom.plan))
    lines = {(line.about, line.what): line for line in newsroom.archive.maintenance.status()}
    found = lines["articles", "due"]
    assert (found.count, found.at, found.trouble) == (1, stamp(newsroom.due()), None)
    assert lines["queue", "waiting"].trouble is None
    newsroom.refresh()
    assert not any(line.about in ("articles", "queue") for line in newsroom.archive.maintenance.status())


def test_a_text_that_shrinks_is_looked_at_again_within_an_hour_and_then_is_an_edit(newsroom):
    newsroom.publish("/a", *(f"{WORDS} {n}" for n in range(30)))
    newsroom.fetch("/a")
    newsroom.now += 2 * DAY
    newsroom.publish("/a", *(f"{WORDS} {n}" for n in range(5)))
    assert newsroom.refresh() == (["degraded"], ["/a"])
    assert newsroom.wait() == 1
    assert newsroom.refresh() == (["edited"], ["/a"])
    newsroom.wait()
    newsroom.publish("/a", WORDS)
    newsroom.refresh()
    newsroom.wait()
    newsroom.publish("/a", f"{WORDS} And less.")  # another one each time
    assert newsroom.refresh() == (["degraded"], ["/a"])
    assert newsroom.wait() > 1
