"""Settings of single sites: what holds for which host, and that it reaches the wire."""

import pytest

from faults import FakeClock, FaultServer, a_fetcher, http, redirect, run
from program import ALLOW, article, inside, serving
from scraper.commands.terminal.site_settings import sites_of
from scraper.errors import InputError
from scraper.fetch.fetch_settings import FetchSettings, SiteSettings

SITES = {"slow.example": SiteSettings(delay=9.0), "news.slow.example": SiteSettings(delay=4.0, user_agent="N/1")}


@pytest.mark.parametrize(
    ("host", "delay"),
    [
        ("slow.example", 9.0),
        ("www.slow.example", 9.0),
        ("news.slow.example", 4.0),
        ("a.news.slow.example:8080", 4.0),
        ("slow.example:8080", 9.0),
        ("notslow.example", 1.0),
        ("example", 1.0),
        ("::1", 1.0),
    ],
)
def test_the_nearest_site_above_a_host_counts(host, delay):
    assert FetchSettings(sites=SITES).at(host).delay == delay


def test_a_site_is_left_to_its_own_delay_and_others_to_the_general_one():
    async def go():
        clock = FakeClock()
        sites = {"slow.example": SiteSettings(delay=9.0)}
        async with FaultServer({"*": http()}) as server, a_fetcher(server, clock, delay=2.0, sites=sites) as fetcher:
            for host in ("www.slow.example", "www.slow.example", "other.example", "other.example"):
                await fetcher.fetch(f"http://{host}/")
        return clock.slept

    assert run(go()) == pytest.approx([9.0, 2.0], abs=0.03)


def test_a_sites_fields_are_sent_to_its_hosts_alone_its_robots_too(tmp_path):
    jar = tmp_path / "cookies.txt"
    lines = [f"{host}\tFALSE\t/\tFALSE\t4102444800\tpaid\tyes" for host in ("www.paper.example", "other.example")]
    jar.write_text("\n".join(["# Netscape HTTP Cookie File", *lines, ""]))
    paper = SiteSettings(user_agent="Paper/1", headers=(("X-Key", "abc"), ("X-All", "special")), cookies=jar)

    async def go():
        answers = {"/page": redirect("http://other.example/b"), "/b": http(), "/robots.txt": http(kind="text/plain")}
        chosen = {"robots": True, "headers": (("x-all", "general"),), "sites": {"paper.example": paper}}
        async with FaultServer(answers) as server, a_fetcher(server, **chosen) as fetcher:
            await fetcher.fetch("http://www.paper.example/page")
        return [
            [asked.headers.get(name) for name in ("user-agent", "x-key", "x-all", "cookie")] for asked in server.log
        ]

    robots, page, *others = run(go())
    assert robots == ["Paper/1", "abc", "special", None]
    assert page == ["Paper/1", "abc", "special", "paid=yes"]
    assert [fields[1:] for fields in others] == [[None, "general", None]] * 2
    assert others[0][0].startswith("scraper/")


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"http://a.example/": {}}, "name the site by its host"),
        ({"a b": {}}, "name the site by its host"),
    ],
)
def test_what_makes_no_sense_in_a_sites_table_is_an_error_that_says_so(tables, told):
    with pytest.raises(InputError, match=told):
        sites_of(tables)


def test_site_names_are_compared_as_hosts():
    assert set(sites_of({"Bücher.Example": {"delay": 0}})) == {"xn--bcher-kva.example"}


def test_the_settings_file_reaches_the_wire(tmp_path):
    lines = ['[site."127.0.0.1"]', 'user_agent = "Mine/1"', 'headers = {X-Key = "abc"}', "delay = 0"]
    (tmp_path / "scraper.toml").write_text("\n".join(lines))
    with serving() as site:
        site.pages["/a"] = (200, {}, article("Pilot station stays shut"))
        done = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a")
        asked = dict(site.visits)
    assert done.returncode == 0, done.stderr
    assert (asked["/a"]["User-Agent"], asked["/a"]["X-Key"]) == ("Mine/1", "abc")
