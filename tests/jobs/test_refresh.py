"""Articles looked at again, on the loopback and by a clock that is passed in: edits, 304, vanishings, budgets."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from program import WORDS, article, serving
from scraper.archive import Archive
from scraper.archive.articles.filters import Filters
from scraper.archive.corpus.label_sets import LabelRow, LabelTable
from scraper.archive.crawl.due_articles import NEVER, DueArticle
from scraper.fetch.fetch_settings import FetchSettings
from scraper.jobs import due, refresh, run
from scraper.jobs.budget import within_budget
from scraper.jobs.collect import Plan
from scraper.jobs.refresh import Wanted
from scraper.jobs.schedule import RefreshRule, Schedule
from scraper.models import Lead

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SETTINGS = FetchSettings(delay=0.0, retries=0, robots=False, allow_net=("127.0.0.0/8",), same_body=0)
FAILING = (500, {}, b"<h1>Out of order</h1>")
SORRY = b"<html><title>Page not found</title><h1>Page not found</h1><p>Sorry, this page does not exist.</p></html>"
MISSING = (404, {}, b"<h1>Not found</h1>")


class Newsroom:
    """A site, an archive of it, and a clock that we set."""

    def __init__(self, site, archive):
        self.site, self.archive, self.now = site, archive, datetime(2026, 3, 1, 8, tzinfo=UTC)
        self.plan = Plan(jobs=1)
        archive.clock = lambda: self.now

    def seconds(self):
        return self.now.timestamp()

    def url(self, path):
        return self.site.base + path

    def publish(self, path, *paragraphs):
        body = article("Harbour board meets", *(paragraphs or [f"{WORDS} {n}" for n in range(6)]))
        headers = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:8]}"',
            "Last-Modified": "Sun, 01 Mar 2026 07:00:00 GMT",
        }
        self.site.pages[path] = (200, headers, body)

    def fetch(self, *paths):
        leads = [Lead(url=self.url(path)) for path in paths]
        return self._run(lambda told: run.visit(self.archive, leads, SETTINGS, self.plan, told, clock=self.seconds))

    def refresh(self, **wanted):
        chosen = Wanted(**wanted)
        return self._run(
            lambda told: refresh.refresh_due(self.archive, chosen, SETTINGS, self.plan, told, clock=self.seconds)
        )

    def _run(self, work):
        """Do a run -> reasons, paths that were asked."""
        self.archive.db.execute("DELETE FROM hosts")  # the pages of one host stand for those of many
        told = []
        self.site.visits.clear()
        work(told.append)
        return [str(outcome.reason) for outcome in told], [path for path, _ in self.site.visits]

    def due(self, path="/a"):
        """When the article is due; None: never."""
        text = self.ask("SELECT due_at FROM visits WHERE article_id = ?", self.archive.articles.find(self.url(path)))
        return None if text == NEVER else datetime.fromisoformat(text)

    def wait(self, path="/a"):
        """Set the clock to the time at which the article is due -> the hours until then."""
        passed, self.now = self.due(path) - self.now, self.due(path)
        return passed / HOUR

    def to_the_end(self):
        """Refresh whenever the article is due, until it never is -> how often it was asked for."""
        asked = 0
        for _ in range(40):
            asked += len(self.refresh()[1])
            if self.due() is None:
                return asked
            self.now = max(self.due(), self.now)
        raise AssertionError(f"still due at {self.due()}")

    def ask(self, sql, *values):
        return self.archive.db.execute(sql, values).fetchone()[0]

    def events(self):
        return [
            kind for (kind,) in self.archive.db.execute("SELECT kind FROM events ORDER BY id") if kind != "degraded"
        ]


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
    return [DueArticle(number, address, None, None) for number, address in enumerate(addresses)]


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


def stamp(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


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
