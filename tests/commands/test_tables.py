"""`scraper fetch` given tables, lists and mistakes: each row is fetched or said why not, and the log adds up."""

import csv
import json
import socket

import pytest

from program import ALLOW, article, inside, serving


@pytest.fixture
def site():
    with serving() as site:
        for path in ("/a", "/b"):
            site.pages[path] = (200, {}, article(f"A story from {path}"))
        yield site


def fetch(folder, *args, stdin=""):
    done = inside(folder, "fetch", *ALLOW, *args, "--nl", stdin=stdin)
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def test_every_value_of_a_table_comes_out(site, tmp_path):
    table = f"sep=;\nURL;note;note;headline;error\n{site.base}/a;one;two;mine;none\n"
    (tmp_path / "t.csv").write_text(table)
    done, (row,) = fetch(tmp_path, "--csv", "t.csv")
    assert done.returncode == 0
    assert {name: row[name] for name in ("outcome", "headline", "error", "note", "input_note", "note_2")} == {
        "outcome": "new", "headline": "A story from /a", "error": None, "note": None, "input_note": "one", "note_2": "two",
    }  # fmt: skip
    assert (row["input_headline"], row["input_error"]) == ("mine", "none")
    tsv = inside(tmp_path, "fetch", *ALLOW, "--csv", "t.csv").stdout.splitlines()[0]
    assert tsv.split("\t")[10:] == ["note", "input_note", "note_2", "input_headline", "input_error"]


def test_an_open_quotation_mark_ends_the_run_before_anything_was_asked(site, tmp_path):
    (tmp_path / "t.csv").write_text(f'url,note\n{site.base}/a,x\n{site.base}/a,"open\n{site.base}/b,x\n')
    done, _ = fetch(tmp_path, "--csv", "t.csv")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("Error: the table is broken at line 3: ")
    assert site.visits == []
    assert not (tmp_path / "archive.db").exists()


def test_rows_that_are_no_addresses_are_in_the_log_the_report_and_the_error_file(site, tmp_path):
    rows = [f"{site.base}/a", "", "N/A", f"<{site.base}/b>", "www.river.example/x", f"{site.base}/gone"]
    (tmp_path / "t.csv").write_text("id,url\n" + "".join(f"{n},{row}\n" for n, row in enumerate(rows)))
    done, found = fetch(tmp_path, "--csv", "t.csv", "--report", "r.json", "--error-file", "errors.txt")
    assert done.returncode == 3
    assert sorted((row["id"], row["outcome"]) for row in found) == [
        ("0", "new"), ("1", "bad_url"), ("2", "bad_url"), ("3", "bad_url"), ("4", "bad_url"), ("5", "not_found"),
    ]  # fmt: skip
    logged = inside(tmp_path, "query", "SELECT url, error, run_id FROM v_fetches WHERE reason = 'bad_url'", "--nl")
    log = [json.loads(line) for line in logged.stdout.splitlines()]
    assert [row["url"] for row in log] == ["", "N/A", f"<{site.base}/b>", "www.river.example/x"]
    assert [row["error"].partition(": ")[0] for row in log] == ["line 3", "line 4", "line 5", "line 6"]
    assert log[2]["error"].endswith(f"; did you mean {site.base}/b")
    assert log[3]["error"].endswith("; did you mean https://www.river.example/x")
    assert {row["run_id"] for row in log} == {1}
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["counts"] == {"new": 1, "bad_url": 4, "not_found": 1}
    assert [each["error"] for each in report["failed"] if each["reason"] == "bad_url"] == [row["error"] for row in log]
    (count,) = json.loads(inside(tmp_path, "query", "SELECT counts FROM runs", "--nl").stdout).values()
    assert json.loads(count)["bad_url"] == 4

    assert (tmp_path / "errors.txt").read_text() == "id,url,scraper_reason,scraper_error\n"  # no retry can mend these
    fetch(tmp_path, "--csv", "t.csv", "--force", "--error-file", "all.csv", "--all")
    failed = list(csv.DictReader((tmp_path / "all.csv").read_text("utf-8").splitlines()))
    assert [(row["id"], row["scraper_reason"]) for row in failed] == [
        ("1", "bad_url"), ("2", "bad_url"), ("3", "bad_url"), ("4", "bad_url"), ("5", "not_found"),
    ]  # fmt: skip
    _, found = fetch(tmp_path, "--csv", "all.csv", "--force")
    assert sorted(row["outcome"] for row in found) == ["bad_url"] * 4 + ["not_found"]
    _, found = fetch(tmp_path, "--retry-failed")
    assert [row["url"] for row in found] == [f"{site.base}/gone"]
    assert inside(tmp_path, "verify", "-q").returncode == 0


@pytest.mark.parametrize(
    ("name", "content", "typed", "command"),
    [
        ("clean.csv", "id,url\n1,https://a.example/\n", ["clean.csv"], "scraper fetch --csv clean.csv`"),
        ("my links.csv", "id;link\n1;https://a.example/\n", ["my links.csv"], "scraper fetch --csv 'my links.csv' --column link`"),
        ("t.csv", "id,Web page\n1,https://a.example/\n", ["-a", "t.csv"], "scraper fetch --csv t.csv --column 'Web page'`"),
        ("t.tsv", "URL\tid\nhttps://a.example/\t1\n", ["-a", "t.tsv"], "scraper fetch --csv t.tsv`"),
        ("list.txt", "https://a.example/\n", ["list.txt"], "scraper fetch -a list.txt`"),
        ("rows.jsonl", '{"url": "https://a.example/"}\n', ["rows.jsonl"], "scraper fetch -a rows.jsonl`"),
        ("page.html", "<!DOCTYPE html><html><body>x</body></html>", ["page.html"], "scraper fetch --html page.html --url URL`"),
        ("feeds.opml", "<opml><body/></opml>", ["feeds.opml"], "scraper feed import feeds.opml`"),
    ],
)  # fmt: skip
def test_a_file_in_the_wrong_place_says_what_to_type_instead(tmp_path, name, content, typed, command):
    (tmp_path / name).write_text(content)
    done, _ = fetch(tmp_path, *typed)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert command in done.stderr


def test_a_table_on_standard_input_is_one_too(tmp_path):
    done, _ = fetch(tmp_path, "-", stdin="id,url\n1,https://a.example/\n")
    assert (done.returncode, done.stderr) == (2, "Error: standard input is a table, not a list: read it with `scraper fetch --csv -`\n")  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("<https://a.example/x>", "did you mean https://a.example/x"),
        ("www.a.example/x", "did you mean https://www.a.example/x"),
        ("nowhere.csv", "if it is a file: there is none of that name here"),
    ],
)
def test_an_address_that_is_none_says_what_is_meant(tmp_path, typed, said):
    done, (row,) = fetch(tmp_path, typed)
    assert (done.returncode, row["outcome"], row["url"]) == (1, "bad_url", typed)
    assert row["error"].endswith(said)
    (tmp_path / "list.txt").write_text(f"{typed}\n")
    done, (row,) = fetch(tmp_path, "-a", "list.txt")
    assert row["error"].startswith("line 1: ")
    assert row["error"].endswith(said)


def test_folders_and_sockets_are_no_addresses(tmp_path):
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        for name, what in (("folder", "a folder"), ("socket", "a socket")):
            done, _ = fetch(tmp_path, name)
            assert (done.returncode, done.stderr) == (2, f"Error: {name} is not a URL but {what}\n")
