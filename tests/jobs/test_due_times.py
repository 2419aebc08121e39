"""Which articles are looked at again, and in which order: budgets, settings, exclusions, wrong clocks."""

from datetime import UTC, datetime

import pytest

from program import serving
from revisits import DAY, HOUR, MISSING, Newsroom, stamp
from scraper.archive import Archive
from scraper.archive.articles.filters import Filters
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.archive.crawl.due_articles import DueArticle
from scraper.jobs import due, refresh
from scraper.jobs.budget import within_budget
from scraper.jobs.collect import Plan
from scraper.jobs.schedule import RefreshRule, Schedule


@pytest.fixture
def newsroom(tmp_path):
    with serving() as site, Archive.open(tmp_path / "a.db") as archive:
        yield Newsroom(site, archive)


def test_what_coders_and_settings_exclude_is_not_visited(newsroom):
    for path in ("/a", "/b", "/c"):
        newsroom.publish(path)
        newsroom.fetch(path)
    newsroom.archive.corpus.exclusions.add(1, "not news", coder="ann")
    table = LabelTable(name="old", columns=("url",), url_column="url")
    newsroom.archive.corpus.labels.keep(table, [LabelRow(url=newsroom.url("/b"), cells={"url": newsroom.url("/b")})])
    newsroom.plan = Plan(jobs=1, schedule=Schedule(labels={"old": RefreshRule(refresh=False)}))
    newsroom.now += 2 * HOUR
    assert newsroom.refresh() == (["same"], ["/c"])
    assert newsroom.refresh(due_or_not=True) == (["same"], ["/c"])
    newsroom.plan = Plan(jobs=1, schedule=Schedule(sites={"127.0.0.1": RefreshRule(refresh=False)}))
    assert newsroom.refresh(due_or_not=True) == ([], [])
    newsroom.fetch("/b")
    assert newsroom.due("/b") is not None  # fetched a moment ago, so not visited
    newsroom.now += DAY
    newsroom.plan = Plan(jobs=1, max_age=0, schedule=newsroom.plan.schedule)
    newsroom.fetch("/b")
    assert newsroom.due("/b") is None


