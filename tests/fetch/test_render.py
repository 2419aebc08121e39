"""JavaScript shells in a real Chromium: they give their article, within bounds, and reach nothing that we could not."""

import asyncio
import contextlib
import json
import shutil
import socket

import pytest

from faults import FaultServer, a_fetcher, http, redirect, run
from scraper.errors import FetchError, InputError
from scraper.extract import extract
from scraper.fetch import chromium
from scraper.fetch.politeness import HostsInMemory
from scraper.models import VerdictKind
from scraper.outcomes import Reason

try:
    import playwright.async_api as _playwright
except ImportError:
    _playwright = None

CHROMIUM = next(filter(None, map(shutil.which, chromium.PROGRAMS)), None)
browser = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(_playwright is None, reason="Playwright is not installed"),
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on the PATH"),
]
pytestmark = [pytest.mark.filterwarnings("ignore::ResourceWarning")]  # Playwright's own pipes

STORY = [f"Paragraph {n}: the harbour board met for six hours and left the pilot station as it was." for n in range(9)]
SHELL = b"""<!doctype html><html lang=en><head><title>Pilot station stays shut</title>
<script src=/app.js></script></head><body><div id=root></div></body></html>"""
APP = b"""addEventListener("load", async () => {
  const story = await (await fetch("/api/story.json")).json();
  document.getElementById("root").innerHTML =
    "<article><h1>Pilot station stays shut</h1><p>" + story.join("</p><p>") + "</p></article>";
});"""
ANSWERS = {
    "/page": http(SHELL),
    "/app.js": http(APP, kind="text/javascript"),
    "/api/story.json": http(json.dumps(STORY).encode(), kind="application/json"),
}


def rendered(answers, path="/page", **settings):
    """Fetch a page and render it: the page or the error, and the server with its log."""

    async def go():
        chosen = {"render": True, "timeout": 15.0, **settings}
        async with FaultServer(answers) as server, a_fetcher(server, **chosen) as fetcher:
            try:
                return await fetcher.render(await fetcher.fetch(f"http://site.example{path}")), server
            except FetchError as error:
                return error, server

    return run(go())


def scripted(script, around="<div id=root></div>"):
    """A shell with a script of its own."""
    return http(f"<!doctype html><html><body>{around}<script>{script}</script></body></html>".encode())


def mark(name):
    return f"document.getElementById('root').append(' {name} ');"


@pytest.fixture
def nothing_installed(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))


class TestWhatIsNeeded:
    @pytest.mark.skipif(_playwright is None, reason="Playwright is not installed")
    @pytest.mark.parametrize(
        ("settings", "told"),
        [
            ({}, "apt-get install chromium"),
            ({"browser": "/no/such"}, "no program /no/such"),
            ({"proxy": "http://127.0.0.1:1"}, "--proxy"),
        ],
    )
    def test_what_is_missing_is_said_at_the_start(self, nothing_installed, settings, told):
        with pytest.raises(InputError, match=told):
            rendered(ANSWERS, **settings)

    def test_without_playwright_the_extra_is_named(self, monkeypatch):
        monkeypatch.setitem(__import__("sys").modules, "playwright.async_api", None)
        with pytest.raises(InputError, match=r"pip install 'scraper\[render\]'"):
            rendered(ANSWERS)


@pytest.mark.skipif(_playwright is None, reason="Playwright is not installed")
def test_a_program_that_is_no_browser_is_an_outcome_of_the_page():
    error, _ = rendered(ANSWERS, browser=shutil.which("false"))
    assert (error.reason, error.page.status) == (Reason.JS_SHELL, 200)
    assert str(error).startswith(f"{shutil.which('false')} does not start as a browser (")
    assert "\n" not in str(error)


