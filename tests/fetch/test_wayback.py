"""Dead links looked up in a loopback double of the Internet Archive that speaks its protocol."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from faults import PAGE, FaultServer, a_fetcher, http, redirect, run
from scraper.errors import FetchError
from scraper.fetch import wayback
from scraper.outcomes import Reason

URL = "http://gone.example/2019/story?id=7&x=1"
BASE = "http://archive.example"
NAMES = ["timestamp", "original", "statuscode", "mimetype", "digest"]
ROWS = [
    ["20190304050607", URL, "200", "text/html", "AAA"],
    ["20210102030405", URL, "-", "warc/revisit", "BBB"],
    ["20220102030405", URL, "200", "application/pdf", "CCC"],
]


def archive(rows, captures):
    """The double: its index answers only a well-formed question for the URL."""

    async def behave(asked, writer):
        parts = urlsplit(asked.path)
        if parts.path == "/cdx/search/cdx":
            question = parse_qs(parts.query)
            assert question["output"] == ["json"]
            good = question["url"] == [URL] and question["fl"] == [",".join(NAMES)] and rows
            answer = http(json.dumps([NAMES, *rows] if good else []).encode(), kind="application/json")
        else:
            answer = captures.get(asked.path, http(b"<html>no capture", status="404 Not Found"))
        writer.write(answer)

    return {"*": behave}


def look(rows, captures, **options):
    async def go():
        async with FaultServer(archive(rows, captures)) as server, a_fetcher(server) as fetcher:
            try:
                return await wayback.fetch(fetcher, URL, base=BASE, **options)
            except FetchError as error:
                return error

    return run(go())


FIELDS = (
    "Memento-Datetime: Sat, 02 Jan 2021 03:04:05 GMT",
    "X-Archive-Orig-Last-Modified: Fri, 01 Jan 2021 00:00:00 GMT",
    "X-Archive-Orig-Server: theirs",
    "Server: the archive's",
)
NEWEST = f"/web/20210102030405id_/{URL}"


def test_newest_good_capture_becomes_a_page_of_its_own_time():
    page = look(ROWS, {NEWEST: http(PAGE, *FIELDS)})
    assert (page.url, page.final_url, page.body) == (URL, URL, PAGE)
    assert page.fetched_at == datetime(2021, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert page.headers["last-modified"] == "Fri, 01 Jan 2021 00:00:00 GMT"
    assert page.headers["server"] == "theirs"
    assert page.headers["content-location"] == BASE + NEWEST


def test_capture_before_a_moment_is_chosen():
    page = look(ROWS, {f"/web/20190304050607id_/{URL}": http()}, before=datetime(2020, 1, 1, tzinfo=UTC))
    assert page.fetched_at == datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC)
    error = look(ROWS, {}, before=datetime(2018, 1, 1, tzinfo=UTC))
    assert (error.reason, error.url) == (Reason.NOT_FOUND, URL)


def test_archive_may_redirect_to_the_capture_nearest_in_time():
    near = f"/web/20210102030409id_/{URL}"
    captured = http(PAGE, "Memento-Datetime: Sat, 02 Jan 2021 03:04:09 GMT")
    page = look(ROWS, {NEWEST: redirect(near), near: captured})
    assert page.fetched_at == datetime(2021, 1, 2, 3, 4, 9, tzinfo=UTC)
    assert page.redirects == ()


@pytest.mark.parametrize(
    ("rows", "captures", "reason"),
    [
        ([], {}, Reason.NOT_FOUND),
        ([ROWS[2]], {}, Reason.NOT_FOUND),
        ([["2019", URL, "200", "text/html", "x"]], {}, Reason.NOT_FOUND),
        (ROWS, {}, Reason.NOT_FOUND),
        (ROWS, {NEWEST: http(b"%PDF-1.4")}, Reason.NOT_HTML),
        (ROWS, {NEWEST: http(b"", status="503 Busy")}, Reason.SERVER_ERROR),
        ([["one cell"]], {}, Reason.PROTOCOL),
    ],
)
def test_what_the_archive_does_not_have_is_said_of_the_url_asked_for(rows, captures, reason):
    error = look(rows, captures)
    assert (error.reason, error.url) == (reason, URL)
