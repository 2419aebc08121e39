"""What the summary and the rows of a run explain: teasers, addresses that were left alone, and nothing twice."""

import json
import os
import subprocess
import sys

import pytest

from program import ALLOW, WORDS, article, inside, serving
from scraper.archive import Archive
from scraper.jobs import decide
from scraper.models import Lead

WALLED = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'


@pytest.fixture
def site():
    with serving() as site:
        site.pages["/a"] = (200, {}, article("A story"))
        for path in ("/t1", "/t2"):
            site.pages[path] = (200, {}, article(f"A teaser at {path}", f"{WORDS} {path}", head=WALLED))
        yield site


def test_teasers_are_counted_apart(site, tmp_path):
    urls = [f"{site.base}{path}" for path in ("/a", "/t1", "/t2")]
    done = inside(tmp_path, "fetch", *ALLOW, *urls, "--report", "report.json")
    assert done.stderr.splitlines()[-1].startswith("3 new (2 teasers) in ")
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["counts"], report["teasers"]) == ({"new": 3}, 2)
    again = inside(tmp_path, "fetch", *ALLOW, urls[0], "--force")
    assert again.stderr.splitlines()[-1].startswith("1 same in ")


def test_an_address_that_was_left_alone_explains_why(site, tmp_path):
    inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a")
    done = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a", "--nl")
    row = json.loads(done.stdout)
    assert (row["outcome"], row["error"]) == ("skipped_fresh", None)
    assert row["note"] == "fetched just now; --force fetches it again"


def test_an_address_that_another_run_visits_explains_why(tmp_path):
    with Archive.open(tmp_path / "archive.db"):
        left = decide.left(Lead(url="https://harbour.example/1", row={"id": "7"}))
    assert (left.reason, left.error, left.row) == ("taken", None, {"id": "7"})
    assert left.note == "another run is visiting it, or just did"


def test_a_log_on_the_terminal_repeats_no_row(site, tmp_path):
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "scraper", "fetch", *ALLOW, f"{site.base}/a", "-v"]
    done = subprocess.run(command, cwd=tmp_path, stdout=theirs, stderr=subprocess.PIPE, text=True, check=True)
    os.close(theirs)
    assert b"A story" in os.read(ours, 65536)
    os.close(ours)
    assert "INFO new" not in done.stderr
    done = inside(tmp_path, "fetch", *ALLOW, f"{site.base}/a", "--force", "-v")
    assert f"INFO same {site.base}/a" in done.stderr
