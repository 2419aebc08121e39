"""Other programs at the file: sqlite-utils and Datasette find the index and search with it."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database
from sqlite_utils.cli import cli as sqlite_utils_program

from newsroom import LONG, article, filled, visit
from scraper.archive import Archive, Query

SCHEMA_8 = Path(__file__).parent.parent / "archives" / "schema-8.db.gz"
# table -> the index that belongs to it
INDEXES = {"articles": "articles_fts", "past_texts": "past_fts"}
# how Datasette looks for the index of a table, and how its search box asks it
DETECTS = (
    "SELECT name FROM sqlite_master WHERE rootpage = 0 AND"
    """ (sql LIKE '%VIRTUAL TABLE%USING FTS%content="' || :table || '"%'"""
    " OR sql LIKE '%VIRTUAL TABLE%USING FTS%content=[' || :table || ']%')"
)
SEARCHES = "SELECT id FROM articles WHERE rowid IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :typed)"
RANKED = (
    "SELECT rowid, rank, snippet(articles_fts, 0, '<', '>', '…', 8), highlight(articles_fts, 1, '<', '>')"
    " FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rank, rowid"
)


@pytest.fixture(params=["new", "migrated"])
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An archive of today, and one of schema 8 that has been brought up to date."""
    if request.param == "new":
        return filled(tmp_path / "a.db")
    (tmp_path / "a.db").write_bytes(gzip.decompress(SCHEMA_8.read_bytes()))
    Archive.open(tmp_path / "a.db").close()
    return tmp_path / "a.db"


def test_sqlite_utils_finds_the_indexes_and_searches(path):
    with closing(Database(path)) as db:
        assert {table: db[table].detect_fts() for table in INDEXES} == INDEXES
        assert [row["id"] for row in db["articles"].search("edited")] == [1]
        assert {row["id"] for row in db["articles"].search("ferr*")} == {1, 2, 3}
        assert [row["number"] for row in db["past_texts"].search("ferry")] == [1]


def test_the_program_of_sqlite_utils_searches(path):
    asked = ["search", str(path), "articles", "edited", "-c", "url", "--csv", "--no-headers"]
    done = CliRunner().invoke(sqlite_utils_program, asked)
    assert (done.exit_code, done.output.split()) == (0, ["https://harbour.example/0"])


def test_datasette_finds_the_indexes_and_searches(path):
    with closing(sqlite3.connect(path)) as db:
        found = {table: db.execute(DETECTS, {"table": table}).fetchall() for table in INDEXES}
        assert found == {table: [(index,)] for table, index in INDEXES.items()}
        assert db.execute(SEARCHES, {"typed": '"edited"'}).fetchall() == [(1,)]


@pytest.mark.parametrize("word", ["ferry", "edited", "lund", "har*", "xsharbour0example"])
def test_the_new_index_ranks_and_shows_as_the_old_one(tmp_path, word):
    (tmp_path / "a.db").write_bytes(gzip.decompress(SCHEMA_8.read_bytes()))
    with closing(sqlite3.connect(tmp_path / "a.db")) as db:
        before = db.execute(RANKED, (word,)).fetchall()
    with Archive.open(tmp_path / "a.db") as archive:
        assert list(map(tuple, archive.db.execute(RANKED, (word,)))) == before
        visit(archive, article(f"Kiosk. {LONG}", url="https://harbour.example/kiosk"), hours=2)
        assert archive.search.find(Query(typed="kiosk")).total == 1
        archive.maintenance.optimize(rebuild=True)
        assert list(archive.maintenance.verify()) == []


@pytest.mark.parametrize("asked", ["count(*) FROM v_articles", "site, count(*) FROM v_articles GROUP BY site"])
def test_to_count_articles_an_index_is_enough(path, asked):
    with closing(sqlite3.connect(path)) as db:
        (plan,) = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN SELECT {asked}")]
        assert plan.startswith("SCAN articles USING COVERING INDEX")


def test_what_a_neighbour_writes_is_found_by_both(path):
    with closing(Database(path)) as db:
        db["articles"].update(2, {"headline": "Lighthouse"})
        assert [row["id"] for row in db["articles"].search("lighthouse")] == [2]
    with Archive.open(path, read_only=True) as archive:
        assert [hit.article_id for hit in archive.search.find(Query(typed="lighthouse")).hits] == [2]


# what Datasette asks for a search of v_headlines: the rows of a page, how many there are, and how many of each site
HIT = "id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'ferry')"
ASKED = {
    f"SELECT * FROM v_headlines WHERE {HIT} ORDER BY date_published DESC LIMIT 26": "ix_articles_date_published",
    f"SELECT count(*) FROM v_headlines WHERE {HIT}": "COVERING INDEX",
    f"SELECT site, count(*) FROM (SELECT * FROM v_headlines WHERE {HIT}) GROUP BY site": "COVERING INDEX ix_articles_site",
}


@pytest.mark.parametrize("asked", ASKED)
def test_a_search_goes_through_an_index_not_through_its_hits(path, asked):
    with closing(sqlite3.connect(path)) as db:
        first, *_ = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {asked}")]
    assert first.startswith("SCAN articles USING ")
    assert ASKED[asked] in first


def test_headlines_are_the_articles_without_their_texts(path):
    with closing(sqlite3.connect(path)) as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(v_headlines)")]
        named = ", ".join(columns)
        shown = db.execute(f"SELECT {named} FROM v_headlines ORDER BY id").fetchall()
        assert shown == db.execute(f"SELECT {named} FROM v_articles ORDER BY id").fetchall() != []
        assert len(db.execute("SELECT id FROM v_headlines WHERE id = '1'").fetchall()) == 1
    assert columns[:5] == ["id", "date_published", "site", "headline", "byline"]
