"""`scraper export -o FILE` writes what describes the file, and `--verify` shows what differs from it."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from newsroom import LONG, START, article, visit
from program import inside
from scraper.archive import Archive
from scraper.commands.terminal.side_files import NAMES

README = (Path(__file__).parent.parent.parent / "README.md").read_text("utf-8")
SIDES = [f"a.csv.{name}" for name in NAMES]


def url(number):
    return f"https://harbour.example/{number}"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An archive of three articles, the first of them edited, made by one run."""
    folder = tmp_path_factory.mktemp("manifest")
    with Archive.open(folder / "archive.db", clock=lambda: START) as archive:
        run = archive.crawl.runs.start(["fetch", "--cookies", "mine.txt"], "scraper 0.1.0")
        for number, date in enumerate(["2026-05-01T23:30:00-05:00", "2026-05", None]):
            headline = f"=SUM({number})"
            of = article(f"{number}. {LONG}", url=url(number), headline=headline, date_published=date)
            visit(archive, of)
        visit(archive, article(f"Edited. {LONG}", url=url(0)), hours=1)
        archive.crawl.runs.end(run, {"new": 3})
        archive.corpus.tags.add(1, "sea", coder="ann")
    return folder


@pytest.fixture
def folder(made, tmp_path):
    shutil.copy(made / "archive.db", tmp_path)
    return tmp_path


def export(folder, *args):
    done = inside(folder, "export", *args)
    assert done.returncode == 0, done.stderr
    return done


def listed(folder):
    """Return the names of the files in a folder, but for the archive's."""
    return {path.name for path in folder.iterdir() if not path.name.startswith("archive.db")}


def manifest_of(folder, name="a.csv.manifest.json"):
    return json.loads((folder / name).read_text("utf-8"))


def test_a_file_comes_with_what_describes_it(folder):
    export(folder, "csv", "-o", "a.csv")
    assert listed(folder) == {"a.csv", *SIDES}
    found = manifest_of(folder)
    data = (folder / "a.csv").read_bytes()
    assert found["files"] == [{"path": "a.csv", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}]
    assert found["counts"] == {"articles": 3, "columns": 28}
    assert found["gaps"] == []
    assert found["archive"]["last_change"] == "2026-05-01T10:00:00Z"
    with Archive.open(folder / "archive.db", read_only=True) as archive:
        seal = archive.crawl.last_seal()
    assert found["last_run"]["sha256"] == seal.sha256
    assert "mine.txt" not in "".join((folder / name).read_text("utf-8") for name in SIDES)


def test_the_same_command_gives_the_same_bytes(folder):
    names = ["a.csv", *SIDES]
    export(folder, "csv", "-o", "a.csv", "--with-notes", "--columns", "id,headline")
    first = [(folder / name).read_bytes() for name in names]
    export(folder, "csv", "-o", "a.csv", "--with-notes", "--columns", "id,headline", "--force")
    assert [(folder / name).read_bytes() for name in names] == first


def test_options_that_change_no_data_are_not_in_what_describes_it(folder):
    export(folder, "csv", "-o", "a.csv", "--site", "harbour.example")
    first = [(folder / name).read_bytes() for name in SIDES]
    shared = ["-q", "--no-config", "--color", "never", "--log-format", "json", "--db", str(folder / "archive.db")]
    export(folder, "csv", "-o", "a.csv", "--site", "harbour.example", "--force", *shared)
    assert [(folder / name).read_bytes() for name in SIDES] == first
    assert manifest_of(folder)["query"]["arguments"] == ["--site=harbour.example"]


