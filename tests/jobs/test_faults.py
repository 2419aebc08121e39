"""The n-th call fails, whichever it is: the run tells it, goes on or stops, and what was reported as kept is there.

The idea is curl's torture tests: count the calls of a seam in a run without faults, then let each of them fail in turn.
The seams: look up, connect, read, decode, parse, execute, commit. After each: nothing lost, nothing half-written, and the
same command again finishes the job.
"""

import asyncio
import gzip
import os
import socket
import sqlite3
import time
from contextlib import closing

import pytest

from faults import FaultServer, http, reset
from program import article
from scraper.archive import Archive
from scraper.archive.store.times import now
from scraper.errors import ArchiveError, ArchiveFull
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import collect
from scraper.jobs.collect import Collector, Plan
from scraper.jobs.read_page import article_of
from scraper.models import Lead
from scraper.workers.pool import Workers

PAGES = {f"/{name}": article(f"A story from {name}") for name in ("a", "b", "c")}
URLS = {f"http://{path.strip('/')}.example{path}": path for path in PAGES}  # three hosts: three connections
GOOD = {path: http(body) for path, body in PAGES.items()}
SETTINGS = FetchSettings(delay=0.0, retries=0, allow_net=("127.0.0.0/8",), robots=False, timeout=5)
PAGE_TIMEOUT = 8.0  # seconds; the others must be read in it on a busy machine too


class Kept(Workers):
    """Workers that outlive a run: to start an interpreter takes longer than all the rest of it."""

    def __exit__(self, *_):
        pass


@pytest.fixture(scope="module")
def kept():
    workers = Kept(article_of, jobs=1)
    yield workers
    workers.close()


@pytest.fixture(scope="module")
def harmed():
    workers = Kept(hostile, jobs=1, timeout=PAGE_TIMEOUT)
    yield workers
    workers.close()


@pytest.fixture(autouse=True)
def use_kept(kept, monkeypatch):
    monkeypatch.setattr(collect, "Workers", lambda *_, **__: kept)


@pytest.fixture
def readers(harmed, monkeypatch):
    """Readers that a page can harm."""
    monkeypatch.setattr(collect, "Workers", lambda *_, **__: harmed)


class Nth:
    """Counts calls and tells the n-th."""

    def __init__(self, n):
        self.n, self.calls = n, 0

    def __call__(self):
        self.calls += 1
        return self.calls == self.n


class Failing:
    """A connection of which the n-th statement of a kind fails, as it does on a bad disk."""

    def __init__(self, db, nth, only=None, error=None):
        self._db, self._nth, self._only = db, nth, only
        self._error = error or sqlite3.OperationalError("disk I/O error")

    def __getattr__(self, name):
        return getattr(self._db, name)

    def _judge(self, sql):
        if self._only in (None, sql) and self._nth():
            raise self._error

    def execute(self, sql, *parameters):
        self._judge(sql)
        return self._db.execute(sql, *parameters)

    def executemany(self, sql, *parameters):
        self._judge(sql)
        return self._db.executemany(sql, *parameters)


def run(file, answers=GOOD, *, resolve=None, wrap=None):
    """Fetch the three pages -> the outcomes that were reported, and the error that ended the run, if one did."""
    told = []

    async def visits(archive):
        async with FaultServer(dict(answers)) as server:
            asked = resolve(server) if resolve else server.resolve
            async with Fetcher(SETTINGS, hosts=archive.crawl.hosts, resolve=asked, random=lambda: 0.0) as fetcher:
                collector = Collector(
                    archive, Plan(force=True, jobs=1), told.append, run_id=archive.crawl.runs.start(["test"])
                )
                await collector.run([Lead(url=url) for url in URLS], fetcher)

    with Archive.open(file) as archive:
        faulty = Archive(wrap(archive.db), file, now) if wrap else archive
        try:
            asyncio.run(visits(faulty))
        except Exception as error:  # noqa: BLE001 - judged by the tests
            return told, error
    return told, None


def check(file, told, error, *, failed=None):
    """What was reported is there, the file is whole, and the same run again finishes the job."""
    with Archive.open(file) as archive:
        assert list(archive.maintenance.verify()) == []
        articles = {row["url"]: row["headline"] for row in archive.articles.walk()}
    assert {outcome.url for outcome in told if outcome.error is None} <= set(articles)
    assert all(headline == f"A story from {URLS[url].strip('/')}" for url, headline in articles.items())
    if error is None:
        assert {outcome.url for outcome in told} == set(URLS)
    if failed is not None:
        assert error is None
        assert len([outcome for outcome in told if outcome.error]) == failed
    again, fault = run(file)
    assert fault is None
    assert [outcome.error for outcome in again] == [None] * len(URLS)
    with Archive.open(file) as archive:
        assert list(archive.maintenance.verify()) == []
        assert {row["url"] for row in archive.articles.walk()} == set(URLS)
        assert archive.crawl.queue.counts() == {"done": len(URLS)}
        assert all(len(archive.articles.versions(url)) == 1 for url in URLS)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_case_39_the_nth_look_up_of_a_name_fails(tmp_path, n):
    nth = Nth(n)

    def resolver(server):
        async def resolve(_host, _port):
            if nth():
                raise OSError("no such host")
            return [("127.0.0.1", server.port)]

        return resolve

    check(tmp_path / "a.db", *run(tmp_path / "a.db", resolve=resolver), failed=1)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_case_39_the_nth_connection_is_refused(tmp_path, n):
    nth = Nth(n)

    def resolver(server):
        async def resolve(_host, _port):
            with closing(socket.create_server(("127.0.0.1", 0))) as nobody:
                free = nobody.getsockname()[1]
            return [("127.0.0.1", free if nth() else server.port)]

        return resolve

    told, error = run(tmp_path / "a.db", resolve=resolver)
    assert {str(outcome.reason) for outcome in told} == {"new", "refused"}
    check(tmp_path / "a.db", told, error, failed=1)