class TestRendering:
    pytestmark = browser

    def test_a_shell_gives_its_article(self):
        page, server = rendered(ANSWERS)
        assert page.headers == {"content-type": "text/html; charset=utf-8"}
        article = extract(page)
        assert (article.verdict.kind, article.headline) == (VerdictKind.ARTICLE, "Pilot station stays shut")
        assert [block.text for block in article.body] == STORY
        assert sorted(server.paths()) == ["/api/story.json", "/app.js", "/page"]  # the page itself once

    def test_it_says_who_it_is_and_sends_the_sites_own_cookies_alone(self, tmp_path):
        jar = tmp_path / "cookies.txt"
        lines = [f"{name}\tFALSE\t/\tFALSE\t4102444800\tpaid\tyes" for name in ("site.example", "other.example")]
        jar.write_text("\n".join(["# Netscape HTTP Cookie File", *lines, ""]))
        answers = {**ANSWERS, "/app.js": http(b"fetch('http://other.example/x').catch(() => 0);" + APP)}
        _, server = rendered(answers, contact="mailto:me@example.org", cookies=jar)
        asked = {entry.path: entry.headers for entry in server.log}
        assert "scraper/" in asked["/app.js"]["user-agent"]
        assert "(+mailto:me@example.org)" in asked["/app.js"]["user-agent"]
        assert [asked[path].get("cookie") for path in ("/api/story.json", "/x")] == ["paid=yes", None]

    def test_where_its_script_goes_on_to_is_fetched_with_manners(self):
        answers = {
            "/robots.txt": http(b"User-agent: *\nDisallow: /closed", kind="text/plain"),
            "/page": scripted("location = '/story'"),
            "/story": scripted(mark("arrived") + "setTimeout(() => { location = '/closed' }, 50)"),
            "/closed": scripted(mark("closed")),
        }
        page, server = rendered(answers, robots=True)
        assert (page.final_url, b"arrived" in page.body) == ("http://site.example/story", True)
        assert server.paths() == ["/robots.txt", "/page", "/story"]

    def test_what_robots_forbid_is_not_loaded_and_data_cost_the_host_a_rest(self):
        script = (
            "Promise.allSettled(['/api/1', '/api/2', '/closed/3', 'http://other.example/closed/4'].map(u => fetch(u)))"
            ".then(() => {" + mark("done") + "});"
        )
        answers = {
            "/robots.txt": http(b"User-agent: *\nDisallow: /closed", kind="text/plain"),
            "/page": scripted(script),
            "*": http(b"{}", "Access-Control-Allow-Origin: *", kind="application/json"),
        }

        async def go():
            hosts = HostsInMemory()
            chosen = {"render": True, "timeout": 15.0, "robots": True, "delay": 3.0}
            async with FaultServer(answers) as server, a_fetcher(server, hosts=hosts, **chosen) as fetcher:
                page = await fetcher.render(await fetcher.fetch("http://site.example/page"))
                return page, server.paths(), hosts.load("site.example").next_ok_at - server.log[1].at

        page, paths, rest = run(go())
        assert b"done" in page.body
        assert sorted(paths) == ["/api/1", "/api/2", "/closed/4", "/page", "/robots.txt"]
        assert rest > 3 * 3.0 - 0.1  # the page and two requests for data

    def test_pages_that_go_on_for_ever_are_left(self):
        page, server = rendered({"*": scripted("location = '/' + Math.random()")})
        assert (page.status, len(server.log)) == (200, 1 + chromium.MOVES)

    def test_frames_pop_ups_pictures_and_dialogues_are_not_for_us(self):
        script = "open('/popup'); new Image().src = '/picture'; alert(1); confirm(2);" + mark("done")
        page, server = rendered(
            {"/page": scripted(script, "<div id=root></div><iframe src=/frame></iframe>"), "*": http()}
        )
        assert b"done" in page.body
        assert server.paths() == ["/page"]

    @pytest.mark.parametrize(
        ("script", "settings"),
        [("for (;;) {}", {"timeout": 4.0}), ("for (let a = 'x';;) a += a + a;", {"timeout": 4.0})],
    )
    def test_a_script_without_end_costs_its_time_and_no_more(self, script, settings):
        async def go():
            answers = {**ANSWERS, "/bad": scripted(script)}
            chosen = {"render": True, **settings}
            async with FaultServer(answers) as server, a_fetcher(server, **chosen) as fetcher:
                with contextlib.suppress(FetchError):
                    await fetcher.render(await fetcher.fetch("http://site.example/bad"))
                return await fetcher.render(await fetcher.fetch("http://site.example/page"))

        assert STORY[0].encode() in run(go()).body

    def test_requests_are_counted(self):
        script = f"for (let n = 0; n < {chromium.REQUESTS + 50}; n++) fetch('/n' + n).catch(() => 0);" + mark("done")
        page, server = rendered({"/page": scripted(script), "*": http()})
        assert b"done" in page.body
        assert len(server.log) <= chromium.REQUESTS + 1

    def test_a_browser_that_dies_is_started_again(self):
        async def go():
            async with FaultServer(ANSWERS) as server, a_fetcher(server, render=True, timeout=15.0) as fetcher:
                page = await fetcher.fetch("http://site.example/page")
                await fetcher.render(page)
                await fetcher._renderer._browser.close()
                return await fetcher.render(page)

        assert STORY[0].encode() in run(go()).body

    def test_what_it_loads_is_bounded(self):
        script = "fetch('/big').then(r => r.text()).then(t => {" + mark("got") + "}, e => {" + mark("cut") + "});"
        page, _ = rendered({"/page": scripted(script), "/big": http(b"x" * 3_000_000)}, max_bytes=1 << 20)
        assert b" cut " in page.body

    def test_a_page_that_grows_without_measure_is_refused(self):
        script = "document.getElementById('root').textContent = 'x'.repeat(2 << 20)"
        error, _ = rendered({"/page": scripted(script)}, max_bytes=1 << 20)
        assert (error.reason, error.page.status) == (Reason.TOO_LARGE, 200)


