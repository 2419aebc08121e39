"""The crawl: case 33 of the fetch layer's list, in a loop whose time only passes when all tasks wait."""

import asyncio
import contextlib
import itertools
import random
import selectors
from collections import defaultdict

import pytest

from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.pace import Pace
from scraper.fetch.pacing import CrawlRules, Slots, crawl
from scraper.fetch.politeness import HostsInMemory
from scraper.models import HostState, Lead
from scraper.urls import authority


class _Jump(selectors.DefaultSelector):
    """Instead of waiting for time to pass, lets it have passed."""

    now = 0.0

    def select(self, timeout=None):
        if timeout:
            self.now += timeout
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        self._jump = _Jump()
        super().__init__(self._jump)

    def time(self):
        return self._jump.now


def simulate(sizes, *, slots, delay, took, order=None, **rules):
    """Crawl hosts of so many pages: the starts of each host, and when all was done."""
    leads = [Lead(url=f"http://h{host}.example/{page}") for host, size in enumerate(sizes) for page in range(size)]
    if order:
        order.shuffle(leads)
    starts = defaultdict(list)

    async def go():
        loop = asyncio.get_running_loop()
        places = Slots(slots)
        settings = FetchSettings(delay=delay, robots=False)
        pace = Pace(settings, HostsInMemory(), clock=loop.time, sleep=places.sleep, random=lambda: 0.5)
        running = most = 0

        async def work(lead):
            nonlocal running, most
            host = authority(lead.url)
            await pace.rest(host)
            await pace.turn(host)
            starts[host].append(loop.time())
            running += 1
            most = max(most, running)
            await asyncio.sleep(took)
            running -= 1
            return lead.url

        chosen = CrawlRules(slots=places, key=authority, ready_at=pace.ready_at, clock=loop.time, **rules)
        got = [result async for _, result in crawl(iter(leads), work, chosen)]
        assert sorted(got) == sorted(lead.url for lead in leads)
        assert most <= slots
        return loop.time()

    with asyncio.Runner(loop_factory=_Loop) as runner:
        return starts, runner.run(go())


def bound(sizes, slots, delay, took):
    """T*: no order can be done sooner."""
    return max((max(sizes) - 1) * delay + took, sum(sizes) * took / slots)


def _zipf(hosts, pages):
    weights = [1 / rank for rank in range(1, hosts + 1)]
    return [max(1, round(pages * weight / sum(weights))) for weight in weights]


CASES = {
    "100 hosts of 30": ([30] * 100, 20, 1.0, 0.3),
    "100 hosts of 30, many slots": ([30] * 100, 50, 1.0, 0.3),
    "zipf, 100 hosts": (_zipf(100, 2000), 50, 1.0, 0.3),
    "zipf, few slots": (_zipf(100, 2000), 6, 1.0, 0.3),
    "5 hosts of 200": ([200] * 5, 20, 1.0, 0.3),
    "one large host": ([5] * 50 + [100], 16, 1.0, 0.5),
}


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.slow
def test_case_33_makespan_is_within_5_percent_of_the_bound(case, shuffled):
    sizes, slots, delay, took = CASES[case]
    starts, lasted = simulate(sizes, slots=slots, delay=delay, took=took, order=random.Random(3) if shuffled else None)
    assert lasted <= 1.05 * bound(sizes, slots, delay, took)
    for times in starts.values():
        assert all(b - a >= delay - 1e-9 for a, b in itertools.pairwise(times))


def test_slow_pages_are_asked_for_one_at_a_time_on_a_host():
    starts, lasted = simulate([5], slots=10, delay=1.0, took=3.0)
    assert starts["h0.example"] == pytest.approx([0, 3, 6, 9, 12], abs=0.02)
    assert lasted == pytest.approx(15, abs=0.05)


def test_more_requests_a_host_overlap_when_wanted():
    _, lasted = simulate([6], slots=10, delay=1.0, took=3.0, per_host=3)
    assert lasted == pytest.approx(8, abs=0.1)


