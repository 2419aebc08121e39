"""The columns of a table stay with the articles, and each row of a run says what came of it."""

import csv
import json

import pytest

from program import ALLOW, article, inside, serving


@pytest.fixture
def site():
    with serving() as site:
        for path in ("/a", "/b"):
            site.pages[path] = (200, {}, article(f"A story from {path}"))
        site.pages["/old"] = (302, {"Location": "/a"}, b"")
        site.pages["/500"] = (500, {}, b"")
        yield site


def rows(folder, *args, stdin=""):
    done = inside(folder, *args, "--json", stdin=stdin)
    return json.loads(done.stdout)


def fetched(folder, *args, stdin=""):
    return rows(folder, "fetch", *ALLOW, *args, stdin=stdin)


def write_table(folder, base, *paths, name="cases.csv"):
    lines = [f"{n};{base}{path};BBC {n}" for n, path in enumerate(paths, 1)]
    (folder / name).write_text("\n".join(["id;URL;status", *lines]) + "\n")


def test_a_row_says_what_the_archive_has(site, tmp_path):
    (new,) = fetched(tmp_path, f"{site.base}/old")
    assert (new["outcome"], new["article_id"], new["final_url"]) == ("new", 1, f"{site.base}/a")
    assert (new["status"], new["verdict"], new["headline"]) == (200, "article", "A story from /a")
    assert new["fetched_at"].endswith("Z")
    (again,) = fetched(tmp_path, f"{site.base}/old")
    assert again == new | {"outcome": "skipped_fresh", "note": "fetched just now; --force fetches it again"}
    (same,) = fetched(tmp_path, f"{site.base}/old", "--force")
    assert (same["outcome"], same["headline"], same["article_id"]) == ("same", "A story from /a", 1)
    (failed,) = fetched(tmp_path, f"{site.base}/500")
    assert (failed["outcome"], failed["status"], failed["article_id"]) == ("server_error", 500, None)


def test_a_tables_columns_become_a_label_set(site, tmp_path):
    write_table(tmp_path, site.base, "/a", "/500", "/old")
    (tmp_path / "cases.csv").write_text((tmp_path / "cases.csv").read_text() + "4;N/A;BBC 4\n")
    found = fetched(tmp_path, "--csv", "cases.csv")
    assert {row["id"]: row["input_status"] for row in found} == {str(n): f"BBC {n}" for n in range(1, 5)}
    shown = rows(tmp_path, "label", "show", "cases")
    assert [(row["id"], row["status"], row["article_id"], row["reason"]) for row in shown] == [
        ("1", "BBC 1", 1, "new"),
        ("2", "BBC 2", None, "server_error"),
        ("3", "BBC 3", 1, "same"),
        ("4", "BBC 4", None, "bad_url"),
    ]
    assert [row["URL"] for row in shown] == [f"{site.base}/a", f"{site.base}/500", f"{site.base}/old", "N/A"]
    assert [row["id"] for row in rows(tmp_path, "list", "--label", "status=bbc 3")] == [1]
    assert inside(tmp_path, "verify", "-q").returncode == 0


def test_a_table_fetched_again_updates_its_labels(site, tmp_path):
    write_table(tmp_path, site.base, "/a", "/b")
    fetched(tmp_path, "--csv", "cases.csv")
    write_table(tmp_path, site.base, "/b")
    fetched(tmp_path, "--csv", "cases.csv")
    assert [(row["id"], row["article_id"]) for row in rows(tmp_path, "label", "show", "cases")] == [("1", 2)]


def test_a_name_that_another_table_has_stops_before_anything_is_asked(site, tmp_path):
    write_table(tmp_path, site.base, "/a")
    fetched(tmp_path, "--csv", "cases.csv")
    visits = len(site.visits)
    write_table(tmp_path, site.base, "/b")
    done = inside(tmp_path, "fetch", *ALLOW, "--csv", "cases.csv")
    assert (done.returncode, done.stdout, len(site.visits)) == (2, "", visits)
    assert "--label-set" in done.stderr
    fetched(tmp_path, "--csv", "cases.csv", "--label-set", "wave 2")
    assert [row["name"] for row in rows(tmp_path, "label", "list")] == ["cases", "wave 2"]


