"""robots.txt: case 29 of the fetch layer's list: the rules, and what their absence, failure or silence means."""

import pytest

from faults import FakeClock, FaultServer, a_fetcher, forever, http, in_turn, redirect, run, silence, visit
from scraper.errors import FetchError
from scraper.fetch.robots import RobotsRules, place
from scraper.models import HostState
from scraper.outcomes import Reason
from scraper.urls import address

URL = "http://site.example/page"

# (rules, path, allowed): RFC 9309's own examples and the traps of its readers
ROBOTS = [
    ("", "/a", True),
    ("User-agent: *\nDisallow:", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow: /", "/robots.txt", True),
    ("User-agent: *\nDisallow: /a", "/a/b", False),
    ("User-agent: *\nDisallow: /a", "/ab", False),
    ("User-agent: *\nDisallow: /a/", "/a", True),
    ("User-agent: *\nDisallow: /A", "/a", True),
    ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/x.pdf?y", True),
    ("User-agent: *\nDisallow: /*?", "/x?y", False),
    ("User-agent: *\nDisallow: /a*b", "/axxb", False),
    ("User-agent: *\nDisallow: /\nAllow: /a", "/a", True),
    ("User-agent: *\nAllow: /a\nDisallow: /", "/b", False),
    ("User-agent: *\nDisallow: /a/b\nAllow: /a", "/a/b", False),
    ("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b", True),
    ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),
    ("User-agent: scraper\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
    ("User-agent: *\nDisallow: /\n\nUser-agent: scraper\nAllow: /", "/a", True),
    ("User-agent: SCRAPER\nDisallow: /", "/a", False),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: other\nUser-agent: scraper\nDisallow: /", "/a", False),
    ("User-agent: scraper\nDisallow: /a\n\nUser-agent: scraper\nDisallow: /b", "/b", False),
    ("user-agent: *\ndisallow: /a", "/a", False),
    ("User-agent : *\nDisallow : /a", "/a", False),
    ("User-agent: *\r\nDisallow: /a\r\n", "/a", False),
    ("User-agent: *\rDisallow: /a", "/a", False),
    ("User-agent: * # all\nDisallow: /a # here", "/a", False),
    ("# hello\n\nUser-agent: *\n\nDisallow: /a", "/a", False),
    ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
    ("Disallow: /a", "/a", True),
    ("User-agent: *\nDisallow: /%C3%B6", "/ö", False),
    ("User-agent: *\nDisallow: /ö", "/%C3%B6", False),
    ("User-agent: *\nDisallow: /a%2Fb", "/a/b", True),
    ("<!doctype html><html>not found", "/a", True),
    ("User-agent: *\nCrawl-delay: 5\nDisallow: /a", "/a", False),
    ("Sitemap: http://site.example/s.xml\nUser-agent: *\nDisallow: /a", "/a", False),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "where", "allowed"), ROBOTS)
def test_case_29_rules_are_read_as_rfc_9309_says(rules, where, allowed):
    state = HostState(host="site.example", robots=rules.encode())
    assert RobotsRules().allow(state, address(f"http://site.example{where}")) is allowed


FORBID = http(b"User-agent: *\nDisallow: /", kind="text/plain")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http(b"", kind="text/plain"), None),
        (FORBID, Reason.ROBOTS),
        (http(b"x", status="404 No"), None),
        (http(b"x", status="401 No"), None),
        (http(b"x", status="403 No"), None),
        (http(b"x", status="410 No"), None),
        (http(b"User-agent: *\nDisallow: /", status="404 No"), None),
        (http(b"x", status="500 No"), Reason.ROBOTS),
        (http(b"x", status="503 No"), Reason.ROBOTS),
        (http(b"x", status="429 No"), Reason.ROBOTS),
        (redirect("/elsewhere"), Reason.ROBOTS),
        (redirect("/robots.txt"), None),
        (redirect("ftp://site.example/"), None),
        (silence, Reason.TIMEOUT),
        (forever(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 4096), Reason.PROTOCOL),
        (http(b"\xff\xfe\x00junk\x80", kind="text/plain"), None),
    ],
)
def test_case_29_status_or_silence_of_robots_decides(answer, reason):
    answers = {"/robots.txt": answer, "/elsewhere": FORBID, "/page": http()}
    got, server = visit(answers, robots=True, read_timeout=0.2, patience=0.0)
    assert (got.reason if isinstance(got, FetchError) else None) == reason
    assert ("/page" in server.paths()) == (reason is None)


def test_case_29_file_longer_than_500_kib_counts_as_far_as_that():
    line = b"User-agent: *\nDisallow: /page\n"
    filler = b"# " + b"x" * 98 + b"\n"
    for body, reason in ((line + filler * 6000, Reason.ROBOTS), (filler * 6000 + line, None)):
        got, _ = visit({"/robots.txt": http(body, kind="text/plain"), "/page": http()}, robots=True)
        assert getattr(got, "reason", None) == reason


def _robots_asked(gap, answers, *, count=2):
    """How often robots.txt is asked for by visits that are `gap` seconds apart, and what the visits gave."""

    async def go():
        clock, got = FakeClock(), []
        async with FaultServer(answers) as server, a_fetcher(server, clock, robots=True) as fetcher:
            for _ in range(count):
                try:
                    got.append((await fetcher.fetch(URL)).status)
                except FetchError as error:
                    got.append(error.reason)
                clock.now += gap
            return server.paths().count("/robots.txt"), got

    return run(go())


def test_case_29_file_serves_for_a_day():
    answers = {"/robots.txt": http(b"", kind="text/plain"), "/page": http()}
    assert _robots_asked(23 * 3600, answers)[0] == 1
    assert _robots_asked(25 * 3600, answers)[0] == 2


def test_case_29_old_copy_outlives_a_failure_of_the_server():
    answers = {"/robots.txt": in_turn(http(b"", kind="text/plain"), http(b"", status="500 No")), "/page": http()}
    assert _robots_asked(25 * 3600, answers) == (2, [200, 200])


def test_case_29_unreadable_file_is_asked_for_again_soon():
    answers = {"/robots.txt": in_turn(http(b"", status="500 No"), http(b"", kind="text/plain")), "/page": http()}
    assert _robots_asked(400, answers) == (2, [Reason.ROBOTS, 200])


def test_no_robots_asks_for_none():
    _, server = visit({"/robots.txt": FORBID, "/page": http()}, robots=False)
    assert server.paths() == ["/page"]


def test_sitemaps_are_read_from_robots():
    async def go():
        body = b"Sitemap: http://site.example/news.xml\nUser-agent: *\nDisallow: /"
        async with FaultServer({"/robots.txt": http(body, kind="text/plain")}) as server, a_fetcher(server) as fetcher:
            return await fetcher.sitemaps(URL)

    assert run(go()) == ("http://site.example/news.xml",)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/x?y#z", "https://a.example/robots.txt"),
        ("http://u:p@a.example:8080?x", "http://a.example:8080/robots.txt"),
        ("http://[::1]:81/x", "http://[::1]:81/robots.txt"),
    ],
)
def test_rules_stand_at_the_root_of_the_authority(url, expected):
    assert str(place(address(url))) == expected
