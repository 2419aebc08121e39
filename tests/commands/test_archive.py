"""The commands that tell of versions, damage and state: run as real programs, whole standard output compared."""

import json
import os
import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsroom import LONG, START, visit
from newsroom import article as made_up
from program import inside, on_a_terminal, scraper, without_colours
from scraper.archive import Archive
from scraper.demo import fixtures
from scraper.extract import extract
from scraper.models import Page

URL = "http://riverside-gazette.example/council/mill-bridge-closure"
PAGES = fixtures() / "pages" / "riverside-gazette.example"
COUNCILLOR = "“Ten weeks is what the divers tell us,” said Councillor Hestia Brockway, who leads on transport."
NOTE = "This article was amended on 3 February 2026. An earlier version said that the closure would last six weeks."
GUESS = "On Tuesday morning she had called six weeks “a promise, not a guess”."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An archive of the bridge's three versions, seen on three days; made by the real program."""
    place = tmp_path_factory.mktemp("bridge")
    for n in (1, 2, 3):
        file = place / f"v{n}.html"
        file.write_bytes((PAGES / f"mill-bridge.v{n}.html").read_bytes())
        seen = datetime(2026, 2, 2 + n, 10, tzinfo=UTC).timestamp()
        os.utime(file, (seen, seen))
        done = inside(place, "fetch", "--html", file.name, "--url", URL)
        assert done.returncode == 0, done.stderr
    return place


# --- history, diff, changes -------------------------------------------------------------------------


def test_history_tells_the_three_versions_and_which_was_stealthy(folder):
    assert scraper(folder, "history", URL).stdout == (
        "event\tversion\tfirst_seen\tlast_seen\tchanged\tstealth\theadline\tdetail\n"
        "published\t1\t2026-02-03T10:00:00Z\t2026-02-04T10:00:00Z\t\t\tMill Bridge to close for six weeks, council says\t\n"
        "edited\t2\t2026-02-04T10:00:00Z\t2026-02-05T10:00:00Z\theadline, body_text\t\tMill Bridge to close for ten weeks, council says\tnumber, paragraph_added, paragraph_removed, correction_note\n"
        "retitled\t2\t2026-02-04T10:00:00Z\t\t\t\t\tMill Bridge to close for six weeks, council says\n"
        "edited\t3\t2026-02-05T10:00:00Z\t2026-02-05T10:00:00Z\tbody_text\tstealth\tMill Bridge to close for ten weeks, council says\tnumber, paragraph_removed\n"
    )
    rows = json.loads(inside(folder, "history", "1", "--json", "--columns", "version,stealth,date_modified").stdout)
    assert rows[-1] == {"version": 3, "stealth": "stealth", "date_modified": "2026-02-03T15:30:00+00:00"}


def test_diff_shows_words_in_brackets(folder):
    assert inside(folder, "diff", URL).stdout == (
        f"body_text\n  … 2 unchanged\n  {COUNCILLOR}[- {GUESS}-]\n  … 2 unchanged\n"
        "  The council has put the cost at [-2.4-]{+3.1+} million. It had set aside 1.9 million.\n"
        f"  [-{NOTE}-]\n"
    )
    headline = "headline\n  Mill Bridge to close for [-six-]{+ten+} weeks, council says\nbody_text\n"
    assert inside(folder, "diff", URL, "1", "3").stdout.startswith(headline)
    assert inside(folder, "diff", "1", "1").stdout == inside(folder, "diff", "1", "1", "3").stdout


def test_diff_in_other_forms(folder):
    side = inside(folder, "diff", "1", "--side-by-side").stdout
    assert f"body_text\t{COUNCILLOR}[- {GUESS}-]\t{COUNCILLOR}\n" in side
    unified = inside(folder, "diff", "1", "--unified").stdout
    assert unified.startswith("--- version 2\t2026-02-04T10:00:00Z\n+++ version 3\t2026-02-05T10:00:00Z\n@@ ")
    assert f"\n-{COUNCILLOR} {GUESS}\n+{COUNCILLOR}\n" in unified
    page = inside(folder, "diff", "1", "--html").stdout
    assert "cost at <del>2.4</del><ins>3.1</ins> million" in page
    coloured = inside(folder, "diff", "1", "--color", "always").stdout
    assert "\x1b[31m[-2.4-]\x1b[0m\x1b[32m{+3.1+}\x1b[0m" in coloured
    assert "footpath" in inside(folder, "diff", "1", "--all").stdout
    assert "footpath" not in inside(folder, "diff", "1").stdout


