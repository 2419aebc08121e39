"""A run that died, or that met errors in scraper itself, is trouble for monitors until the same command is well again."""

import os
import subprocess
import sys

import pytest

from newsroom import START, visit
from newsroom import article as made_up
from program import ALLOW, article, inside, scraper, serving
from scraper.archive import Archive
from scraper.archive.store.owners import here
from scraper.jobs.collect import Collector
from scraper.models import Lead

WEEK = 7


def ran(archive, name, counts=None, error=None, *, ends=True):
    run = archive.crawl.runs.start(["scraper", *name.split()], name=name)
    if ends:
        archive.crawl.runs.end(run, counts or {"new": 1}, error=error)
    return run


def troubles(archive):
    return [line.trouble for line in archive.maintenance.status() if line.trouble]


@pytest.fixture
def archive(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        visit(archive, made_up())
        yield archive


def test_a_run_that_died_until_the_same_command_is_well(archive):
    ran(archive, "feed poll", error="KeyError: 'x'")
    ran(archive, "fetch")
    ran(archive, "fetch")
    (trouble,) = troubles(archive)
    assert "`feed poll`" in trouble
    assert "died: KeyError: 'x'" in trouble
    ran(archive, "fetch")
    assert troubles(archive)
    ran(archive, "feed poll", {})
    assert troubles(archive) == []
    assert not list(archive.maintenance.verify())


def test_faults_until_a_run_without_them(archive):
    ran(archive, "feed poll", {"new": 3, "fault": 2})
    (trouble,) = troubles(archive)
    assert "2 errors in scraper itself" in trouble
    ran(archive, "feed poll", {"new": 3, "timeout": 1})
    assert troubles(archive) == []


def test_a_run_that_was_killed_is_told_at_once(archive):
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    run = ran(archive, "feed poll", ends=False)
    assert troubles(archive) == []  # it is this very process
    machine = here().rpartition(":")[0]
    archive.db.execute("UPDATE runs SET owner = ? WHERE id = ?", (f"{machine}:{gone.pid}", run))
    assert "did not end" in troubles(archive)[0]
    archive.db.execute("UPDATE runs SET owner = ? WHERE id = ?", (f"another machine:{os.getpid()}", run))
    assert troubles(archive) == []  # nobody can look there


def test_a_death_is_not_hidden_by_a_run_that_is_under_way(archive):
    ran(archive, "feed poll", error="KeyError: 'x'")
    ran(archive, "feed poll", ends=False)
    assert "died" in troubles(archive)[0]


def test_what_was_run_once_is_forgotten_in_a_week(tmp_path):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        ran(archive, "import jsonl", error="KeyError: 'x'")
        ran(archive, "feed poll")
        assert troubles(archive)
        archive.clock = lambda: START.replace(day=START.day + WEEK + 1)
        ran(archive, "feed poll")
        assert not [trouble for trouble in troubles(archive) if "import" in trouble]


def test_the_monitor_is_told_in_one_line(tmp_path, monkeypatch):
    """The whole way: an error at one URL, exit code 3, status --check, and a later run that is well."""
    with serving() as site:
        site.pages |= {f"/{n}": (200, {}, article(f"Story {n}")) for n in range(3)}
        urls = [f"{site.base}/{n}" for n in range(3)]
        read = Collector._read

        async def reader(self, page):
            if page.final_url.endswith("/1"):
                raise KeyError("x\x1b[2J")
            return await read(self, page)

        monkeypatch.setattr(Collector, "_read", reader)
        done = inside(tmp_path, "fetch", *ALLOW, "--log-file", "log", *urls)
        assert done.returncode == 3
        assert sorted(line.split("\t")[0] for line in done.stdout.splitlines()[1:]) == ["fault", "new", "new"]
        assert "Traceback" not in done.stdout + done.stderr
        assert "Traceback" in (tmp_path / "log").read_text()
        assert "KeyError" in done.stdout
        check = inside(tmp_path, "status", "--check")
        assert check.returncode == 7
        (line,) = check.stderr.splitlines()
        assert "`fetch`" in line
        assert "1 error in scraper itself" in line
        monkeypatch.undo()
        assert inside(tmp_path, "fetch", *ALLOW, *urls).returncode == 0
        assert inside(tmp_path, "status", "--check").returncode == 0
        assert len(scraper(tmp_path, "list", "--nl").stdout.splitlines()) == 3


def test_a_run_that_ends_by_an_error_is_kept_with_it(tmp_path, monkeypatch):
    with serving() as site:
        site.pages["/1"] = (200, {}, article("Story"))

        async def run(*_):
            raise KeyError("gone")

        monkeypatch.setattr(Collector, "run", run)
        done = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/1")
        assert done.returncode == 1
        check = inside(tmp_path, "status", "--check")
        assert check.returncode == 7
        assert "KeyError: 'gone'" in check.stderr
        monkeypatch.undo()
        assert inside(tmp_path, "fetch", *ALLOW, f"{site.base}/1").returncode == 0
        assert inside(tmp_path, "status", "--check").returncode == 0
        assert inside(tmp_path, "verify").returncode == 0


def test_addresses_that_an_interrupted_run_left_are_trouble(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        archive.crawl.queue.add([Lead(url=f"https://harbour.example/{n}") for n in range(3)])
        archive.crawl.queue.add([Lead(url="https://harbour.example/entry", feed="https://harbour.example/feed")])
        run = archive.crawl.runs.start(["scraper", "fetch"], name="fetch")
        assert troubles(archive) == []  # it is under way
        archive.crawl.runs.end(run, {"new": 1})
    done = inside(tmp_path, "status", "--check")
    assert done.returncode == 7
    assert "3 addresses wait since a run was interrupted: `scraper fetch --pending` visits them" in done.stderr
    with Archive.open(tmp_path / "archive.db") as archive:
        for n in range(3):
            archive.crawl.queue.take(f"https://harbour.example/{n}")
            archive.crawl.queue.fail(f"https://harbour.example/{n}", "host_parked", "left alone", again=True)
        assert troubles(archive) == []  # the entry of a feed is left to the next poll


@pytest.mark.parametrize(
    ("name", "reason", "is_trouble"),
    [
        ("run", "dns", False),  # the next run asks again
        ("run", "host_parked", False),
        ("feed poll", "server_error", False),
        ("run", "robots", True),  # nothing asks again
        ("fetch", "dns", True),  # a person asked, and only a person asks again
    ],
)
def test_a_run_in_which_everything_failed_is_no_trouble_while_the_next_asks_again(tmp_path, name, reason, is_trouble):
    with Archive.open(tmp_path / "archive.db") as archive:
        run = archive.crawl.runs.start([name], name=name)
        archive.crawl.runs.end(run, {reason: 4})
        found = [line for line in archive.maintenance.status() if "everything failed" in (line.trouble or "")]
    assert bool(found) is is_trouble
