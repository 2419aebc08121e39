"""Errors that nobody foresaw, at each call in turn: the outcome of one URL, feed or row, and the rest is archived.

Other than a disk that fails, they do not end the run. What is good is there after it and after the next one, the file
is whole, and nothing is there twice.
"""

import json
import logging
import sqlite3
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from newsroom import LONG, START
from newsroom import article as made_up
from program import article, serving
from scraper.archive import Archive
from scraper.archive.articles.article_store import ArticleStore
from scraper.archive.crawl.fetch_log import FetchLog
from scraper.archive.pages.page_store import PageStore
from scraper.errors import RowRefused
from scraper.jobs import collect
from scraper.jobs.collect import Plan
from scraper.jobs.read_page import article_of
from scraper.jobs.run import poll_and_visit
from tests.commands.test_feed import rss
from tests.jobs.test_faults import PAGES, SETTINGS, URLS, Failing, Kept, Nth, check, run

FOREIGN = (
    UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed"),
    zlib.error("Error -3 while decompressing data: invalid stored block lengths"),
    RecursionError("maximum recursion depth exceeded"),
    KeyError("headline"),
    MemoryError(),
    sqlite3.IntegrityError("CHECK constraint failed"),
    OverflowError("Python int too large to convert to SQLite INTEGER"),
)
kinds = pytest.mark.parametrize("error", FOREIGN, ids=lambda error: type(error).__name__)
STARTING = 8  # statements that note that a run begins; none of its URLs is to blame if one of them fails


@pytest.fixture(scope="module")
def kept():
    workers = Kept(article_of, jobs=1)
    yield workers
    workers.close()


@pytest.fixture(autouse=True)
def use_kept(kept, monkeypatch):
    monkeypatch.setattr(collect, "Workers", lambda *_, **__: kept)


def foreign(n):
    return FOREIGN[n % len(FOREIGN)]


@pytest.mark.parametrize("step", [53, pytest.param(1, marks=pytest.mark.slow)])
def test_the_nth_statement_raises_what_nobody_foresaw(tmp_path, step):
    n = 1
    while n < 1000:
        nth, file = Nth(n), tmp_path / f"{n}.db"
        told, error = run(file, wrap=lambda db, nth=nth, n=n: Failing(db, nth, error=foreign(n)))
        if nth.calls < n:
            break
        if error is not None:
            assert n <= STARTING, (n, error)
            assert told == []
        else:
            assert [str(outcome.reason) for outcome in told if outcome.error] in ([], ["fault"]), n
            kept_now = {outcome.url for outcome in told if outcome.error is None}
            assert len(kept_now) >= len(URLS) - 1
        check(file, told, error)
        n += step
    assert n > 30 * len(PAGES)


SEAMS = (
    (PageStore, "keep"),
    (ArticleStore, "seen"),
    (ArticleStore, "outdated"),
    (ArticleStore, "known_blocks"),
    (ArticleStore, "save"),
    (FetchLog, "write"),
)


def _failing(method, bad, error):
    """The method, but it fails for one address, each time."""

    def fail(self, *args, **kwargs):
        if bad in " ".join(str(getattr(arg, "url", arg)) for arg in args):
            raise error
        return method(self, *args, **kwargs)

    return fail


@pytest.mark.parametrize("seam", SEAMS, ids=lambda seam: seam[1])
def test_an_error_that_stays_costs_its_url_only_in_each_run(tmp_path, monkeypatch, seam, caplog):
    """What made the error is stored, or comes again: every later run goes on, too."""
    error = foreign(SEAMS.index(seam))
    room, name = seam
    monkeypatch.setattr(room, name, _failing(getattr(room, name), "b.example", error))
    caplog.set_level(logging.ERROR, "scraper")
    for _ in range(2):
        told, ended = run(tmp_path / "a.db")
        assert ended is None
        by_host = {outcome.url: outcome for outcome in told}
        good = [by_host[url] for url in URLS if "b.example" not in url]
        assert [outcome.error for outcome in good] == [None, None]
        bad = next(outcome for outcome in told if "b.example" in outcome.url)
        assert str(bad.reason) == "fault"
        assert str(error) in bad.error
        assert any("Traceback" in record.trace for record in caplog.records)
    with Archive.open(tmp_path / "a.db") as archive:
        assert not list(archive.maintenance.verify())


@kinds
@pytest.mark.slow
def test_a_reader_that_raises_what_nobody_foresaw(tmp_path, monkeypatch, error):
    def reader(reading):
        if b"from b" in reading.page.body:
            raise error
        return article_of(reading)

    class Inside(Kept):
        def _do(self, task):
            return reader(task)

    workers = Inside(article_of, jobs=1)
    monkeypatch.setattr(collect, "Workers", lambda *_, **__: workers)
    told, ended = run(tmp_path / "a.db")
    workers.close()
    assert ended is None
    assert sorted(str(outcome.reason) for outcome in told) == ["fault", "new", "new"]
    monkeypatch.undo()
    check(tmp_path / "a.db", told, None, failed=1)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1)], ids=["interrupt", "exit"])
