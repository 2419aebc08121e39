"""Runs that come again on one archive: two at once, the clock set, the name server gone for a while."""

import asyncio
import socket
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from faults import LOOPBACK, FaultServer, http
from program import ALLOW, article, scraper, serving, start
from scraper.archive import Archive
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.fetcher import Fetcher
from scraper.jobs.collect import Collector, Plan
from scraper.models import Lead

PATHS = ("/a", "/b", "/c")
DAY = 86_400.0


class Web:
    """Two hosts with three pages each, on the loopback, and the cron job that visits them all."""

    def __init__(self, file):
        self.file = file
        self.server = FaultServer({path: http(article(f"A story from {path}")) for path in PATHS})
        self.urls = [f"http://{host}.example{path}" for host in ("one", "two") for path in PATHS]
        self.step = 0.0  # seconds that the machine's clock is off
        self.name_server = True

    def clock(self):
        return time.time() + self.step

    def now(self):
        return datetime.fromtimestamp(self.clock(), UTC)

    async def resolve(self, host, port):
        if not self.name_server:
            raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        return await self.server.resolve(host, port)

    def run(self, *, max_age=0.0):
        """One run of the job -> outcome by URL."""
        told = []

        async def visits():
            settings = FetchSettings(delay=0.05, retries=0, robots=False, allow_net=LOOPBACK, same_body=0)
            with Archive.open(self.file, clock=self.now) as archive:
                fetching = Fetcher(
                    settings, hosts=archive.crawl.hosts, resolve=self.resolve, clock=self.clock, random=lambda: 0.0
                )
                async with self.server, fetching as fetcher:
                    plan = Plan(max_age=max_age, jobs=1)
                    collector = Collector(archive, plan, told.append, run_id=archive.crawl.runs.start(["cron"]))
                    await collector.run([Lead(url=url) for url in self.urls], fetcher)

        self.server.port = 0
        asyncio.run(asyncio.wait_for(visits(), 30))
        return {outcome.url: str(outcome.reason) for outcome in told}

    def ask(self, sql):
        with closing(sqlite3.connect(self.file)) as db:
            return db.execute(sql).fetchall()


@pytest.fixture
def web(tmp_path):
    return Web(tmp_path / "archive.db")


@pytest.mark.parametrize("step", [-DAY, DAY])
def test_case_40_the_clock_steps_a_day(web, step):
    assert set(web.run().values()) == {"new"}
    web.step = step
    assert set(web.run().values()) == {"same"}  # and in time: no host's next start is taken from the other day
    assert web.ask("SELECT count(*), count(DISTINCT url) FROM articles") == [(6, 6)]
    assert web.ask("SELECT count(*) FROM versions") == [(6,)]
    assert web.ask("SELECT state, count(*) FROM queue GROUP BY state") == [("done", 6)]
    with Archive.open(web.file) as archive:
        assert not list(archive.maintenance.verify())


def test_case_40_a_lease_from_tomorrow_is_not_waited_for(web):
    """A run took addresses, the machine went down, and came up with its clock a day back."""
    with Archive.open(web.file, clock=lambda: web.now() + timedelta(days=1)) as archive:
        archive.crawl.queue.add([Lead(url=url) for url in web.urls])
        archive.crawl.queue.owner = "another machine:1"
        assert all(archive.crawl.queue.take(url) for url in web.urls)
    assert set(web.run().values()) == {"new"}


def test_case_40_the_name_server_is_down_then_up(web):
    web.name_server = False
    down = web.run()
    assert set(down) == set(web.urls)
    assert set(down.values()) == {"dns"}
    assert web.ask("SELECT count(*) FROM articles") == [(0,)]
    web.name_server = True
    web.step = 1800.0  # the next run of a cron job
    assert web.run(max_age=DAY) == dict.fromkeys(web.urls, "new")
    assert web.run(max_age=DAY) == dict.fromkeys(web.urls, "skipped_fresh")


@pytest.mark.slow
def test_case_40_two_cron_jobs_poll_one_archive(tmp_path):
    """Both find the same news at the same moment: each page is asked for once, and both jobs are content."""
    with serving() as site:
        paths = [f"/{n}" for n in range(12)]
        site.pages |= {path: (200, {}, article(f"Story {path}")) for path in paths}
        items = "".join(f"<item><title>Story {path}</title><link>{site.base}{path}</link></item>" for path in paths)
        feed = f"<rss version='2.0'><channel><title>The Gazette</title>{items}</channel></rss>".encode()
        site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, feed)
        assert scraper(tmp_path, "feed", "add", "--no-check", f"{site.base}/feed").returncode == 0
        jobs = [start(tmp_path, "feed", "poll", *ALLOW, "-q") for _ in range(2)]
        for job in jobs:
            _, err = job.communicate(timeout=60)
            assert (job.returncode, err) == (0, "")
        visited = [path for path, _ in site.visits if path in paths]
    assert sorted(visited) == sorted(paths)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        assert db.execute("SELECT count(*), count(DISTINCT url) FROM articles").fetchone() == (12, 12)
        assert db.execute("SELECT count(*) FROM versions").fetchone() == (12,)
        assert dict(db.execute("SELECT state, count(*) FROM queue GROUP BY state")) == {"done": 12}
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
