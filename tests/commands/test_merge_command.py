"""`scraper merge` from the outside: its line, its refusals, and nothing half written."""

import gzip
import os
import signal
import time
from pathlib import Path

import pytest

from newsroom import filled, made_up, rows_of
from program import inside, start
from scraper.archive import Archive

OLD = Path(__file__).parent.parent / "archives" / "schema-11.db.gz"


@pytest.fixture
def folder(tmp_path):
    filled(tmp_path / "a.db")
    filled(tmp_path / "b.db", 5)
    return tmp_path


def test_two_archives_become_one(folder):
    before = [(folder / name).read_bytes() for name in ("a.db", "b.db")]
    done = inside(folder, "merge", "a.db", "b.db", "-o", "c.db")
    line = "wrote c.db: 5 articles, 3 of them in several archives\n"
    assert (done.returncode, done.stdout, done.stderr) == (0, "", line)
    assert [(folder / name).read_bytes() for name in ("a.db", "b.db")] == before
    assert inside(folder, "verify", "--db", "c.db").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (["a.db", "-o", "c.db"], 2, "name at least two archives to merge"),
        (["a.db", "b.db"], 2, "Missing option '-o'"),
        (["a.db", "no.db", "-o", "c.db"], 2, "there is no archive at no.db"),
        (["a.db", "b.db", "-o", "a.db"], 2, "a.db is one of the archives to merge"),
        (["a.db", "b.db", "-o", "old.db"], 2, "old.db exists: name another file, or replace it with --force"),
        (["a.db", "old.db", "-o", "c.db"], 1, "old.db has the schema of an older scraper: run `scraper migrate` first"),
    ],
)
def test_what_cannot_be_merged_is_refused(folder, arguments, code, line):
    (folder / "old.db").write_bytes(gzip.decompress(OLD.read_bytes()))
    done = inside(folder, "merge", *arguments)
    assert line in done.stderr
    assert done.returncode == code
    assert not (folder / "c.db").exists()


def test_a_merge_that_is_killed_leaves_no_archive(tmp_path):
    for number in (1, 2):
        with Archive.open(tmp_path / f"{number}.db") as archive:
            list(archive.transfer.import_jsonl(rows_of(made_up(300, seed=number))))
    running = start(tmp_path, "merge", "1.db", "2.db", "-o", "c.db")
    end = time.monotonic() + 60
    while not (tmp_path / "c.db.part").exists() and running.poll() is None and time.monotonic() < end:
        time.sleep(0.001)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    assert not (tmp_path / "c.db").exists()
    done = inside(tmp_path, "merge", "1.db", "2.db", "-o", "c.db")
    assert done.stderr == "wrote c.db: 600 articles, 0 of them in several archives\n"
    assert list(tmp_path.glob("*.part*")) == []
