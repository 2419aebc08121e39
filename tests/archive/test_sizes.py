"""`status --sizes`: every byte of the file has a kind, and each site the bytes of its texts and pages."""

import sqlite3
from contextlib import closing

import pytest

from newsroom import LONG, START, article, page, visit
from program import inside
from scraper.archive import Archive
from scraper.archive.maintenance import sizes
from scraper.archive.store.schema_objects import row_tables

OLDER, NEWER = f"Olderé. {LONG}", f"Newer. {LONG}"


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        visit(archive, article(OLDER, url="https://harbour.example/1"))
        visit(archive, article(NEWER, url="https://harbour.example/1"), hours=1)
        visit(archive, article(LONG, url="https://hill.example/1", site="hill.example"))
        yield archive


def of(archive, about):
    return {line.what: line for line in archive.maintenance.sizes() if line.about == about}


def test_the_kinds_add_up_to_the_file(archive, tmp_path):
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        db.execute("CREATE TABLE mine (x)")
        db.execute("INSERT INTO mine VALUES (zeroblob(9000))")
        db.commit()
    kinds = of(archive, "size")
    archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert sum(line.count for line in kinds.values()) == (tmp_path / "archive.db").stat().st_size
    assert kinds["what others added"].count > 9000
    assert {"texts and fields", "kept pages", "search index", "visits and feeds"} < set(kinds)


def test_a_site_has_the_bytes_of_its_texts_and_pages(archive):
    sites = of(archive, "site")
    kept = dict(
        archive.db.execute(
            "SELECT c.site, sum(length(b.data)) FROM captures c JOIN bodies b ON b.id = c.body_id GROUP BY c.site"
        ).fetchall()
    )
    texts = len(OLDER.encode()) + len(NEWER.encode())
    assert list(sites) == ["harbour.example", "hill.example"]
    assert sites["harbour.example"].count == texts + kept["harbour.example"]
    assert sites["hill.example"].count == len(LONG.encode()) + kept["hill.example"]
    assert sites["hill.example"].note.startswith("1 article, 1 KB of texts, ")


def test_a_page_that_two_sites_sent_counts_once(archive):
    before = of(archive, "site")["hill.example"].count
    sent = page(article(url="https://hill.example/same"), body=LONG.encode() * 3)
    archive.pages.keep(sent)
    both = of(archive, "site")
    archive.pages.keep(page(article(url="https://quay.example/same"), body=LONG.encode() * 3))
    assert of(archive, "site") == both
    assert both["hill.example"].count > before


def test_each_table_that_is_named_is_there():
    assert {table for tables in sizes.KINDS.values() for table in tables} <= set(row_tables())


def test_without_dbstat_the_sites_are_left(archive, monkeypatch):
    monkeypatch.setattr(sizes, "_TABLES", "SELECT 1 FROM no_dbstat")
    assert {line.about for line in archive.maintenance.sizes()} == {"site"}


def test_the_command(archive, tmp_path):
    done = inside(tmp_path, "status", "--sizes", "--columns", "about,what", "-n", "0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "site\tharbour.example" in done.stdout
    assert "size\tkept pages" in done.stdout
    assert inside(tmp_path, "status", "--sizes", "--check").returncode == 2
