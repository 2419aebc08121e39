"""`scraper run`: a whole cron line, which prints nothing as long as nobody has to do anything."""

import json
import os
import re
import signal
import time

import pytest

from program import ALLOW, article, inside, serving, start
from scraper.archive.store.run_lock import RunLock

RSS = {"Content-Type": "application/rss+xml", "ETag": '"one"'}


def rss(site, *paths):
    items = "".join(f"<item><title>Story {path}</title><link>{site.base}{path}</link></item>" for path in paths)
    return f"<rss version='2.0'><channel><title>The Gazette</title>{items}</channel></rss>".encode()


@pytest.fixture
def site(tmp_path):
    with serving() as site:
        site.pages["/a"] = (200, {}, article("A story"))
        site.pages["/feed"] = (200, RSS, rss(site, "/a"))
        assert inside(tmp_path, "feed", "add", f"{site.base}/feed").returncode == 0
        yield site


def run(folder, *more):
    done = inside(folder, "run", *ALLOW, *more)
    return done.returncode, done.stdout, done.stderr


def report(folder, *more):
    done = inside(folder, "run", *ALLOW, "-q", "--report", "-", *more)
    return {"code": done.returncode, **json.loads(done.stdout)}


def test_a_quiet_run_prints_nothing_when_all_is_well(site, tmp_path):
    assert run(tmp_path, "-q") == (0, "", "")
    assert inside(tmp_path, "list", "--columns", "headline", "--no-headers").stdout == "A story\n"
    site.visits.clear()
    assert run(tmp_path, "-q", "--all") == (0, "", "")
    ((path, headers),) = site.visits  # one request, and what has not changed is not sent
    assert (path, headers["If-None-Match"]) == ("/feed", '"one"')
    code, out, err = run(tmp_path, "--all")
    assert (code, out) == (0, "")
    assert err.startswith("1 feed asked; in ")


def test_what_will_be_retried_is_no_failure_and_what_will_not_is_one(site, tmp_path):
    site.pages["/feed"] = (200, RSS, rss(site, "/a", "/busy", "/none"))
    site.pages["/busy"] = (500, {}, b"")
    done = report(tmp_path)
    assert (done["code"], done["exit_code"], done["lines"]) == (3, 3, [])
    assert done["polled"] == {"feeds": 1, "failed": 0, "entries": {"new": 1, "server_error": 1, "not_found": 1}}
    assert {(one["url"].removeprefix(site.base), one["again"]) for one in done["failed"]} == {
        ("/busy", True),
        ("/none", False),
    }
    assert done["gaps"] == {"tried": 0, "filled": 0, "entries": 0, "open": 0}
    assert set(done["durations"]) == {"poll", "visit", "refresh", "retry", "total"}
    site.pages["/feed"] = (200, RSS | {"ETag": '"two"'}, rss(site, "/a", "/none-either"))
    code, out, err = run(tmp_path, "--all")
    assert (code, out) == (3, "")
    named, summary = err.splitlines()
    assert named == f"not_found {site.base}/none-either: no such page (404)"
    assert summary.startswith("1 feed asked: 1 not_found; 1 failed for good; in ")
    site.pages["/feed"] = (500, {}, b"")
    assert run(tmp_path, "-q", "--all") == (0, "", "")


def test_failures_go_into_the_error_file(site, tmp_path):
    site.pages["/feed"] = (200, RSS, rss(site, "/login"))
    site.pages["/login"] = (403, {}, b"<h1>Forbidden</h1>")
    assert run(tmp_path, "-q", "--strict", "--error-file", "failed.txt") == (1, "", "")
    assert f"{site.base}/login\n" in (tmp_path / "failed.txt").read_text()


