"""Which hosts a crawl waits for, how long and why: tables over a board and a clock that is passed in."""

import asyncio

import pytest

from scraper.errors import FetchError
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.pace import Pace
from scraper.fetch.pacing import Board
from scraper.fetch.politeness import HostsInMemory, Trouble, trouble_of, why
from scraper.fetch.waits import LONG, MOST, Waits
from scraper.models import HostState, Lead
from scraper.outcomes import Reason

NOW = 1_700_000_000.0
BUSY = Trouble(name="503", asked_until=None)
ASKED = Trouble(name="429", asked_until=NOW + 48)
WAS_ASKED = Trouble(name="429", asked_until=NOW - 1)


CAUSES = [
    ({}, {}, "--delay"),
    ({"delay": 8.0}, {"trouble": BUSY}, "slowed after 503"),
    ({"failures": 1}, {"trouble": BUSY}, "slowed after 503"),
    ({"delay": 8.0}, {}, "slowed after failures"),  # an earlier run has met them
    ({"failures": 1}, {"trouble": ASKED}, "Retry-After of its 429"),
    ({"failures": 1}, {"trouble": WAS_ASKED}, "slowed after 429"),
    ({"failures": 5, "open_until": NOW + 600}, {"trouble": ASKED}, "left alone after 5 failures in a row"),
    ({}, {"crawl_delay": 10.0}, "Crawl-delay"),
    ({}, {"crawl_delay": 900.0}, "Crawl-delay"),  # cut to the longest that is obeyed
    ({"delay": 8.0}, {"crawl_delay": 10.0}, "Crawl-delay"),
    ({"delay": 12.0}, {"crawl_delay": 10.0}, "slowed after failures"),
    ({}, {"latency": 7.0}, "it answers slowly"),
    ({}, {"latency": 700.0}, "it answers slowly"),
]


@pytest.mark.parametrize(("state", "known", "expected"), CAUSES)
def test_why_a_host_is_not_asked_at_once(state, known, expected):
    given = {"trouble": None, "least": 1.0, "crawl_delay": None, "latency": 0.0, **known}
    assert why(HostState(host="a.example", **state), NOW, **given) == expected


@pytest.mark.parametrize(
    ("reason", "status", "retry_after", "expected"),
    [
        (Reason.SERVER_ERROR, 503, None, BUSY),
        (Reason.RATE_LIMITED, 429, 48.0, ASKED),
        (Reason.ROBOTS, 500, None, Trouble(name="500 for robots.txt", asked_until=None)),
        (Reason.TIMEOUT, None, None, Trouble(name="timeout", asked_until=None)),
        (Reason.BLOCKED, 200, None, Trouble(name="blocked", asked_until=None)),
    ],
)
def test_what_a_failure_is_remembered_as(reason, status, retry_after, expected):
    error = FetchError("http://a.example/", reason, "", status=status, retry_after=retry_after)
    assert trouble_of(error, NOW) == expected


class World:
    """A crawl at rest: hosts with leads and their times; `moment` is the clock."""

    def __init__(self, ready, leads=1, **settings):
        self.moment = NOW
        self.pace = Pace(
            FetchSettings(**settings), HostsInMemory(), clock=lambda: self.moment, sleep=self.sleep, random=lambda: 1.0
        )
        self.waits = Waits(self.pace, clock=lambda: self.moment, patience=90)
        self.waits.board = board = Board(1)
        self.slept = []
        for host, seconds in ready.items():
            for number in range(leads):
                board.add(host, Lead(url=f"http://{host}/{number}"))
            board.list_host(host, NOW + seconds)

    async def sleep(self, seconds):
        self.slept.append([(one.host, one.seconds, one.why) for one in self.waits.longest()])
        self.moment += seconds


QUEUES = [
    ({}, []),
    ({"a": LONG - 1}, []),  # the usual pace
    ({"a": 5, "b": 48}, [("b", 48), ("a", 5)]),
    ({"a": 5, "b": 600}, [("a", 5)]),  # the run does not wait for b
    ({"a": 5, "b": float("inf")}, [("a", 5)]),  # nor for this one
]


@pytest.mark.parametrize(("ready", "expected"), QUEUES)
def test_the_longest_wait_is_named_first(ready, expected):
    assert [(one.host, one.seconds) for one in World(ready).waits.longest()] == expected


def test_few_are_named_and_the_others_counted():
    waits = World({f"{number}.example": 10 + number for number in range(20)}).waits.longest()
    assert len(waits) == MOST
    assert (waits[0].host, waits[0].others) == ("19.example", 19)


def test_a_request_under_way_that_rests():
    world = World({})
    busy = FetchError("http://a.example/", Reason.SERVER_ERROR, "", status=503, retry_after=30)
    world.pace.failed("a.example", busy)
    asyncio.run(world.pace.rest("a.example"))
    assert world.slept == [[("a.example", 30, "Retry-After of its 503")]]
    assert world.waits.longest() == []


def test_a_host_that_owes_an_answer():
    world = World({})
    with world.pace.asking("a.example"):
        assert world.waits.longest() == []
        world.moment += 12
        (wait,) = world.waits.longest()
        assert (wait.host, wait.seconds, wait.owes_answer, wait.why) == ("a.example", 12, True, "")
        asyncio.run(world.pace.turn("a.example"))  # it was connected now only
        assert world.waits.longest() == []
    assert world.pace.asked == {}


@pytest.mark.parametrize(
    ("ready", "leads", "delay", "seconds"),
    [
        ({}, 1, 2.0, 0.0),
        ({"a": 0}, 1, 2.0, 0.0),
        ({"a": 0}, 11, 2.0, 20.0),
        ({"a": 48}, 11, 2.0, 68.0),
        ({"a": 48, "b": 0}, 1, 2.0, 48.0),
    ],
)
def test_how_long_the_rest_takes_at_least(ready, leads, delay, seconds):
    assert World(ready, leads, delay=delay).waits.least_left() == seconds


def test_without_a_crawl_nothing_is_waited_for():
    waits = World({}).waits
    waits.board = None
    assert (waits.longest(), waits.least_left()) == ([], 0.0)
