"""The ground of the archive: errors in plain words, statements of a script, types of values, sums, the file's header."""

import os
import sqlite3
from contextlib import closing

import pytest

from scraper.archive import Archive
from scraper.archive.maintenance import file_header
from scraper.archive.store import checksums, owners
from scraper.archive.store.connection import connect, light, refusal, transaction
from scraper.archive.store.migrations import statements
from scraper.archive.store.row_types import SkippedRows, check, misfit
from scraper.archive.store.scripts import phrase
from scraper.errors import ArchiveBusy, ArchiveError, ArchiveFull, Damaged, DamagedRow, NotAnArchive, RowRefused


def sqlite_error(name, message="why", kind=sqlite3.OperationalError):
    error = kind(message)
    error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (sqlite_error("SQLITE_FULL"), ArchiveFull, "the disk is full"),
        (sqlite_error("SQLITE_IOERR_WRITE"), ArchiveFull, "refuses to read or write here.db: why"),
        (sqlite_error("SQLITE_READONLY_DBMOVED"), ArchiveFull, "cannot write to here.db"),
        (sqlite_error("SQLITE_BUSY_SNAPSHOT"), ArchiveBusy, "another program is writing to here.db"),
        (sqlite_error("SQLITE_LOCKED"), ArchiveBusy, "another program is writing to here.db"),
        (sqlite_error("SQLITE_NOTADB"), NotAnArchive, "it is not an SQLite file"),
        (sqlite_error("SQLITE_CORRUPT_VTAB"), Damaged, "here.db is damaged (why)"),
        (sqlite3.OperationalError("Could not decode to UTF-8 column 'a'"), Damaged, "here.db is damaged"),
        (sqlite_error("SQLITE_CANTOPEN"), ArchiveFull, "cannot make here.db"),
        (sqlite_error("SQLITE_CONSTRAINT_CHECK", kind=sqlite3.IntegrityError), RowRefused, "refuses: why"),
        (sqlite_error("SQLITE_ERROR"), ArchiveError, "the archive here.db refuses: why"),
    ],
)
def test_an_error_of_sqlite_in_plain_words(error, kind, words):
    found = refusal(error, "here.db")
    assert type(found) is kind
    assert words in str(found)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", []),
        ("SELECT 1;\nSELECT 2;\n", ["SELECT 1;", "SELECT 2;"]),
        ("-- why\nSELECT\n  1;\n", ["-- why\nSELECT\n  1;"]),
        ("SELECT 1", []),  # no statement until its semicolon
        (
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\nSELECT 3;",
            ["CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;", "SELECT 3;"],
        ),
        ("SELECT ';\n';", ["SELECT ';\n';"]),
    ],
)
def test_the_statements_of_a_script(script, expected):
    assert list(statements(script)) == expected


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ({}, None),
        ({"id": 1, "headline": "A", "materiality": 1, "edges": b"", "is_free": None}, None),
        ({"headline": b"A"}, "headline is not text"),
        ({"a column of others": 1}, "a column of others is not text"),
        ({"id": "1"}, "id is not a whole number"),
        ({"materiality": "0.5"}, "materiality is not a number"),
        ({"edges": "text"}, "edges is not bytes"),
        ({"tags": "[]"}, None),
        ({"tags": '["a"]'}, None),
        ({"tags": '{"a": 1}'}, "tags is not a list of texts"),
        ({"tags": "[1]"}, "tags is not a list of texts"),
        ({"tags": "[" * 100_000}, "tags is not a list of texts"),
        ({"headline": 1, "id": "x"}, "headline is not text"),  # the first one is named
    ],
)
def test_what_does_not_fit_its_column(row, wrong):
    assert misfit(row) == wrong


def test_rows_of_known_types_are_looked_at_all_the_same():
    good = {"id": 7, "headline": "A", "tags": '["a","b, c"]'}
    assert misfit(good) is None
    assert misfit({**good, "tags": '["a" "b"]'}) == "tags is not a list of texts"
    assert misfit({**good, "headline": 7}) == "headline is not text"
    assert misfit({**good, "tags": '["a \\"b\\""]'}) is None


@pytest.mark.parametrize(
    ("count", "line"),
    [
        (0, None),
        (1, "damage in articles, row 1: id is not a whole number"),
        (5, "; and 2 more"),
    ],
)
def test_skipped_rows_are_one_line(count, line):
    skipped = SkippedRows()
    for number in range(1, count + 1):
        with skipped.noting():
            check("articles", number, {"id": "one"})
    assert skipped.line == line or skipped.line.endswith(line)
    if count:
        with pytest.raises(DamagedRow, match="row 1"):
            skipped.report()
    else:
        skipped.report()


@pytest.mark.parametrize(
    ("run", "expected"), [("月", 'ngrams : "月" *'), ("宇宙", 'ngrams : "宇宙"'), ("飞船到", 'ngrams : "飞船 船到"')]
)
def test_the_phrase_of_a_run(run, expected):
    assert phrase(run) == expected


