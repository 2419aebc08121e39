"""Labels, tags, notes and exclusions leave with an export, and come back with an import or a backup."""

import csv
import io
import json

import pytest

from newsroom import LONG, START, article, visit
from program import inside
from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable

HARBOUR = "https://harbour.example"
ADDED = ("labels", "coder_tags", "notes", "exclusions")
VIEWS = {
    "v_tags": "url, tag, coder, added_at",
    "v_notes": "url, version, field, exact, prefix, suffix, text, coder, added_at",
    "v_exclusions": "url, reason, coder, added_at",
    "v_label_rows": "label_set, row, url, cells, article_id IS NOT NULL",
}
LAYOUT = (  # set, its columns, rows: cells and the number of the article
    ("cases", ("id", "link"), ((("7", f"{HARBOUR}/1?from=list"), 1), (("8", f"{HARBOUR}/0"), 0), (("9", f"{HARBOUR}/1"), 1))),
    ("waves", ("url", "=wave"), (((f"{HARBOUR}/0", "=2+2"), 0),)),
)  # fmt: skip


@pytest.fixture
def coded(tmp_path):
    """Three articles, the first edited after a note on it; the address of a label led to the second."""
    folder = tmp_path / "coded"
    folder.mkdir()
    with Archive.open(folder / "archive.db", clock=lambda: START) as archive:
        for n in range(3):
            visit(archive, article(f"Number {n}. {LONG}", url=f"{HARBOUR}/{n}"), url=f"{HARBOUR}/{n}?from=list")
        corpus = archive.corpus
        corpus.notes.add(1, "Which pier?", coder="ann", quotation="old pier")
        visit(archive, article(f"Number 0, changed. {LONG}", url=f"{HARBOUR}/0"), hours=2)
        corpus.notes.add(1, "", coder="ben", quotation="changed")
        corpus.tags.add(1, "climate", coder="ann")
        corpus.tags.add(1, "climate", coder="ben")
        corpus.exclusions.add(2, "a reprint", coder="ann")
        for name, columns, rows in LAYOUT:
            table = LabelTable(name=name, columns=columns, url_column=columns[name == "cases"])
            kept = [dict(zip(columns, cells, strict=True)) for cells, _ in rows]
            corpus.labels.keep(table, [LabelRow(url=cells[table.url_column], cells=cells) for cells in kept])
    return folder