@pytest.mark.parametrize(
    ("name", "args", "like"),
    [
        ("a.html", (), "--html"),
        ("a.patch", (), "--unified"),
        ("a.txt", ("--color", "always"), None),
        ("a", ("--html",), "--html"),
    ],
)
def test_a_difference_can_be_written_to_a_file(folder, name, args, like):
    done = inside(folder, "diff", "1", "-o", name, *args, "--force")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder / name).read_text() == inside(folder, "diff", "1", *([like] if like else [])).stdout
    again = inside(folder, "diff", "1", "-o", name)
    assert (again.returncode, "--force" in again.stderr) == (2, True)
    assert inside(folder, "diff", "1", "2", "2", "-o", f"{name}.none").returncode == 1
    assert not (folder / f"{name}.none").exists()


def test_diff_without_a_difference_is_silence_and_exit_code_1(folder):
    done = inside(folder, "diff", "1", "2", "2")
    assert (done.stdout, done.stderr, done.returncode) == ("", "no difference\n", 1)


@pytest.mark.parametrize(
    ("args", "rows"),
    [
        (["--stealth", "--columns", "version,kind,words_removed"], ["3\tnumber\t13", "3\tnumber\t1", "3\tparagraph_removed\t19"]),
        (["--field", "headline", "--columns", "version,kind,after"], ["2\tnumber\tMill Bridge to close for ten weeks, council says"]),
        (["--no-stealth", "--min-words", "1", "--field", "headline", "--columns", "stealth"], ["0"]),
        (["--event", "retitled", "--columns", "at,kind,version,before,after"],
         ["2026-02-04T10:00:00Z\tretitled\t2\tMill Bridge to close for six weeks, council says\tMill Bridge to close for ten weeks, council says"]),
        (["--event", "vanished", "--columns", "at"], []),
        (["--since", "2026-02-05", "--min-words", "19", "--columns", "kind"], ["paragraph_removed"]),
        (["--kind", "correction_note", "--columns", "version,stealth"], ["2\t0"]),
        (["--until", "2026-02-04", "--kind", "number", "-n", "1", "--columns", "version"], ["2"]),
        (["--site", "elsewhere.example", "--columns", "at"], []),
    ],
)  # fmt: skip
def test_changes_are_filtered(folder, args, rows):
    done = inside(folder, "changes", "--no-headers", *args)
    assert done.stdout.splitlines() == rows
    assert done.returncode == 0


