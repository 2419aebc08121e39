"""bench/quality on a folder in the WCXB layout: two made-up pages, whose figures can be worked out by hand."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from program import article as story

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from bench import wcxb  # noqa: E402

TEXT = [
    "The harbour board met for six hours on Tuesday and left the question of the old pilot station where it was.",
    "Nobody had asked the pilots, who have lived in the station since the spring flood took their own house away.",
    "A decision is expected in June, when the board has read the letters that it has been sent by the whole town.",
]
THREAD = ["Does anybody know why the kettle hums in B flat since the last update of its firmware came out on Monday?",
          "Turn the lid around. The new firmware takes a lid that is on backwards as a request for music, sadly enough."]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """An article that is read to the letter, and a thread whose answer has one post more than the page."""
    for name in ("ground-truth", "html"):
        (tmp_path / "two" / name).mkdir(parents=True)
    truth = {"main_content": "\n\n".join(TEXT), "title": "Board leaves the pilot station", "author": "Ada Berg",
             "publish_date": "2026-03-01", "with": [TEXT[0][:40]], "without": ["© The Gazette"]}  # fmt: skip
    _write(tmp_path / "two", "0001", "article", truth, story(truth["title"], *TEXT))
    posts = "".join(f"<div class=post><p>{text}</p></div>" for text in THREAD)
    page = f"<html><title>Kettle hums - Forum</title><body><h1>Kettle hums</h1>{posts}</body></html>".encode()
    truth = {"main_content": " ".join([*THREAD, "one two three"]), "title": None, "author": None, "publish_date": None,
             "with": [THREAD[0], "one two three"], "without": []}  # fmt: skip
    _write(tmp_path / "two", "0002", "forum", truth, page)
    return tmp_path / "two"


def _write(folder, name, kind, truth, page):
    record = {"url": f"https://www.page-{name}.example/t/story", "ground_truth": truth, "_internal": {"page_type": {"primary": kind}}}  # fmt: skip
    (folder / "ground-truth" / f"{name}.json").write_text(json.dumps(record), "utf-8")
    (folder / "html" / f"{name}.html.gz").write_bytes(gzip.compress(page))


def quality(*folders):
    command = [sys.executable, "bench/quality.py", *map(str, folders)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def table(done):
    head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines())
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def test_each_kind_of_page_and_all_together_have_a_row(folder):
    done = quality(folder)
    rows = table(done)
    assert (done.returncode, done.stderr, list(rows)) == (0, "", ["two: article", "two: forum", "two"])
    whole = rows["two: article"]
    exact = ("word_f1", "with", "without", "headline", "authors", "date_published", "as_article")
    assert {name: whole[name] for name in exact} == dict.fromkeys(exact, "1.000")
    words = sum(len(text.split()) for text in THREAD)
    part = 2 * words / (2 * words + 3)
    assert rows["two: forum"]["word_f1"] == f"{part:.3f}"
    assert rows["two: forum"]["with"] == "0.500"
    assert rows["two: forum"]["headline"] == rows["two: forum"]["without"] == ""
    assert rows["two"]["word_f1"] == f"{(1 + part) / 2:.3f}"
    assert (rows["two"]["pages"], rows["two"]["with"]) == ("2", "0.750")


def test_what_cannot_be_read_is_named_and_the_rest_is_scored(folder):
    (folder / "ground-truth" / "0003.json").write_text("{", "utf-8")
    (folder / "html" / "0002.html.gz").write_bytes(b"no gzip")
    done = quality(folder)
    assert [line.partition(":")[0].rpartition("/")[2] for line in done.stderr.splitlines()] == [
        "0002.json",
        "0003.json",
    ]
    assert list(table(done)) == ["two: article", "two"]


def test_a_folder_without_answers_is_an_error_of_one_line(tmp_path):
    done = quality(tmp_path)
    assert done.returncode == 1
    assert done.stderr == f"{tmp_path}: no page with an answer; see --help for what a folder holds\n"


@pytest.mark.parametrize(
    ("gold", "text", "wanted"),
    [
        ("a b c", "a b c", 1.0),
        ("A b", "b a", 1.0),
        ("a b", "c", 0.0),
        ("", "", 1.0),
        ("a a b", "a", 0.5),
        ("港口", "港", 2 / 3),
    ],
)
def test_word_f1_compares_bags(gold, text, wanted):
    assert wcxb.word_f1(gold, text) == pytest.approx(wanted)
