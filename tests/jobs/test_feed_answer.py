"""What the answer of a feed comes to, as tables of (input, expected)."""

import gzip
from datetime import UTC, datetime

import pytest

from scraper import sources
from scraper.errors import FetchError, InputError
from scraper.jobs import feed_answer
from scraper.jobs.feed_answer import Polled
from scraper.models import Page
from scraper.outcomes import Reason
from scraper.sources.listed import Feed

URL = "https://news.example/feed"
RSS = b"<rss version='2.0'><channel><title>Harbour</title></channel></rss>"
VALIDATORS = {"etag": '"one"', "last-modified": "Mon, 05 Jan 2026 10:00:00 GMT"}


def page(body=RSS, headers=VALIDATORS):
    return Page(url=URL, final_url=URL, headers=headers, body=body, fetched_at=datetime.now(UTC))


@pytest.mark.parametrize("body", [RSS, gzip.compress(RSS, mtime=0)], ids=["plain", "gzip"])
def test_a_feed_is_read_from_what_came(body):
    assert feed_answer.read(page(body)).title == "Harbour"


BROKEN = [  # the body, what the line says
    (gzip.compress(RSS, mtime=0)[:-12], "a broken gzip file"),
    (b"\x1f\x8b", "a broken gzip file"),
    (b"<html><body>Hello</body></html>", f"`scraper feed discover {URL}`"),
]


@pytest.mark.parametrize(("body", "said"), BROKEN)
def test_what_is_no_feed_is_refused(body, said):
    with pytest.raises(InputError, match=said):
        feed_answer.read(page(body))


FAILURES = [
    (FetchError(URL, Reason.TIMEOUT, "too long"), Reason.TIMEOUT, "too long"),
    (InputError("not a feed"), Reason.NOT_A_FEED, "not a feed"),
    (InputError(f"{URL}: the feed is empty"), Reason.NOT_A_FEED, "the feed is empty"),
    (KeyError("x"), Reason.FAULT, "an error in scraper itself"),
]


@pytest.mark.parametrize(("error", "reason", "said"), FAILURES, ids=["fetch", "input", "named", "fault"])
def test_why_a_document_failed(error, reason, said):
    polled = feed_answer.failure(URL, error, partial=True)
    assert (polled.url, polled.reason, polled.partial) == (URL, reason, True)
    assert polled.error.startswith(said)
    told = feed_answer.outcome(polled)
    assert (told.url, told.reason, told.error, told.partial) == (URL, reason, polled.error, True)


A, B = (Polled(url=f"{URL}/{name}", reason=Reason.TIMEOUT, error="too long") for name in "ab")
LATER = Polled(url=f"{URL}/c", reason=Reason.NOT_ASKED)
NOTES = [  # the fault of the feed, documents that failed, all read, (error, ETag) of its row
    (None, [], True, (None, '"one"')),
    ("line 3 is no address", [], True, ("line 3 is no address", '"one"')),
    (None, [], False, (None, None)),  # something is still to be queued
    (None, [LATER], False, (None, None)),
    (None, [A, A], False, (f"1 of the sitemaps that it names could not be read whole; {A.url}: too long", None)),
    ("x", [LATER, B, A], False, (f"2 of the sitemaps that it names could not be read whole; {B.url}: too long", None)),
]


@pytest.mark.parametrize(("fault", "failed", "complete", "expected"), NOTES)
def test_what_the_row_of_a_feed_records(fault, failed, complete, expected):
    feed = Feed(kind="rss", fault=fault)
    note = feed_answer.poll_note(page(), feed, failed, complete=complete)
    assert (note["error"], note["etag"]) == expected
    assert note["last_modified"] == (VALIDATORS["last-modified"] if complete else None)


def test_a_title_that_a_feed_lost_stays():
    assert "title" not in feed_answer.poll_note(page(), Feed(kind="rss"), [], complete=True)
    named = feed_answer.poll_note(page(), Feed(kind="rss", title="Harbour"), [], complete=True)
    assert named["title"] == "Harbour"


def test_each_entry_that_could_not_be_read_is_a_failure_of_a_part():
    lost = feed_answer.unread(URL, Feed(kind="rss", unread=("entry 1", "entry 2")))
    assert [(polled.error, polled.reason, polled.partial) for polled in lost] == [
        ("entry 1", Reason.FAULT, True),
        ("entry 2", Reason.FAULT, True),
    ]


def test_a_feed_is_unpacked_as_far_as_the_most_that_is_read(monkeypatch):
    given = []
    monkeypatch.setattr(sources, "MAX_BYTES", 1000)
    monkeypatch.setattr(sources, "read", lambda data, *_: given.append(len(data)))
    feed_answer.read(page(gzip.compress(b" " * 100_000)))
    assert given == [1001]  # one more, to show that it is too long
