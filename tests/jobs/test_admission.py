"""Which leads of a run are visited, and what is reported of the others, against a real archive."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from scraper.archive import Archive
from scraper.jobs import admission
from scraper.jobs.admission import Admission
from scraper.jobs.ledger import Ledger
from scraper.models import Lead
from scraper.outcomes import Reason

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAY = 86400.0
A, B, C = (f"https://news.example/{name}" for name in "abc")


class Run:
    """An admission into an archive in memory: what it reports, and what it lets in."""

    def __init__(self, *, max_age=DAY, parts=100):
        self.now, self.parts = NOW, parts
        self.failed, self.remembered = [], []
        self.archive = Archive.open(":memory:", clock=lambda: self.now)
        self.admission = Admission(
            archive=self.archive,
            ledger=Ledger(self.archive, run_id=self.archive.crawl.runs.start(["test"])),
            max_age=max_age,
            on_failure=self.failed.append,
            on_remembered=self.remembered.append,
            enough=self.enough,
        )

    def enough(self):
        self.parts -= 1
        return self.parts < 0

    def queue(self, *leads):
        return [lead.url for lead in asyncio.run(self.admission.queue(leads))]

    def waiting(self):
        return [lead.url for lead in self.archive.crawl.queue.waiting()]


@pytest.fixture
def run():
    started = Run()
    yield started
    started.archive.close()


def leads(*urls):
    return [Lead(url=url) for url in urls]


def test_each_address_is_visited_once_and_all_are_queued_first(run):
    assert run.queue(*leads(A, B, f"{A}#top", A, f"{B}?utm_source=feed")) == [A, B]
    assert run.waiting() == [A, B]
    repeated = {url: [lead.url for lead in more] for url, more in run.admission.repeated.items()}
    assert repeated == {A: [f"{A}#top", A], B: [f"{B}?utm_source=feed"]}


KNOWN = [  # the reason in the log, its age in hours, whether the address is visited, (reason, failed) of its outcome
    ("new", 1, False, (Reason.SKIPPED_FRESH, False)),
    ("new", 25, True, None),
    ("not_found", 1, False, (Reason.NOT_FOUND, True)),
    ("timeout", 1, True, None),  # it got no answer
    ("from_a_newer_program", 1, True, None),
]


@pytest.mark.parametrize(("reason", "hours", "visited", "told"), KNOWN)
def test_an_address_that_has_just_answered_is_left_alone(run, reason, hours, visited, told):
    run.archive.crawl.log.write(A, reason)
    run.now += timedelta(hours=hours)
    assert run.queue(*leads(A, B)) == [A, B][not visited :]
    outcomes = [(outcome.reason, outcome.error is not None) for outcome in run.remembered]
    assert outcomes == ([] if told is None else [told])
    assert run.failed == []


def test_with_force_every_address_is_visited():
    run = Run(max_age=None)
    run.archive.crawl.log.write(A, "new")
    assert run.queue(*leads(A)) == [A]
    run.archive.close()


def test_what_waits_since_its_feed_was_read_is_done_when_it_was_visited_meanwhile(run):
    run.archive.crawl.queue.add([Lead(url=A, feed="https://news.example/feed")])
    run.archive.crawl.log.write(A, "new")
    assert run.queue(Lead(url=A, feed="https://news.example/feed")) == []
    assert run.waiting() == []


def test_text_that_is_no_address_is_a_failure_and_costs_only_itself(run):
    assert run.queue(*leads("ftp://news.example/", A, "https://")) == [A]
    assert [outcome.reason for outcome in run.failed] == [Reason.BAD_SCHEME, Reason.BAD_URL]
    logged = run.archive.db.execute("SELECT reason FROM fetches ORDER BY id").fetchall()
    assert [row["reason"] for row in logged] == ["bad_scheme", "bad_url"]


def test_an_address_too_long_to_keep_is_shown_in_short(run):
    assert run.queue(*leads(f"https://news.example/{'x' * 100_000}")) == []
    (outcome,) = run.failed
    assert (outcome.reason, len(outcome.url) < 1000) == (Reason.BAD_URL, True)


@pytest.mark.parametrize(("parts", "queued"), [(0, []), (1, []), (4, [A, B]), (99, [A, B, C])])
def test_a_run_whose_time_is_over_queues_no_more(monkeypatch, parts, queued):
    monkeypatch.setattr(admission, "BATCH", 2)
    run = Run(parts=parts)
    assert run.queue(*leads(A, B, C)) == queued
    assert run.waiting() == queued
    run.archive.close()


def test_a_lead_that_cannot_be_queued_costs_only_itself(run, monkeypatch):
    queue = type(run.archive.crawl.queue)
    add = queue.add

    def adding(self, given, **more):
        if any(lead.url == B for lead in given):
            raise KeyError("x")
        return add(self, given, **more)

    monkeypatch.setattr(queue, "add", adding)
    assert run.queue(*leads(A, B, C)) == [A, C]
    assert [(outcome.url, outcome.reason) for outcome in run.failed] == [(B, Reason.FAULT)]