def cuts(answer):
    """Every place where a read may be the last: before the answer, in its head, behind it, in the body, before its end."""
    head = answer.index(b"\r\n\r\n") + 4
    return [0, head // 2, head, head + 200, len(answer) - 1]


@pytest.mark.parametrize("where", range(5))
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.slow
def test_case_39_the_nth_read_is_the_last(tmp_path, path, where):
    answer = GOOD[path]
    cut = reset(answer[: cuts(answer)[where]])
    told, error = run(tmp_path / "a.db", GOOD | {path: cut})
    assert {str(outcome.reason) for outcome in told if outcome.error} <= {"reset", "truncated", "protocol"}
    check(tmp_path / "a.db", told, error, failed=1)


CHUNKS = 6


def damaged(body, nth):
    """The body compressed, in chunks, of which the n-th has a byte that is not as it was."""
    packed = bytearray(gzip.compress(body, mtime=0))
    size = len(packed) // CHUNKS + 1
    packed[min(nth * size + size // 2, len(packed) - 1)] ^= 0x55
    parts = [bytes(packed[at : at + size]) for at in range(0, len(packed), size)]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    return http(chunks, "Content-Encoding: gzip", "Transfer-Encoding: chunked", length=False)


@pytest.mark.parametrize("nth", range(CHUNKS))
@pytest.mark.slow
def test_case_39_the_nth_chunk_cannot_be_decoded(tmp_path, nth):
    path = list(PAGES)[nth % len(PAGES)]
    told, error = run(tmp_path / "a.db", GOOD | {path: damaged(PAGES[path], nth)})
    assert {str(outcome.reason) for outcome in told if outcome.error} <= {"bad_encoding", "truncated"}
    check(tmp_path / "a.db", told, error, failed=1)


def hostile(reading):
    """Read a page, as a reader does that a page can crash, stall or confuse."""
    if b"die" in reading.page.body:
        os._exit(3)
    if b"stall" in reading.page.body:
        time.sleep(60)
    if b"fault" in reading.page.body:
        raise RecursionError("too deep")
    return article_of(reading)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("fault", "fault"),
        pytest.param("die", "extract_failed", marks=pytest.mark.slow),
        pytest.param("stall", "extract_timeout", marks=pytest.mark.slow),
    ],
)
def test_case_39_the_nth_page_harms_its_reader(tmp_path, readers, fault, reason, path):
    bad = PAGES[path].replace(b"</body>", f"<!-- {fault} --></body>".encode())
    told, error = run(tmp_path / "a.db", GOOD | {path: http(bad)})
    assert [str(outcome.reason) for outcome in told if outcome.error] == [reason]
    with Archive.open(tmp_path / "a.db") as archive:  # it is kept, to be read by a better reader
        assert len(list(archive.pages.captures())) == len(PAGES)
    check(tmp_path / "a.db", told, error, failed=1)


def sweep(tmp_path, *, only=None, step=1):
    """Let each n-th statement fail, until a run needs fewer; how many failed."""
    n = 1
    while n < 1000:
        nth = Nth(n)
        file = tmp_path / f"{n}.db"
        told, error = run(file, wrap=lambda db, nth=nth: Failing(db, nth, only))
        if nth.calls < n:
            break
        assert isinstance(error, ArchiveError)
        check(file, told, error)
        n += step
    return n // step


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_case_39_the_nth_commit_fails(tmp_path, step):
    assert sweep(tmp_path, only="COMMIT", step=step) > 3 * len(PAGES) / step


@pytest.mark.parametrize("step", [29, pytest.param(1, marks=pytest.mark.slow)])
def test_case_39_the_nth_statement_fails(tmp_path, step):
    assert sweep(tmp_path, step=step) > 30 * len(PAGES) / step


@pytest.mark.parametrize("room", range(3))
def test_the_disk_is_full_after_so_many_pages(tmp_path, room):
    file = tmp_path / "a.db"
    Archive.open(file).close()

    def full(db):
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + room}")
        return db

    told, error = run(file, wrap=full)
    assert isinstance(error, ArchiveFull)
    check(file, told, error)
