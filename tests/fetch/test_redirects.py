"""Redirects: cases 21-25 of the fetch layer's list. Each hop is a request like any other, and no hop's body is read."""

import brotli
import pytest

from faults import PAGE, FakeClock, FaultServer, a_fetcher, forever, http, redirect, run, visit
from scraper.errors import FetchError
from scraper.models import Redirect
from scraper.outcomes import Reason

ENDLESS = forever(
    b"HTTP/1.1 302 Found\r\nLocation: /page\r\nTransfer-Encoding: chunked\r\n\r\n",
    b"10000\r\n" + bytes(65536) + b"\r\n",
)


def test_hops_are_remembered_with_their_status():
    answers = {
        "/a": redirect("/b", 301),
        "/b": redirect("http://other.example/c", 302),
        "/c": redirect("?d", 308),
        "/c?d": http(),
    }
    page, _ = visit(answers, "/a")
    assert page.final_url == "http://other.example/c?d"
    assert page.redirects == (
        Redirect(url="http://site.example/a", status=301, location="http://site.example/b"),
        Redirect(url="http://site.example/b", status=302, location="http://other.example/c"),
        Redirect(url="http://other.example/c", status=308, location="http://other.example/c?d"),
    )


def test_case_21_circle_is_found_at_its_first_return():
    error, server = visit({"/a": redirect("/b"), "/b": redirect("/a")}, "/a", retries=2)
    assert (error.reason, server.paths()) == (Reason.REDIRECT_LOOP, ["/a", "/b"])


def test_case_21_endless_chain_stops_at_the_bound():
    answers = {f"/{n}": redirect(f"/{n + 1}") for n in range(30)}
    error, server = visit(answers, "/0", max_redirects=10)
    assert (error.reason, len(server.log)) == (Reason.REDIRECT_LOOP, 11)


def test_site_that_redirects_until_its_cookie_comes_back_is_followed():
    async def gate(asked, writer):
        writer.write(
            http() if asked.headers.get("cookie") == "seen=1" else redirect("/page", 302, "Set-Cookie: seen=1; Path=/")
        )

    page, server = visit({"/page": gate})
    assert (page.body, len(server.log)) == (PAGE, 2)


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "gopher://site.example/",
        "javascript:alert(1)",
        "http://[::1",
        "http://a b/",
        "data:,x",
    ],
)
def test_case_22_redirect_to_no_web_page_is_refused(location):
    error, server = visit({"/page": redirect(location)})
    assert (error.reason, error.status, len(server.log)) == (Reason.BAD_REDIRECT, 302, 1)


def test_case_22_redirect_without_location_or_with_an_endless_one_is_refused():
    for answer in (http(b"", status="302 Found"), redirect("/" + "a" * 9000)):
        error, _ = visit({"/page": answer})
        assert error.reason is Reason.BAD_REDIRECT


def test_location_with_a_space_is_understood_as_browsers_do():
    page, _ = visit({"/page": redirect(" /my page "), "/my%20page": http()})
    assert page.body == PAGE


def test_location_in_raw_utf8_is_understood():
    page, _ = visit({"/page": redirect("/größe").decode().encode(), "/gr%C3%B6%C3%9Fe": http()})
    assert page.body == PAGE


def test_case_23_redirect_to_an_internal_host_is_refused_where_the_socket_is_opened():
    async def go():
        async with FaultServer({"/page": redirect("http://inside.example/secret"), "/secret": http()}) as server:

            async def resolve(host, port):
                return [("10.0.0.7", 80)] if host == "inside.example" else [("127.0.0.1", server.port)]

            async with a_fetcher(server, resolve=resolve) as fetcher:
                with pytest.raises(FetchError) as caught:
                    await fetcher.fetch("http://site.example/page")
            return caught.value, server

    error, server = run(go())
    assert (error.reason, server.paths()) == (Reason.BLOCKED_ADDRESS, ["/page"])


@pytest.mark.parametrize(
    "hop",
    [
        ENDLESS,
        http(brotli.compress(bytes(50 << 20)), "Content-Encoding: br", "Location: /page", status="302 Found"),
        http(b"x", "Location: /page", "Content-Encoding: lies", status="301 Moved"),
    ],
    ids=["endless", "bomb", "lying coding"],
)
def test_case_24_body_of_a_redirect_is_never_read(hop):
    page, _ = visit({"/hop": hop, "/page": http()}, "/hop", max_bytes=10_000, timeout=2.0)
    assert page.body == PAGE


def test_case_25_cookies_stay_with_their_site_across_hops(tmp_path):
    jar = tmp_path / "cookies.txt"
    jar.write_text(
        "# Netscape HTTP Cookie File\n"
        "site.example\tFALSE\t/\tFALSE\t4102444800\tpaid\tyes\n"
        "other.example\tFALSE\t/\tFALSE\t4102444800\ttheirs\t1\n"
        "site.example\tFALSE\t/\tFALSE\t1000\told\tgone\n"
    )
    answers = {"/page": redirect("http://other.example/b", 302, "Set-Cookie: s=2; Path=/"), "/b": http()}
    _, server = visit(answers, cookies=jar)
    assert [asked.headers.get("cookie") for asked in server.log] == ["paid=yes", "theirs=1"]


def test_case_25_robots_of_each_host_on_the_way_is_asked():
    async def robots(asked, writer):
        writer.write(http(b"User-agent: *\nDisallow: /b" if asked.host == "other.example" else b"", kind="text/plain"))

    answers = {"/robots.txt": robots, "/page": redirect("http://other.example/b"), "/b": http()}
    error, server = visit(answers, robots=True)
    assert error.reason is Reason.ROBOTS
    assert [(asked.host, asked.path) for asked in server.log] == [
        ("site.example", "/robots.txt"),
        ("site.example", "/page"),
        ("other.example", "/robots.txt"),
    ]


def test_case_25_hops_on_one_host_keep_its_delay():
    clock = FakeClock()
    page, _ = visit({"/a": redirect("/b"), "/b": redirect("/page"), "/page": http()}, "/a", delay=3.0, clock=clock)
    assert page.body == PAGE
    assert clock.slept == pytest.approx([3.0, 3.0], abs=0.03)


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://consent.site.example/wall?back=/page", Reason.CONSENT),
        ("http://www.site.example/cookiewall", Reason.CONSENT),
        ("http://login.example/login?next=x", Reason.LOGIN),
        ("http://site.example/", Reason.SOFT_404),
    ],
)
def test_detour_is_named_and_its_page_is_kept(target, reason):
    error, _ = visit({"/2026/story": redirect(target), "*": http()}, "/2026/story")
    assert (error.reason, error.page.body) == (reason, PAGE)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (http(b"wait", "cf-mitigated: challenge", status="403 No"), "cf-mitigated"),
        (http(b"wait", "cf-mitigated: challenge"), "cf-mitigated"),
        (http(b"wait", "Server: cloudflare", status="503 No"), "cloudflare"),
        (http(b"wait", "x-amzn-waf-action: captcha", status="405 No"), "waf"),
    ],
)
def test_challenge_is_blocked_and_asked_once_and_kept(answer, told):
    error, _ = visit({"*": answer})
    assert (error.reason, error.page.body) == (Reason.BLOCKED, b"wait")
    assert told in str(error)


def test_plain_page_behind_a_gatekeeper_is_a_page():
    page, _ = visit({"*": http(PAGE, "Server: cloudflare")})
    assert page.body == PAGE
