"""`import jsonl`: whatever a row is, it costs itself only; its line and the reason are told, and the rest is put in."""

import gc
import json
import signal
import threading

import pytest

from newsroom import LONG, START, article
from program import inside
from scraper.archive import Archive
from scraper.archive.transfer import line_batches

DEEP = "[" * 100_000 + "]" * 100_000
GOOD = 4


def row(number, **more):
    with Archive.open(":memory:", clock=lambda: START) as archive:
        archive.articles.save(article(f"Number {number}. {LONG}", url=f"https://harbour.example/{number}"))
        return next(archive.articles.walk(history=True)) | more


def bad(text="", **more):
    """A row that would be good, but for some members; `text` takes the place of the mark ~ in its JSON."""
    told = {
        "url": "https://harbour.example/bad",
        "headline": "A pier",
        "body_text": LONG,
        "tags": [],
        "version": 1,
    } | more
    return json.dumps(told).replace('"~"', text)


VERSION = {"version": 1, "first_seen": "2026-05-01T09:00:00Z", "last_seen": "2026-05-01T09:00:00Z"}
ROWS = (
    ("not JSON", "{", "not an article"),
    ("a list", "[]", "an object"), ("a text", '"x"', "an object"), ("a number", "7", "an object"), ("null", "null", "an object"),
    ("bytes", b"\xff\xfe\x00{", "UTF-8"), ("not UTF-8", b'{"url": "\xff"}', "UTF-8"), ("two objects", "{} {}", "Extra data"),
    ("nested 100,000 deep", bad(DEEP, tags="~"), "nested deeper"), ("nested in an unknown member", bad(DEEP, x="~"), "nested deeper"),
    ("nested 500 deep", bad("[" * 500 + "]" * 500, tags="~"), "nested deeper"),
    ("no address", "{}", '"url"'), ("an address of another type", bad(url=["x"]), '"url"'), ("no address at all", bad(url="x y"), "not an article"),
    ("a file", bad(url="file:///etc/passwd"), "not an article"), ("an address without a host", bad(url="http:///x"), "not an article"),
    ("a large integer", bad(word_count=2**63), "word_count is out of range"), ("a large flag", bad(is_free=2**70), "is_free"),
    ("a negative count", bad(word_count=-1), "word_count is out of range"), ("a large version", bad(version=2**64), "version is out of range"),
    ("a number without end", bad("9" * 5000, word_count="~"), "5000 digits"), ("an infinite number", bad("1e999", word_count="~"), "too large"),
    ("not a number", bad("NaN", word_count="~"), "NaN"), ("half a word", bad(word_count=1.5), "word_count"),
    ("a name twice", '{"url": "https://harbour.example/bad", "url": "https://harbour.example/0"}', "two members"),
    *((f"{name} as a {type(value).__name__}", bad(**{name: value}), name)
      for name, values in {
          "headline": (1, [], {}), "body_text": (1, ["x"]), "body_form": (1, {}), "tags": ("x", {"a": 1}, [1], [None]),
          "authors": ("x", 7, [7], [None], [{"name": 1}], [{"name": "a", "links": "x"}], [{"name": "a", "links": [1]}]),
          "images": ("x", [1], [{"url": 5}]), "verdict": (1,), "first_seen": (5,), "extractor": ([],), "language": (True,),
          "versions": ("x", [1], [[]]), "is_free": ("yes",), "word_count": ("9",), "sources": ([],), "publisher": ({"a": 1},),
      }.items() for value in values),
    ("an unknown verdict", bad(verdict="nonsense"), "nonsense"),
    ("a form of another text", bad(body_form='[["paragraph", 3, {"rows": [["x"]]}]]'), "not an article"),
    ("a form that is none", bad(body_form="{"), "not an article"), ("a form of numbers", bad(body_form="[1, 2]"), "not an article"),
    ("a form of an unknown kind", bad(body_form='[["nonsense", 3]]'), "not an article"),
    ("a deep form", bad(body_form=DEEP), "nested deeper"),
    ("versions without numbers", bad(versions=[VERSION | {"version": "1"}]), "numbered"),
    ("versions of one number", bad(versions=[VERSION, VERSION], version=2), "numbered"),
    ("a version of no time", bad(versions=[VERSION | {"first_seen": "yesterday"}], version=2), "when it was seen"),
    ("a version's text of another type", bad(versions=[VERSION | {"body_text": 1}], version=2), "of a version"),
)  # fmt: skip
TAKEN = (
    ("surrogates in tags", bad('["a\\ud83d"]', tags="~")),
    ("surrogates in an address", bad('"https://harbour.example/\\ud83d"', canonical_url="~")),
    ("surrogates in a name", bad('[{"name": "Ada \\udc00", "links": ["https://x.example/\\ud83d"], "raw": "\\ud83d"}]', authors="~")),
    ("controls", bad('"a\\u001b[2J\\u009b\\u0000"', headline="~")),
    ("names alone", bad(authors=["Ada Berg"])),
    ("members that nobody knows", bad(unknown={"a": [1, None, 2**80]})),
)  # fmt: skip


def line(text):
    return (text if isinstance(text, bytes) else text.encode()) + b"\n"


@pytest.fixture(scope="module")
def good():
    return [line(json.dumps(row(n))) for n in range(GOOD)]


