"""What a visit is to do next and what it comes to, as tables of (input, expected)."""

from datetime import UTC, datetime, timedelta

import pytest

from scraper.archive.crawl.fetch_log import LastAnswer
from scraper.errors import DamagedRow, FetchError, InputError, ReadingTimeout, WorkerDied
from scraper.jobs import decide
from scraper.jobs.decide import Step, Visit
from scraper.models import Article, Change, ChangeKind, Lead, Outcome, Page, Verdict, VerdictKind
from scraper.outcomes import FAILED, Reason

URL = "https://news.example/story"
R = Reason

STARTS = [  # the address as it was given, what is left of its login in the queue, taken, what is done
    (URL, False, True, Step.FETCH),
    (URL, False, False, Step.LEAVE),
    (URL, True, True, Step.REFUSE),  # the queue keeps no password
    (URL, True, False, Step.LEAVE),
    ("https://user:word@news.example/story", True, True, Step.FETCH),
    ("https://user:word@news.example/story", False, True, Step.FETCH),
]


@pytest.mark.parametrize(("url", "login", "taken", "step"), STARTS)
def test_what_is_fetched(url, login, taken, step):
    assert decide.on_start(Lead(url=url, login=login), taken=taken) is step


PAGES = [  # the status, whether the archive read these bytes, what is done
    (200, False, Step.READ),
    (200, True, Step.NOTE),
    (203, False, Step.READ),
    (304, False, Step.NOTE),
    (304, True, Step.NOTE),
]


@pytest.mark.parametrize(("status", "archived", "step"), PAGES)
def test_what_is_read(status, archived, step):
    page = Page(url=URL, final_url=URL, status=status, fetched_at=datetime.now(UTC))
    assert decide.on_page(page, archived=archived) is step


DEAD = {R.DNS, R.NOT_FOUND, R.GONE, R.SOFT_404}


@pytest.mark.parametrize("reason", sorted(FAILED))
def test_only_dead_links_are_looked_up_and_only_when_that_is_wanted(reason):
    wanted = decide.on_failure(reason, wayback=True)
    assert wanted is (Step.LOOK_UP if reason in DEAD else Step.GIVE_UP)
    assert decide.on_failure(reason, wayback=False) is Step.GIVE_UP


KINDS = [  # the kind of page, what saving it changed, the next step, what the visit comes to
    (VerdictKind.ARTICLE, ChangeKind.NEW, Step.SAVE, R.NEW),
    (VerdictKind.ARTICLE, ChangeKind.DEGRADED, Step.SAVE, R.DEGRADED),
    (VerdictKind.LIVE_BLOG, ChangeKind.EDITED, Step.SAVE, R.EDITED),
    (VerdictKind.TEASER, ChangeKind.SAME, Step.SAVE, R.SAME),
    (VerdictKind.CONSENT, ChangeKind.DEGRADED, Step.SAVE, R.CONSENT),
    (VerdictKind.CHALLENGE, ChangeKind.DEGRADED, Step.SAVE, R.BLOCKED),
    (VerdictKind.LOGIN, ChangeKind.DEGRADED, Step.SAVE, R.LOGIN),
    (VerdictKind.JS_SHELL, ChangeKind.DEGRADED, Step.RENDER, R.JS_SHELL),
    (VerdictKind.SOFT_404, ChangeKind.DEGRADED, Step.SAVE, R.SOFT_404),
    (VerdictKind.EMPTY, ChangeKind.DEGRADED, Step.SAVE, R.EMPTY),
    (VerdictKind.LISTING, ChangeKind.DEGRADED, Step.SAVE, R.LISTING),
    (VerdictKind.PRODUCT, ChangeKind.DEGRADED, Step.SAVE, R.PRODUCT),
]


@pytest.mark.parametrize(("kind", "change", "step", "reason"), KINDS)
def test_what_a_page_comes_to(kind, change, step, reason):
    assert decide.on_article(kind) is step
    assert decide.on_saved(kind, change) is reason


def test_each_kind_of_page_has_a_line():
    assert {kind for kind, *_ in KINDS} == set(VerdictKind)


def test_a_host_is_slowed_down_by_its_challenge_only():
    assert [kind for kind in VerdictKind if decide.slows_host_down(kind)] == [VerdictKind.CHALLENGE]


@pytest.mark.parametrize("reason", sorted(FAILED))
def test_only_what_was_not_asked_stays_queued(reason):
    assert decide.stays_queued(reason) is (reason is R.HOST_PARKED)


@pytest.mark.parametrize(("failures", "limit", "stops"), [(9, None, False), (2, 3, False), (3, 3, True), (4, 3, True)])
def test_so_many_failures_stop_a_run(failures, limit, stops):
    assert decide.has_failed_enough(failures, limit) is stops