class TestGuard:
    pytestmark = browser

    REACH = """
      const there = '127.0.0.2:PORT';
      fetch('http://' + there + '/fetch').catch(() => 0);
      fetch('https://' + there + '/tls').catch(() => 0);
      fetch('http://inside.example/name').catch(() => 0);
      fetch('/hop').catch(() => 0);
      new WebSocket('ws://' + there + '/socket');
      new EventSource('http://' + there + '/events');
      navigator.sendBeacon('http://' + there + '/beacon', 'x');
      new Worker(URL.createObjectURL(new Blob([`fetch('http://${there}/worker')`])));
      const peer = new RTCPeerConnection({iceServers: [{urls: 'stun:127.0.0.2:PORT'}]});
      peer.createDataChannel('x'); peer.createOffer().then(offer => peer.setLocalDescription(offer));
      for (const [tag, place] of [['script', 'src'], ['img', 'src'], ['iframe', 'src'], ['object', 'data']]) {
        const e = document.createElement(tag); e[place] = 'http://' + there + '/' + tag; document.body.append(e);
      }
      const sheet = document.createElement('link'); sheet.rel = 'stylesheet'; sheet.href = 'http://' + there + '/sheet';
      document.head.append(sheet);
      setTimeout(() => { location = 'http://' + there + '/location' }, 500);
    """

    def test_no_script_reaches_an_address_that_is_not_allowed(self):
        async def go():
            async with FaultServer({"*": http()}, addresses=("127.0.0.2",)) as inside:
                answers = {
                    "/page": scripted(self.REACH.replace("PORT", str(inside.port)) + mark("done")),
                    "/hop": redirect(f"http://127.0.0.2:{inside.port}/hop"),
                }
                async with FaultServer(answers) as server:

                    async def resolve(host, port):
                        literal = {"127.0.0.2": ("127.0.0.2", port), "inside.example": ("127.0.0.2", inside.port)}
                        return [literal.get(host, ("127.0.0.1", server.port))]

                    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                    udp.bind(("127.0.0.2", inside.port))
                    udp.settimeout(0)
                    chosen = {"render": True, "timeout": 15.0, "allow_net": ("127.0.0.1/32",), "resolve": resolve}
                    async with a_fetcher(server, **chosen) as fetcher:
                        page = await fetcher.render(await fetcher.fetch("http://site.example/page"))
                        await asyncio.sleep(0.3)
                    with contextlib.closing(udp), contextlib.suppress(BlockingIOError):
                        return page, inside, udp.recv(100)
                    return page, inside, b""

        page, inside, packet = run(go())
        assert b" done " in page.body
        assert (inside.paths(), inside._connections, packet) == ([], 0, b"")