def test_a_row_hash_is_what_the_manifest_says_it_is(folder):
    export(folder, "jsonl", "-o", "a.jsonl")
    found = manifest_of(folder, "a.jsonl.manifest.json")
    rows = []
    for line in (folder / "a.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        del row["last_seen"]
        text = row.pop("body_text")
        rest = json.dumps(row, sort_keys=True, separators=(",", ":"))
        rows.append([row["id"], hashlib.sha256((rest + text).encode()).hexdigest()])
    assert found["rows"] == rows
    assert "versions" in json.loads((folder / "a.jsonl").read_text("utf-8").splitlines()[0])


@pytest.mark.parametrize("args", [("csv", "-o", "-"), ("csv",), ("csv", "-o", "/dev/null")])
def test_standard_output_and_devices_have_nothing_beside_them(folder, args):
    export(folder, *args)
    assert listed(folder) == set()


def test_the_description_can_be_left_out(folder):
    export(folder, "csv", "-o", "a.csv", "--no-manifest")
    assert listed(folder) == {"a.csv"}


@pytest.mark.parametrize("name", ["a.csv", *SIDES])
def test_nothing_is_overwritten_without_force(folder, name):
    (folder / name).write_text("mine")
    done = inside(folder, "export", "csv", "-o", "a.csv")
    assert done.returncode == 2
    assert done.stderr == f"Error: {name} exists: name another file, or replace it with --force\n"
    assert listed(folder) == {name}
    assert (folder / name).read_text() == "mine"


def test_references_have_no_columns_to_describe(folder):
    export(folder, "bibtex", "-o", "a.bib")
    assert "a.bib.manifest.json" in listed(folder)
    assert "a.bib.codebook.md" not in listed(folder)


def test_a_folder_has_them_inside(folder):
    export(folder, "markdown", "-o", "texts")
    written = {path.name for path in (folder / "texts").iterdir()}
    assert set(NAMES) - {"codebook.md", "codebook.json"} <= written
    found = manifest_of(folder, "texts/manifest.json")
    assert len(found["files"]) == 3
    assert {file["path"] for file in found["files"]} == written - set(NAMES)
    assert verified(folder, "texts/manifest.json") == []
    (folder / "texts" / found["files"][1]["path"]).unlink()
    assert verified(folder, "texts/manifest.json") == [("file", found["files"][1]["path"], "is missing")]


def test_what_could_not_be_exported_is_a_gap(folder):
    with Archive.open(folder / "archive.db") as archive:
        list(archive.transfer.import_jsonl([json.dumps({"url": url(9), "body_text": LONG})]))
    export(folder, "pages", "-o", "kept")
    assert manifest_of(folder, "kept/manifest.json")["gaps"] == ["article 4 has no kept page"]


# --- verify -----------------------------------------------------------------------------------------


def verified(folder, name="a.csv.manifest.json"):
    done = inside(folder, "export", "--verify", name)
    rows = [tuple(line.split("\t")) for line in done.stdout.splitlines()[1:]]
    assert done.returncode == (6 if rows else 0), done.stderr
    return rows


GIVEN = [
    ["csv"],
    ["csv", "--plain", "--not-excluded", "--with-notes", "--sample", "2", "--seed", "-7"],
    ["csv", "--columns", "headline,site", "--since", "2026-01-01", "-n", "2"],
    ["csv", "--query", "--ferry--", "--as-of", "2026-05-01"],
    ["jsonl", "--excluded", "--tag", "sea", "--lang", "en", "--with-labels"],
    ["csl", "--author", "holm"],
]


@pytest.mark.parametrize("args", GIVEN)
def test_an_export_that_nobody_touched_is_as_it_was(folder, args):
    export(folder, *args, "-o", "a.csv")
    assert verified(folder) == []


def test_a_file_that_is_gone_is_reported(folder):
    export(folder, "csv", "-o", "a.csv")
    (folder / "a.csv").unlink()
    assert verified(folder) == [("file", "a.csv", "is missing")]


EDITS = [
    ("csv", ("harbour.example,", "harbour.invalid,")),
    ("jsonl", ('"site":"harbour.example"', '"site":"harbour.invalid"')),
]


@pytest.mark.parametrize(("form", "edit"), EDITS)
def test_rows_that_were_edited_in_the_file_are_named(folder, form, edit):
    export(folder, form, "-o", "a.csv")
    lines = (folder / "a.csv").read_text("utf-8").replace(*edit, 1)
    (folder / "a.csv").write_text(lines, "utf-8")
    assert verified(folder)[1:] == [("row", "article 1", "was changed in a.csv")]


def test_rows_that_were_added_or_removed_are_named(folder):
    export(folder, "jsonl", "-o", "a.jsonl")
    _, second, third = (folder / "a.jsonl").read_text("utf-8").splitlines(keepends=True)
    (folder / "a.jsonl").write_text(second + third + third.replace('"id":3', '"id":9'), "utf-8")
    assert verified(folder, "a.jsonl.manifest.json")[1:] == [
        ("row", "article 9", "was added in a.jsonl"),
        ("row", "article 1", "is missing in a.jsonl"),
    ]


def test_a_file_that_is_no_table_any_more_is_reported(folder):
    export(folder, "jsonl", "-o", "a.jsonl")
    (folder / "a.jsonl").write_text("{", "utf-8")
    assert [row[:2] for row in verified(folder, "a.jsonl.manifest.json")] == [("file", "a.jsonl")] * 2


def test_what_changed_in_the_archive_since_is_reported(folder):
    export(folder, "csv", "-o", "a.csv")
    with Archive.open(folder / "archive.db") as archive:
        visit(archive, article(f"Edited again. {LONG}", url=url(1)), hours=50)
        visit(archive, article(f"New. {LONG}", url=url(7)), hours=50)
        archive.db.execute("DELETE FROM articles WHERE id = 3")
    assert verified(folder) == [
        ("archive", "article 2", "has changed since the export"),
        ("archive", "article 4", "is new since the export"),
        ("archive", "article 3", "is not found any more"),
    ]


def test_a_visit_that_finds_nothing_new_changes_nothing(folder):
    export(folder, "csv", "-o", "a.csv")
    with Archive.open(folder / "archive.db") as archive:
        visit(archive, article(f"2. {LONG}", url=url(2), headline="=SUM(2)", date_published=None), hours=90)
    assert verified(folder) == []
    done = inside(folder, "export", "--verify", "a.csv.manifest.json")
    assert done.stderr.splitlines()[0] == "the archive was changed since, last at 2026-05-05T03:00:00Z"


def test_another_archive_is_noticed(folder):
    export(folder, "csv", "-o", "a.csv")
    with Archive.open(folder / "archive.db") as archive:
        archive.db.execute("UPDATE runs SET sha256 = 'other'")
    how = "is not in this archive: it is another one, or its runs were sealed anew"
    assert verified(folder) == [("archive", "seal of the last run", how)]


def test_a_damaged_article_is_a_gap(folder):
    with Archive.open(folder / "archive.db") as archive:
        archive.db.execute("UPDATE articles SET headline = x'ff' WHERE id = 2")
    done = inside(folder, "export", "csv", "-o", "a.csv")
    assert done.returncode == 6
    found = manifest_of(folder)
    assert [article_id for article_id, _ in found["rows"]] == [1, 3]
    assert found["gaps"] == [done.stderr.removeprefix("Error: ").rstrip()]


def test_the_readme_computes_the_same_hashes(folder, monkeypatch, capsys):
    export(folder, "jsonl", "-o", "articles.jsonl")
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "articles.jsonl" in block]
    monkeypatch.chdir(folder)
    exec(code, {})
    rows = manifest_of(folder, "articles.jsonl.manifest.json")["rows"]
    assert capsys.readouterr().out.splitlines() == [f"{article_id} {digest}" for article_id, digest in rows]


