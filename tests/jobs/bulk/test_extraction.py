"""A bulk run: the same rows however it is divided, and a rerun that does only what is missing."""

import fcntl
import json
import os

import pytest

from program import article
from scraper.jobs.bulk import already_done, done_lines, shard_plan, sources_named
from scraper.jobs.bulk.extraction import BulkPlan, extract_shards
from scraper.jobs.bulk.read_record import ReadOptions
from scraper.jobs.parts import WorkPart
from scraper.progress import Progress
from scraper.sources.bulk_filters import RecordFilter

reading = pytest.importorskip("pyarrow.parquet", reason="install the dev extra again")


def line(number, **more):
    html = article(f"Ferry {number} returns").decode()
    row = {"url": f"https://gazette.example/{number}", "html": html, "fetched_at": "2026-11-01T00:00:00Z"}
    return json.dumps({**row, **more}) + "\n"


@pytest.fixture
def pages(tmp_path):
    """Three files of three pages each; one of the pages is missing."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for shard in range(3):
        lines = [line(3 * shard + n) for n in range(3)]
        (folder / f"{shard}.jsonl").write_text("".join(lines))
    (folder / "1.jsonl").write_text(line(3) + '{"url": "https://gazette.example/4"}\n' + line(5))
    return folder


def run(pages, folder, **options):
    """The results by the names of the shards."""
    shards = shard_plan.plan(sources_named.listed(str(pages)))
    plan = BulkPlan(folder=folder, shards=shards, **{"form": "jsonl", **options})
    return {result.shard.name: result for result in extract_shards(plan, Progress())}


def contents(folder, pattern="*"):
    return {path.name: path.read_bytes() for path in sorted(folder.glob(pattern))}


def test_a_shard_in_and_a_shard_out(pages, tmp_path):
    results = run(pages, tmp_path / "out")
    counts = [(each.done.rows, each.done.failures, each.skipped) for each in results.values()]
    assert counts == [(3, 0, False), (2, 1, False), (3, 0, False)]
    written = contents(tmp_path / "out")
    names = ["0.jsonl.jsonl", "1.jsonl.jsonl", "2.jsonl.jsonl", "_done.jsonl", "_plan.json", "failures-1.jsonl.jsonl"]
    assert list(written) == names
    (failure,) = map(json.loads, written["failures-1.jsonl.jsonl"].splitlines())
    assert (failure["source"], failure["record"], failure["url"]) == ("1.jsonl", "2", "https://gazette.example/4")
    assert failure["reason"]
    rows = [json.loads(text) for text in written["0.jsonl.jsonl"].splitlines()]
    assert [row["headline"] for row in rows] == [f"Ferry {n} returns" for n in range(3)]
    assert [row["url"] for row in rows] == [f"https://gazette.example/{n}" for n in range(3)]


def test_division_changes_no_byte(pages, tmp_path):
    run(pages, tmp_path / "whole", form="parquet")
    run(pages, tmp_path / "two", form="parquet", jobs=2)
    for number in (3, 1, 2):
        run(pages, tmp_path / "parts", form="parquet", part=WorkPart(number, 3))
    whole = contents(tmp_path / "whole", "*.parquet")
    assert len(whole) == 3
    assert whole == contents(tmp_path / "two", "*.parquet") == contents(tmp_path / "parts", "*.parquet")
    for pattern in ("fail*", "_plan*"):
        assert contents(tmp_path / "whole", pattern) == contents(tmp_path / "parts", pattern)


def test_both_formats_have_the_same_rows(pages, tmp_path):
    run(pages, tmp_path / "a", form="parquet")
    run(pages, tmp_path / "b")
    table = reading.read_table(tmp_path / "a" / "0.jsonl.parquet").to_pylist()
    lines = [json.loads(text) for text in (tmp_path / "b" / "0.jsonl.jsonl").read_text().splitlines()]
    for row, parsed in zip(table, lines, strict=True):
        assert row.pop("authors") == [author["name"] for author in parsed["authors"]]
        parsed["author_details"] = parsed.pop("authors")
        assert row.pop("fetched_at").strftime("%Y-%m-%dT%H:%M:%SZ") == parsed.pop("fetched_at")
        for name in ("sources", "headers"):
            row[name] = json.loads(row[name])
        assert row == parsed


def test_a_rerun_does_what_is_missing(pages, tmp_path):
    out = tmp_path / "out"
    run(pages, out)
    before = contents(out, "[!_]*")
    assert all(result.skipped for result in run(pages, out).values())
    (out / "0.jsonl.jsonl").unlink()
    (out / "1.jsonl.jsonl").write_text("cut")
    (out / "2.jsonl.jsonl.part").write_text("left by a killed run")
    skipped = {name: result.skipped for name, result in run(pages, out).items()}
    assert skipped == {"0.jsonl": False, "1.jsonl": False, "2.jsonl": True}
    assert contents(out, "[!_]*") == before


@pytest.mark.parametrize(
    ("change", "skipped"),
    [
        (lambda pages, _: os.utime(pages / "0.jsonl", (1, 1)), True),
        (lambda pages, _: (pages / "0.jsonl").write_text(line(8)), False),
        (lambda _, patch: patch.setattr(already_done, "EXTRACTOR", "scraper 99"), False),
    ],
    ids=["touched", "changed", "other-version"],
)
def test_what_is_made_again(pages, tmp_path, monkeypatch, change, skipped):
    run(pages, tmp_path / "out")
    with monkeypatch.context() as patch:
        change(pages, patch)
        assert run(pages, tmp_path / "out")["0.jsonl"].skipped is skipped
    # the new time is noted, so that the file is not read once more for it
    seen = done_lines.read(tmp_path / "out")["0.jsonl"].input
    assert seen.changed == str((pages / "0.jsonl").stat().st_mtime_ns)


def test_other_filters_make_other_shards(pages, tmp_path):
    run(pages, tmp_path / "out")
    options = ReadOptions(wanted=RecordFilter(kinds=frozenset({"listing"})))
    (first, *_) = run(pages, tmp_path / "out", options=options).values()
    assert (first.skipped, first.done.rows, first.done.refused) == (False, 0, {"kind": 3})


def test_a_page_that_takes_too_long_is_a_failure(pages, tmp_path):
    nested = "<p>" + "<b><i>word</i> " * 900_000  # the dearest page there is: it would take many seconds
    (pages / "1.jsonl").write_text(line(3, html=nested) + line(4))
    run(pages, tmp_path / "out", page_timeout=1.5)
    failures = (tmp_path / "out" / "failures-1.jsonl.jsonl").read_text().splitlines()
    reasons = {row["url"]: row["reason"] for row in map(json.loads, failures)}
    assert "took longer" in reasons["https://gazette.example/3"]


def test_a_source_that_cannot_be_read_costs_itself(pages, tmp_path):
    (pages / "0.warc.gz").write_bytes(b"no WARC at all")
    (pages / "9.jsonl").symlink_to(tmp_path / "nowhere")
    results = run(pages, tmp_path / "out")
    assert "is not a WARC file" in results.pop("0.warc.gz").error
    assert [result.error for result in results.values()] == [None] * 3
    assert not list((tmp_path / "out").glob("*.part"))


def test_a_shard_that_another_run_writes_is_left_to_it(pages, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    with (out / "1.jsonl.jsonl.part").open("wb") as busy:
        busy.write(b"of the other")
        busy.flush()
        fcntl.flock(busy, fcntl.LOCK_EX)
        results = run(pages, out)
        assert "another run is writing" in results["1.jsonl"].error
        assert (out / "1.jsonl.jsonl.part").read_bytes() == b"of the other"
    assert run(pages, out)["1.jsonl"].error is None
    assert not list(out.glob("*.part"))


def test_progress_is_what_was_written(pages, tmp_path):
    shards = shard_plan.plan(sources_named.listed(str(pages)))
    progress = Progress()
    results = extract_shards(BulkPlan(folder=tmp_path / "out", shards=shards, form="jsonl"), progress)
    seen = [(progress.done, progress.what, progress.failed) for _ in results]
    sizes = [(pages / f"{shard}.jsonl").stat().st_size for shard in range(3)]
    assert progress.total == sum(sizes)
    assert seen == [
        (sizes[0], "3 pages", 0),
        (sizes[0] + sizes[1], "6 pages", 1),
        (sum(sizes), "9 pages", 1),
    ]