def test_a_disk_that_is_nearly_full_is_reported_once(site, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("scraper.archive.maintenance.file_place.ROOM", 1 << 60)
        code, out, err = run(tmp_path, "-q")
        assert (code, out) == (0, "")
        assert re.fullmatch(r"in trouble: archive: the disk is nearly full: \d+ MB are left\n", err)
        assert run(tmp_path, "-q") == (0, "", "")
        assert inside(tmp_path, "status", "--check").stderr.count("nearly full") == 1
    assert run(tmp_path, "-q")[2].startswith("well again: archive (since ")


def test_without_feeds_there_is_nothing_to_do(tmp_path):
    nothing = "Error: there is nothing to do yet: follow a feed with `scraper feed add URL`\n"
    assert run(tmp_path) == (2, "", nothing)
    assert not list(tmp_path.iterdir())


def test_only_one_run_is_at_work(site, tmp_path):
    with RunLock(tmp_path / "archive.db"):
        assert run(tmp_path, "-q") == (75, "", "")
        assert run(tmp_path, "-q", "--skip-if-locked") == (0, "", "")
        code, out, err = run(tmp_path, "--wait", "0.1")
        assert (code, out) == (75, "")
        assert err.startswith("another run is at work on this archive: ")
        assert f"held by process {os.getpid()} since" in err
    assert not site.visits
    (tmp_path / "archive.db.run-lock").unlink()
    (tmp_path / "archive.db.run-lock").mkdir()
    code, out, err = run(tmp_path, "-q")
    assert (code, out) == (74, "")
    assert err.startswith("Error: cannot create the lock ")


def test_a_run_that_is_killed_frees_its_lock_and_the_next_one_ends_its_work(site, tmp_path):
    site.pages["/feed"] = (200, RSS, rss(site, "/a", "/slow"))
    site.pages["/slow"] = (("hang"), {}, 20)
    first = start(tmp_path, "run", "-q", *ALLOW)
    wait_for(site, "/slow")
    assert run(tmp_path, "-q") == (75, "", "")
    first.kill()  # kill -9
    first.communicate()
    site.pages["/slow"] = (200, {}, article("A slow story"))
    assert run(tmp_path, "-q") == (0, "", "")
    headlines = inside(tmp_path, "list", "--columns", "headline", "--no-headers").stdout
    assert sorted(headlines.splitlines()) == ["A slow story", "A story"]


def test_a_signal_ends_it_cleanly(site, tmp_path):
    def late(visit):
        time.sleep(0.5)
        return (200, {}, article("A slow story"))

    site.pages["/feed"] = (200, RSS, rss(site, "/slow", "/b"))
    site.pages["/slow"] = late
    first = start(tmp_path, "run", "-q", *ALLOW)
    wait_for(site, "/slow")
    first.send_signal(signal.SIGTERM)
    out, err = first.communicate(timeout=30)
    assert (first.returncode, out, err) == (130, "", "")
    assert inside(tmp_path, "list", "--columns", "headline", "--no-headers").stdout == "A slow story\n"
    assert [path for path, _ in site.visits].count("/b") == 0
    site.pages["/b"] = (200, {}, article("Another"))
    assert run(tmp_path, "-q") == (0, "", "")
    assert [path for path, _ in site.visits].count("/slow") == 1


@pytest.mark.slow
def test_two_crons_at_once_never_do_work_twice(site, tmp_path):
    paths = [f"/{n}" for n in range(10)]
    site.pages |= {path: (200, {}, article(f"Story {path}")) for path in paths}
    site.pages["/feed"] = (200, RSS, rss(site, *paths))
    jobs = [start(tmp_path, "run", "-q", "--all", *ALLOW, *more) for more in ((), (), ("--wait", "1m"))]
    for job in jobs:
        job.out, job.err = job.communicate(timeout=60)
    codes = [job.returncode for job in jobs]
    assert codes[2] == 0  # it waits for whichever is the first
    assert set(codes[:2]) <= {0, 75}
    assert all(job.out + job.err == "" for job in jobs)
    visited = [path for path, _ in site.visits]
    assert sorted(visited) == sorted(["/robots.txt", *["/feed"] * codes.count(0), *paths])


def wait_for(site, path):
    end = time.monotonic() + 20
    while all(visited != path for visited, _ in site.visits):
        assert time.monotonic() < end, f"{path} was never asked for"
        time.sleep(0.02)
