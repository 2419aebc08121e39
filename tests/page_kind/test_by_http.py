"""What HTTP alone shows of a reply: what is no page, and what keeps us from the article."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scraper.models import Page, Redirect
from scraper.page_kind.by_history import SameBodyDetector
from scraper.page_kind.by_http import FEED, not_a_page, obstacle

NOW = datetime(2026, 5, 1, tzinfo=UTC)
STORY = "https://paper.example/world/story"

BODIES = [
    ("text/html", b"%PDF-1.7", "a PDF"),  # the bytes count for more than the type
    ("image/png", b"<!doctype html><p>", None),
    ("application/rss+xml", b"<?xml version='1.0'?>", FEED),
    ("text/html", b"\xef\xbb\xbf<?xml version='1.0'?><!-- made --><rss>", FEED),
    ("text/html", b"\0\1\2\3" * 40, "a file of some kind, no text"),
    ("text/html", b"\xff\xfe<\0p\0>\0", None),  # UTF-16
    ("application/json; charset=utf-8", b'{"a": 1}', "JSON"),
    ("", b"plain words", None),
]


@pytest.mark.parametrize(("content_type", "start", "named"), BODIES)
def test_what_is_no_page_is_named(content_type, start, named):
    assert not_a_page({"content-type": content_type}, start) == named


def page(url=STORY, *, final=None, status=200, headers=None, body=b"<p>text"):
    redirects = () if final is None else (Redirect(url=url, status=302, location=final),)
    return Page(
        url=url, final_url=final or url, status=status, headers=headers or {}, body=body, redirects=redirects,
        fetched_at=NOW,
    )  # fmt: skip


REPLIES = [
    ({}, None),
    ({"headers": {"cf-mitigated": "challenge"}}, "blocked"),
    ({"headers": {"server": "cloudflare"}, "status": 403}, "blocked"),
    ({"headers": {"server": "cloudflare"}}, None),
    ({"headers": {"server": "nginx"}, "status": 403}, None),
    ({"final": "https://consent.paper.example/collect"}, "consent"),
    ({"final": "https://paper.example/cookie-wall?to=x"}, "consent"),
    ({"final": "https://paper.example/login?next=story"}, "login"),
    ({"url": "https://paper.example/login", "final": "https://paper.example/login/"}, None),
    ({"final": "https://paper.example/"}, "soft_404"),
    ({"final": "https://paper.example/?gone=1"}, "soft_404"),
    ({"url": "https://paper.example/index.html", "final": "https://paper.example/"}, None),
    ({"final": "https://other.example/"}, None),  # the site may have moved
    ({"final": "https://paper.example/world/story-2"}, None),
]


@pytest.mark.parametrize(("reply", "reason"), REPLIES)
def test_what_keeps_us_from_the_article_is_named(reply, reason):
    found = obstacle(page(**reply))
    assert (found[0].value if found else None) == reason


def test_one_body_for_several_addresses_is_not_found():
    detector = SameBodyDetector(enough=3)
    found = [detector.obstacle(page(f"https://paper.example/a/{number}")) for number in range(4)]
    assert [reply is not None for reply in found] == [False, False, True, True]
    assert found[-1][1] == "not found: the same page was returned for 2 other URLs"


def test_one_body_that_names_its_address_is_an_article():
    detector = SameBodyDetector(enough=2)
    body = b'<link rel="canonical" href="/a/1">'
    found = [detector.obstacle(page(f"https://paper.example/{place}", body=body)) for place in ("a/1", "a/1?x=2")]
    assert found == [None, None]


def test_a_page_that_is_empty_until_its_scripts_run_says_nothing_of_its_address():
    detector = SameBodyDetector(enough=2)
    body = b'<script src="/app.js"></script><body><div id="root" class="dark"> </div></body>'
    found = [detector.obstacle(page(f"https://paper.example/{number}", body=body)) for number in range(4)]
    assert found == [None] * 4
    filled = body.replace(b"> </div>", b">We have no such page.</div>")
    found = [detector.obstacle(page(f"https://paper.example/{number}", body=filled)) for number in range(2)]
    assert found[1] is not None
