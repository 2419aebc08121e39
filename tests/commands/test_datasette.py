"""`scraper path datasette`: every name in it exists, and both generations of Datasette understand it."""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from newsroom import filled
from program import inside
from scraper.archive import Archive
from scraper.archive.questions.canned import questions

# of the indexes; Datasette hides them itself
HIDDEN_PARTS = ("_fts", "_data", "_idx", "_docsize", "_config")
COLUMNS = ("label_column", "fts_pk", "sort", "sort_desc")
# what they need of other packages differs, so that each has an environment of its own
VERSIONS = {"0.65": "datasette==0.65.5", "1.0": "datasette==1.0a41"}


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
    assert set(written["settings"]) == {
        "truncate_cells_html",
        "sql_time_limit_ms",
        "facet_time_limit_ms",
        "suggest_facets",
    }


def test_the_canned_questions_are_its_queries(folder, written):
    queries = written["databases"]["archive"]["queries"]
    assert set(queries) == set(questions())
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        for query in queries.values():
            db.execute(query["sql"], {"site": "", "since": "", "until": "", "section": "", "host": "", "open": ""})


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
    "/archive.json": '"v_headlines"',
    "/archive": "articles-by-day",
    "/archive/v_headlines.json?_search=edited": "https://harbour.example/0",
    "/archive/v_headlines?_search=edited": "1 row",
    "/archive/v_headlines?_search=ferry&site=harbour.example": "3 rows",
    "/archive/v_headlines.json?id=2": "https://harbour.example/1",
    "/archive/articles.json?_search=edited": "Number 0, edited",
    "/archive/articles/1.json": "Ferry returns",
    "/archive/stealth-edits.json?site=harbour.example": "Number 0, edited",
    "/archive/articles-by-day.json?site=&since=&until=": "harbour.example",
}


@pytest.fixture(scope="module", params=VERSIONS)
def program(request):
    """A Datasette beside the packages of scraper, installed by the first test that needs it."""
    place = Path(sys.prefix) / "datasette" / request.param
    if not place.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        install = [place / "bin" / "python", "-m", "pip", "install", "--quiet", VERSIONS[request.param]]
        done = subprocess.run(install, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            shutil.rmtree(place)
            pytest.skip(f"NOTICE: {VERSIONS[request.param]} cannot be installed here: {done.stderr[-200:]}")
    return place / "bin" / "datasette"


def given(program, folder):
    """The options that `path datasette` says for this generation."""
    if "/1.0/" in str(program):
        return ["-m", "metadata.json", "-c", "metadata.json"]
    settings = json.loads((folder / "metadata.json").read_text("utf-8"))["settings"]
    options = [("--setting", name, json.dumps(value)) for name, value in settings.items()]
    return ["-m", "metadata.json", *(part for option in options for part in option)]


@contextmanager
def serving(program, folder):
    """Datasette at work, as `path datasette` says: its process and the beginning of its addresses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "archive.db", *given(program, folder), "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port)
            yield server.pid, f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_for(port):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def text_of(address):
    with urlopen(address, timeout=60) as answer:
        return answer.read().decode()


@pytest.mark.slow
def test_datasette_answers(folder, program):
    with serving(program, folder) as (_, start):
        found = {address: expected in text_of(f"{start}{address}") for address, expected in ANSWERS.items()}
    assert found == dict.fromkeys(ANSWERS, True)


MANY = 100_000
# for a program that reads, a large archive: the rows are as long as those of real articles, the index has four words
LARGE = f"""
DROP TRIGGER articles_no_replace;
DROP TRIGGER articles_fts_insert;
CREATE TEMP TABLE n AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {MANY}) SELECT n FROM c;
INSERT INTO articles(id, url, site, section, language, date_published, word_count, verdict, first_seen, last_changed,
    text_sha256, checksum, headline, byline, body_text)
  SELECT n, 'https://site' || (n % 200) || '.example/' || n, 'site' || (n % 200) || '.example', 'Section ' || (n % 12),
    substr('enfrdesv', 1 + n % 4 * 2, 2), datetime('2020-01-01', (n * 7919 % {MANY}) || ' minutes'), 500, 'article',
    '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'x', 0, 'Number ' || n, 'By Anna Holm', hex(zeroblob(1500))
  FROM n;
INSERT INTO articles_fts(rowid, body_text)
  SELECT n, 'the' || iif(n % 5, ' said', '') || iif(n % 3, '', ' government') || iif(n % {MANY // 8}, '', ' ferry') FROM n;
INSERT INTO visits(article_id, last_seen, checksum) SELECT n, '2026-01-01T00:00:00Z', 0 FROM n;
INSERT INTO versions(article_id, number, first_seen, text_sha256, checksum)
  SELECT n, 1, '2026-01-01T00:00:00Z', 'x', 0 FROM n;
INSERT INTO authors(id, name) VALUES (1, 'Anna Holm');
INSERT INTO article_authors(article_id, position, author_id) SELECT n, 0, 1 FROM n;
INSERT INTO images(article_id, position) SELECT n, 0 FROM n;
"""
MOST_CPU = 0.3  # seconds of an answer
TRIES = 5  # of which the quickest counts, for the machine may have other work
PAGES = [
    "/",
    "/archive",
    "/archive/v_headlines",
    "/archive/v_headlines?site=site7.example",
    "/archive/v_headlines?_search=the",
    "/archive/v_headlines?_search=said",
    "/archive/v_headlines?_search=government",
    "/archive/v_headlines?_search=ferry",
    "/archive/v_headlines?_search=the&site=site7.example",
    "/archive/articles",
    "/archive/articles?_search=the",
    "/archive/articles/50000",
    "/archive/v_articles",
]


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    place = tmp_path_factory.mktemp("large")
    Archive.open(place / "archive.db").close()
    with closing(sqlite3.connect(place / "archive.db")) as db:
        db.executescript(f"PRAGMA synchronous = OFF; BEGIN; {LARGE} COMMIT;")
    assert inside(place, "path", "datasette", "-o", "metadata.json").returncode == 0
    yield place
    shutil.rmtree(place)  # half a gigabyte


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the time of another process is read from /proc")
def test_datasette_answers_soon(large, program):
    with serving(program, large) as (process, start):
        taken = {address: min(cpu_of(process, start + address) for _ in range(TRIES)) for address in PAGES}
    assert max(taken.values()) < MOST_CPU, taken


def cpu_of(process, address):
    """The seconds of CPU that a server takes for an answer, in hundredths."""
    before = cpu(process)
    assert "These facets timed out" not in text_of(address)
    return cpu(process) - before


def cpu(process):
    *_, fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")
    user, system = fields.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
