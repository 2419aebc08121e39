"""Manners: cases 29-32 of the fetch layer's list. A clock that only sleeping moves, a server that notes each start."""

import asyncio
import itertools
import multiprocessing
from dataclasses import replace

import pytest

from faults import (
    LOOPBACK,
    PAGE,
    FakeClock,
    FaultServer,
    a_fetcher,
    http,
    in_turn,
    run,
    visit,
)
from scraper.errors import FetchError
from scraper.fetch import politeness
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.politeness import HostsInMemory
from scraper.models import HostState, Lead, Page
from scraper.outcomes import Reason
from scraper.urls import authority

URL = "http://site.example/page"


# --- delays -------------------------------------------------------------------------------------------


def test_case_30_starts_on_one_host_keep_the_delay_and_one_connection():
    async def go():
        async with (
            FaultServer({"/robots.txt": http(b"", kind="text/plain"), "*": http()}) as server,
            a_fetcher(server, delay=0.3, robots=True) as fetcher,
        ):
            leads = [Lead(url=f"http://{host}.example/{n}") for n in range(4) for host in ("a", "b")]

            async def work(lead):
                return (await fetcher.fetch(lead.url)).status

            results = [result async for _, result in fetcher.crawl(leads, work)]
            return results, server

    results, server = run(go())
    assert results == [200] * 8
    _check_gaps(server, 0.3, late=0.2)
    assert server.open_most == 2  # one a host


def _check_gaps(server, delay, late=0.0):  # late: the server itself may note a start late, on a busy machine
    for host in {asked.host for asked in server.log}:
        starts = sorted(asked.at for asked in server.log if asked.host == host)
        assert len(starts) >= 5
        assert min(b - a for a, b in itertools.pairwise(starts)) >= delay - late
        assert starts[-1] - starts[0] >= (len(starts) - 1) * delay - late


def _other_process(db, port, numbers, delay):
    from scraper.archive import Archive

    async def resolve(host, _):
        return [("127.0.0.1", port)]

    async def go():
        with Archive.open(db) as archive:
            settings = FetchSettings(delay=delay, allow_net=LOOPBACK, same_body=0)
            async with Fetcher(settings, hosts=archive.crawl.hosts, resolve=resolve) as fetcher:
                for number in numbers:
                    await fetcher.fetch(f"http://shared.example/{number}")

    asyncio.run(go())


@pytest.mark.slow
def test_case_30_two_processes_share_one_pace(tmp_path):
    from scraper.archive import Archive

    db = tmp_path / "archive.db"
    with Archive.open(db):
        pass

    async def go():
        async with FaultServer({"/robots.txt": http(b"", kind="text/plain"), "*": http()}) as server:
            spawn = multiprocessing.get_context("spawn")
            both = [
                spawn.Process(target=_other_process, args=(db, server.port, [k, k + 2, k + 4], 0.5)) for k in (0, 1)
            ]
            for process in both:
                process.start()
            await asyncio.gather(*(asyncio.to_thread(process.join, 15) for process in both))
            return server, [process.exitcode for process in both]

    server, codes = run(go())
    assert codes == [0, 0]
    assert sorted(set(server.paths())) == ["/0", "/1", "/2", "/3", "/4", "/5", "/robots.txt"]
    # a busy machine delays an arrival by some 10 ms; two runs that shared nothing would come within 250 ms somewhere
    _check_gaps(server, 0.5, 0.05)


def test_crawl_delay_of_the_site_counts_and_is_capped():
    for wish, gap in ((7, 7.0), (5000, politeness.CRAWL_DELAY_CAP)):
        clock = FakeClock()
        robots = http(f"User-agent: *\nCrawl-delay: {wish}".encode(), kind="text/plain")

        async def go(robots=robots, clock=clock):
            async with (
                FaultServer({"/robots.txt": robots, "*": http()}) as server,
                a_fetcher(server, clock, robots=True, delay=1.0) as fetcher,
            ):
                for n in range(3):
                    await fetcher.fetch(f"http://site.example/{n}")

        run(go())
        assert clock.slept[-1] == pytest.approx(gap, abs=0.03)


