"""Many rows of one statement: none is left out where there are more values than SQLite takes."""

import sqlite3
from contextlib import closing

import pytest

from scraper.archive.store.many_rows import insert_many


@pytest.mark.parametrize("most", [2, 3, 4, 1000])
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_each_row_is_inserted_once(most, count):
    rows = [(number, f"row {number}") for number in range(count)]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE pages(id UNIQUE, text)")
        db.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, most)
        insert_many(db, "pages(id, text)", rows)
        assert db.execute("SELECT * FROM pages ORDER BY id").fetchall() == rows


def test_a_conflict_is_met_as_the_clause_asks():
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE pages(id UNIQUE)")
        insert_many(db, "pages", [(1,), (2,)])
        insert_many(db, "pages", [(2,), (3,)], "ON CONFLICT DO NOTHING")
        assert db.execute("SELECT id FROM pages ORDER BY id").fetchall() == [(1,), (2,), (3,)]
