"""SQL that people type: every column comes out, and nothing that is typed or stored can hold the program for ever."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import filled
from program import inside, start
from scraper.archive import Archive
from scraper.archive.store.connection import connect, sqlite_errors
from scraper.archive.store.sql import numbered
from scraper.errors import InputError, QueryTimeout

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
ROW_BY_ROW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
# none of them ends, each at another kind of work
WITHOUT_END = {
    "a count": ENDLESS,
    "a view": "SELECT * FROM endless",
    "a cross join": "SELECT count(*) FROM many a, many b, many c, many d, many e, many f, many g",
    "no row that fits": f"{ROW_BY_ROW} WHERE i < 0",
    "a condition": f"SELECT id FROM articles WHERE ({ENDLESS})",
    "rows that are sorted": f"{ROW_BY_ROW} ORDER BY -i",
}
FORMS = {
    "--json": lambda out: json.loads(out)[0],
    "--nl": json.loads,
    "--csv": lambda out: next(csv.DictReader(io.StringIO(out))),
    "--tsv": lambda out: next(csv.DictReader(io.StringIO(out), delimiter="\t")),
    "-t": lambda out: dict(zip(*map(str.split, out.splitlines()), strict=True)),
}
SAME_NAMES = "SELECT 1 AS id, 99 AS id, 5 AS id_2, 'x' AS id"
NUMBERED = {"id": "1", "id_3": "99", "id_2": "5", "id_4": "x"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("query")
    filled(place / "archive.db")
    with closing(sqlite3.connect(place / "archive.db")) as db:
        db.execute(f"CREATE VIEW endless AS {ENDLESS}")
        db.execute(
            "CREATE TABLE many AS WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 999) SELECT * FROM n"
        )
        db.commit()
    return place


@pytest.mark.parametrize("form", FORMS)
def test_columns_of_one_name_are_kept_apart(folder, form):
    row = FORMS[form](inside(folder, "query", SAME_NAMES, form).stdout)
    assert {name: str(value) for name, value in row.items()} == NUMBERED
    joined = "SELECT a.id, v.id, a.url, v.url FROM articles a JOIN v_articles v ON v.id = a.id + 1 LIMIT 1"
    row = FORMS[form](inside(folder, "query", joined, form).stdout)
    assert [str(row[name])[-1] for name in ("id", "id_2", "url", "url_2")] == ["1", "2", "0", "1"]
    assert inside(folder, "query", joined, "--columns", "id_2", "--no-headers", "--nl").stdout == '{"id_2": 2}\n'


@given(st.lists(st.sampled_from(["id", "id_2", "id_2_2", "ID", ""]), max_size=8))
def test_every_column_has_a_name_of_its_own(names):
    found = numbered(names)
    assert len(set(found)) == len(names)
    for before, after in zip(names, found, strict=True):
        assert after.startswith(before)
    firsts = {names.index(name) for name in names}
    assert all(found[place] == names[place] for place in firsts)


@pytest.mark.parametrize("statement", WITHOUT_END)
@pytest.mark.slow
def test_what_has_no_end_is_ended(folder, statement):
    begun = time.monotonic()
    done = inside(folder, "query", WITHOUT_END[statement], "--timeout", "0.3")
    assert time.monotonic() - begun < 10
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "stopped after 0.3 s" in done.stderr
    assert "--timeout" in done.stderr


def test_rows_that_came_before_the_end_are_told(folder):
    done = inside(folder, "query", f"{ROW_BY_ROW}", "-n", "3", "--no-headers")
    assert (done.returncode, done.stdout) == (0, "1\n2\n3\n")


def test_time_that_a_reader_takes_is_not_the_querys(folder):
    with Archive.open(folder / "archive.db", read_only=True) as archive:
        _, rows = archive.query("SELECT i FROM many", seconds=0.5)
        assert next(rows) == (1,)
        time.sleep(0.6)
        assert len(list(rows)) == 998
        _, endless = archive.query(f"{ROW_BY_ROW} WHERE i % 1000 = 0", seconds=0.2)
        with pytest.raises(QueryTimeout):
            list(endless)
        assert list(archive.query("SELECT 1", seconds=0)[1]) == [(1,)]


@pytest.mark.parametrize(
    "of",
    ["zeroblob(1000000000)", "hex(zeroblob(99000000))", "(SELECT group_concat(hex(zeroblob(100000))) FROM many)"],
)
def test_a_value_that_would_fill_the_memory_is_refused(folder, of):
    done = inside(folder, "query", f"SELECT length({of}), {of}")
    assert (done.returncode, done.stderr.count("\n"), "too big" in done.stderr) == (2, 1, True)


def test_the_settings_of_fetch_are_not_the_querys(folder, tmp_path):
    (tmp_path / "t.toml").write_text('timeout = "0.3s"\n')
    done = inside(folder, "--config", str(tmp_path / "t.toml"), "query", "SELECT max(i) FROM many", "--no-headers")
    assert (done.returncode, done.stdout) == (0, "999\n")
    assert "60" in inside(folder, "query", "--help").stdout.partition("--timeout")[2][:200]


@pytest.mark.parametrize("form", ["--csv", "--json"])
@pytest.mark.slow
def test_ctrl_c_is_obeyed_at_once(folder, form):
    running = start(folder, "query", ENDLESS, form)
    time.sleep(2.5)  # until SQLite is at work
    assert running.poll() is None
    begun = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=15)
    assert time.monotonic() - begun < 5
    assert (running.returncode, "Traceback" in told) == (130, False)


@pytest.mark.parametrize("read_only", [True, False])
def test_ctrl_c_gets_through_whatever_sqlite_does(folder, read_only):
    with closing(connect(folder / "archive.db", read_only=read_only)) as db:
        alarm = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        alarm.start()
        with pytest.raises(KeyboardInterrupt), sqlite_errors("archive.db"):
            db.execute(ENDLESS).fetchall()
        alarm.join()


def test_verify_takes_an_interrupt_for_no_damage(folder, monkeypatch):
    def endless(db: sqlite3.Connection) -> object:
        yield from db.execute(ENDLESS)

    monkeypatch.setattr("scraper.archive.maintenance.verification.CHECKS", {"endless": endless})
    with Archive.open(folder / "archive.db") as archive:
        alarm = threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
        alarm.start()
        with pytest.raises(KeyboardInterrupt):
            list(archive.maintenance.verify())
        alarm.join()


def test_damage_in_a_query_is_no_fault_of_the_statement(folder, tmp_path):
    with (
        closing(sqlite3.connect(tmp_path / "archive.db")) as copy,
        closing(sqlite3.connect(folder / "archive.db")) as db,
    ):
        db.backup(copy)
        copy.execute("UPDATE articles SET headline = CAST(x'ff' AS TEXT) WHERE id = 2")
        copy.commit()
    done = inside(tmp_path, "query", "SELECT headline FROM articles ORDER BY id", "--no-headers")
    assert (done.returncode, done.stderr.count("\n"), "bug in scraper" in done.stderr) == (6, 1, False)
    with Archive.open(tmp_path / "archive.db", read_only=True) as archive, pytest.raises(InputError):
        archive.query("SELECT nothing")
