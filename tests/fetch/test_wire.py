"""Faults on the wire: cases 1-12 of the fetch layer's list. A fault is a reason within the bounds, never a page."""

import gzip
import time

import pytest

from faults import (
    PAGE,
    FakeClock,
    FaultServer,
    a_fetcher,
    forever,
    http,
    in_turn,
    redirect,
    reset,
    run,
    silence,
    visit,
)
from scraper.errors import FetchError
from scraper.models import Page
from scraper.outcomes import Reason

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
SHORT = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\nConnection: close\r\n\r\n" + PAGE
HALF_GZIP = http(gzip.compress(PAGE)[:40], "Content-Encoding: gzip")
FAST = {"timeout": 0.4, "read_timeout": 0.3}

FAULTS = [
    pytest.param(forever(b"HTTP/1.1 200 OK\r\nX: ", b"a", 0.03), Reason.TIMEOUT, FAST, id="case 1: slow headers"),
    pytest.param(forever(CHUNKED, b"1\r\na\r\n", 0.03), Reason.TIMEOUT, FAST, id="case 2: slow body"),
    pytest.param(silence, Reason.TIMEOUT, FAST, id="case 3: never answers"),
    pytest.param(
        forever(CHUNKED, b"10000\r\n" + b"a" * 65536 + b"\r\n"),
        Reason.TOO_LARGE,
        {"max_bytes": 1 << 20},
        id="case 4: endless chunked",
    ),
    pytest.param(forever(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 4096), Reason.PROTOCOL, {}, id="case 5: endless header"),
    pytest.param(http(PAGE, *["X: " + "a" * 20] * 5000), Reason.TOO_LARGE, {}, id="case 5: 5000 headers"),
    pytest.param(
        forever(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.001), Reason.TIMEOUT, FAST, id="case 6: 103-flood"
    ),
    pytest.param(SHORT, Reason.TRUNCATED, {}, id="case 7: Content-Length short"),
    pytest.param(reset(CHUNKED + b"5\r\nhello\r\n"), Reason.RESET, {}, id="case 8: RST mid-body"),
    pytest.param(reset(b""), Reason.RESET, {}, id="case 8: RST before any answer"),
    pytest.param(CHUNKED[:-2] + b"Connection: close\r\n\r\n5\r\nhel", Reason.TRUNCATED, {}, id="case 9: chunked cut"),
    pytest.param(CHUNKED + b"zz\r\nhello\r\n", Reason.TRUNCATED, {}, id="case 9: a chunk with no size"),
    pytest.param(http(PAGE, "Content-Length: 3"), Reason.PROTOCOL, {}, id="case 11: conflicting Content-Length"),
    pytest.param(b"SSH-2.0-OpenSSH\r\n\r\n", Reason.PROTOCOL, {}, id="not HTTP at all"),
]


@pytest.mark.parametrize(("answer", "reason", "settings"), FAULTS)
def test_fault_is_a_reason_in_time(answer, reason, settings):
    began = time.monotonic()
    error, _ = visit({"*": answer}, **settings)
    assert isinstance(error, FetchError), error
    assert (error.reason, error.page) == (reason, None)
    assert "\n" not in str(error)
    assert time.monotonic() - began < 15  # the limit is 0.4 s; without one it would not end


def test_case_10_close_delimited_page_that_ends_is_whole_enough_and_asked_for_once():
    page, server = visit({"*": http(PAGE, "Connection: close", length=False)}, retries=2)
    assert (page.body, page.complete, len(server.log)) == (PAGE, None, 1)


def test_case_10_close_delimited_page_without_its_end_is_asked_for_twice_and_marked():
    page, server = visit({"*": http(PAGE[:40], "Connection: close", length=False)}, retries=2)
    assert (page.body, page.complete, len(server.log)) == (PAGE[:40], None, 2)


def test_case_11_transfer_encoding_wins_over_content_length():
    page, _ = visit({"*": CHUNKED[:-2] + b"Content-Length: 3\r\n\r\n" + b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)})
    assert page.body == PAGE


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_case_12_body_after_a_bodiless_status_never_becomes_the_next_answer(status):
    async def go():
        smuggled = f"HTTP/1.1 {status}\r\nETag: x\r\n\r\n".encode() + http(b"<html>smuggled</html>")
        async with FaultServer({"/first": smuggled, "/second": http()}) as server, a_fetcher(server) as fetcher:
            first = await fetcher.fetch("http://site.example/first", etag="x")
            return first, await fetcher.fetch("http://site.example/second")

    first, second = run(go())
    assert (first.body, second.body) == (b"", PAGE)


