"""Pages that only send on, and hosts that show one page for whatever they are asked."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faults import PAGE, FaultServer, a_fetcher, http, run, visit
from scraper.errors import FetchError
from scraper.fetch import meta_refresh
from scraper.models import Redirect
from scraper.outcomes import Reason

WORDS = "The harbour board met for six hours on Tuesday and left the question where it was. " * 8


def meta(content, around="{}"):
    tag = f'<meta http-equiv="refresh" content="{content}">'
    return f"<!doctype html><html><head>{around.format(tag)}</head><body>One moment.</body></html>".encode()


@pytest.mark.parametrize(
    ("page", "place"),
    [
        (meta("0;url=/b"), "/b"),
        (meta("5; URL='/b?x=1&amp;y=2'"), "/b?x=1&y=2"),
        (meta("0,url=/b"), "/b"),
        (meta("0 /b"), "/b"),
        (meta(".5;/b"), "/b"),
        (b"<META content='1; url=/b' HTTP-EQUIV=Refresh>", "/b"),
        (meta("6;url=/b"), None),
        (meta("300"), None),
        (meta("0"), None),
        (meta("0;url="), None),
        (meta("soon;url=/b"), None),
        (meta("0;url=/b", "<!-- {} -->"), None),
        (meta("0;url=/b", "<noscript>{}</noscript>"), None),
        (meta("0;url=/b", "<script>write('{}')</script>"), None),
        (meta("0;url=/b", "<style>a {{}}</style>{}"), "/b"),
        (meta("0;url=/b") + WORDS.encode(), None),
        (b"<meta name=refresh content='0;url=/b'>", None),
        (b"", None),
    ],
)
def test_only_a_page_without_text_sends_on_and_only_soon(page, place):
    assert meta_refresh.target({}, page) == place


def test_the_header_field_counts_like_the_element():
    assert meta_refresh.target({"refresh": "0; url=/b"}, b"") == "/b"
    assert meta_refresh.target({"refresh": "0; url=/b"}, WORDS.encode()) is None


@given(st.text(alphabet="<>!-/ =\"'metasrciprefresh0;:url&", max_size=300))
def test_no_page_breaks_the_look(text):
    meta_refresh.target({}, f"<meta http-equiv=refresh content='0;url=/b'>{text}".encode())


@pytest.mark.parametrize("piece", ["<", "<!--", "<script>", "<meta ", "-->", "<meta a=", "&"])
def test_no_page_makes_the_look_slow(piece):
    began = time.process_time()
    meta_refresh.target({}, b"refresh" + piece.encode() * (meta_refresh.LOOK // len(piece) - 10))
    assert time.process_time() - began < 10  # a quadratic look takes minutes


def test_refresh_is_a_hop_with_the_status_of_its_page():
    page, _ = visit({"/a": http(meta("0;url=/page")), "/page": http()}, "/a")
    assert (page.body, page.final_url) == (PAGE, "http://site.example/page")
    assert page.redirects == (Redirect(url="http://site.example/a", status=200, location="http://site.example/page"),)


@pytest.mark.parametrize("to", ["/a", "javascript:go()", "http://[::1", "file:///etc/passwd"])
def test_refresh_to_itself_or_to_no_page_is_none(to):
    page, server = visit({"/a": http(meta(f"0;url={to}"))}, "/a")
    assert (page.status, page.redirects, len(server.log)) == (200, (), 1)


def test_refresh_to_itself_with_a_new_cookie_is_followed():
    async def gate(asked, writer):
        fresh = asked.headers.get("cookie") == "seen=1"
        writer.write(http() if fresh else http(meta("0;url=/page"), "Set-Cookie: seen=1; Path=/"))

    page, server = visit({"/page": gate})
    assert (page.body, len(server.log)) == (PAGE, 2)


def test_refreshes_without_end_stop_at_the_bound():
    answers = {f"/{n}": http(meta(f"0;url=/{n + 1}")) for n in range(30)}
    error, server = visit(answers, "/0", max_redirects=4)
    assert (error.reason, len(server.log)) == (Reason.REDIRECT_LOOP, 5)


def test_refresh_obeys_the_robots_of_where_it_leads():
    answers = {
        "/robots.txt": http(b"User-agent: *\nDisallow: /b", kind="text/plain"),
        "/a": http(meta("0;url=/b")),
        "/b": http(),
    }
    error, server = visit(answers, "/a", robots=True)
    assert (error.reason, server.paths()) == (Reason.ROBOTS, ["/robots.txt", "/a"])


def reasons(body, *addresses, **settings):
    """What becomes of these addresses, all answered with one body."""

    async def go():
        found = []
        async with FaultServer({"*": http(body)}) as server, a_fetcher(server, **settings) as fetcher:
            for address in addresses:
                try:
                    await fetcher.fetch(f"http://{address}")
                    found.append(None)
                except FetchError as error:
                    found.append(error.reason if error.page else "not kept")
        return found

    return run(go())


GONE = Reason.SOFT_404
A, B, C, D = (f"site.example/2026/{name}-story" for name in "abcd")


@pytest.mark.parametrize(
    ("body", "addresses", "expected"),
    [
        (PAGE, (A, B, C, D), [None, None, GONE, GONE]),
        (PAGE, (A, A, A, A), [None] * 4),
        (PAGE, (A, f"{A}/", f"{A}?utm_source=x", f"{A}#top"), [None] * 4),
        (PAGE, (A, B, "other.example/c", "third.example/d"), [None] * 4),
        (PAGE + b"<link rel=canonical href=/2026/a-story>", (A, B, C, D), [None] * 4),
        (PAGE, ("site.example/s?id=1", "site.example/s?id=2", "site.example/s?id=3"), [None, None, GONE]),
        (b"<a href='?a=1&amp;id=1'>share</a>", [f"site.example/s?a=1&id={n}" for n in (1, 2, 3)], [None] * 3),
        (b"", (A, B, C), [None] * 3),
    ],
)
def test_one_body_for_several_addresses_is_a_soft_404(body, addresses, expected):
    assert reasons(body, *addresses, same_body=3) == expected


def test_the_memory_of_bodies_is_bounded(monkeypatch):
    monkeypatch.setattr("scraper.page_kind.by_history.REMEMBERED", 1)
    assert reasons(PAGE, A, B, "other.example/a", C, same_body=3) == [None] * 4
