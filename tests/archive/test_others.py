"""What others put into the file: triggers stop those who write, the rest is listed and is no damage."""

from __future__ import annotations

import gzip
import os
import re
import shlex
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from newsroom import LONG
from program import inside
from scraper.archive import Archive, Query
from scraper.archive.store.added_columns import added, names
from scraper.archive.store.migrations import STEPS, fresh
from scraper.archive.store.schema_objects import declared

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
# triggers that a write of ours sets off, each by its name
TRIGGERS = {
    "loses articles": "CREATE TRIGGER spy AFTER INSERT ON articles BEGIN DELETE FROM articles WHERE id < new.id; END",
    "has no end": f"CREATE TRIGGER spy AFTER INSERT ON captures BEGIN SELECT ({ENDLESS}); END",
    "in another case": "CREATE TRIGGER spy BEFORE UPDATE ON ARTICLES BEGIN SELECT 1; END",
    "on the log": "CREATE TRIGGER spy AFTER INSERT ON fetches BEGIN DELETE FROM past_texts; END",
    "on a hidden table": "CREATE TRIGGER spy AFTER INSERT ON articles_fts_docsize BEGIN DELETE FROM versions; END",
    "on a view": "CREATE TRIGGER spy INSTEAD OF INSERT ON v_articles BEGIN SELECT 1; END",
    "behind a foreign key": (
        "CREATE TABLE notes (id INTEGER REFERENCES images(article_id) ON DELETE CASCADE);"
        " CREATE TABLE further (id INTEGER REFERENCES notes(id) ON UPDATE SET NULL);"
        " CREATE TRIGGER spy AFTER UPDATE ON further BEGIN DELETE FROM articles; END"
    ),
    "with a name that needs quotes": (
        'CREATE TRIGGER "it\'s a ""spy""" AFTER INSERT ON queue BEGIN DELETE FROM queue; END'
    ),
}
# commands that write, and commands that read
WRITES = (
    ["fetch", "http://127.0.0.1:9/x", "--allow-net", "127.0.0.0/8"],
    ["fetch", "--html", "page.html", "--url", "https://harbour.example/new"],
    ["feed", "add", "--no-check", "https://harbour.example/feed"],
    ["feed", "poll"],
    ["import", "jsonl", "rows.jsonl"],
    ["reextract"],
    ["optimize"],
    ["migrate"],
)
READS = (["search", "ferry"], ["list"], ["show", "1"], ["history", "1"], ["changes"], ["export", "jsonl"], ["status"])