def test_a_row_is_summed_when_it_is_inserted_and_updated():
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        checksums.teach(db)
        columns = ", ".join(checksums.COVERED["visits"])
        db.execute(f"CREATE TABLE visits ({columns}, checksum)")
        checksums.insert(db, "visits", article_id=1, **checksums.UNVISITED)
        before = db.execute("SELECT checksum FROM visits").fetchone()
        checksums.update(db, "visits", {"article_id": 1}, unchanged=2, last_seen="2026-11-23T09:30:00Z")
        *values, total = db.execute(f"SELECT {columns}, checksum FROM visits").fetchone()
    assert values[:2] == [1, "2026-11-23T09:30:00Z"]
    assert (total,) != before
    assert total == checksums.of(values)


def insert_and_fail(db):
    with transaction(db):
        with transaction(db):
            db.execute("INSERT INTO t VALUES (1)")
        raise ZeroDivisionError


def test_a_transaction_inside_another_is_undone_with_it():
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.execute("CREATE TABLE t (a)")
        with pytest.raises(ZeroDivisionError):
            insert_and_fail(db)
        assert db.execute("SELECT count(*) FROM t").fetchone() == (0,)


@pytest.mark.parametrize(
    ("owner", "runs"),
    [
        (owners.here(), True),
        (f"{owners.here().rpartition(':')[0]}:{2**22 + 1}", False),  # above the largest number of a process
        (f"{owners.here().rpartition(':')[0]}:x", True),
        ("elsewhere:1", True),
    ],
    ids=["this one", "none", "no number", "of another machine"],  # workers of a test run must agree on names
)
def test_whether_a_process_still_runs(owner, runs):
    assert owners.lives(owner) is runs
    assert owners.here().endswith(f":{os.getpid()}")


# offset in the file -> four bytes written there -> what is not sound
HEADERS = [
    ({}, []),
    ({36: 0}, ["the list of free pages"]),
    ({32: 1}, ["the list of free pages"]),  # the page of the header
    ({32: 9999}, ["the list of free pages"]),  # behind the end
    ({64: 1}, ["the mode of vacuuming"]),
    ({72: 1}, ["what is kept for later formats"]),
    ({"trunk": 9999}, ["the list of free pages"]),  # the next trunk is behind the end
    ({"count": 9999}, ["the list of free pages"]),  # more leaves than a page has room for
    ({"leaf": 0}, ["the list of free pages"]),
]


@pytest.mark.parametrize(("written", "unsound"), HEADERS)
def test_the_header_and_the_list_of_free_pages(tmp_path, written, unsound):
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA page_size = 2048")
        db.execute("CREATE TABLE t (a)")
        db.execute("INSERT INTO t VALUES (zeroblob(20000))")
        db.execute("DELETE FROM t")
    first = int.from_bytes(path.read_bytes()[32:36], "big")
    start = (first - 1) * 2048
    named = {"trunk": start, "count": start + 4, "leaf": start + 8}
    with path.open("r+b") as file:
        for place, number in written.items():
            file.seek(named.get(place, place))
            file.write(number.to_bytes(4, "big"))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.row_factory = sqlite3.Row
        found = [fault.what for fault in file_header.faults(db)]
    assert found == [f"{name} is not sound" for name in unsound]


NORMAL, FULL = 1, 2


def test_work_that_goes_on_again_does_not_wait_for_the_disk(tmp_path):
    def synchronous():
        return archive.db.execute("PRAGMA synchronous").fetchone()[0]

    with Archive.open(tmp_path / "a.db") as archive:
        assert synchronous() == FULL
        with archive.not_waiting():
            archive.crawl.queue.take("https://harbour.example/")  # a light transaction inside
            assert synchronous() == NORMAL
        assert synchronous() == FULL
        imported = archive.transfer.import_jsonl(['{"url": "https://harbour.example/1", "body_text": "A pier."}'])
        assert next(imported).added == 1
        assert synchronous() == NORMAL
        imported.close()
        assert synchronous() == FULL
        with archive.transaction():  # SQLite allows no such change inside of one
            row = '{"url": "https://harbour.example/2", "body_text": "A boat."}'
            assert [sums.added for sums in archive.transfer.import_jsonl([row])][-1] == 1
            assert synchronous() == FULL
        assert archive.articles.count() == 2


@pytest.fixture
def connected(tmp_path):
    with closing(connect(tmp_path / "a.db", read_only=False, wait=0)) as db:
        db.execute("CREATE TABLE pages(id UNIQUE)")
        yield db


def waits_for_disk(db):
    return db.execute("PRAGMA synchronous").fetchone()[0] == FULL


def test_a_light_transaction_alone_does_not_wait_for_the_disk(connected):
    with light(connected):
        assert not waits_for_disk(connected)
        with transaction(connected):
            assert not waits_for_disk(connected)
    assert waits_for_disk(connected)
    with transaction(connected), light(connected):
        assert waits_for_disk(connected)
    assert waits_for_disk(connected)


def test_after_a_light_transaction_that_fails_the_disk_is_waited_for(connected, tmp_path):
    with pytest.raises(sqlite3.IntegrityError), light(connected):
        connected.execute("INSERT INTO pages VALUES (1), (1)")
    assert waits_for_disk(connected)
    with closing(connect(tmp_path / "a.db", read_only=False)) as other, transaction(other):
        with pytest.raises(sqlite3.OperationalError, match="locked"), light(connected):
            pass
        assert waits_for_disk(connected)
