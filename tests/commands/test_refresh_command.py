"""`scraper refresh` at the door: what it lists, visits and refuses, and the settings that choose for it."""

import json
import sqlite3
from contextlib import closing

import pytest

from program import ALLOW, article, inside, serving


@pytest.fixture
def site():
    with serving() as one:
        for path in ("/a", "/b", "/c"):
            one.pages[path] = (200, {}, article(f"A story from {path}"))
        yield one


@pytest.fixture
def folder(tmp_path, site):
    """An archive of three articles that were due an hour ago."""
    done = inside(tmp_path, "fetch", *(f"{site.base}{path}" for path in ("/a", "/b", "/c")), *ALLOW, "-q")
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(tmp_path / "archive.db")) as db:
        db.create_function("row_sum", -1, lambda *_: 0)
        db.execute("UPDATE visits SET due_at = '2020-01-01T00:00:00Z', last_seen = '2019-12-31T23:00:00Z'")
        db.execute("UPDATE fetches SET at = '2019-12-31T23:00:00Z'")
        db.commit()
    site.visits.clear()
    return tmp_path


def rows(done):
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_simulate_lists_what_would_be_visited_and_writes_nothing(folder, site):
    listed = rows(inside(folder, "refresh", "--simulate", "--nl"))
    assert {row["url"] for row in listed} == {f"{site.base}/{name}" for name in "abc"}
    assert listed[0]["due_at"] == "2020-01-01T00:00:00Z"
    assert site.visits == []
    assert len(rows(inside(folder, "refresh", "--simulate", "--nl"))) == 3


def test_a_budget_holds_and_the_next_run_goes_on(folder, site):
    assert len(rows(inside(folder, "refresh", "--budget", "2", "--nl", *ALLOW))) == 2
    assert len(rows(inside(folder, "refresh", "--nl", *ALLOW))) == 1
    done = inside(folder, "refresh", "-q", *ALLOW)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(site.visits) == 3
    assert len(rows(inside(folder, "refresh", "--all", "--nl", *ALLOW))) == 3
    assert len(rows(inside(folder, "refresh", "--all", "--host-budget", "1", "--nl", *ALLOW))) == 1


GONE = {"/a": (404, {}, b"Not found")}
DOWN = {path: (503, {}, b"Later") for path in ("/a", "/b", "/c")}


@pytest.mark.parametrize(
    ("answers", "options", "code"),
    [
        (GONE, (), 0),  # it is looked for three times more
        (DOWN, (), 0),
        (GONE, ("--strict",), 1),
        (GONE, ("--ladder", "1h"), 0),
    ],
)
def test_what_will_be_looked_at_again_is_no_failure(folder, site, answers, options, code):
    site.pages |= answers
    done = inside(folder, "refresh", "-q", "--retries", "0", "--report", "report.json", *options, *ALLOW)
    assert (done.returncode, bool(done.stderr)) == (code, bool(code))
    assert {one["url"] for one in json.loads((folder / "report.json").read_text())["failed"]} <= {
        f"{site.base}{path}" for path in answers
    }


def test_what_is_not_looked_at_again_is_a_failure(folder, site):
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        db.execute("UPDATE articles SET first_seen = '2019-01-01T00:00:00Z', last_changed = '2019-01-01T00:00:00Z'")
        db.commit()
    site.pages["/b"] = (401, {}, b"Log in")
    done = inside(folder, "refresh", "-q", *ALLOW)  # the last step of the ladder is long past
    assert done.returncode == 3
    assert "/b: " in done.stderr


def test_sites_and_label_sets_choose_in_the_settings_file(folder, site):
    (folder / "scraper.toml").write_text('[site."127.0.0.1"]\nrefresh = false\n[label."cases"]\nrefresh = true\n')
    (folder / "cases.csv").write_text(f"url,outlet\n{site.base}/b,Courier\n")
    done = inside(folder, "fetch", "--csv", "cases.csv", "-o", "out.csv", "--max-age", "forever", *ALLOW)
    assert done.returncode == 0, done.stderr
    site.visits.clear()
    listed = rows(inside(folder, "refresh", "--nl", *ALLOW))
    assert [row["url"] for row in listed] == [f"{site.base}/b"]
    shown = {row["setting"]: row["value"] for row in rows(inside(folder, "config", "show", "--nl"))}
    assert (shown["site.127.0.0.1.refresh"], shown["label.cases.refresh"]) == (False, True)
    assert (shown["ladder"], shown["budget"], shown["host_budget"]) == ("default", 5000, 500)


WRONG = [  # settings file, arguments -> what the message names
    ("", ("--ladder", "weekly"), "'weekly' is not a ladder; write default, newsdiffs, or ages that grow"),
    ("", ("--ladder", "1h,30m"), "not a ladder"),
    ("", ("--ladder", "1h,1h5m"), "not a ladder"),
    ("", ("--ladder", "60"), "not a ladder"),
    ("", ("--budget", "-1"), "--budget"),
    ('ladder = "weekly"\n', (), "ladder must be default, newsdiffs, or ages that grow"),
    ('[label."cases"]\nrefresh = "no"\n', (), '[label."cases"] refresh must be true or false'),
    ('[label."cases"]\ndelay = 3\n', (), "unknown setting delay"),
    ('[site."news.example"]\nladder = "often"\n', (), "ladder must be"),
    ('label = "cases"\n', (), "label must be a table"),
    ("[label]\ncases = true\n", (), 'write the settings of a label as a table: [label."cases"]'),
]


@pytest.mark.parametrize(("settings", "args", "message"), WRONG)
def test_wrong_settings_are_refused_in_one_line(folder, settings, args, message):
    (folder / "scraper.toml").write_text(settings)
    done = inside(folder, "refresh", *args)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_without_an_archive_there_is_nothing_to_refresh(tmp_path):
    done = inside(tmp_path, "refresh")
    assert done.returncode == 2
    assert "there is no archive" in done.stderr
