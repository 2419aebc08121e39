"""What each end of a visit leaves in the archive: a row of the log, the queue's state, an outcome."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from scraper.archive import Archive
from scraper.errors import ArchiveFull, FetchError
from scraper.jobs.decide import Visit
from scraper.jobs.ledger import Ledger
from scraper.models import Article, Block, BlockKind, Lead, Page, Span, Verdict, VerdictKind
from scraper.outcomes import Reason

URL = "https://news.example/story"
NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
VISIT = Visit(lead=Lead(url=URL, row={"desk": "harbour"}), ms=120, status=200)


@pytest.fixture
def archive():
    with Archive.open(":memory:", clock=lambda: NOW) as opened:
        opened.crawl.queue.add([VISIT.lead])
        assert opened.crawl.queue.take(URL)
        yield opened


@pytest.fixture
def ledger(archive):
    return Ledger(archive, run_id=archive.crawl.runs.start(["test"]))


def page(status=200, body=b"<html><p>The board met.</p></html>"):
    return Page(url=URL, final_url=URL, status=status, body=body, fetched_at=NOW)


def article(kind=VerdictKind.ARTICLE):
    words = "The harbour board met for six hours on Tuesday and left the question open. " * 9
    blocks = (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=words.strip()),)),)
    verdict = Verdict(kind=kind)
    return Article(url=URL, site="news.example", headline="Open", body=blocks, word_count=117, verdict=verdict)


def left(archive):
    """Return what the log says, oldest first, and the states of the queue."""
    rows = archive.db.execute("SELECT reason, status, ms, capture_id, error FROM fetches ORDER BY id")
    return [tuple(row) for row in rows], archive.crawl.queue.counts()


FAILURES = [(Reason.TIMEOUT, "failed"), (Reason.LOGIN, "failed"), (Reason.HOST_PARKED, "waiting")]


@pytest.mark.parametrize(("reason", "state"), FAILURES)
def test_a_failure_is_logged_and_waits_only_if_the_host_was_not_asked(archive, ledger, reason, state):
    outcome = ledger.failed(VISIT, reason, "why")
    assert (outcome.reason, outcome.error, outcome.row) == (reason, "why", {"desk": "harbour"})
    assert left(archive) == ([(str(reason), 200, 120, None, "why")], {state: 1})


def test_a_page_that_came_instead_is_kept_with_the_failure(archive, ledger):
    error = FetchError(URL, Reason.BLOCKED, "refused", status=403, page=page(403))
    outcome = ledger.missed(replace(VISIT, status=None), error, "; nor elsewhere")
    assert (outcome.reason, outcome.error) == (Reason.BLOCKED, "refused; nor elsewhere")
    assert left(archive) == ([("blocked", 403, 120, 1, "refused; nor elsewhere")], {"failed": 1})
    assert archive.pages.load(1).status == 403


def test_an_unchanged_page_makes_no_version(archive, ledger):
    first = ledger.saved(ledger.keep(VISIT, page()), article())
    again = ledger.unchanged(replace(VISIT, status=304))
    assert (first.reason, again.reason) == (Reason.NEW, Reason.SAME)
    assert again.change.article_id == first.change.article_id
    assert left(archive) == (
        [("new", 200, 120, 1, None), ("not_modified", 304, 120, None, None)],
        {"done": 1},
    )
    assert len(archive.articles.versions(URL)) == 1


SAVED = [  # the kind of page, reason, state in the queue
    (VerdictKind.ARTICLE, Reason.NEW, "done"),
    (VerdictKind.LISTING, Reason.LISTING, "done"),
    (VerdictKind.CONSENT, Reason.CONSENT, "failed"),
    (VerdictKind.CHALLENGE, Reason.BLOCKED, "failed"),
]


@pytest.mark.parametrize(("kind", "reason", "state"), SAVED)
def test_a_page_is_saved_as_what_it_is(archive, ledger, kind, reason, state):
    outcome = ledger.saved(ledger.keep(VISIT, page()), article(kind))
    (row,), queue = left(archive)
    assert (outcome.reason, row[:4], queue) == (reason, (str(reason), 200, 120, 1), {state: 1})
    assert row[4] == outcome.error
    assert archive.articles.count() == (reason is Reason.NEW)


def test_a_dead_link_is_logged_once_with_its_time(archive, ledger):
    error = FetchError(URL, Reason.GONE, "removed", status=410)
    visit = ledger.dead(replace(VISIT, status=None), error)
    outcome = ledger.saved(ledger.keep(visit, page(), source="wayback"), article())
    assert outcome.reason is Reason.NEW
    assert left(archive)[0] == [("gone", 410, 120, None, "removed"), ("new", 200, None, 1, None)]


def test_an_error_of_ours_is_a_fault_of_its_url(archive, ledger):
    outcome = ledger.fault(VISIT, KeyError("x"))
    assert (outcome.reason, "KeyError" in outcome.error) == (Reason.FAULT, True)
    assert left(archive) == ([("fault", 200, 120, None, outcome.error)], {"failed": 1})


def test_an_error_that_cannot_even_be_logged_is_reported(archive, ledger, monkeypatch):
    def fail(*_, **__):
        raise LookupError("the log")

    monkeypatch.setattr(type(archive.crawl.log), "write", fail)
    outcome = ledger.fault(VISIT, KeyError("x"))
    assert (outcome.reason, "LookupError" in outcome.error) == (Reason.FAULT, True)
    assert left(archive) == ([], {"taken": 1})


def test_the_archives_own_failure_ends_the_run(ledger):
    with pytest.raises(ArchiveFull):
        ledger.fault(VISIT, ArchiveFull("the disk is full"))


@pytest.mark.parametrize("is_read", [True, False])
def test_the_disk_is_waited_for_once_a_visit_and_before_its_outcome(archive, ledger, is_read):
    statements = []
    archive.db.set_trace_callback(statements.append)
    visit = ledger.keep(VISIT, page())
    if is_read:
        ledger.saved(visit, article())
    else:
        ledger.failed(visit, Reason.EXTRACT_FAILED, "why")
    archive.db.set_trace_callback(None)
    wanted = [text for text in statements if text.startswith(("PRAGMA synchronous =", "COMMIT"))]
    assert wanted == ["PRAGMA synchronous = NORMAL", "COMMIT", "PRAGMA synchronous = 2", "COMMIT"]