def _run(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        for statement in statements:
            db.executescript(statement)


def _told(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    return done.returncode, re.sub(r"bytes\t\d+", "", done.stdout), done.stderr


@pytest.fixture
def folder(folder: Path) -> Path:
    (folder / "page.html").write_text(f"<h1>New</h1><p>{LONG}</p><p>{LONG}</p>")
    (folder / "rows.jsonl").write_text('{"url": "https://harbour.example/9", "headline": "Nine"}\n')
    return folder


def test_what_the_steps_declare_is_what_a_new_archive_has():
    with closing(fresh()) as db:
        found = dict(map(tuple, db.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")))
        virtual = dict(map(tuple, db.execute("SELECT name, sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")))
        tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ours = declared()
    assert {name: one.sql for name, one in ours.items() if one.kind in ("trigger", "view")} == found
    assert {name: one.sql for name, one in ours.items() if one.is_virtual} == virtual
    assert {name for name, one in ours.items() if one.kind == "table"} <= tables


@pytest.mark.parametrize("kind", TRIGGERS)
@pytest.mark.slow
def test_a_strange_trigger_is_named_and_stops_who_writes(folder, kind):
    _run(folder / "archive.db", TRIGGERS[kind])
    done = inside(folder, "fetch", "http://127.0.0.1:9/x", "--allow-net", "127.0.0.0/8")
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert "spy" in done.stderr
    assert "--allow-trigger" in done.stderr
    verified = inside(folder, "verify")
    assert (verified.returncode, verified.stdout.count("\n")) == (6, 2)
    assert "spy" in verified.stdout
    assert "DROP TRIGGER" in verified.stdout
    assert inside(folder, "list", "--no-headers").stdout.count("\n") == 3


@pytest.mark.parametrize("command", WRITES, ids=" ".join)
def test_every_command_that_writes_stops_before_it_does(folder, command):
    _run(folder / "archive.db", TRIGGERS["loses articles"])
    before = (folder / "archive.db").read_bytes()
    done = inside(folder, *command)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (74, "", 1)
    assert (folder / "archive.db").read_bytes() == before


@pytest.mark.parametrize("command", READS, ids=" ".join)
def test_every_command_that_reads_goes_on(folder, command):
    expected = inside(folder, *command)
    _run(folder / "archive.db", TRIGGERS["has no end"])
    assert _told(inside(folder, *command)) == _told(expected)
    assert inside(folder, "backup", "copy.db").returncode == 0


@pytest.mark.parametrize("kind", ["loses articles", "with a name that needs quotes"])
def test_the_remedy_that_is_named_works(folder, kind):
    _run(folder / "archive.db", TRIGGERS[kind])
    told = inside(folder, "optimize").stderr
    program, file, statement = shlex.split(told.partition("remove it: ")[2].partition(" - or ")[0])
    assert (program, file) == ("sqlite3", "archive.db")
    _run(folder / file, statement)
    assert inside(folder, "optimize").returncode == 0
    assert inside(folder, "verify").returncode == 0


def test_an_allowed_trigger_is_remembered_until_it_changes(folder):
    _run(folder / "archive.db", "CREATE TRIGGER mine AFTER INSERT ON articles BEGIN SELECT 1; END")
    assert inside(folder, "--allow-trigger", "mine", "optimize").returncode == 0
    assert inside(folder, "optimize").returncode == 0
    verified = inside(folder, "verify")
    assert (verified.returncode, verified.stdout.count("\n")) == (0, 1)
    assert "trigger mine on articles" in verified.stderr
    _run(folder / "archive.db", "DROP TRIGGER mine", TRIGGERS["loses articles"].replace("spy", "mine"))
    assert inside(folder, "optimize").returncode == 74
    assert inside(folder, "verify").returncode == 6


def test_of_two_triggers_one_is_allowed(folder):
    _run(folder / "archive.db", TRIGGERS["on the log"], TRIGGERS["on a view"].replace("spy", "mine"))
    told = inside(folder, "optimize", "--allow-trigger", "mine")
    assert (told.returncode, "spy (on fetches)" in told.stderr, "mine" in told.stderr) == (74, True, False)
    assert inside(folder, "verify", "--allow-trigger", "spy", "--allow-trigger", "mine").returncode == 0
    assert inside(folder, "optimize").returncode == 0


@pytest.mark.parametrize(("name", "words"), [("nothing", "no such trigger"), ("articles_keep_text", "scraper's own")])
def test_what_cannot_be_allowed_is_refused(folder, name, words):
    told = inside(folder, "optimize", "--allow-trigger", name)
    assert (told.returncode, words in told.stderr) == (2, True)


def test_a_trigger_in_the_place_of_ours_cannot_be_allowed(folder):
    _run(
        folder / "archive.db",
        "DROP TRIGGER articles_keep_text",
        "CREATE TRIGGER articles_keep_text BEFORE UPDATE ON articles BEGIN DELETE FROM past_texts; END",
    )
    told = inside(folder, "optimize")
    assert (told.returncode, "took the place" in told.stderr) == (74, True)
    assert inside(folder, "optimize", "--allow-trigger", "articles_keep_text").returncode == 2
    assert inside(folder, "verify").returncode == 6


def test_a_lost_trigger_of_ours_stops_who_writes(folder):
    _run(folder / "archive.db", "DROP TRIGGER articles_keep_text")
    told = inside(folder, "optimize")
    assert (told.returncode, "articles_keep_text" in told.stderr, told.stderr.count("\n")) == (6, True, 1)


def test_an_older_archive_is_not_migrated_under_a_strange_trigger(tmp_path):
    kept = Path(__file__).parent.parent / "archives" / "schema-8.db.gz"
    (tmp_path / "archive.db").write_bytes(gzip.decompress(kept.read_bytes()))
    _run(tmp_path / "archive.db", TRIGGERS["loses articles"])
    for command in (["migrate"], ["optimize"], ["verify"]):
        assert inside(tmp_path, *command).returncode == 74
    assert inside(tmp_path, "migrate", "--allow-trigger", "spy").returncode == 0
    assert inside(tmp_path, "optimize").returncode == 0


# --- what is no damage ------------------------------------------------------------------------------

THINGS = {
    "view": ("CREATE VIEW my_view AS SELECT id FROM articles", "view my_view"),
    "view without end": (f"CREATE VIEW my_view AS {ENDLESS}", "view my_view"),
    "table": ("CREATE TABLE my_codes (article_id INTEGER REFERENCES articles(id), code TEXT)", "table my_codes"),
    "index": ("CREATE INDEX ix_mine ON articles(section)", "index ix_mine on articles"),
    "column": ("ALTER TABLE articles ADD COLUMN code TEXT", "column code of articles"),
    "column with a rule": (
        'ALTER TABLE articles ADD COLUMN "my code" INTEGER DEFAULT 3 CHECK ("my code" IN (1, 3))',
        'column "my code" of articles',
    ),
    "column before a key": ("ALTER TABLE images ADD COLUMN seen", "column seen of images"),
    "column in a small table": ("ALTER TABLE definitions ADD COLUMN by", "column by of definitions"),
    "table that points nowhere": (
        "CREATE TABLE notes (id REFERENCES nowhere(id), by REFERENCES images(credit)); INSERT INTO notes VALUES (1, 2)",
        "table notes",
    ),
    "search of their own": (
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, t TEXT); CREATE VIRTUAL TABLE notes_fts USING fts5(t)",
        "table notes_fts",
    ),
    "trigger on a table of theirs": (
        "CREATE TABLE notes (t TEXT); CREATE TRIGGER stamps AFTER INSERT ON notes BEGIN SELECT 1; END",
        "trigger stamps on notes",
    ),
    "numbers for the planner": ("ANALYZE", ""),
}  # fmt: skip


@pytest.mark.parametrize("kind", THINGS)
@pytest.mark.slow
def test_what_others_add_is_listed_and_no_damage(folder, kind):
    statement, line = THINGS[kind]
    _run(folder / "archive.db", statement)
    done = inside(folder, "verify", "--no-headers")
    assert (done.returncode, done.stdout) == (0, "")
    assert line in done.stderr
    assert ("joined by the article's id" in done.stderr) == bool(line)
    assert "notes_fts_data" not in done.stderr


@pytest.mark.parametrize("kind", ["column with a rule", "table that points nowhere", "index"])
def test_what_others_add_hinders_nobody(folder, kind):
    _run(folder / "archive.db", THINGS[kind][0])
    assert inside(folder, "fetch", "--html", "page.html", "--url", "https://harbour.example/new").returncode == 0
    assert inside(folder, "optimize", "--rebuild").returncode == 0
    assert inside(folder, "verify", "--no-headers").returncode == 0
    assert inside(folder, "list", "--no-headers").stdout.count("\n") == 4


def test_columns_of_others_stay_through_a_migration(tmp_path):
    kept = Path(__file__).parent.parent / "archives" / "schema-8.db.gz"
    (tmp_path / "archive.db").write_bytes(gzip.decompress(kept.read_bytes()))
    _run(tmp_path / "archive.db", "ALTER TABLE articles ADD COLUMN code BLOB", "UPDATE articles SET code = x'ff'")
    assert inside(tmp_path, "migrate").returncode == 0
    _run(tmp_path / "archive.db", "ALTER TABLE articles ADD COLUMN later TEXT DEFAULT 'x'")
    assert inside(tmp_path, "verify").returncode == 0
    assert inside(tmp_path, "export", "jsonl").stdout.count("\n") == 3
    assert '"code"' not in inside(tmp_path, "export", "jsonl").stdout


@pytest.mark.parametrize(
    ("theirs", "piece"),
    [
        ("CREATE TABLE t (a TEXT, b INT, c CHECK (c IN (1, 2)), PRIMARY KEY (a))", [", c CHECK (c IN (1, 2))", ["c"]]),
        ("CREATE TABLE t (a TEXT, b INT, P, q, PRIMARY KEY (a))", [", P, q", ["P", "q"]]),
        ("CREATE TABLE t (a TEXT, b INT, c UNIQUE, PRIMARY KEY (a))", ["", []]),
        ("CREATE TABLE t (a TEXT, b INT PRIMARY KEY (a))", ["", []]),
        ("CREATE TABLE t (a BLOB, b INT, c, PRIMARY KEY (a))", ["", []]),
        (None, ["", []]),
    ],
)
def test_an_added_column_is_told_from_another_definition(theirs, piece):
    found = added("CREATE TABLE t (a TEXT, b INT, PRIMARY KEY (a))", theirs)
    assert [found, names(found)] == piece


# --- what is ------------------------------------------------------------------------------------------

SUBSTITUTES = {
    "a view": ("DROP VIEW v_versions", f"CREATE VIEW v_versions AS {ENDLESS}"),
    "an index": ("DROP INDEX ix_articles_site", "CREATE INDEX ix_articles_site ON articles(site)"),
    "a table": ("DROP TABLE hosts", "CREATE TABLE hosts (host TEXT PRIMARY KEY)"),
    "a table by a view": ("ALTER TABLE articles RENAME TO old", f"CREATE VIEW Articles AS {ENDLESS}"),
    "the index of words": (
        f"CREATE VIEW endless AS {ENDLESS}",
        "DROP TABLE articles_fts",
        "CREATE VIRTUAL TABLE articles_fts USING fts5(body_text, content='endless')",
    ),
}


@pytest.mark.parametrize("kind", SUBSTITUTES)
def test_what_takes_the_place_of_ours_is_damage(folder, kind):
    _run(folder / "archive.db", "PRAGMA legacy_alter_table = ON", *SUBSTITUTES[kind])
    start = time.monotonic()
    done = inside(folder, "verify", "--no-headers")
    assert (done.returncode, "definition" in done.stdout) == (6, True)
    for command in (["show", "1", "--version", "1"], ["list"], ["changes"], ["search", "ferry"], ["diff", "1"]):
        assert inside(folder, *command).stderr.count("\n") <= 1
    assert time.monotonic() - start < 20  # nothing of what has no end was begun


def test_a_view_without_end_costs_those_only_who_need_it(folder):
    _run(folder / "archive.db", *SUBSTITUTES["a view"])
    told = inside(folder, "diff", "1")
    assert (told.returncode, "v_versions" in told.stderr, told.stderr.count("\n")) == (6, True, 1)
    assert inside(folder, "list", "--no-headers").stdout.count("\n") == 3


# --- what is no file ----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["list"], ["verify"], ["migrate"], ["fetch", "https://x.invalid/"], ["status"]])
def test_a_pipe_is_refused_at_once(tmp_path, command):
    os.mkfifo(tmp_path / "archive.db")
    told = inside(tmp_path, *command)
    assert (told.returncode, told.stderr.count("\n"), "pipe or a device" in told.stderr) == (2, 1, True)


def test_a_device_is_refused_at_once(tmp_path):
    told = inside(tmp_path, "--db", "/dev/zero", "list")
    assert (told.returncode, "pipe or a device" in told.stderr) == (2, True)


def test_a_step_count_of_zero_is_a_new_file(tmp_path):
    (tmp_path / "a.db").touch()
    with Archive.open(tmp_path / "a.db") as archive:
        assert archive.search.find(Query(typed="ferry")).total == 0
        assert archive.db.execute("PRAGMA user_version").fetchone()[0] == len(STEPS)


def test_a_reader_trusts_nothing_that_the_file_says(folder):
    with Archive.open(folder / "archive.db", read_only=True) as archive:
        assert archive.db.execute("PRAGMA trusted_schema").fetchone()[0] == 0
