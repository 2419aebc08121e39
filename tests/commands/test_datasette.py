"""`scraper path datasette`: every name in it exists, and both generations of Datasette understand it."""

import json
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest

from newsroom import filled
from program import inside
from scraper.archive.questions.canned import questions

# of the indexes; Datasette hides them itself
HIDDEN_PARTS = ("_data", "_idx", "_docsize", "_config")
COLUMNS = ("label_column", "fts_pk", "sort", "sort_desc")
# more than one can be given, between colons: 0.65 and 1.0 need environments of their own
PROGRAMS = [path for path in os.environ.get("DATASETTE", "datasette").split(os.pathsep) if shutil.which(path)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("datasette")
    filled(place / "archive.db")
    assert inside(place, "path", "datasette", "-o", "metadata.json").returncode == 0
    return place


@pytest.fixture(scope="module")
def written(folder):
    return json.loads((folder / "metadata.json").read_text("utf-8"))


def test_every_table_and_column_is_there(folder, written):
    tables = written["databases"]["archive"]["tables"]
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        there = dict(db.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')"))
        for name, shown in tables.items():
            columns = {row[1] for row in db.execute(f"PRAGMA table_info([{name}])")}
            named = {shown[key] for key in COLUMNS if key in shown} | set(shown.get("facets", ()))
            assert named <= columns, name
            assert shown.get("fts_table", "articles_fts") in there
    assert set(tables) <= set(there)
    visible = {name for name in there if not tables.get(name, {}).get("hidden") and not name.endswith(HIDDEN_PARTS)}
    assert {name for name in visible if there[name] == "table"} == {"articles", "runs"}
    assert all(not shown.get("hidden") for name, shown in tables.items() if there[name] == "view")


def test_no_key_is_unknown_to_datasette(written):
    known = {
        "description",
        "hidden",
        "label_column",
        "sort_desc",
        "size",
        "facets",
        "facet_size",
        "fts_table",
        "fts_pk",
    }
    assert {key for shown in written["databases"]["archive"]["tables"].values() for key in shown} == known
    assert set(written["settings"]) == {"truncate_cells_html", "sql_time_limit_ms", "suggest_facets"}


def test_the_canned_questions_are_its_queries(folder, written):
    queries = written["databases"]["archive"]["queries"]
    assert set(queries) == set(questions())
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        for query in queries.values():
            db.execute(query["sql"], {"site": "", "since": "", "until": "", "section": "", "host": ""})


def test_an_archive_is_called_by_its_file(folder):
    done = inside(folder, "path", "datasette", "--db", "news 2026.db")
    assert list(json.loads(done.stdout)["databases"]) == ["news 2026"]
    assert not (folder / "news 2026.db").exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("db", "-o", "x"), "-o is for `scraper path datasette`"),
        (("datasette", "-o", "metadata.json"), "metadata.json exists"),
    ],
)
def test_what_is_refused(folder, args, told):
    done = inside(folder, "path", *args)
    assert (done.returncode, told in done.stderr) == (2, True)


def test_how_to_start_datasette_is_said(folder, tmp_path):
    done = inside(folder, "path", "datasette", "-o", tmp_path / "m.json")
    assert f"datasette archive.db -m {tmp_path}/m.json --setting truncate_cells_html 200" in done.stderr
    assert done.stdout == ""


ANSWERS = {
    "/archive.json": '"v_articles"',
    "/archive": "articles-by-day",
    "/archive/v_articles.json?_search=edited": "https://harbour.example/0",
    "/archive/v_articles?_search=edited": "1 row",
    "/archive/articles/1.json": "Ferry returns",
    "/archive/stealth-edits.json?site=harbour.example": "Number 0, edited",
    "/archive/articles-by-day.json?site=&since=&until=": "harbour.example",
}


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAMS, reason="Datasette is not installed")
@pytest.mark.parametrize("program", PROGRAMS)
def test_datasette_answers(folder, program):
    asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    given = ["-m", "metadata.json"]
    given += ["--setting", "suggest_facets", "off"] if "version 0." in asked else ["-c", "metadata.json"]
    for address, expected in ANSWERS.items():
        command = [program, "archive.db", *given, "--get", address]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, expected in done.stdout) == (0, True), (address, done.stdout[:500], done.stderr)