def test_json_lines_have_labels_too_and_a_plain_list_has_none(site, tmp_path):
    line = json.dumps({"url": f"{site.base}/a", "outlet": "NRK", "n": 3})
    (tmp_path / "leads.jsonl").write_text(line + "\n")
    fetched(tmp_path, "-a", "leads.jsonl")
    assert [(row["outlet"], row["n"]) for row in rows(tmp_path, "label", "show", "leads")] == [("NRK", "3")]
    fetched(tmp_path, "-", stdin=line)
    (tmp_path / "plain.txt").write_text(f"{site.base}/b\n")
    fetched(tmp_path, "-a", "plain.txt")
    assert [row["name"] for row in rows(tmp_path, "label", "list")] == ["leads"]
    fetched(tmp_path, "-", "--label-set", "piped", stdin=line)
    assert [row["name"] for row in rows(tmp_path, "label", "list")] == ["leads", "piped"]


def test_a_row_without_a_usable_address_keeps_all_its_cells(site, tmp_path):
    long = "https://" + "a story about the harbour " * 20
    rejected = ["mailto:desk@river.example", long, "user:secret@river.example", None, 7]
    lines = [json.dumps({"id": str(n), "url": url}) for n, url in enumerate([f"{site.base}/a", *rejected])]
    (tmp_path / "leads.jsonl").write_text("\n".join([*lines, '{"id": "6"}', '{"broken']) + "\n")
    fetched(tmp_path, "-a", "leads.jsonl")
    shown = rows(tmp_path, "label", "show", "leads")
    assert [(row["id"], row["url"]) for row in shown] == [
        ("0", f"{site.base}/a"),
        ("1", "mailto:desk@river.example"),
        ("2", long.strip()),
        ("3", "***@river.example"),
        ("4", ""),
        ("5", "7"),
        ("6", ""),
        (None, '{"broken'),
    ]
    assert [row["reason"] for row in shown] == ["new", *["bad_url"] * 7]
    assert b"secret" not in (tmp_path / "archive.db").read_bytes()


def test_rows_go_to_a_file_by_its_suffix(site, tmp_path):
    write_table(tmp_path, site.base, "/a", "/500")
    done = inside(tmp_path, "fetch", *ALLOW, "--csv", "cases.csv", "-o", "run.csv")
    assert (done.returncode, done.stdout) == (3, "")
    written = list(csv.DictReader((tmp_path / "run.csv").read_text("utf-8").splitlines()))
    assert sorted((row["id"], row["outcome"], row["input_status"]) for row in written) == [
        ("1", "new", "BBC 1"),
        ("2", "server_error", "BBC 2"),
    ]
    inside(tmp_path, "fetch", *ALLOW, "--csv", "cases.csv", "-o", "run.json")
    assert len(json.loads((tmp_path / "run.json").read_text("utf-8"))) == 2
    done = inside(tmp_path, "fetch", *ALLOW, "--csv", "cases.csv", "-o", "run.xlsx")
    assert (done.returncode, "suffix" in done.stderr) == (2, True)


def test_what_a_retry_may_mend_comes_back_in_the_shape_of_the_input(site, tmp_path):
    write_table(tmp_path, site.base, "/a", "/500", "/gone")
    fetched(tmp_path, "--csv", "cases.csv", "--error-file", "failed.csv")
    (failed,) = csv.DictReader((tmp_path / "failed.csv").read_text("utf-8").splitlines())
    assert failed == {
        "id": "2",
        "URL": f"{site.base}/500",
        "status": "BBC 2",
        "scraper_reason": "server_error",
        "scraper_error": failed["scraper_error"],
    }
    site.pages["/500"] = (200, {}, article("Mended"))
    (row,) = fetched(tmp_path, "--csv", "failed.csv")
    assert (row["outcome"], row["id"]) == ("new", "2")
    assert [one["name"] for one in rows(tmp_path, "label", "list")] == ["cases"]  # an error file is no table of its own


@pytest.mark.parametrize("option", ["--retry-failed", "--retry-failed=server_error"])
def test_what_failed_comes_back_with_its_columns(site, tmp_path, option):
    write_table(tmp_path, site.base, "/500")
    fetched(tmp_path, "--csv", "cases.csv")
    (row,) = fetched(tmp_path, option)
    assert (row["outcome"], row["id"], row["input_status"]) == ("server_error", "1", "BBC 1")