@pytest.mark.slow
def test_an_interrupt_is_no_fault(tmp_path, monkeypatch, error):
    def save(self, *_, **__):
        raise error

    monkeypatch.setattr(ArticleStore, "save", save)
    with pytest.raises((KeyboardInterrupt, SystemExit, BaseExceptionGroup)):
        run(tmp_path / "a.db")
    monkeypatch.undo()
    check(tmp_path / "a.db", [], KeyboardInterrupt())


class Poll:
    """A site with two feeds, and an archive of which the n-th statement of a poll fails."""

    def __init__(self, site, file):
        self.site, self.file, self.now = site, file, datetime(2026, 3, 1, 8, tzinfo=UTC)
        self.feeds = [f"{site.base}/{name}" for name in ("one", "two")]
        for name in ("one", "two"):
            entries = [f"/{name}-{n}" for n in range(2)]
            site.pages[f"/{name}"] = (200, {"Content-Type": "application/rss+xml"}, rss(site, *entries))
            site.pages |= {path: (200, {}, article(f"A story from {path}")) for path in entries}
        with Archive.open(file) as archive:
            for feed in self.feeds:
                archive.crawl.feeds.add(feed)

    def run(self, wrap=lambda db: db):
        told = []
        self.now += timedelta(days=2)
        with Archive.open(self.file) as archive:
            faulty = Archive(wrap(archive.db), self.file, lambda: self.now)
            faulty.db.execute("DELETE FROM hosts")
            try:
                poll_and_visit(faulty, self.feeds, SETTINGS, Plan(jobs=1, max_age=0), told.append)
            except Exception as error:  # noqa: BLE001 - judged by the test
                return told, error
        return told, None


@pytest.mark.parametrize("step", [97, pytest.param(5, marks=pytest.mark.slow)])
def test_the_nth_statement_of_a_poll_raises_what_nobody_foresaw(tmp_path, step):
    n = 2
    with serving() as site:
        while n < 1000:
            nth, poll = Nth(n), Poll(site, tmp_path / f"{n}.db")
            told, error = poll.run(lambda db, nth=nth, n=n: Failing(db, nth, error=foreign(n)))
            if nth.calls < n:
                break
            all_done = len({outcome.url for outcome in told}) == 4  # only the note that the run has ended can fail
            assert error is None or n <= STARTING or not told or all_done, (n, error)
            assert sum(outcome.error is not None for outcome in told) <= 1
            poll.run()
            _, fault = poll.run()
            assert fault is None
            with Archive.open(poll.file) as archive:
                urls = [row["url"] for row in archive.articles.walk()]
                assert not list(archive.maintenance.verify())
                assert len(urls) == len(set(urls)) == 4, (n, urls)
                assert all(len(archive.articles.versions(url)) == 1 for url in urls)
            n += step
    assert n > 60


def rows(count):
    with Archive.open(":memory:", clock=lambda: START) as archive:
        for n in range(count):
            archive.articles.save(made_up(f"Number {n}. {LONG}", url=f"https://harbour.example/{n}"))
        return [json.dumps(row) for row in archive.articles.walk(sort="added", history=True)]


@kinds
@pytest.mark.slow
def test_a_row_that_cannot_be_put_in_costs_itself_only(tmp_path, monkeypatch, error):
    from scraper.archive.transfer import import_jsonl

    written = import_jsonl._write

    def write(db, new):
        if any(entry.row["url"].endswith("/3") for entry in new):
            raise error
        written(db, new)

    monkeypatch.setattr(import_jsonl, "_write", write)
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        *_, sums = archive.transfer.import_jsonl(rows(6))
        assert (sums.added, [(row.number, row.fault) for row in sums.refused]) == (5, [(4, True)])
        monkeypatch.undo()
        *_, sums = archive.transfer.import_jsonl(rows(6))
        assert (sums.added, sums.known, sums.refused) == (1, 5, [])
        assert not list(archive.maintenance.verify())


@kinds
def test_a_row_that_cannot_be_read_costs_itself_only(tmp_path, monkeypatch, error):
    from scraper.archive.transfer import exported_row

    def entry(number, told, at, read=exported_row.read):
        if number == 2:
            raise error
        return read(number, told, at)

    monkeypatch.setattr(exported_row, "read", entry)
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        *_, sums = archive.transfer.import_jsonl(rows(3))
        assert (sums.added, [row.number for row in sums.refused]) == (2, [2])


def test_what_the_schema_refuses_is_no_failure_of_the_file():
    from scraper.archive.store.connection import refusal

    assert isinstance(refusal(sqlite3.IntegrityError("CHECK"), "a.db"), RowRefused)
    assert not isinstance(refusal(sqlite3.OperationalError("no such table: articles"), "a.db"), RowRefused)
