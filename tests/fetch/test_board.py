"""Which host is asked next, as tables: the longest queue of those that are ready, and room on the host."""

import pytest

from scraper.fetch.pacing import Board
from scraper.models import Lead


def board(queues, *, ready, per_host=1):
    """Return a board with so many leads a host, each host ready at its time."""
    made = Board(per_host)
    for host, count in queues.items():
        for number in range(count):
            made.add(host, Lead(url=f"http://{host}.example/{number}"))
    for host, moment in ready.items():
        made.list_host(host, moment)
    return made


def started(made, now):
    """Start all that may start now -> the hosts in their order."""
    made.wake(now)
    hosts = []
    while made.ready:
        hosts.append(made.start()[0])
    return hosts


ORDERS = [  # leads a host, when each is ready, hosts that are asked at time 10
    ({"a": 1, "b": 3, "c": 2}, {"a": 0, "b": 0, "c": 0}, ["b", "c", "a"]),
    ({"a": 1, "b": 3}, {"a": 0, "b": 11}, ["a"]),
    ({"a": 1, "b": 3}, {"a": 10, "b": 10}, ["b", "a"]),
    ({"a": 2, "b": 2}, {"b": 1, "a": 2}, ["b", "a"]),  # among equals, who has waited longest
    ({"a": 2}, {}, []),  # it has not been listed
    ({}, {"a": 0}, []),  # it has no leads
]


@pytest.mark.parametrize(("queues", "ready", "order"), ORDERS)
def test_the_host_with_most_left_goes_first(queues, ready, order):
    assert started(board(queues, ready=ready), now=10) == order


def test_leads_of_a_host_keep_their_order():
    made = board({"a": 3}, ready={"a": 0})
    urls = []
    while made.size:
        made.wake(0)
        host, lead = made.start()
        urls.append(lead.url)
        made.end(host)
        made.list_host(host, 0)
    assert urls == [f"http://a.example/{number}" for number in range(3)]
    assert (made.hosts(), made.busy, made.next_time()) == ((), False, None)


@pytest.mark.parametrize("per_host", [1, 2, 3])
def test_so_many_requests_run_on_a_host(per_host):
    made = board({"a": 5}, ready={"a": 0}, per_host=per_host)
    running = 0
    while started(made, now=0):
        running += 1
        made.list_host("a", 0)
    assert running == per_host
    made.end("a")
    made.list_host("a", 7)
    assert (made.next_time(), made.busy) == (7, per_host > 1)