def test_filters_choose_among_what_is_due(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    newsroom.now += 2 * HOUR
    assert newsroom.refresh(filters=Filters(site="other.example")) == ([], [])
    assert newsroom.refresh(filters=Filters(site="127.0.0.1", since="2026-01-01")) == (["same"], ["/a"])


def test_articles_of_older_files_go_on_where_their_age_is(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    began = newsroom.now
    newsroom.archive.db.execute("UPDATE visits SET due_at = NULL")
    newsroom.now += 5 * DAY
    assert newsroom.refresh() == ([], [])
    assert (newsroom.due() - began) / DAY == pytest.approx(7 * (1 + due.jitter(1)), abs=0.001)
    assert list(newsroom.archive.maintenance.verify()) == []


CLOCKS = [  # days that the clock was wrong during a visit
    900,
    -900,
]


@pytest.mark.parametrize("days", CLOCKS)
def test_a_clock_that_was_wrong_for_a_while_neither_starves_nor_storms(newsroom, days):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    newsroom.now += days * DAY
    newsroom.refresh()
    newsroom.fetch("/a")
    newsroom.now -= days * DAY - HOUR
    assert 7 <= newsroom.to_the_end() <= 9
    assert newsroom.now < datetime(2026, 3, 1, 8, tzinfo=UTC) + 400 * DAY


def test_an_article_first_seen_by_a_clock_that_was_ahead_is_visited_like_any_other(newsroom):
    newsroom.publish("/a")
    newsroom.now += 900 * DAY
    newsroom.fetch("/a")
    newsroom.now -= 900 * DAY
    assert newsroom.to_the_end() == 8


def ranked(*addresses):
    return [DueArticle(number, address, None) for number, address in enumerate(addresses)]


MANY = ("http://a.example/1", "http://a.example/2", "http://b.example/1", "http://a.example/3", "http://b.example/2")
BUDGETS = [  # of the run, of a host -> the articles that are visited
    (0, 0, [0, 1, 2, 3, 4]),
    (2, 0, [0, 1]),
    (0, 1, [0, 2]),
    (3, 2, [0, 1, 2]),
    (4, 2, [0, 1, 2, 4]),
]


@pytest.mark.parametrize(("budget", "host_budget", "expected"), BUDGETS)
def test_a_budget_is_spent_in_order_and_no_host_has_more_than_its_own(budget, host_budget, expected):
    taken = within_budget(ranked(*MANY), budget, host_budget, lambda _: True)
    assert [article.article_id for article in taken] == expected


def test_the_most_overdue_come_first_as_measured_by_their_wait(newsroom):
    for path in ("/hour", "/month", "/fresh"):
        newsroom.publish(path)
        newsroom.fetch(path)
    now = newsroom.now = newsroom.now + 2 * HOUR
    times = {1: (now - 2 * HOUR, now - HOUR), 2: (now - 40 * DAY, now - 10 * DAY), 3: (now - 3 * HOUR, now - HOUR / 2)}
    for article_id, (seen, due_at) in times.items():
        newsroom.archive.db.execute("UPDATE visits SET last_seen = ? WHERE article_id = ?", (stamp(seen), article_id))
        newsroom.archive.crawl.due.write(article_id, due_at)
    assert [found.article_id for found in newsroom.archive.crawl.due.ranked()] == [1, 2, 3]
    assert newsroom.refresh(budget=1)[1] == ["/hour"]


def test_hosts_that_rest_cost_nothing_of_the_budget(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    newsroom.now += 2 * HOUR
    host = newsroom.site.base.removeprefix("http://")
    later = newsroom.now.timestamp() + 900
    newsroom.archive.db.execute(
        "INSERT OR REPLACE INTO hosts(host, open_until, checksum) VALUES (?, ?, 0)", (host, later)
    )
    assert list(refresh.chosen(newsroom.archive, newsroom.plan)) == []


def test_a_rate_is_known_only_of_sites_with_enough_articles(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    assert newsroom.archive.crawl.due.rate("127.0.0.1") is None


def test_another_ladder_applies_at_once_and_to_what_other_commands_fetch(newsroom):
    newsroom.publish("/a")
    newsroom.publish("/b")
    newsroom.fetch("/a")
    newsroom.now += 2 * DAY
    assert newsroom.refresh() == (["same"], ["/a"])
    newsroom.now += HOUR
    plan, newsroom.plan = newsroom.plan, Plan(jobs=1, schedule=Schedule(ladder=due.LADDERS["newsdiffs"]))
    assert newsroom.refresh() == ([], [])  # nothing is due at once
    assert newsroom.wait() < 4
    assert newsroom.refresh() == (["same"], ["/a"])
    newsroom.plan = plan
    newsroom.fetch("/b")  # by the other settings
    assert newsroom.ask("SELECT due_at FROM visits WHERE article_id = 2") is None
    newsroom.plan = Plan(jobs=1, schedule=Schedule(ladder=due.LADDERS["newsdiffs"]))
    newsroom.refresh()
    assert newsroom.wait("/b") == pytest.approx(0.25, abs=0.03)


def test_settings_that_change_all_the_time_put_nothing_off(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    plans = [newsroom.plan, Plan(jobs=1, schedule=Schedule(ladder=due.LADDERS["newsdiffs"]))]
    asked = 0
    for number in range(24):
        newsroom.now += HOUR / 2
        newsroom.plan = plans[number % 2]
        asked += len(newsroom.refresh()[1])
    assert asked >= 3  # those of the default ladder in 12 hours


def test_settings_that_change_forget_no_article_that_was_missing(newsroom):
    newsroom.publish("/a")
    newsroom.fetch("/a")
    newsroom.site.pages["/a"] = MISSING
    newsroom.wait()
    newsroom.refresh()
    newsroom.plan = Plan(jobs=1, schedule=Schedule(ladder=(30 * 86400.0,)))
    newsroom.refresh()
    assert newsroom.wait() == pytest.approx(8)