def test_a_new_headline_of_an_older_file_is_told_with_its_version(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        for hours, headline in enumerate(["Ferry sails", "Ferry late", "Ferry sunk"]):
            visit(archive, made_up(headline=headline), hours=hours)
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute("UPDATE events SET version = NULL")
    db.close()
    told = inside(
        tmp_path, "changes", "--event", "retitled", "--columns", "version,before,after", "--no-headers"
    ).stdout
    assert told == "3\tFerry late\tFerry sunk\n2\tFerry sails\tFerry late\n"


def test_what_vanished_is_an_event_of_its_life(tmp_path):
    at = START
    with Archive.open(tmp_path / "archive.db", clock=lambda: at) as archive:
        visit(archive, made_up())
        for hours in (24, 36, 60):
            at = START + timedelta(hours=hours)
            archive.crawl.log.write("https://www.harbour.example/ferry", "not_found", status=404)
    told = "vanished\tnot found since 2026-05-02T09:00:00Z"
    assert (
        inside(tmp_path, "history", "1", "--columns", "event,detail").stdout == f"event\tdetail\npublished\t\n{told}\n"
    )
    assert inside(tmp_path, "changes", "--event", "vanished", "--columns", "site").stdout == "site\nharbour.example\n"


def test_case_36_no_text_of_a_page_acts_on_the_terminal(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        visit(archive, made_up(headline="Ferry \x1b[31mreturns"))
        visit(archive, made_up(headline="Ferry \x1b]52;c;x\x07 late"), hours=1)
    for args in (
        ["history", "1"],
        ["diff", "1"],
        ["diff", "1", "--side-by-side"],
        ["diff", "1", "--unified"],
        ["changes"],
    ):
        assert not {"\x1b", "\x07"} & set(inside(tmp_path, *args).stdout), args


def test_hits_are_underlined_for_any_background(folder):
    args = ("search", "divers", "--columns", "snippet", "-t")
    assert "\x1b[1;4mdivers\x1b[0m" in inside(folder, *args, "--color", "always").stdout
    assert "[divers]" in inside(folder, *args, "--color", "never").stdout


def test_search_as_of_a_day(folder):
    args = ["--columns", "headline", "--no-headers"]
    assert (
        inside(folder, "search", "six", "--as-of", "2026-02-03", *args).stdout
        == "Mill Bridge to close for six weeks, council says\n"
    )
    assert inside(folder, "search", "six", *args).returncode == 1
    assert inside(folder, "search", "six", "--as-of", "2026-02-03", "--in", "any").returncode == 2
    assert "did you mean: bridge" in inside(folder, "search", "brigde").stderr


@pytest.mark.slow
def test_a_terminal_is_sent_what_fits_and_colours(folder):
    lines = list(map(without_colours, on_a_terminal(folder, 140, "history", "1")))
    assert max(map(len, lines)) <= 140
    assert " ".join(lines[0].split()) == "event v. first_seen stealth change detail last_seen"
    assert re.match(r"edited {5}3 +2026-0", lines[4])
    assert "\x1b[32m{+3.1+}\x1b[0m" in "\n".join(on_a_terminal(folder, 80, "diff", "1"))
    assert max(len(without_colours(line)) for line in on_a_terminal(folder, 60, "history", "1")) <= 60
    for args in (["diff", "1", "--side-by-side"], ["diff", "1"], ["history", "1"], ["search", "bridge"]):
        assert "\x1b" not in "".join(on_a_terminal(folder, 80, *args, "--color", "never")), args
    two = on_a_terminal(folder, 60, "diff", "1", "--side-by-side")
    assert len(two) > 6
    assert "\x1b[32m{+3.1+}\x1b[0m" in "\n".join(two)


# --- trust ------------------------------------------------------------------------------------------


def test_verify_names_the_damaged_row(folder, tmp_path):
    sound = inside(folder, "verify")
    assert (sound.stdout, sound.returncode) == ("table\tid\twhat\n", 0)
    assert inside(folder, "backup", tmp_path / "archive.db").returncode == 0
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute("UPDATE versions SET text_sha256 = 'no hash' WHERE number = 3")
    db.close()
    done = inside(tmp_path, "verify")
    assert done.returncode == 6
    assert done.stdout == "table\tid\twhat\nversions\t1, 3\tthe row is not what was stored\n"
    assert done.stderr == "Error: archive.db is damaged, 1 fault: restore it from a backup\n"


def test_backup_is_an_archive_and_replaces_nothing(folder, tmp_path):
    done = inside(folder, "backup", tmp_path / "copy.db")
    assert (done.stdout, done.returncode) == ("", 0)
    assert inside(tmp_path, "history", "1", "--db", "copy.db").stdout == inside(folder, "history", "1").stdout
    again = inside(folder, "backup", tmp_path / "copy.db")
    assert (again.returncode, again.stderr.count("\n")) == (2, 1)
    assert inside(folder, "backup", tmp_path).returncode == 2


def test_migrate_and_optimize(folder, tmp_path):
    header, *steps = inside(folder, "migrate", "--list").stdout.splitlines()
    assert header == "step\tstate"
    assert steps[0] == "001_articles\ttaken"
    assert all(step.endswith("\ttaken") for step in steps)
    done = inside(folder, "migrate")
    assert (done.stdout, done.stderr) == ("", "archive.db has the current schema\n")
    assert inside(folder, "optimize", "--rebuild").stdout == ""
    assert inside(folder, "verify", "-q").returncode == 0
    inside(folder, "backup", tmp_path / "newer.db")
    with sqlite3.connect(tmp_path / "newer.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    for args in (["migrate"], ["migrate", "--list"], ["list"], ["verify"]):
        assert inside(tmp_path, *args, "--db", "newer.db").returncode == 8, args


def test_migrate_takes_the_steps_of_an_empty_file(tmp_path):
    (tmp_path / "archive.db").touch()
    assert inside(tmp_path, "migrate", "--list", "--no-headers").stdout.startswith("001_articles\tto be taken\n")
    assert "took 001_articles" in inside(tmp_path, "migrate").stderr
    assert inside(tmp_path, "migrate", "--list", "--no-headers").stdout.startswith("001_articles\ttaken\n")


# --- state ------------------------------------------------------------------------------------------


def test_status_names_trouble_and_check_tells_monitors(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        visit(archive, made_up())
        run = archive.crawl.runs.start(["scraper", "fetch", "x"])
        archive.crawl.runs.end(run, {"new": 1, "timeout": 1})
        archive.crawl.log.write("https://harbour.example/slow", "timeout", error="took too long")
        feed, _ = archive.crawl.feeds.add("https://harbour.example/feed")
    rows = {(row["about"], row["what"]): row for row in json.loads(inside(tmp_path, "status", "--json").stdout)}
    assert rows["archive", "articles"]["count"] == 1
    assert rows["run", "scraper fetch x"]["note"] == "1 new, 1 timeout"
    assert rows["failed", "timeout"]["note"] == "took too long"
    assert not any(row["trouble"] for row in rows.values())
    healthy = inside(tmp_path, "status", "--check")
    assert (healthy.stdout, healthy.stderr, healthy.returncode) == ("", "", 0)
    with sqlite3.connect(tmp_path / "archive.db") as db:
        db.execute(
            "UPDATE feeds SET failures = 3, error = 'gone', polled_at = '2999-01-01T00:00:00Z' WHERE id = ?", (feed,)
        )
    db.close()
    ill = inside(tmp_path, "status", "--check", "--columns", "what,trouble", "--no-headers")
    assert ill.returncode == 7
    assert ill.stdout == "https://harbour.example/feed\thttps://harbour.example/feed failed 3 times in a row\n"
    assert ill.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("sql", "trouble"),
    [
        ("INSERT INTO runs(command, program, started_at) VALUES ('[]', 'x', '2020-01-01T00:00:00Z')", "did not end"),
        ("INSERT INTO runs(command, program, started_at, ended_at, counts) VALUES ('[]', 'x', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '{\"dns\": 4}')", "everything failed"),
        ("INSERT INTO feeds(url, site, added_at, polled_at) VALUES ('u', 's', '', '2020-01-01T00:00:00Z')", "no feed was asked"),
    ],
)  # fmt: skip
def test_each_trouble_is_found(tmp_path, sql, trouble):
    with Archive.open(tmp_path / "archive.db") as archive:
        visit(archive, made_up())
        assert not [line for line in archive.maintenance.status() if line.trouble]
        archive.db.execute(sql)
        assert [line.trouble for line in archive.maintenance.status() if line.trouble and trouble in line.trouble]


def test_doctor_tells_what_a_site_lost(tmp_path):
    with Archive.open(tmp_path / "archive.db") as archive:
        for n in range(45):
            lost = {"authors": (), "byline": None} if n > 24 else {}
            visit(archive, made_up(f"{n}. {LONG}", url=f"https://harbour.example/{n}", **lost), hours=n)
        visit(archive, made_up(url="https://quay.example/a", site="quay.example"))
        for _ in range(5):
            archive.crawl.log.write("https://shut.example/", "blocked", error="no")
    done = inside(tmp_path, "doctor", "--columns", "site,articles,byline,trouble")
    assert done.stdout == (
        "site\tarticles\tbyline\ttrouble\n"
        "harbour.example\t45\t0.56\tbyline: 100% had it, 0% of the last 20 do, since 2026-05-02\n"
        "shut.example\t0\t0.0\tthe last 5 visits failed: blocked\n"
        "quay.example\t1\t1.0\t\n"
    )
    assert (
        inside(tmp_path, "doctor", "www.quay.example", "--columns", "site", "--no-headers").stdout == "quay.example\n"
    )
    assert inside(tmp_path, "doctor", "nowhere.example", "--no-headers").returncode == 1
    check = inside(tmp_path, "status", "--check")
    assert (check.returncode, check.stdout) == (7, "")
    (line,) = check.stderr.splitlines()
    assert line == (
        "Error: harbour.example is read worse (byline: 100% had it, 0% of the last 20 do, since 2026-05-02):"
        " see `scraper doctor harbour.example`"
    )


# --- reading again, import, settings ----------------------------------------------------------------


@pytest.mark.slow
def test_reextract_rewrites_without_a_version_and_can_be_undone(tmp_path):
    page = Page(url=URL, final_url=URL, body=(PAGES / "mill-bridge.v1.html").read_bytes(), fetched_at=START)
    whole = extract(page)
    with Archive.open(tmp_path / "archive.db") as archive:
        fields = {name: getattr(whole, name) for name in type(whole).__slots__}
        archive.articles.save(type(whole)(**fields | {"byline": None, "section": None}), archive.pages.keep(page))
    report = (
        "site\tpages\tsame\tgained\tlost\tchanged\treclassified\trefused\tfailed\n"
        "riverside-gazette.example\t1\t0\t{}\t{}\t\t0\t0\t0\n"
    )
    gained = "byline 1, section 1"
    columns = ["--columns", "event,version,byline", "--no-headers"]
    assert inside(tmp_path, "reextract", "--simulate").stdout == report.format(gained, "")
    assert inside(tmp_path, "history", "1", *columns).stdout == "published\t1\t\n"
    assert inside(tmp_path, "reextract").stdout == report.format(gained, "")
    assert "1 gained byline" in inside(tmp_path, "status", "--columns", "note").stdout
    assert inside(tmp_path, "history", "1", *columns).stdout == f"published\t1\t{whole.byline}\n"
    assert inside(tmp_path, "verify", "-q").returncode == 0
    assert inside(tmp_path, "reextract", "--undo").stdout == report.format("", gained)
    assert inside(tmp_path, "history", "1", *columns).stdout == "published\t1\t\n"
    assert inside(tmp_path, "reextract", "--site", "elsewhere.example", "--no-headers").stdout == ""
    late = inside(tmp_path, "reextract", "--page-timeout", "0.001s", "--columns", "pages,failed", "--no-headers")
    assert (late.stdout, late.returncode) == ("1\t1\n", 1)
    assert late.stderr.startswith(f"{URL}: reading the page took longer")


def test_import_goes_on_and_tells_what_it_refuses(folder, tmp_path):
    exported = inside(folder, "export", "jsonl").stdout
    (tmp_path / "in.jsonl").write_text(exported)
    first = inside(tmp_path, "import", "jsonl", "in.jsonl")
    assert (first.stdout, first.stderr, first.returncode) == ("", "1 new, 0 already here\n", 0)
    assert inside(tmp_path, "import", "jsonl", "in.jsonl").stderr == "0 new, 1 already here\n"
    assert inside(tmp_path, "show", URL).stdout == inside(folder, "show", URL).stdout
    mixed = inside(tmp_path, "import", "jsonl", "-", stdin=f"{exported}no json\n")
    assert mixed.returncode == 3
    assert mixed.stderr.splitlines()[0] == "0 new, 1 already here, 1 refused"
    assert mixed.stderr.splitlines()[1].startswith("Error: line 2: not an article")
    assert inside(tmp_path, "import", "jsonl", "-", stdin="{}\n").returncode == 1


BAD = [
    (["history", "99"], "scraper list"),
    (["diff", "99"], "scraper list"),
    (["diff", "1", "9"], "only 1, 2, 3"),
    (["diff", "1", "zero"], "not a valid integer"),
    (["changes", "--kind", "nonsense"], "is not one of"),
    (["changes", "--kind", "number", "--event", "moved"], "one of them"),
    (["changes", "--since", "yesterday"], "not a date"),
    (["verify", "--db", "nowhere.db"], "no archive at nowhere.db"),
    (["backup", "x.db", "--db", "nowhere.db"], "no archive at nowhere.db"),
    (["backup", "no/such/folder.db"], "no folder"),
    (["optimize", "--db", "nowhere.db"], "no archive at nowhere.db"),
    (["migrate", "--db", "v1.html"], "not an archive"),
    (["reextract", "--undo", "--simulate"], "use either --undo or --simulate"),
    (["import", "jsonl", "nowhere.jsonl"], "cannot read nowhere.jsonl"),
    (["import", "jsonl", "."], "is not an export but a folder"),
]


@pytest.mark.parametrize(("args", "words"), BAD)
def test_bad_input_is_told_in_one_line(folder, args, words):
    done = inside(folder, *args)
    assert done.returncode == 2
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert not done.stdout
    assert not (Path(folder) / "nowhere.db").exists()
