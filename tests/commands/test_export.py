"""`scraper export`: which articles it writes, how, and what it refuses to write over."""

from __future__ import annotations

import csv
import io
import json

import pytest

from newsroom import LONG, START, article, visit
from program import inside
from scraper.archive import Archive
from scraper.present.formats import FORMATS

TOO_MANY = "4 articles are too many for one file, which holds 3: choose fewer, such as with --since or --site"
TITLE = '=SUM(ferries), "two"\nlines'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An archive of four articles; the first was edited after a day, the last is a teaser."""
    path = tmp_path_factory.mktemp("export")
    with Archive.open(path / "archive.db", clock=lambda: START) as archive:
        for n, words in enumerate(["Herring", "Cod", "Herring and cod"]):
            visit(archive, article(f"{words}. {LONG}", url=f"https://harbour.example/{n}", headline=f"{TITLE} {n}"))
        teaser = article("Cod. " + LONG, url="https://harbour.example/3", kind="teaser")
        visit(archive, teaser, hours=30)
        visit(archive, article(f"Salmon. {LONG}", url="https://harbour.example/0", headline="New"), hours=24)
    return path


def rows(folder, *args):
    done = inside(folder, "export", "csv", *args)
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert (done.returncode, bool(done.stderr)) == (0, not found)
    return found


def numbers(folder, *args):
    return [row["url"][-1] for row in rows(folder, *args)]


def test_a_book_of_too_many_articles_is_refused_before_it_is_begun(folder, monkeypatch):
    monkeypatch.setitem(FORMATS, "epub", FORMATS["epub"]._replace(most=3))
    done = inside(folder, "export", "epub", "-o", "a.epub")
    assert (done.returncode, done.stderr) == (2, f"Error: {TOO_MANY}\n")
    done = inside(folder, "export", "epub", "-o", "a.epub", "--limit", "3", "--force")
    assert (done.returncode, done.stderr) == (0, "")


CHOICES = [
    ([], "0123"),
    (["--verdict", "teaser"], "3"),
    (["--query", "herring"], "2"),
    (["--query", "herring OR salmon"], "02"),
    (["--query", "herring", "--as-of", "2026-05-01"], "02"),
    (["--as-of", "2026-05-01"], "012"),
    (["--as-of", "2026-05-01T09:00:00Z", "-n", "1"], "0"),
    (["--as-of", "2026-04-30"], ""),
    (["--query", "cod", "--verdict", "article"], "12"),
    (["-n", "2"], "01"),
    (["--site", "other.example"], ""),
]


@pytest.mark.parametrize(("args", "expected"), CHOICES)
def test_which_articles_are_written(folder, args, expected):
    assert "".join(numbers(folder, *args)) == expected


@pytest.mark.parametrize("args", [["--sample", "3", "--seed", "a"], ["--sample", "2"], ["--sample", "9"]])
def test_a_sample_is_the_one_that_list_draws(folder, args):
    listed = inside(folder, "list", *args, "--columns", "url", "--no-headers").stdout.split()
    assert numbers(folder, *args) == [url[-1] for url in listed]


def test_a_search_of_yesterday_gives_the_words_of_yesterday(folder):
    (then, _) = rows(folder, "--query", "herring", "--as-of", "2026-05-01", "--plain")
    (now,) = rows(folder, "--query", "salmon")
    assert (then["version"], then["headline"], then["body_text"]) == ("1", f"{TITLE} 0", f"Herring. {LONG}")
    assert (now["version"], now["headline"]) == ("2", "New")


def test_earlier_versions_end_at_the_day(folder):
    def versions(*args):
        text = inside(folder, "export", "jsonl", "-n", "1", *args).stdout
        row = json.loads(text)
        return row["version"], [past["version"] for past in row.get("versions", [])]

    assert versions() == (2, [1])
    assert versions("--as-of", "2026-05-01") == (1, [])


@pytest.mark.parametrize(("args", "mark"), [([], "'"), (["--guarded"], "'"), (["--plain"], "")])
def test_only_plain_writes_what_a_spreadsheet_runs(folder, args, mark):
    row = rows(folder, "--columns", "headline,version", "--query", "cod", *args)[0]
    assert row == {"headline": f"{mark}{TITLE} 1", "version": "1"}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_columns_are_those_that_were_asked_for(folder, form):
    text = inside(folder, "export", form, "--columns", "site,id", "-n", "1").stdout
    assert text == {"csv": "site,id\r\nharbour.example,1\r\n", "jsonl": '{"site":"harbour.example","id":1}\n'}[form]


def test_a_row_whose_only_cell_is_empty_is_still_a_row(folder):
    assert inside(folder, "export", "csv", "--columns", "publisher", "-n", "1").stdout == 'publisher\r\n""\r\n'


REFUSED = [
    (["csv", "--columns", "nothing"], "unknown column 'nothing'; choose from id, url"),
    (["jsonl", "--plain"], "--plain is for csv, not for jsonl"),
    (["csv", "-o", "."], "is a folder"),
    (["html"], "name it with -o DIR"),
    (["html", "-o", "archive.db"], "archive.db is a file: name a folder"),
    (["pages", "-o", "archive.db/x"], "archive.db/x is a file: name a folder"),
    (["markdown", "-o", "."], ". is not empty: name another folder, or write into it with --force"),
    (["markdown", "-o", "x", "--columns", "url"], "markdown has no columns"),
    (["csv", "-o", "x", "--partition", "month"], "--partition is for parquet, not for csv"),
    (["csv", "-o", "nowhere/x.csv"], "nowhere/x.csv: No such file or directory"),
]


@pytest.mark.parametrize(("args", "words"), REFUSED)
def test_what_cannot_be_written_is_refused_in_one_line(folder, args, words):
    done = inside(folder, "export", *args)
    assert done.returncode == 2
    assert words in done.stderr.splitlines()[-1]


def test_a_file_is_written_over_only_by_force(folder, tmp_path):
    target = tmp_path / "x.csv"
    assert inside(folder, "export", "csv", "-o", target).returncode == 0
    first = target.read_bytes()
    again = inside(folder, "export", "csv", "-o", target, "-n", "1")
    assert again.returncode == 2
    assert again.stderr == f"Error: {target} exists: name another file, or replace it with --force\n"
    assert target.read_bytes() == first
    assert inside(folder, "export", "csv", "-o", target, "-n", "1", "--force").returncode == 0
    assert first.startswith(target.read_bytes())
    assert not [path for path in tmp_path.iterdir() if not path.name.startswith("x.csv") or path.suffix == ".part"]


def test_an_export_that_fails_leaves_the_file_of_before(folder, tmp_path, monkeypatch):
    target = tmp_path / "x.csv"
    target.write_text("before")
    monkeypatch.setattr("scraper.present.article_table.cell", lambda value: 1 / 0)
    done = inside(folder, "export", "csv", "-o", target, "--force")
    assert done.returncode not in (0, 2)
    assert not [path for path in tmp_path.iterdir() if not path.name.startswith("x.csv") or path.suffix == ".part"]
    assert target.read_text() == "before"


def test_a_device_is_written_to_directly(folder):
    assert inside(folder, "export", "csv", "-o", "/dev/null").returncode == 0


def folder_files(folder, form, target, *args):
    done = inside(folder, "export", form, "-o", target, "--no-manifest", *args)
    assert (done.stdout, done.returncode) == ("", 0)
    return done.stderr, {path.name: path.read_bytes() for path in target.iterdir()}


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_folder_has_a_file_per_article(folder, tmp_path, form):
    suffix = {"markdown": "md", "html": "html"}[form]
    _, files = folder_files(folder, form, tmp_path / "a", "--as-of", "2026-05-01")
    assert sorted(files) == [f"2026-05-01-sum-ferries-two-lines-{n}-{n + 1}.{suffix}" for n in range(3)]
    assert b"Herring. The ferry" in files[f"2026-05-01-sum-ferries-two-lines-0-1.{suffix}"]
    assert files == folder_files(folder, form, tmp_path / "b", "--as-of", "2026-05-01")[1]
    assert files == folder_files(folder, form, tmp_path / "b", "--as-of", "2026-05-01", "--force")[1]


def test_pages_are_those_that_the_server_sent(folder, tmp_path):
    _, files = folder_files(folder, "pages", tmp_path / "a", "-n", "2")
    index = list(csv.DictReader(io.StringIO(files.pop("index.csv").decode(), newline="")))
    with Archive.open(folder / "archive.db", read_only=True) as archive:
        kept = {row["file"]: archive.pages.load(int(row["file"].split("-")[2].split(".")[0])).body for row in index}
    assert files == kept
    assert sorted(files) == ["1-1-1.html", "1-2-5.html", "2-1-2.html"]
    assert [int(row["bytes"]) for row in index] == [len(files[row["file"]]) for row in index]
    assert index[0]["url"] == "https://harbour.example/0"


def test_articles_without_a_kept_page_are_counted(folder, tmp_path):
    text = inside(folder, "export", "jsonl", "-n", "2").stdout
    inside(tmp_path, "import", "jsonl", "-", stdin=text)
    said, files = folder_files(tmp_path, "pages", tmp_path / "pages")
    assert list(files) == ["index.csv"]
    assert said == "left out 2 of 2 articles, without a kept page\n"


def test_parts_are_in_folders_of_their_own(folder, tmp_path):
    pytest.importorskip("pyarrow", reason="install the dev extra again")
    for force in ((), ("--force",)):
        done = inside(folder, "export", "parquet", "--partition", "month", "-o", tmp_path / "parts", *force)
        assert (done.stderr, done.returncode) == ("", 0)
    names = [path.relative_to(tmp_path / "parts").as_posix() for path in tmp_path.rglob("*.parquet")]
    assert names == ["data/month=2026-05/part-0.parquet"]
    found = json.loads((tmp_path / "parts" / "manifest.json").read_text("utf-8"))
    assert [file["path"] for file in found["files"]] == names