def test_without_an_archive_the_files_are_compared(folder):
    export(folder, "csv", "-o", "a.csv")
    (folder / "archive.db").unlink()
    assert verified(folder) == []
    (folder / "a.csv").write_text("")
    assert [row[:2] for row in verified(folder)] == [("file", "a.csv")]


def test_the_manifest_of_an_export_is_named_to_those_who_name_the_export(folder):
    export(folder, "csv", "-o", "a.csv")
    export(folder, "html", "-o", "pages")
    for name, manifest in (("a.csv", "a.csv.manifest.json"), ("pages", "pages/manifest.json")):
        done = inside(folder, "export", "--verify", name)
        assert (done.returncode, done.stderr) == (2, f"Error: {name} is not a manifest: name {manifest}\n")
    done = inside(folder, "export", "csv", "--verify", "a.csv.manifest.json")
    assert done.returncode == 2
    assert "--verify takes no FORMAT" in done.stderr


@pytest.mark.parametrize("name", ["two words.csv", "a|b`c\nd.csv", "données-新聞.csv", "\udcff.csv", "#%?.csv"])
def test_any_name_of_a_file_can_be_described_and_verified(folder, name):
    export(folder, "csv", "-o", name)
    assert manifest_of(folder, f"{name}.manifest.json")["counts"]["articles"] == 3
    assert verified(folder, f"{name}.manifest.json") == []
    (folder / name).unlink()
    assert [row[2:] for row in verified(folder, f"{name}.manifest.json")] == [("is missing",)]


NO_MANIFESTS = {
    "none": "cannot read m.json: No such file or directory",
    "": "m.json is not a manifest that `scraper export` wrote",
    "[]": "m.json is not a manifest that `scraper export` wrote",
    '{"manifest": 1}': "m.json is not a manifest that `scraper export` wrote",
    '{"manifest": 2}': "m.json is a manifest of another version: upgrade scraper",
}


@pytest.mark.parametrize(("text", "message"), NO_MANIFESTS.items())
def test_what_is_no_manifest_is_refused_in_one_line(folder, text, message):
    if text != "none":
        (folder / "m.json").write_text(text)
    done = inside(folder, "export", "--verify", "m.json")
    assert (done.returncode, done.stderr) == (2, f"Error: {message}\n")


STRANGE = [
    ({"files": [{"path": "../archive.db", "bytes": 1, "sha256": ""}]}, "is not a manifest"),
    ({"files": [{"path": "/etc/passwd", "bytes": 1, "sha256": ""}]}, "is not a manifest"),
    ({"query": {"format": "csv", "arguments": ["--strange=1"]}}, "cannot be compared: No such option"),
    ({"query": {"format": "csv", "arguments": ["-o", "b.csv", "extra"]}}, "cannot be compared"),
    ({"query": {"format": "csv", "arguments": ["--columns=nothing"]}}, "nothing"),
]


@pytest.mark.parametrize(("change", "message"), STRANGE)
def test_a_manifest_of_a_stranger_reads_and_writes_nothing_else(folder, change, message):
    export(folder, "csv", "-o", "a.csv")
    (folder / "m.json").write_text(json.dumps(manifest_of(folder) | change))
    done = inside(folder, "export", "--verify", "m.json")
    assert done.returncode == 2
    assert message in done.stderr
    assert not (folder / "b.csv").exists()


def test_a_format_is_asked_for_unless_a_manifest_is_verified(folder):
    done = inside(folder, "export")
    assert done.returncode == 2
    assert re.search("Missing argument .*FORMAT", done.stderr)
