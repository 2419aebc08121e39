"""Values of a wrong kind, written by hand: one line that names row and column, and the other rows are read."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newsroom import write_past
from program import inside
from scraper.archive.store import row_types

BLOB, TEXT = "x'80ff'", "CAST(x'80ff' AS TEXT)"
# statement -> the column that is named
HARM = {
    **{
        f"UPDATE articles SET {column} = {value} WHERE id = 2": column
        for column in ("headline", "subheadline", "byline", "caption", "body_text", "section", "date_published")
        for value in (BLOB, TEXT)
    },
    f"UPDATE articles SET language = {BLOB} WHERE id = 2": "language",
    f"UPDATE articles SET body_form = {BLOB} WHERE id = 2": "body_form",
    "UPDATE articles SET tags = '5' WHERE id = 2": "tags",
    "UPDATE articles SET tags = '[1, null]' WHERE id = 2": "tags",
    "UPDATE articles SET word_count = 'many' WHERE id = 2": "word_count",
    "UPDATE articles SET is_free = 'yes' WHERE id = 2": "is_free",
    f"UPDATE images SET caption = {BLOB} WHERE article_id = 2": "caption",
    f"UPDATE images SET url = {TEXT} WHERE article_id = 2": "url",
    "UPDATE article_authors SET links = '{' WHERE article_id = 2": "links",
    f"UPDATE article_authors SET role = {BLOB} WHERE article_id = 2": "role",
}
# what only `show` needs
SHOWN = {
    "UPDATE articles SET body_form = '[[' WHERE id = 2": "body_form",
    "UPDATE articles SET body_form = '[5]' WHERE id = 2": "body_form",
    f"UPDATE articles SET body_form = '{'[' * 50_000}' WHERE id = 2": "body_form",
    "UPDATE articles SET verdict = 'poem' WHERE id = 2": "verdict",
    "UPDATE extractions SET sources = '[]' WHERE article_id = 2": "sources",
    "UPDATE extractions SET sources = x'80' WHERE article_id = 2": "sources",
}
LISTINGS = (["export", "jsonl"], ["export", "csv"])  # these read all columns; `list` reads those that it prints


def _run(folder: Path, statement: str) -> None:
    write_past(folder / "archive.db", statement, "articles_fts_update", "articles_keep_text")


@pytest.mark.parametrize("statement", HARM)
@pytest.mark.slow
def test_a_value_of_a_wrong_kind_is_named_and_costs_the_others_nothing(folder, statement):
    _run(folder, statement)
    for command in LISTINGS:
        done = inside(folder, *command)
        assert (done.returncode, done.stderr.count("\n"), HARM[statement] in done.stderr) == (6, 1, True), done.stderr
        assert "2" in done.stderr
        assert all(f"harbour.example/{other}" in done.stdout for other in (0, 2)), done.stdout
        assert "harbour.example/1" not in done.stdout
    shown = inside(folder, "show", "2")
    assert (shown.returncode, shown.stderr.count("\n"), HARM[statement] in shown.stderr) == (6, 1, True)
    assert inside(folder, "show", "3").returncode == 0


@pytest.mark.parametrize("form", ["--json", "-t", "--tsv"])
@pytest.mark.parametrize("value", [BLOB, TEXT])
@pytest.mark.parametrize("column", ["headline", "byline", "section"])
def test_a_list_names_the_row_that_it_cannot_print(folder, column, value, form):
    _run(folder, f"UPDATE articles SET {column} = {value} WHERE id = 2")
    done = inside(folder, "list", form, "--columns", f"url,{column}")
    assert (done.returncode, done.stderr.count("\n"), column in done.stderr) == (6, 1, True), done.stderr
    assert all(f"harbour.example/{other}" in done.stdout for other in (0, 2)), done.stdout
    assert "harbour.example/1" not in done.stdout


@pytest.mark.parametrize("statement", SHOWN)
def test_a_form_that_leads_nowhere_is_named(folder, statement):
    _run(folder, statement)
    for form in ("text", "json", "html"):
        shown = inside(folder, "show", "2", "--format", form)
        assert (shown.returncode, shown.stderr.count("\n"), SHOWN[statement] in shown.stderr) == (6, 1, True)
    assert inside(folder, "list", "--no-headers").stdout.count("\n") == 3


@pytest.mark.parametrize("value", [BLOB, TEXT])
@pytest.mark.parametrize("column", ["headline", "date_published", "caption"])
def test_a_search_finds_the_others_and_names_the_row(folder, column, value):
    _run(folder, f"UPDATE articles SET {column} = {value} WHERE id = 2")
    done = inside(folder, "search", "ferry", "--nl", "--columns", "id")
    assert (done.returncode, done.stderr.count("\n"), column in done.stderr) == (6, 1, True), done.stderr
    assert sorted(json.loads(line)["id"] for line in done.stdout.splitlines()) == [1, 3]


@pytest.mark.parametrize(
    ("statement", "commands"),
    [
        (f"UPDATE past_texts SET headline = {BLOB}", (["diff", "1"], ["history", "1"], ["export", "jsonl"])),
        (f"UPDATE past_texts SET body_text = {BLOB}", (["diff", "1"], ["show", "1", "--version", "1"])),
        ("UPDATE versions SET changed = '7' WHERE number = 2", (["diff", "1"], ["history", "1"])),
        (f"UPDATE changes SET before = {BLOB}", (["changes"], ["history", "1"])),
        ("UPDATE changes SET materiality = 'much'", (["changes"], ["history", "1"])),
    ],
)
def test_versions_and_changes_are_held_to_their_kinds(folder, statement, commands):
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        db.execute(statement)
        db.commit()
    for command in commands:
        done = inside(folder, *command)
        assert (done.returncode, done.stderr.count("\n"), "damage in" in done.stderr) == (6, 1, True), done.stderr


@pytest.mark.parametrize("value", [BLOB, TEXT])
def test_verify_names_every_bad_row_and_goes_on(folder, value):
    _run(folder, f"UPDATE articles SET byline = {value} WHERE id IN (1, 3)")
    done = inside(folder, "verify", "--no-headers")
    assert done.returncode == 6
    assert {tuple(line.split("\t")[:2]) for line in done.stdout.splitlines()} >= {("articles", "1"), ("articles", "3")}
    assert "byline" in done.stdout


def test_many_bad_rows_are_one_line(folder):
    _run(folder, f"UPDATE articles SET headline = {BLOB}")
    done = inside(folder, "list")
    assert (done.returncode, done.stderr.count("\n"), done.stderr.count("row ")) == (6, 1, 3)


def test_a_row_of_ours_fits():
    row = {"id": 1, "headline": "A", "tags": '["a"]', "is_free": None, "materiality": 1, "fingerprint": b""}
    assert row_types.misfit(row) is None
    assert row_types.misfit(row | {"fingerprint": "a"}) == "fingerprint is not bytes"


@pytest.mark.parametrize(
    ("table", "column", "command"),
    [
        ("runs", "counts", ["status"]),
        ("articles", "site", ["doctor"]),
        ("articles", "fingerprint", ["list", "--clusters"]),
        ("feeds", "title", ["feed", "export"]),
        ("feeds", "polled_at", ["status"]),
        ("captures", "headers", ["explain", "https://harbour.example/0"]),
    ],
)
def test_any_command_names_the_row_that_it_cannot_read(folder, table, column, command):
    inside(folder, "feed", "add", "--no-check", "https://harbour.example/feed")
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        db.execute("INSERT OR IGNORE INTO feeds(url, site, added_at) VALUES ('https://h.example/f', 'h.example', 'x')")
        if table == "captures":
            db.execute("DROP TRIGGER captures_stay")
        value = 7 if column == "fingerprint" else BLOB
        db.execute(f"UPDATE {table} SET {column} = {value} WHERE rowid = (SELECT max(rowid) FROM {table})")
        db.commit()
    done = inside(folder, *command)
    assert (done.returncode, done.stderr.count("\n")) == (6, 1), done.stderr
    assert f"damage in {table}, row" in done.stderr
    assert column in done.stderr
    verified = inside(folder, "verify", "--no-headers").stdout
    assert any(line.startswith(f"{table}\t") for line in verified.splitlines())
