"""What of a round is lost, and its exit code: what is asked again by itself is no failure."""

from datetime import UTC, datetime

import pytest

from scraper.jobs.round_result import RoundResult, is_lost
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
