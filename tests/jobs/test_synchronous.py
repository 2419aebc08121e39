"""`fetch_articles`: a run from Python, against a real server on the loopback, with and without a running loop."""

import asyncio
import sqlite3

import pytest

from program import article, serving
from scraper.archive import Archive
from scraper.errors import InputError, NotAnArchive
from scraper.fetch.fetch_settings import FetchSettings
from scraper.jobs.collect import Plan
from scraper.jobs.synchronous import fetch_articles

SETTINGS = FetchSettings(delay=0.0, retries=0, allow_net=("127.0.0.0/8",))
PLAN = Plan(jobs=1)


@pytest.fixture
def site():
    with serving() as site:
        for path in ("/a", "/b"):
            site.pages[path] = (200, {}, article(f"A story from {path}"))
        yield site


def fetched(site, archive, *paths, **more):
    urls = [f"{site.base}{path}" for path in paths]
    outcomes = fetch_articles(urls, archive, settings=SETTINGS, plan=PLAN, **more)
    return sorted((outcome.url.removeprefix(site.base), str(outcome.reason)) for outcome in outcomes)


def test_a_path_is_created_and_closed(site, tmp_path):
    told = []
    assert fetched(site, tmp_path / "a.db", "/a", "/none", on_outcome=told.append) == [
        ("/a", "new"),
        ("/none", "not_found"),
    ]
    assert len(told) == 2
    with Archive.open(tmp_path / "a.db", read_only=True) as archive:
        assert archive.articles.get(f"{site.base}/a")["headline"] == "A story from /a"
        row = archive.db.execute("SELECT name, counts, ended_at FROM runs").fetchone()
        assert (row["name"], row["counts"]) == ("fetch_articles", '{"new": 1, "not_found": 1}')
        assert row["ended_at"]


def test_an_open_archive_stays_open_and_fresh_urls_are_not_fetched_again(site, tmp_path):
    with Archive.open(tmp_path / "a.db") as archive:
        assert fetched(site, archive, "/a") == [("/a", "new")]
        assert fetched(site, archive, "/a", "/b") == [("/a", "skipped_fresh"), ("/b", "new")]
        assert archive.articles.count() == 2


def test_it_works_inside_a_running_loop(site, tmp_path):
    async def cell():
        with Archive.open(tmp_path / "a.db") as archive:
            first = fetched(site, archive, "/a")
            return first, fetched(site, tmp_path / "b.db", "/a", "/b"), archive.articles.count()

    assert asyncio.run(cell()) == ([("/a", "new")], [("/a", "new"), ("/b", "new")], 1)


def test_errors_of_the_thread_reach_the_caller(site, tmp_path):
    (tmp_path / "a.db").write_text("something else, and long enough to be seen as no database at all" * 40)

    async def cell():
        fetched(site, tmp_path / "a.db", "/a")

    with pytest.raises(NotAnArchive):
        asyncio.run(cell())
    with pytest.raises(NotAnArchive):
        fetched(site, tmp_path / "a.db", "/a")


@pytest.mark.parametrize(
    ("url", "reason"), [("no address", "bad_url"), ("ftp://a.example/x", "bad_scheme"), ("", "bad_url")]
)
def test_what_is_no_address_is_an_outcome(tmp_path, url, reason):
    (outcome,) = fetch_articles([url], tmp_path / "a.db", settings=SETTINGS, plan=PLAN)
    assert (outcome.reason, bool(outcome.error)) == (reason, True)


def test_a_single_string_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"fetch_articles\(\[url\]\)"):
        fetch_articles("http://a.example/", tmp_path / "a.db")
    assert not (tmp_path / "a.db").exists()


def test_a_callback_that_fails_ends_the_run_and_the_run_says_so(site, tmp_path):
    def fails(outcome):
        raise LookupError(outcome.url)

    with pytest.raises(BaseException) as caught:
        fetched(site, tmp_path / "a.db", "/a", on_outcome=fails)
    assert caught.group_contains(LookupError) if isinstance(caught.value, BaseExceptionGroup) else True
    with sqlite3.connect(tmp_path / "a.db") as db:
        assert "LookupError" in db.execute("SELECT error FROM runs").fetchone()[0]
    db.close()