ADDRESSES = [
    ("ftp://news.example/", R.BAD_SCHEME),
    ("mailto://x", R.BAD_SCHEME),
    ("https://", R.BAD_URL),
    (" HTTP://[::1", R.BAD_URL),
    ("two words", R.BAD_URL),
    ("", R.BAD_URL),
]


@pytest.mark.parametrize(("text", "reason"), ADDRESSES)
def test_why_text_is_no_address(text, reason):
    assert decide.why_no_address(text) is reason


ERRORS = [
    (FetchError(URL, R.TIMEOUT, "the server took too long"), R.TIMEOUT),
    (ReadingTimeout("longer than 30 s"), R.EXTRACT_TIMEOUT),
    (WorkerDied("crashed"), R.EXTRACT_FAILED),
    (InputError("a site rule"), R.EXTRACT_FAILED),
    (DamagedRow("row 3"), R.FAULT),
    (KeyError("x"), R.FAULT),
]


@pytest.mark.parametrize(("error", "reason"), ERRORS, ids=[type(error).__name__ for error, _ in ERRORS])
def test_why_a_page_is_not_read(error, reason):
    assert decide.why_unread(error) is reason


def article(kind):
    return Article(url=URL, site="news.example", headline="A ferry sails", verdict=Verdict(kind=kind))


WORSE = Change(kind=ChangeKind.DEGRADED, article_id=4, reason="shorter")
NOT_ONE = Change(kind=ChangeKind.DEGRADED, reason="too short")
LISTING = "a list of pages: kept as a page, not as an article"
SAVED = [  # the kind of page, the change, the note of the visit, (reason, error, note) of its outcome
    (VerdictKind.ARTICLE, Change(kind=ChangeKind.NEW, article_id=4), None, (R.NEW, None, None)),
    (VerdictKind.ARTICLE, Change(kind=ChangeKind.NEW, article_id=4), "old", (R.NEW, None, "old")),
    (VerdictKind.ARTICLE, WORSE, None, (R.DEGRADED, "kept, but not put in place of a better text: shorter", None)),
    (VerdictKind.ARTICLE, NOT_ONE, None, (R.DEGRADED, "the page is kept, but it is not an article: too short", None)),
    (VerdictKind.LISTING, NOT_ONE, None, (R.LISTING, None, LISTING)),
    (VerdictKind.LISTING, NOT_ONE, "old", (R.LISTING, None, f"{LISTING}; old")),
]


@pytest.mark.parametrize(("kind", "change", "note", "expected"), SAVED)
def test_the_outcome_of_a_page_that_was_saved(kind, change, note, expected):
    lead = Lead(url=URL, row={"desk": "harbour"})
    told = decide.saved(Visit(lead=lead, note=note, warning="damage"), article(kind), change)
    assert (told.reason, told.error, told.note) == expected
    assert (told.url, told.change, told.headline) == (URL, change, "A ferry sails")
    assert (told.warning, told.row) == ("damage", {"desk": "harbour"})


REMEMBERED = [  # the reason and line in the log, (reason, error) of the outcome
    ("new", None, (R.SKIPPED_FRESH, None)),
    ("not_modified", None, (R.SKIPPED_FRESH, None)),
    ("listing", None, (R.SKIPPED_FRESH, None)),
    ("not_found", "not found (404)", (R.NOT_FOUND, "not found (404); that was 2 hours ago, --force asks again")),
    ("gone", None, (R.GONE, "gone; that was 2 hours ago, --force asks again")),
]


@pytest.mark.parametrize(("reason", "line", "expected"), REMEMBERED)
def test_a_url_that_is_left_alone_is_what_it_was(reason, line, expected):
    known = LastAnswer(reason=reason, error=line, age=timedelta(hours=2))
    told = decide.remembered(Lead(url=URL, row={"desk": "harbour"}), known)
    assert (told.reason, told.error) == expected
    assert (told.remembered, told.row) == (True, {"desk": "harbour"})


@pytest.mark.parametrize(
    ("reason", "error", "expected"),
    [(R.NEW, None, R.SKIPPED_FRESH), (R.TAKEN, None, R.SKIPPED_FRESH), (R.TIMEOUT, "too long", R.TIMEOUT)],
)
def test_a_further_row_of_an_address_repeats_its_failure_and_not_its_success(reason, error, expected):
    first = Outcome(url=URL, reason=reason, error=error, warning="damage", note="old", row={"n": "1"})
    told = decide.repeated(first, Lead(url=f"{URL}#top", row={"n": "2"}))
    assert (told.url, told.reason, told.error, told.row) == (f"{URL}#top", expected, error, {"n": "2"})
    assert (told.remembered, told.warning, told.note) == (True, None, "old")
