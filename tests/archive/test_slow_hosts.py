"""Which hosts `status` lists as slowed or left alone, since when and why."""

from datetime import timedelta

import pytest

from newsroom import START
from scraper.archive import Archive
from scraper.archive.maintenance.slow_hosts import BUSY, MOST
from scraper.fetch.failures import HOST_STATUSES
from scraper.models import HostState

NOW = START.timestamp()
HOST = "a.example:8080"
UNTIL = "2026-05-01T09:10:00Z"


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        yield archive


def log(archive, url, reason, status=None, *, ago=60):
    at = (START - timedelta(seconds=ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
    archive.db.execute(
        "INSERT INTO fetches (url, at, reason, status, checksum) VALUES (?, ?, ?, ?, 0)", (url, at, reason, status)
    )


def hosts(archive):
    return [(line.what, line.count, line.note) for line in archive.maintenance.status() if line.about == "hosts"]


STATES = [
    ({}, None),
    ({"next_ok_at": NOW + 1}, None),  # the usual pace
    ({"failures": 2}, None),  # it may be asked
    ({"delay": 48.0}, "one request every 48 s at most, slowed after 503"),
    ({"delay": 0.25}, "one request every 0.25 s at most, slowed after 503"),
    ({"failures": 2, "next_ok_at": NOW + 600}, f"not asked before {UNTIL}, after 503"),
    (
        {"failures": 2, "next_ok_at": NOW + 600, "delay": 4.0},
        f"not asked before {UNTIL}, after 503; then one request every 4 s at most",
    ),
    (
        {"failures": 5, "next_ok_at": NOW + 10, "open_until": NOW + 600},
        f"left alone until {UNTIL}: 5 failures in a row, the last one 503",
    ),
    ({"delay": 2.0, "robots_status": 500}, "one request every 2 s at most, slowed after 500 for robots.txt"),
    ({"delay": 2.0, "robots_status": 404}, "one request every 2 s at most, slowed after 503"),
]


@pytest.mark.parametrize(("state", "expected"), STATES)
def test_what_is_known_of_a_host(archive, state, expected):
    log(archive, f"https://{HOST}/1", "server_error", 503)
    archive.crawl.hosts.save(HostState(host=HOST, **state))
    assert hosts(archive) == ([] if expected is None else [(HOST, state.get("failures", 0), expected)])


def test_the_statuses_are_those_that_slow_a_host_down():
    assert set(BUSY) == HOST_STATUSES


CAUSES = [  # visits, the newest last -> the cause
    ([], "failures"),
    ([("/1", "timeout", None)], "timeout"),
    ([("/1", "rate_limited", 429), ("/2", "server_error", 503)], "503"),
    ([("/1", "rate_limited", 429), ("/2", "not_found", 404), ("/3", "new", 200)], "429"),  # the page's failure
]


@pytest.mark.parametrize(("visits", "expected"), CAUSES)
def test_the_cause_is_the_last_failure_of_the_host(archive, visits, expected):
    for number, (path, reason, status) in enumerate(visits):
        log(archive, f"http://{HOST}{path}", reason, status, ago=600 - number)
    log(archive, "http://a.example/1", "dns")  # others, the names of which begin alike
    log(archive, "http://a.example:80800/1", "dns")
    archive.crawl.hosts.save(HostState(host=HOST, delay=4.0))
    assert hosts(archive) == [(HOST, 0, f"one request every 4 s at most, slowed after {expected}")]


def test_those_that_rest_come_first_and_the_others_are_counted(archive):
    for number in range(MOST + 3):
        archive.crawl.hosts.save(HostState(host=f"h{number:02}.example", delay=2.0 + number))
    archive.crawl.hosts.save(HostState(host="parked.example", failures=5, open_until=NOW + 600))
    names = [what for what, *_ in hosts(archive)]
    assert names == [
        "parked.example",
        *(f"h{MOST + 2 - n:02}.example" for n in range(MOST - 1)),
        "further slowed hosts",
    ]
    assert hosts(archive)[-1] == ("further slowed hosts", 4, None)
