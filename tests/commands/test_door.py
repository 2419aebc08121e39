"""The way out: what the system refuses is one line and the right exit code, never a traceback or a fault of ours."""

import subprocess
import sys
from pathlib import Path

import pytest

from newsroom import article as made_up
from newsroom import visit
from program import ALLOW, article, inside, serving, surroundings
from scraper.archive import Archive

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("door")
    with Archive.open(place / "archive.db") as archive:
        visit(archive, made_up())
    return place


def shell(folder, line):
    """Run a line of shell in which $SCRAPER is the program."""
    environment = surroundings(folder) | {"SCRAPER": f"{sys.executable} -m scraper"}
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "args",
    ["list --csv", "list --json", "list -t", "export jsonl", "export csv -o /dev/full", "query 'SELECT 1'", "--help"],
)
@pytest.mark.slow
def test_a_full_disk_is_told_in_one_line(folder, args):
    done = shell(folder, f"$SCRAPER {args} > /dev/full")
    named = "/dev/full" if "-o" in args else "cannot write"
    assert (done.returncode, done.stderr) == (74, f"Error: {named}: No space left on device\n")


@pytest.mark.slow
def test_a_full_disk_ends_a_run_with_what_it_kept(tmp_path):
    with serving() as site:
        site.pages["/a"] = (200, {}, article("Pilot station stays shut"))
        for args in (f"{site.base}/a {site.base}/none", f"--force --log-file /dev/full {site.base}/a"):
            done = shell(tmp_path, f"$SCRAPER fetch {' '.join(ALLOW)} {args} > /dev/full")
            assert (done.returncode, done.stderr) == (74, "Error: cannot write: No space left on device\n")
    assert inside(tmp_path, "verify", "-q").returncode == 0


def test_closed_streams_are_no_fault(folder):
    done = shell(folder, "$SCRAPER list >&-")
    assert (done.returncode, done.stderr) == (0, "")
    assert shell(folder, "$SCRAPER list <&- >&- 2>&-").returncode == 0


@pytest.mark.parametrize(
    ("args", "file", "code"),
    [
        (["export", "csv", "-o"], "no/such/out.csv", 2),
        (["export", "csv", "-o"], ".", 2),
        (["list", "--log-file"], "no/such/log", 2),
        (["list", "--log-file"], "/sys/log", 74),
        (["export", "csv", "-o"], "/sys/out.csv", 74),
    ],
)
def test_a_file_that_cannot_be_written_is_named(folder, args, file, code):
    done = inside(folder, *args, file)
    assert done.returncode == code
    assert file in done.stderr
    assert (done.stdout, done.stderr.count("\n")) == ("", 1)


@pytest.mark.parametrize("option", ["--error-file", "--report"])
def test_a_file_for_the_end_of_a_run_is_tried_at_its_beginning(tmp_path, option):
    with serving() as site:
        for command in (["fetch", f"{site.base}/a"], ["feed", "poll"]):
            done = inside(tmp_path, *command, *ALLOW, option, "no/such/file")
            assert (done.returncode, done.stderr) == (2, "Error: no/such/file: No such file or directory\n")
        assert site.visits == []
