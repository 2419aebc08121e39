"""What a reply to a request means, as tables of (input, expected)."""

from datetime import UTC, datetime

import pytest

from scraper.errors import FetchError
from scraper.fetch import replies
from scraper.fetch.client import Reply
from scraper.fetch.hops import UnexpectedContent
from scraper.models import Page
from scraper.outcomes import FAILED, Reason
from scraper.urls import address

URL = "https://news.example/a/story"
HERE = address(URL)
LONG = "/" + "x" * replies.LOCATION_BYTES


def page(body=b"", *, status=200, complete=None):
    return Page(url=URL, final_url=URL, status=status, body=body, complete=complete, fetched_at=datetime.now(UTC))


TARGETS = [  # the Location, where it leads
    ("/b", "https://news.example/b"),
    ("b", "https://news.example/a/b"),
    ("?page=2", "https://news.example/a/story?page=2"),
    ("//cdn.example/b", "https://cdn.example/b"),
    ("http://other.example/", "http://other.example/"),
    ("", None),
    (" \t", None),
    (LONG, None),
    ("ftp://news.example/", None),
    ("javascript:void(0)", None),
    ("https://[::1", None),
]


@pytest.mark.parametrize(("location", "target"), TARGETS)
def test_where_a_redirect_leads(location, target):
    found = replies.redirect_target(HERE, location)
    assert (None if found is None else str(found)) == target


REDIRECT_ERRORS = [
    (replies.bad_redirect(URL, 302, ""), Reason.BAD_REDIRECT, "redirected nowhere"),
    (replies.bad_redirect(URL, 302, "tel:1"), Reason.BAD_REDIRECT, "redirected to 'tel:1', which is not a web page"),
    (replies.redirect_circle(URL, HERE), Reason.REDIRECT_LOOP, f"redirected in a circle, back to {URL}"),
    (replies.too_many_redirects(URL, 20), Reason.REDIRECT_LOOP, "redirected more than 20 times"),
]


@pytest.mark.parametrize(("error", "reason", "line"), REDIRECT_ERRORS)
def test_a_redirect_that_is_not_followed_says_why(error, reason, line):
    assert (error.url, error.reason, str(error)) == (URL, reason, line)


META = b'<meta http-equiv="refresh" content="0; url=/b">'
METAS = [(200, META, "/b"), (404, META, None), (304, b"", None), (200, META + b"word " * 200, None)]


@pytest.mark.parametrize(("status", "body", "location"), METAS)
def test_only_a_good_page_without_text_sends_on(status, body, location):
    reply = Reply(status=status, headers={}, set_cookies=(), body=body, complete=True)
    assert replies.meta_location(reply) == location


@pytest.mark.parametrize(
    ("status", "start", "refused"),
    [(200, b"%PDF-1.7", True), (206, b"%PDF-1.7", True), (404, b"%PDF-1.7", False), (200, b"<html>", False)],
)
def test_what_is_refused_before_it_is_read_whole(status, start, refused):
    if not refused:
        replies.refuse_early(status, {}, start)
        return
    with pytest.raises(UnexpectedContent, match="a PDF"):
        replies.refuse_early(status, {}, start)


STATUSES = [  # status, whether validators were sent, whether it was asked for
    (200, False, True),
    (203, False, True),
    (204, True, True),
    (206, False, False),  # a part was not requested
    (206, True, False),
    (299, False, True),
    (300, False, False),
    (304, True, True),
    (304, False, False),
    (404, True, False),
    (100, False, False),
]


@pytest.mark.parametrize(("status", "conditional", "expected"), STATUSES)
def test_which_status_brings_what_was_requested(status, conditional, expected):
    assert replies.is_expected(status, conditional=conditional) is expected


WHOLE = b"<HTML><p>A page.</p></HTML>"
CUT = b"<html><p>A pa"
BODIES = [  # the body, its status, whether its length shows that it is whole, whether it may be cut
    (WHOLE, 200, None, False),
    (WHOLE + b"\n" * 100, 200, None, False),
    (CUT, 200, None, True),
    (CUT, 200, True, False),
    (CUT, 200, False, False),  # this is known to be cut, and an error already
    (CUT, 404, None, False),
    (b"<p>No frame at all", 200, None, False),
    (b"x" * replies.EDGE + CUT, 200, None, False),
    (b"<html>" + b"x" * replies.EDGE, 200, None, True),
    (b"", 200, None, False),
]


@pytest.mark.parametrize(("body", "status", "complete", "cut"), BODIES)
def test_which_page_may_be_cut(body, status, complete, cut):
    it = page(body, status=status, complete=complete)
    assert replies.may_be_cut(it) is cut
    assert replies.retries_after(it, 0) is None
    assert replies.retries_after(it, 3) == (0 if cut else None)


PASSING = {Reason.REFUSED, Reason.RESET, Reason.TIMEOUT, Reason.TRUNCATED, Reason.RATE_LIMITED}


@pytest.mark.parametrize("reason", sorted(FAILED))
def test_which_reasons_are_retried_at_once(reason):
    assert replies.is_worth_a_retry(FetchError(URL, reason, "")) is (reason in PASSING)


RETRIES = [  # reason, status, retries left, seconds until the host may be asked, whether it is asked
    (Reason.TIMEOUT, None, 1, 0.0, True),
    (Reason.TIMEOUT, None, 0, 0.0, False),
    (Reason.TIMEOUT, None, 1, 90.0, True),
    (Reason.TIMEOUT, None, 1, 90.1, False),
    (Reason.TIMEOUT, None, 1, float("inf"), False),  # its breaker opened too often
    (Reason.NOT_FOUND, 404, 5, 0.0, False),
    (Reason.SERVER_ERROR, 503, 1, 0.0, True),
    (Reason.SERVER_ERROR, 501, 1, 0.0, False),
    (Reason.HTTP_ERROR, 408, 1, 0.0, True),
]


@pytest.mark.parametrize(("reason", "status", "left", "wait", "retried"), RETRIES)
def test_when_a_request_is_made_again(reason, status, left, wait, retried):
    error = FetchError(URL, reason, "", status=status)
    assert replies.is_retried(error, left=left, wait=wait, patience=90.0) is retried