def test_connection_is_kept_and_never_more_than_one_is_opened_for_one_request_at_a_time():
    async def go():
        async with FaultServer({"*": http()}) as server, a_fetcher(server) as fetcher:
            for number in range(5):
                await fetcher.fetch(f"http://site.example/{number}")
            return server

    server = run(go())
    assert ({asked.connection for asked in server.log}, server.open_most) == ({1}, 1)


@pytest.mark.parametrize("first", [http(b"busy", status="503 Busy"), http(b"slow", status="408 Slow"), HALF_GZIP])
def test_a_fault_that_passes_is_overcome_by_a_retry(first):
    page, server = visit({"*": in_turn(first, http())}, retries=1, clock=FakeClock())
    assert isinstance(page, Page), page
    assert (page.body, len(server.log)) == (PAGE, 2)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, Reason.NOT_FOUND),
        (410, Reason.GONE),
        (401, Reason.LOGIN),
        (402, Reason.LOGIN),
        (403, Reason.BLOCKED),
        (451, Reason.BLOCKED),
        (418, Reason.HTTP_ERROR),
        (501, Reason.SERVER_ERROR),
        (304, Reason.PROTOCOL),
        (206, Reason.PROTOCOL),
        (300, Reason.PROTOCOL),
    ],
)
def test_status_without_a_page_is_its_reason_asked_once_and_the_answer_is_kept(status, reason):
    error, server = visit({"*": http(b"" if status == 304 else b"sorry", status=f"{status} X")}, retries=2)
    assert (error.reason, error.status, len(server.log)) == (reason, status, 1)
    assert error.page.body == (b"" if status == 304 else b"sorry")


def test_refused_connection_says_so():
    async def go():
        async with FaultServer({}) as server:
            pass
        async with a_fetcher(server) as fetcher:
            await fetcher.fetch("http://site.example/")

    with pytest.raises(FetchError) as caught:
        run(go())
    assert caught.value.reason is Reason.REFUSED


@pytest.mark.parametrize(
    ("body", "kind", "named"),
    [
        (b"%PDF-1.7 ...", "application/pdf", "a PDF"),
        (b"%PDF-1.7 ...", "text/html", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "an image"),
        (b"<?xml version='1.0'?><rss version='2.0'>", "text/xml", "feed"),
        (b'{"a": 1}', "application/json", "JSON"),
        (b"\0\1\2\3\4\5\0\0", "application/octet-stream", "a file"),
        (bytes(range(256)) * 40, "text/html", "no text"),
    ],
)
def test_what_is_no_page_is_named(body, kind, named):
    error, _ = visit({"*": http(body, kind=kind)})
    assert error.reason is Reason.NOT_HTML
    assert named in str(error)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PAGE, "application/octet-stream"),
        (b"Plain words.", "text/plain"),
        (PAGE, ""),
        (b"", "text/html"),
        ("<html>ß".encode("utf-16"), "text/html"),
        ("<html>ß".encode("utf-16-le"), "text/html"),
        ("日本".encode("iso-2022-jp") * 20, "text/html"),
    ],
)
def test_what_can_be_read_is_a_page(body, kind):
    page, _ = visit({"*": http(body, kind=kind)})
    assert page.body == body


def test_large_page_is_refused_by_its_length_before_it_is_read():
    error, _ = visit({"*": http(b"x", length=False, kind="text/html\r\nContent-Length: 99999999")}, max_bytes=1 << 20)
    assert error.reason is Reason.TOO_LARGE


def test_name_and_password_in_the_address_are_given_to_its_host_alone():
    async def go():
        answers = {"/page": redirect("/b"), "/b": redirect("http://other.example/c"), "/c": http()}
        async with FaultServer(answers) as server, a_fetcher(server) as fetcher:
            await fetcher.fetch("http://me:secret@site.example/page")
        return [asked.headers.get("authorization") for asked in server.log]

    assert run(go()) == ["Basic bWU6c2VjcmV0", "Basic bWU6c2VjcmV0", None]


def test_a_set_cookie_is_not_carried_to_the_next_page():
    async def go():
        answer = http(PAGE, "Set-Cookie: visit=1; Path=/")
        async with FaultServer({"*": answer}) as server, a_fetcher(server) as fetcher:
            for path in ("/a", "/b"):
                await fetcher.fetch(f"http://site.example{path}")
        return [asked.headers.get("cookie") for asked in server.log]

    assert run(go()) == [None, None]