async def _collect(leads, work, **rules):
    chosen = {
        "slots": Slots(4),
        "key": authority,
        "ready_at": lambda host: 0.0,
        "clock": asyncio.get_running_loop().time,
    }
    async with contextlib.aclosing(crawl(leads, work, CrawlRules(**{**chosen, **rules}))) as results:
        return [(lead.url, result) async for lead, result in results]


LEADS = [Lead(url=f"http://h{n % 5}.example/{n}") for n in range(20)]


def test_nothing_to_do_ends_at_once():
    assert asyncio.run(_collect([], lambda lead: asyncio.sleep(0))) == []


def test_stop_finishes_what_runs_and_starts_nothing_more():
    async def go():
        stop, started = asyncio.Event(), []

        async def work(lead):
            started.append(lead.url)
            if len(started) == 6:
                stop.set()
            await asyncio.sleep(0.01)
            return lead.url

        return [result for _, result in await _collect(LEADS, work, stop=stop)], started

    results, started = asyncio.run(go())
    assert sorted(results) == sorted(started)
    assert 6 <= len(started) <= 9


def test_stop_before_the_start_starts_nothing():
    async def go():
        stop = asyncio.Event()
        stop.set()
        return await _collect(LEADS, lambda lead: asyncio.sleep(0), stop=stop)

    assert asyncio.run(go()) == []


def test_stop_ends_a_wait_for_hosts_that_rest():
    async def go():
        stop, clock = asyncio.Event(), asyncio.get_running_loop().time
        asyncio.get_running_loop().call_later(0.05, stop.set)
        return await _collect(LEADS, lambda lead: asyncio.sleep(0), stop=stop, ready_at=lambda host: clock() + 50)

    assert asyncio.run(asyncio.wait_for(go(), 5)) == []


def test_what_work_raises_ends_the_crawl():
    async def work(lead):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(_collect(LEADS, work))


def test_leaving_early_cancels_what_runs():
    async def go():
        cancelled = []

        async def work(lead):
            try:
                await asyncio.sleep(0 if lead.url.endswith("/0") else 100)
            except asyncio.CancelledError:
                cancelled.append(lead.url)
                raise

        rules = CrawlRules(
            slots=Slots(4), key=authority, ready_at=lambda host: 0.0, clock=asyncio.get_running_loop().time
        )
        async with contextlib.aclosing(crawl(LEADS, work, rules)) as results:
            async for _ in results:
                break
        return cancelled

    assert len(asyncio.run(go())) >= 3


def test_sleeping_gives_the_slot_to_others():
    async def go():
        places = Slots(1)

        async def work(lead):
            await places.sleep(0.05)

        loop = asyncio.get_running_loop()
        began = loop.time()
        await _collect([Lead(url=f"http://h{n}.example/") for n in range(10)], work, slots=places)
        return loop.time() - began

    assert asyncio.run(go()) < 0.3


def test_hosts_that_rest_longer_than_patience_are_called_once_nothing_else_is_left():
    hosts = HostsInMemory()
    hosts.save(HostState(host="h9.example", next_ok_at=5000.0))
    order = []

    async def go():
        loop = asyncio.get_running_loop()

        async def work(lead):
            order.append(lead.url)

        leads = [Lead(url="http://h9.example/late"), *LEADS]
        pace = Pace(FetchSettings(), hosts, clock=loop.time, sleep=asyncio.sleep, random=lambda: 0.5)
        await _collect(leads, work, ready_at=pace.ready_at)
        return loop.time()

    with asyncio.Runner(loop_factory=_Loop) as runner:
        assert runner.run(go()) < 100
    assert order[-1] == "http://h9.example/late"


def test_slow_reader_holds_the_crawl_back():
    async def go():
        started = 0

        async def work(lead):
            nonlocal started
            started += 1

        leads = (Lead(url=f"http://h{n}.example/") for n in range(500))
        rules = CrawlRules(
            slots=Slots(4), key=authority, ready_at=lambda host: 0.0, clock=asyncio.get_running_loop().time
        )
        async with contextlib.aclosing(crawl(leads, work, rules)) as results:
            async for _ in results:
                await asyncio.sleep(0.05)
                break
        return started

    assert asyncio.run(go()) < 100
