"""The seal of a run can be computed from the file alone, by the lines that the README prints."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsroom import LONG, START, article, visit
from program import inside
from scraper.archive import Archive

README = (Path(__file__).parent.parent.parent / "README.md").read_text("utf-8")
(CODE,) = re.findall(
    r"```python\n(.*?)```", README.partition("### What to put into a paper\n")[2].partition("\n### ")[0], re.DOTALL
)
SPOILED = (
    "DROP TRIGGER captures_stay; UPDATE captures SET status = 201 WHERE id = 2",
    "UPDATE runs SET counts = '{}' WHERE id = 1",
    "UPDATE runs SET error = NULL WHERE id = 2",
    "DROP TRIGGER captures_stay; UPDATE captures SET url = url || '#' WHERE id = 1",
)


@pytest.fixture
def sealed(tmp_path):
    """A folder with an archive of three runs: two pages, an error and no page, one page."""
    with Archive.open(tmp_path / "archive.db", clock=lambda: START) as archive:
        for name, error, numbers in (("fetch", None, (1, 2)), ("tag", "ÆØÅ: failed", ()), (None, None, (3,))):
            run = archive.crawl.runs.start(["scraper", "fetch", "ærlig talt"], name=name)
            for number in numbers:
                visit(archive, article(f"Number {number}. {LONG}", url=f"https://harbour.example/{number}"))
            archive.crawl.runs.end(run, {"new": len(numbers)}, error=error)
    return tmp_path


def computed(folder, monkeypatch, capsys):
    """What the README's lines print: the number and the hash of the last run."""
    monkeypatch.chdir(folder)
    names = {}
    try:
        exec(compile(CODE, "README.md", "exec"), names)
    finally:
        names["db"].close()
    return capsys.readouterr().out.split()


def shown(folder):
    done = inside(folder, "status", "--seal", "--json")
    (seal,) = json.loads(done.stdout)
    return done, seal


def test_the_readme_computes_the_seal(sealed, monkeypatch, capsys):
    done, seal = shown(sealed)
    assert (done.returncode, done.stderr) == (0, "")
    assert [str(seal["run"]), seal["sha256"]] == computed(sealed, monkeypatch, capsys)
    assert len(seal.pop("sha256")) == 64
    assert seal == {
        "run": 3,
        "ended_at": "2026-05-01T09:00:00Z",
        "command": "scraper fetch 'ærlig talt'",
        "captures_from": 3,
        "captures_to": 3,
        "runs": 3,
        "verifies": True,
        "fault": None,
    }


@pytest.mark.parametrize("sql", SPOILED)
def test_what_was_changed_breaks_the_chain(sealed, monkeypatch, capsys, sql):
    with closing(sqlite3.connect(sealed / "archive.db")) as db:
        db.executescript(sql)
    with pytest.raises(AssertionError):
        computed(sealed, monkeypatch, capsys)
    done, seal = shown(sealed)
    assert (done.returncode, seal["verifies"]) == (6, False)
    assert "the chain of runs is broken: run " in done.stderr


def test_an_archive_without_an_ended_run_has_no_seal(tmp_path):
    with Archive.open(tmp_path / "archive.db"):
        pass
    done = inside(tmp_path, "status", "--seal", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no run has ended" in done.stderr
    assert inside(tmp_path, "status", "--seal", "--check").returncode == 2
