"""One archive a thread, as of one moment, for a limited time."""

import time
from contextlib import nullcontext

import pytest

from newsroom import article, filled, visit
from reading_room import visiting
from scraper.archive import Archive
from scraper.errors import QueryTimeout
from scraper.web.reader import Reader

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


@pytest.fixture
def path(tmp_path):
    return filled(tmp_path / "a.db")


def test_a_page_reads_one_moment(path):
    reader = Reader(path, clock=lambda: None)
    with Archive.open(path) as writer, reader.reading() as archive:
        before = archive.articles.count()
        visit(writer, article())
        assert archive.articles.count() == before
    with reader.reading() as archive:
        assert archive.articles.count() == before + 1
    reader.close()


@pytest.mark.parametrize("translated", [False, True])
def test_a_page_has_a_limited_time(path, translated, monkeypatch):
    reader = Reader(path, clock=lambda: None, seconds=0.05)
    monkeypatch.setattr("scraper.archive.articles.article_list.count", lambda db, _: db.execute(ENDLESS).fetchone())
    begun = time.monotonic()
    with pytest.raises(QueryTimeout), reader.reading() as archive:
        _ = archive.articles.count() if translated else archive.db.execute(ENDLESS).fetchone()
    assert time.monotonic() - begun < 2
    with reader.reading() as archive:  # the next page has its own time
        assert archive.db.execute("SELECT count(*) FROM articles").fetchone()[0] == 3
    reader.close()


COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) SELECT max(i) FROM n"


@pytest.mark.parametrize(("waited", "is_over"), [(0.25, False), (0.6, True)])
def test_what_others_take_counts_less(path, waited, is_over):
    """While a machine is busy, or a disk slow, a page that does little itself is given longer."""
    reader = Reader(path, clock=lambda: None, seconds=0.1)
    with reader.reading() as archive:
        assert archive.articles.count() == 3
    refused = pytest.raises(QueryTimeout) if is_over else nullcontext()
    with refused, reader.reading() as archive:
        time.sleep(waited)
        assert archive.db.execute(COUNTING).fetchone()[0] == 30_000
    reader.close()


def test_a_page_that_took_too_long_says_what_to_narrow(path, monkeypatch):
    monkeypatch.setattr(Reader.__init__, "__kwdefaults__", {"seconds": 0.05})
    monkeypatch.setattr("scraper.archive.articles.latest.latest", lambda db, _: db.execute(ENDLESS).fetchone())
    with visiting(path) as client:
        answer = client.get("/")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert "Ask for less" in answer.text


def test_the_file_is_only_read(path):
    before = path.read_bytes()
    with visiting(path) as client:
        assert [client.get(address).status_code for address in ("/", "/status")] == [200, 200]
    assert path.read_bytes() == before
