"""The n-th call fails, whichever it is: the run tells it, goes on or stops, and what was reported as kept is there.

The idea is curl's torture tests: count the calls of a seam in a run without faults, then let each of them fail in turn.
"""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from program import article, serving
from scraper.archive import Archive
from scraper.collect import Collector, Plan
from scraper.errors import ArchiveError
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.settings import FetchSettings
from scraper.models import Lead

PATHS = ("/a", "/b", "/c")
SETTINGS = FetchSettings(delay=0.0, retries=0, allow_net=("127.0.0.0/8",), robots=False, timeout=5)


@pytest.fixture(scope="module")
def site():
    with serving() as site:
        for path in PATHS:
            site.pages[path] = (200, {}, article(f"A story from {path}"))
        yield site


def addresses(site):
    """A host each, so that each has its name looked up."""
    return [f"http://paper-{path[1:]}.example:{site.server.server_port}{path}" for path in PATHS]


async def found(host, port):
    return [("127.0.0.1", port)]


class Nth:
    """Counts the calls of a seam and lets the n-th fail."""

    def __init__(self, n, error):
        self.n, self.error, self.calls = n, error, 0

    def __call__(self):
        self.calls += 1
        if self.calls == self.n:
            raise self.error


def run(site, file, *, resolve=found, prepare=None):
    """Fetch the three pages -> the outcomes that were reported, and the error that ended the run, if one did."""
    told = []

    async def visits(archive):
        async with Fetcher(SETTINGS, hosts=archive.hosts, resolve=resolve, random=lambda: 0.0) as fetcher:
            collector = Collector(archive, Plan(force=True, jobs=1), told.append, run_id=archive.start_run(["test"]))
            await collector.run([Lead(url=url) for url in addresses(site)], fetcher)

    try:
        with Archive.open(file) as archive:
            if prepare:
                prepare(archive)
            asyncio.run(visits(archive))
    except ArchiveError as error:
        return told, error
    return told, None


def held(file):
    """The addresses whose article the archive holds; the file is whole."""
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        db.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")
        return {url for (url,) in db.execute("SELECT url FROM articles")}


def check(site, file, told, error):
    kept = held(file)
    assert {outcome.url for outcome in told if outcome.error is None} <= kept
    if error is None:
        assert {outcome.url for outcome in told} == set(addresses(site))
    again, fault = run(site, file)
    assert fault is None
    assert held(file) == set(addresses(site))
    assert len(again) == len(PATHS)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_case_39_the_nth_look_up_of_a_name_fails(site, tmp_path, n):
    nth = Nth(n, OSError("no such host"))

    async def resolve(host, port):
        nth()
        return await found(host, port)

    told, error = run(site, tmp_path / "a.db", resolve=resolve)
    assert nth.calls >= n
    assert len([outcome for outcome in told if outcome.reason == "dns"]) == 1
    check(site, tmp_path / "a.db", told, error)


@pytest.mark.slow
def test_case_39_every_write_fails_once(site, tmp_path):
    """Refuse the n-th statement that writes, for each n until a run needs fewer."""
    n, refused = 0, 0
    while n < 400:
        n += 1
        file = tmp_path / f"{n}.db"
        Archive.open(file).close()
        writes = 0

        def refuse(action, *_, n=n):
            nonlocal writes
            if action in (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE):
                writes += 1
                if writes == n:
                    return sqlite3.SQLITE_DENY
            return sqlite3.SQLITE_OK

        told, error = run(site, file, prepare=lambda archive: archive.db.set_authorizer(refuse))
        if writes < n:
            break
        refused += 1
        check(site, file, told, error)
    assert refused > 20
