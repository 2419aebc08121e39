"""Programs that a round calls: what they are given, and that none of them can hold it up."""

import os
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from newsroom import LONG, START, article, visit
from scraper.archive import Archive
from scraper.commands.terminal import settings
from scraper.jobs.announcements import ping_address
from scraper.jobs.article_hooks import FIELDS, IN_A_ROW, ArticleEvent, Hook, HookRound, call, events_of, variables
from scraper.jobs.round_result import RoundResult

URL = "https://harbour.example/1"


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        visit(archive, article(LONG, url=URL, headline="Ferry\x1b[2J\nlate " + "x" * 9000))
        yield archive


def event(kind="new"):
    return ArticleEvent(event=kind, article_id=1, url=URL)


def test_a_program_is_given_the_article_in_lines_that_fit(archive):
    given = variables(archive, event())
    assert (given["SCRAPER_EVENT"], given["SCRAPER_ID"], given["SCRAPER_URL"]) == ("new", "1", URL)
    assert given["SCRAPER_DB"] == archive.path
    assert given["SCRAPER_HEADLINE"].startswith("Ferry")
    assert all(len(value) <= 2000 and "\n" not in value and "\0" not in value for value in given.values())
    assert set(given) == {f"SCRAPER_{name.upper()}" for name in ("event", "id", "url", "db", *FIELDS)}


def test_no_variable_of_an_article_is_that_of_a_setting(archive):
    of_settings = {settings.variable(key) for key in settings.KEYS} - {"SCRAPER_DB", "SCRAPER_SITE"}
    assert not of_settings & set(variables(archive, event()))


def python(text):
    return (sys.executable, "-c", text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (python("pass"), None),
        (python("import sys; sys.exit(3)"), "it ended with 3"),
        (python("import sys; sys.exit('one\\ntwo \\x1b[2J')"), "it ended with 1: two [2J"),
        (("/no/such/program",), "it cannot be started (No such file or directory)"),
        ((os.devnull,), "it cannot be started (Permission denied)"),
    ],
)
def test_what_became_of_a_call(words, expected):
    assert call(words, dict(os.environ)) == expected


def test_a_program_that_does_not_end_is_stopped_with_its_children(tmp_path):
    words = ("/bin/sh", "-c", f"(sleep 1; touch {tmp_path}/late) & sleep 30")
    began = time.monotonic()
    assert call(words, dict(os.environ), 0.3) == "it was stopped after 0.3 s"
    assert time.monotonic() - began < 5
    time.sleep(1.2)
    assert not (tmp_path / "late").exists()


def test_a_program_that_keeps_failing_is_not_called_for_each_of_a_thousand_articles(archive):
    calls = []

    def fail(words, environment):
        calls.append(words)
        return "it failed"

    hooks = [Hook(event="new", words=("one",)), Hook(event="edited", words=("two",))]
    round_of_hooks = HookRound(hooks=hooks, environment={}, call=fail)
    round_of_hooks.run(archive, [event() for _ in range(1000)] + [event("edited")])
    assert calls == [("one",)] * IN_A_ROW + [("two",)]
    assert [(one.subject, one.detail) for one in round_of_hooks.sightings()] == [
        ("--exec new=one", "it failed"),
        ("--exec edited=two", "it failed"),
    ]


def test_what_vanished_in_this_round_is_an_event(tmp_path):
    now = [START]
    with Archive.open(tmp_path / "archive.db", clock=lambda: now[0]) as archive:
        visit(archive, article(LONG, url=URL))
        for hours in (1, 13, 26):
            now[0] = START + timedelta(hours=hours)
            archive.crawl.log.write(URL, "not_found")
        run_id = archive.crawl.runs.start(["scraper", "run"], name="run")
        assert list(events_of(archive, RoundResult(began=now[0]), run_id)) == [event("vanished")]
        assert not list(events_of(archive, RoundResult(began=datetime(2030, 1, 1, tzinfo=UTC)), run_id))


# what became of the runs before: their name, and killed, failed or ended -> whether the first one's article is an event
BEFORE = [
    ([("run", "killed")], True),
    ([("run", "failed"), ("run", "killed")], True),
    ([("run", "killed"), ("fetch", "ended")], True),
    ([("run", "killed"), ("run", "ended")], False),
    ([("run", "ended")], False),
    ([("fetch", "killed")], False),
]


@pytest.mark.parametrize(("before", "expected"), BEFORE)
def test_what_a_run_found_that_was_cut_short_is_an_event_of_the_next_one(tmp_path, before, expected):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        visit(archive, article(LONG, url=URL))
        for name, end in before:
            run_id = archive.crawl.runs.start(["scraper", name], name=name)
            archive.crawl.log.write(URL, "same", run_id=run_id)
            if not archive.crawl.log.changes_of(range(99)):
                archive.crawl.log.write(URL, "new", run_id=run_id)
            if end != "killed":
                archive.crawl.runs.end(run_id, {}, error="it failed" if end == "failed" else None)
        this = archive.crawl.runs.start(["scraper", "run"], name="run")
        assert list(events_of(archive, RoundResult(began=START), this)) == [event("new")] * expected


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://hc-ping.example/0a1b", "https://hc-ping.example/0a1b/start"),
        ("https://hc-ping.example/0a1b/", "https://hc-ping.example/0a1b/start"),
        ("https://hc.example:8000/key/slug?create=1", "https://hc.example:8000/key/slug/start?create=1"),
        ("http://user:word@hc.example", "http://user:word@hc.example/start"),
    ],
)
def test_the_address_of_a_ping(base, expected):
    assert ping_address(base, "/start") == expected