def exported(folder, form, *options):
    done = inside(folder, "export", form, *options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def added_in(folder):
    """What people added, without the ids that an archive gives."""
    with Archive.open(folder / "archive.db", read_only=True) as archive:
        return {
            view: sorted(map(tuple, archive.db.execute(f"SELECT {columns} FROM {view}").fetchall()), key=repr)
            for view, columns in VIEWS.items()
        }


def put_in(folder, text):
    done = inside(folder, "import", "jsonl", "-", stdin=text)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_nothing_is_added_unless_it_is_asked_for(coded):
    for line in exported(coded, "jsonl").splitlines():
        assert not set(ADDED) & set(json.loads(line))
    assert exported(coded, "csv").splitlines()[0].endswith(",body_text")


def test_json_has_all_of_it(coded):
    first, second, third = map(json.loads, exported(coded, "jsonl", "--with-labels", "--with-notes").splitlines())
    assert first["labels"]["waves"] == [
        {"row": 1, "url": f"{HARBOUR}/0", "url_column": "url", "cells": {"url": f"{HARBOUR}/0", "=wave": "=2+2"}}
    ]
    assert [row["cells"]["id"] for row in second["labels"]["cases"]] == ["7", "9"]
    assert [(note["version"], note["exact"], note["text"]) for note in first["notes"]] == [
        (1, "old pier", "Which pier?"),
        (2, "changed", ""),
    ]
    assert [(tag["tag"], tag["coder"]) for tag in first["coder_tags"]] == [("climate", "ann"), ("climate", "ben")]
    assert [one["reason"] for one in second["exclusions"]] == ["a reprint"]
    assert [third[name] for name in ADDED] == [{}, [], [], []]


def test_columns_of_csv_are_in_one_order(coded):
    rows = list(csv.DictReader(io.StringIO(exported(coded, "csv", "--with-notes", "--with-labels"), newline="")))
    added = ["coder_tags", "notes", "exclusions", "cases.id", "cases.link", "waves.url", "waves.=wave"]
    assert list(rows[0])[-8:] == ["body_text", *added]
    assert [[row[name] for name in added] for row in rows] == [
        ["climate (ann); climate (ben)", "“old pier” Which pier? (ann)\n“changed” (ben)", "", "8", f"{HARBOUR}/0", f"{HARBOUR}/0", "'=2+2"],
        ["", "", "a reprint (ann)", "7; 9", f"{HARBOUR}/1?from=list; {HARBOUR}/1", "", ""],
        ["", "", "", "", "", "", ""],
    ]  # fmt: skip
    part = exported(coded, "csv", "--with-labels", "--label", "waves").splitlines()[0]
    assert part.endswith(",body_text,cases.id,cases.link,waves.url,waves.=wave")


def test_an_import_restores_it_and_again_adds_nothing(coded, tmp_path):
    text = exported(coded, "jsonl", "--with-labels", "--with-notes")
    assert put_in(tmp_path, text) == "3 new, 0 already here\n"
    assert added_in(tmp_path) == added_in(coded)
    assert put_in(tmp_path, text) == "0 new, 3 already here\n"
    assert added_in(tmp_path) == added_in(coded)
    assert exported(tmp_path, "jsonl", "--with-labels", "--with-notes").count("Which pier?") == 1
    done = inside(tmp_path, "verify")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stdout
    assert [row["id"] for row in json.loads(inside(tmp_path, "search", "--in", "notes", "pier", "--json").stdout)] == [
        1
    ]


def test_known_articles_get_what_they_lack(coded, tmp_path):
    put_in(tmp_path, exported(coded, "jsonl"))
    with Archive.open(tmp_path / "archive.db") as archive:
        archive.corpus.exclusions.add(2, "off topic", coder="ann")
        table = LabelTable(name="cases", columns=("id", "url"), url_column="url")
        archive.corpus.labels.keep(table, [LabelRow(url=f"{HARBOUR}/2", cells={"id": "1", "url": f"{HARBOUR}/2"})])
    put_in(tmp_path, exported(coded, "jsonl", "--with-labels", "--with-notes"))
    added = added_in(tmp_path)
    assert added["v_tags"] == added_in(coded)["v_tags"]
    assert [row[1] for row in added["v_exclusions"]] == ["off topic"]
    ids = [(row["id"], row["row"]) for row in json.loads(inside(tmp_path, "label", "show", "cases", "--json").stdout)]
    assert ids == [("1", 1), ("8", 2), ("7", 3), ("9", 4)]
    again = exported(coded, "jsonl", "--with-labels", "--with-notes")
    put_in(tmp_path, again)
    assert added_in(tmp_path) == added


def test_a_backup_carries_it(coded, tmp_path):
    assert inside(coded, "backup", str(tmp_path / "archive.db")).returncode == 0
    assert added_in(tmp_path) == added_in(coded)
    assert all(added_in(coded).values())


BAD = (
    ({"coder_tags": "x"}, "coder_tags is not a list"),
    ({"coder_tags": [1]}, "coder_tags is not a list of objects"),
    ({"coder_tags": [{"tag": "x"}]}, "coder in coder_tags is not a text"),
    ({"notes": [{"text": "x", "coder": "ann"}]}, "version in notes"),
    ({"notes": [{"text": "x", "coder": "ann", "version": True}]}, "version in notes"),
    ({"notes": [{"text": "x", "coder": "ann", "version": 1, "exact": 7}]}, "exact in notes is not a text"),
    ({"exclusions": [{"reason": None, "coder": "ann"}]}, "reason in exclusions is not a text"),
    ({"labels": []}, None),
    ({"labels": ["x"]}, "labels is not an object"),
    ({"labels": {"x": {}}}, "labels is not an object of lists"),
    ({"labels": {"x": [{"row": 1}]}}, "labels is not an object of lists of rows"),
    ({"labels": {"x": [{"row": 1, "url": "u", "url_column": "url", "cells": {"a": 1}}]}}, "a label is not a text"),
    ({"labels": {"x": [{"row": 0, "url": "u", "url_column": "url", "cells": {"a": "1"}}]}}, "row in labels"),
)


@pytest.mark.parametrize(("members", "why"), BAD)
def test_a_row_with_bad_additions_is_refused_with_its_reason(tmp_path, members, why):
    with Archive.open(":memory:") as archive:
        line = json.dumps({"url": f"{HARBOUR}/1", "headline": "A pier", "body_text": LONG} | members)
        *_, sums = archive.transfer.import_jsonl([line])
    assert [why in one.why for one in sums.refused] == ([True] if why else [])
