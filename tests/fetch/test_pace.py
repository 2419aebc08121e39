"""When a request leaves: claims of starts, cushions, and hosts that are left alone, as tables."""

import asyncio
import math
from dataclasses import dataclass, field

import pytest

from scraper.errors import FetchError
from scraper.fetch import politeness
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.hops import parked_line
from scraper.fetch.pace import CLAIMS, PARKED_AFTER, Pace, Parked
from scraper.fetch.politeness import HostsInMemory
from scraper.models import HostState
from scraper.outcomes import Reason

NOW = 1_700_000_000.0
HOST = "site.example"
CUSHION = politeness.CUSHION_CAP


@pytest.mark.parametrize(("delay", "cushion"), [(0.0, 0.0), (0.1, 0.002), (0.5, 0.01), (1.0, CUSHION), (60.0, CUSHION)])
def test_the_cushion_is_a_part_of_the_delay(delay, cushion):
    assert politeness.cushion(delay) == pytest.approx(cushion)


@pytest.mark.parametrize(
    ("late", "delay", "leaves"),
    [
        (-0.1, 1.0, True),
        (0.0, 1.0, True),
        (CUSHION, 1.0, True),
        (CUSHION * 1.1, 1.0, False),
        (9.0, 0.0, True),  # without a delay there is no next one to come too close to
    ],
)
def test_a_start_that_is_missed_is_not_used(late, delay, leaves):
    assert politeness.leaves_in_time(late, delay) is leaves


@dataclass
class World:
    """A clock that sleeping moves, each sleep a little too far; the starts that were claimed."""

    late: list[float] = field(default_factory=list)  # of each sleep, in seconds
    now: float = NOW
    slept: list[float] = field(default_factory=list)

    def clock(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(round(seconds, 6))
        self.now += seconds + (self.late.pop(0) if self.late else 0.0)

    def pace(self, hosts, **settings):
        chosen = FetchSettings(**{"delay": 1.0, **settings})
        return Pace(chosen, hosts, clock=self.clock, sleep=self.sleep, random=lambda: 0.5)


APART = 1.0 + CUSHION
TURNS = [  # the next start that is free, how late each sleep ends, seconds slept, the next start afterwards
    (0.0, [], [], APART),
    (-5.0, [], [], APART),
    (2.0, [], [2.0], 2.0 + APART),
    (2.0, [CUSHION / 2], [2.0], 2.0 + APART),
    (2.0, [0.3], [2.0, 2.0 + APART - 2.3], 2.0 + 2 * APART),  # one start is left unused
    (2.0, [0.3] * 9, [2.0, APART - 0.3, APART - 0.3], 2.0 + CLAIMS * APART),  # not for ever
]


@pytest.mark.parametrize(("free", "late", "slept", "following"), TURNS)
def test_a_request_leaves_at_the_start_that_it_claimed(free, late, slept, following):
    world, hosts = World(late=list(late)), HostsInMemory()
    hosts.save(HostState(host=HOST, next_ok_at=NOW + free))
    took = asyncio.run(world.pace(hosts).turn(HOST))
    assert world.slept == pytest.approx(slept)
    assert took == pytest.approx(world.now - NOW)
    assert hosts.load(HOST).next_ok_at - NOW == pytest.approx(following)


RESTS = [  # seconds until the host is ready, the patience, seconds slept, whether it is parked
    (-1.0, 90.0, [], False),
    (0.0, 90.0, [], False),
    (5.0, 90.0, [5.0], False),
    (90.0, 90.0, [90.0], False),
    (90.5, 90.0, [], True),
]


@pytest.mark.parametrize(("ready", "patience", "slept", "parked"), RESTS)
def test_a_host_is_waited_for_as_long_as_there_is_patience(ready, patience, slept, parked):
    world, hosts = World(), HostsInMemory()
    hosts.save(HostState(host=HOST, next_ok_at=NOW + ready))
    pace = world.pace(hosts, patience=patience)
    if parked:
        with pytest.raises(Parked) as caught:
            asyncio.run(pace.rest(HOST))
        assert (caught.value.seconds, caught.value.until) == (ready, NOW + ready)
    else:
        asyncio.run(pace.rest(HOST))
    assert world.slept == slept


def test_a_host_whose_breaker_opens_too_often_is_left_alone_for_the_run():
    world, hosts = World(), HostsInMemory()
    pace = world.pace(hosts)
    error = FetchError("http://site.example/", Reason.TIMEOUT, "")
    ready = []
    for _ in range(politeness.BREAKER_AFTER + PARKED_AFTER - 1):
        pace.failed(HOST, error)
        ready.append(pace.ready_at(HOST))
        world.now += politeness.BREAKER_OPEN
    assert [math.isinf(moment) for moment in ready] == [False] * (len(ready) - 1) + [True]


ALSO = [  # seconds until the host's next start, seconds until it after a request out of turn
    (0.0, 1.0),
    (3.0, 4.0),
    (politeness.DELAY_CAP - 0.5, politeness.DELAY_CAP + 0.5),
    (politeness.DELAY_CAP, politeness.DELAY_CAP),  # enough: a page's requests do not add up to hours
]


@pytest.mark.parametrize(("before", "after"), ALSO)
def test_a_request_out_of_turn_puts_the_next_one_off(before, after):
    world, hosts = World(), HostsInMemory()
    hosts.save(HostState(host=HOST, next_ok_at=NOW + before))
    world.pace(hosts).also("http://site.example/data.json")
    assert hosts.load(HOST).next_ok_at - NOW == pytest.approx(after)


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (NOW, "site.example is not asked until 2023-11-14 22:13:20 UTC,"),
        (math.inf, "site.example is not asked for this run,"),
    ],
)
def test_the_line_about_a_parked_host_says_until_when(until, said):
    assert parked_line(HOST, until).startswith(said)