def test_delay_adapts_to_what_the_host_can_bear():
    state = HostState(host="a")
    assert politeness.delay_between(state, least=1.0, crawl_delay=None, latency=4.0) == 4.0
    assert politeness.delay_between(state, least=0.0, crawl_delay=None, latency=4.0) == 0.0
    slowed = politeness.slowed_down(politeness.slowed_down(state, least=1.0), least=1.0)
    assert politeness.delay_between(slowed, least=1.0, crawl_delay=None, latency=0.1) == 4.0
    for _ in range(20):
        slowed = politeness.after_success(slowed, least=1.0)
    assert slowed.delay is None


def test_state_from_a_clock_set_back_is_mended():
    far = HostState(host="a", next_ok_at=1e6 + 86400, open_until=1e6 + 86400)
    assert politeness.ready_at(politeness.refreshed(far, 1e6)) == 1e6
    near = replace(far, next_ok_at=1e6 + 600, open_until=0.0)
    assert politeness.refreshed(near, 1e6) is near


def test_authority_names_the_port_only_where_it_is_not_the_schemes():
    assert authority("HTTPS://WWW.Example.org:443/x") == authority("http://www.example.org/")
    assert authority("http://www.example.org:8080/") == "www.example.org:8080"


# --- being told to wait -------------------------------------------------------------------------------

DATE = "Date: Mon, 01 Jan 2024 00:00:00 GMT"  # the server's clock is years behind ours


@pytest.mark.parametrize(
    ("fields", "waited"),
    [
        (["Retry-After: 7"], 7.0),
        ([DATE, "Retry-After: Mon, 01 Jan 2024 00:00:09 GMT"], 9.0),
        ([DATE, "Retry-After: Sun, 31 Dec 2023 00:00:00 GMT"], 0.0),
        ([], 2.5),  # half of the first back-off, as our dice say
        (["Retry-After: soon"], 2.5),
        (["Retry-After: -5"], 2.5),
    ],
)
@pytest.mark.parametrize("status", ["429 Slow Down", "503 Busy"])
def test_case_31_host_is_left_alone_as_long_as_it_asks(status, fields, waited):
    clock = FakeClock()
    page, server = visit({"*": in_turn(http(b"", *fields, status=status), http())}, retries=1, clock=clock)
    assert (page.status, sum(clock.slept), len(server.log)) == (200, waited, 2)