@pytest.mark.parametrize(("text", "said"), [(t, s) for _, t, s in ROWS], ids=[n for n, _, _ in ROWS])
@pytest.mark.slow
def test_a_row_that_is_no_article_is_named(good, text, said):
    with Archive.open(":memory:", clock=lambda: START) as archive:
        *_, sums = archive.transfer.import_jsonl([*good[:2], line(text), b"\n", *good[2:]])
        assert (sums.added, sums.known) == (GOOD, 0)
        (refused,) = sums.refused
        assert (refused.number, refused.fault) == (3, False)
        assert said in refused.why


@pytest.mark.parametrize("text", [t for _, t in TAKEN], ids=[n for n, _ in TAKEN])
def test_a_row_that_can_be_cleaned_is_put_in(tmp_path, good, text):
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        *_, sums = archive.transfer.import_jsonl([good[0], line(text)])
        assert (sums.added, sums.refused) == (2, [])
        assert not list(archive.maintenance.verify())
        json.dumps(archive.articles.get(2), ensure_ascii=False).encode()


def test_all_bad_rows_in_one_file(tmp_path, good, monkeypatch):
    """Exit code 3, the first reasons in a line each, the good rows of the same batch in the archive."""
    monkeypatch.setattr("scraper.archive.transfer.import_jsonl.MAX_LINE", 300_000)
    rows = [
        *good[:2],
        *(line(text) for _, text, _ in ROWS),
        b"\n \n",
        line('{"x": "' + "y" * 400_000 + '"}'),
        *good[2:],
    ]
    (tmp_path / "rows.jsonl").write_bytes(b"".join(rows))
    done = inside(tmp_path, "import", "jsonl", "rows.jsonl")
    assert done.returncode == 3
    said = done.stderr.splitlines()
    assert said[0] == f"{GOOD} new, 0 already here, {len(ROWS) + 1} refused"
    assert said[1].startswith("Error: line 3: not an article: ")
    assert said[-1] == f"Error: and {len(ROWS) + 1 - 10} more"
    assert "Traceback" not in done.stderr
    assert inside(tmp_path, "verify").returncode == 0
    assert inside(tmp_path, "status", "--check").returncode == 0  # bad input is no fault of scraper's
    again = inside(tmp_path, "import", "jsonl", "rows.jsonl")
    assert (again.returncode, again.stderr.splitlines()[0]) == (
        3,
        f"0 new, {GOOD} already here, {len(ROWS) + 1} refused",
    )


def test_a_line_that_is_too_long_is_not_held(tmp_path, good, monkeypatch):
    monkeypatch.setattr("scraper.archive.transfer.import_jsonl.MAX_LINE", 100_000)
    (tmp_path / "rows.jsonl").write_bytes(good[0] + b"x" * 1_000_000 + b"\n" + good[1] + b"y" * 500_000)
    done = inside(tmp_path, "import", "jsonl", "rows.jsonl")
    assert done.returncode == 3
    assert next(text for text in done.stderr.splitlines() if "longer than" in text).startswith("Error: line 2: ")
    assert done.stderr.splitlines()[0] == "2 new, 0 already here, 2 refused"


def sizes(lines):
    return [[number for number, _ in batch] for batch in line_batches.batches(lines)]


def test_lines_come_in_batches_with_their_numbers(monkeypatch):
    monkeypatch.setattr(line_batches, "FEW", 2)
    monkeypatch.setattr(line_batches, "MANY", 3)
    monkeypatch.setattr(line_batches, "LARGE", 10)
    assert sizes([]) == sizes(["\n", b"  "]) == []
    assert sizes(["1", "", "3", b"4", "5", "6", "7"]) == [[1, 3], [4, 5, 6], [7]]
    assert sizes(["a long line", "2", "3", "4", "12345", "67890", "7"]) == [[1], [2, 3, 4], [5, 6], [7]]


def interrupted(lines):
    yield from lines
    signal.raise_signal(signal.SIGINT)


def failing(lines):
    yield from lines
    raise OSError("the pipe broke")


def left(coming):
    """End as a loop that is left early: what comes next is not asked for."""
    coming.throw(GeneratorExit)


ENDS = [(interrupted, next, KeyboardInterrupt), (failing, next, OSError), (iter, left, GeneratorExit)]


@pytest.fixture
def one_by_one(monkeypatch):
    """Batches of a single line."""
    monkeypatch.setattr(line_batches, "FEW", 1)
    monkeypatch.setattr(line_batches, "MANY", 1)


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize(("source", "end", "error"), ENDS)
def test_an_import_that_ends_early_keeps_what_it_wrote_and_leaves_no_thread(tmp_path, good, source, end, error):
    before = threading.active_count(), gc.get_threshold()
    with Archive.open(tmp_path / "a.db", clock=lambda: START) as archive:
        coming = archive.transfer.import_jsonl(source(good[:2]))
        assert next(coming).added == 1
        with pytest.raises(error):
            end(coming)
        assert (threading.active_count(), gc.get_threshold()) == before
        *_, sums = archive.transfer.import_jsonl(good)
        assert (sums.added, sums.known) == (GOOD - 1, 1)
        assert list(archive.maintenance.verify()) == []
