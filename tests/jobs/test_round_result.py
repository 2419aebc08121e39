"""What of a round is lost, and its exit code: what is asked again by itself is no failure."""

from datetime import UTC, datetime

import pytest

from scraper.archive.crawl.trouble_log import FeedState, KnownTrouble
from scraper.jobs.round_result import RoundResult, is_lost, news, of_feeds
from scraper.jobs.time_shares import Part
from scraper.models import Outcome
from scraper.outcomes import Reason

FEED, PAGE = "https://one.example/feed", "https://one.example/a"


def failed(reason, *, partial=False):
    return Outcome(url=PAGE, reason=Reason(reason), error="no", partial=partial)


@pytest.mark.parametrize(
    ("part", "outcome", "given_up", "expected"),
    [
        (Part.VISIT, Outcome(url=PAGE, reason=Reason.NEW), False, False),
        (Part.VISIT, failed("timeout"), False, False),
        (Part.VISIT, failed("host_parked"), False, False),
        (Part.VISIT, failed("fault"), False, False),
        (Part.VISIT, failed("not_found"), False, True),
        (Part.VISIT, failed("login"), False, True),
        (Part.RETRY, failed("timeout"), False, False),
        (Part.RETRY, failed("timeout"), True, True),
        (Part.REFRESH, failed("not_found"), False, False),
        (Part.POLL, failed("not_found"), False, False),
        (Part.POLL, failed("not_a_feed"), False, False),
        (Part.POLL, failed("gone"), False, True),
        (Part.POLL, failed("gone", partial=True), False, False),  # a sitemap that an index names
    ],
)
def test_what_is_asked_again_by_itself_is_not_lost(part, outcome, given_up, expected):
    assert is_lost(part, outcome, is_given_up=given_up) is expected


@pytest.mark.parametrize(
    ("feeds", "visits", "code", "strict_code"),
    [
        (0, [], 0, 0),
        (1, [], 0, 0),
        (1, [("new", None)], 0, 0),
        (1, [("timeout", False)], 0, 0),
        (1, [("not_found", True)], 3, 1),  # the feed was read
        (0, [("not_found", True)], 1, 1),
        (0, [("not_found", True), ("timeout", False)], 3, 1),
        (0, [("not_found", True), ("new", None)], 3, 1),
    ],
)
def test_the_exit_code(feeds, visits, code, strict_code):
    result = RoundResult(began=datetime(2026, 3, 1, tzinfo=UTC), asked={f"{FEED}{n}" for n in range(feeds)})
    for reason, lost in visits:
        outcome = Outcome(url=PAGE, reason=Reason(reason)) if lost is None else failed(reason)
        result.count(Part.VISIT, outcome, is_lost=bool(lost))
    assert (result.exit_code(strict=False), result.exit_code(strict=True)) == (code, strict_code)


def feed(url=FEED, *, failures=0, is_asked=True):
    return FeedState(url=url, failures=failures, error="no", is_asked=is_asked)


def in_trouble(subject=FEED, kind="feed"):
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return KnownTrouble(subject=subject, kind=kind, since=now, reported_at=now, detail="no")


@pytest.mark.parametrize(
    ("feeds", "troubles", "expected"),
    [
        ([], [], []),
        ([feed()], [], [(FEED, None, False)]),
        ([feed(failures=1)], [], []),  # an outage; in trouble or not, it stays what it was
        ([feed(failures=2)], [in_trouble()], []),
        ([feed(failures=3)], [], [(FEED, "failed 3 times in a row (no)", False)]),
        ([feed(failures=3, is_asked=False)], [in_trouble()], [(FEED, None, True)]),  # paused, or gone for good
        ([], [in_trouble()], [(FEED, None, True)]),  # removed
        ([], [in_trouble("one.example", "site")], []),
    ],
)
def test_how_a_round_sees_feeds(feeds, troubles, expected):
    seen = [(one.subject, one.detail, one.is_gone) for one in of_feeds(feeds, troubles)]
    assert seen == expected


def test_what_happened_to_feeds_is_told_once():
    kinds = [
        ("moved", "https://two.example/feed"),
        ("retired", "the page is gone"),
        ("paused", None),
        ("revived", None),
    ]
    events = [{"feed_id": 1, "url": FEED, "at": "", "kind": kind, "detail": detail} for kind, detail in kinds]
    assert list(news(events)) == [
        f"moved for good: {FEED} is followed at https://two.example/feed from now on",
        f"gone for good: {FEED} is asked no more (the page is gone)",
    ]