@pytest.mark.parametrize("wish", ["3600", "999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_case_31_absurd_wait_is_the_outcome_and_not_a_sleep(wish):
    clock = FakeClock()
    error, server = visit({"*": http(b"", f"Retry-After: {wish}", status="429 No")}, retries=5, clock=clock)
    assert (error.reason, error.retry_after, len(server.log)) == (Reason.RATE_LIMITED, 3600.0, 1)
    assert clock.slept == []


def test_case_31_wait_holds_for_every_page_of_the_host():
    clock = FakeClock()

    async def go():
        answers = {"/a": http(b"", "Retry-After: 30", status="429 No"), "/b": http()}
        async with FaultServer(answers) as server, a_fetcher(server, clock) as fetcher:
            with pytest.raises(FetchError):
                await fetcher.fetch("http://site.example/a")
            await fetcher.fetch("http://site.example/b")

    run(go())
    assert sum(clock.slept) == 30.0


def test_back_off_doubles_is_jittered_and_bounded():
    assert [politeness.backoff(n, lambda: 1.0) for n in (0, 1, 2, 50)] == [5.0, 10.0, 20.0, 900.0]
    assert politeness.backoff(3, lambda: 0.0) == 0.0


def _fail_until_parked(clock, server, fetcher):
    async def go():
        reasons = []
        for n in range(7):
            try:
                await fetcher.fetch(f"http://site.example/{n}")
            except FetchError as error:
                reasons.append(error.reason)
            clock.now += 60
        return reasons

    return go()


def test_case_32_breaker_opens_probes_and_closes():
    async def go():
        clock, hosts = FakeClock(), HostsInMemory()
        async with FaultServer({"*": http(b"", status="503 No")}) as server, a_fetcher(server, clock, hosts) as fetcher:
            reasons = await _fail_until_parked(clock, server, fetcher)
            asked = len(server.log)
            clock.now += politeness.BREAKER_OPEN
            server.answers["*"] = http()
            probe = await fetcher.fetch(URL)
            return reasons, asked, probe.status, hosts.load("site.example")

    reasons, asked, probe, state = run(go())
    assert reasons == [Reason.SERVER_ERROR] * 5 + [Reason.HOST_PARKED] * 2
    assert (asked, probe) == (5, 200)
    assert (state.failures, state.open_until) == (0, 0.0)


def test_case_32_probe_that_fails_opens_it_again_and_the_third_time_parks_the_host_for_the_run():
    async def go():
        clock = FakeClock()
        async with FaultServer({"*": http(b"", status="502 No")}) as server, a_fetcher(server, clock) as fetcher:
            await _fail_until_parked(clock, server, fetcher)
            for _ in range(4):
                clock.now += politeness.BREAKER_OPEN
                with pytest.raises(FetchError) as caught:
                    await fetcher.fetch(URL)
            return len(server.log), caught.value.reason

    assert run(go()) == (7, Reason.HOST_PARKED)


@pytest.mark.parametrize(
    ("answer", "failures"),
    [
        (http(b"", "cf-mitigated: challenge", status="403 Forbidden"), 1),
        (http(b"", "cf-mitigated: challenge"), 1),
        (http(b"", status="403 Forbidden"), 1),
        (http(b"", status="451 Unavailable For Legal Reasons"), 0),
        (http(b"", status="404 Not Found"), 0),
    ],
)
def test_a_host_that_wants_to_see_a_person_is_left_alone(answer, failures):
    hosts, clock = HostsInMemory(), FakeClock()
    visit({"/page": answer}, hosts=hosts, clock=clock)
    state = hosts.load("site.example")
    assert (state.failures, state.next_ok_at > clock.now) == (failures, bool(failures))


def test_a_challenge_that_only_its_text_shows_rests_the_host_too():
    async def go():
        hosts, clock = HostsInMemory(), FakeClock()
        async with FaultServer({"*": http()}) as server, a_fetcher(server, clock, hosts) as fetcher:
            fetcher.challenged(await fetcher.fetch("http://site.example/page"))
            return hosts.load("site.example").failures

    assert run(go()) == 1


def test_failing_pages_of_a_healthy_host_open_no_breaker():
    async def go():
        async with FaultServer({"/page": http()}) as server, a_fetcher(server, FakeClock()) as fetcher:
            for status in ("500 Oops", "404 No", "403 No") * 4:
                server.answers["/bad"] = http(b"", status=status)
                with pytest.raises(FetchError):
                    await fetcher.fetch("http://site.example/bad")
            return await fetcher.fetch(URL)

    assert isinstance(run(go()), Page)


def test_not_modified_is_a_page_without_a_body():
    async def go():
        async def revisit(asked, writer):
            known = asked.headers.get("if-none-match") == 'W/"1"' and "if-modified-since" in asked.headers
            writer.write(http(b"", status="304 Not Modified", length=False) if known else http(PAGE, 'ETag: W/"1"'))

        async with FaultServer({"*": revisit}) as server, a_fetcher(server) as fetcher:
            first = await fetcher.fetch(URL)
            again = await fetcher.fetch(URL, etag=first.headers["etag"], last_modified="Mon, 01 Jan 2024 00:00:00 GMT")
            return first, again

    first, again = run(go())
    assert (first.body, again.status, again.body) == (PAGE, 304, b"")


def test_requests_say_who_asks_and_carry_the_users_fields():
    _, server = visit({"*": http()}, contact="mailto:me@example.org", headers=(("X-Key", "1"), ("Accept", "text/html")))
    fields = server.log[0].headers
    assert fields["user-agent"].startswith("scraper/")
    assert "(+mailto:me@example.org)" in fields["user-agent"]
    assert (fields["x-key"], fields["accept"]) == ("1", "text/html")
