"""docs/scale.md: its examples run as they are printed, on what a bulk run wrote."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from jobs.bulk.made_warcs import write_warcs
from program import inside
from scraper.jobs.bulk import shard_plan, sources_named
from scraper.jobs.bulk.extraction import BulkPlan, extract_shards
from scraper.progress import Progress

PAGE = (Path(__file__).parent.parent / "docs" / "scale.md").read_text("utf-8")
CELLS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
IMPORTS = re.compile(r"^(?:import|from) (\w+)", re.MULTILINE)
ELSEWHERE = {"pyspark", "ray"}  # tests/engines runs these


def packages(cell):
    return set(IMPORTS.findall(cell))


def cell_with(text):
    (cell,) = [cell for cell in CELLS if text in cell]
    return cell


def run(cell):
    missing = [name for name in packages(cell) if find_spec(name) is None]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    names = {"__name__": "scale"}
    exec(compile(cell, "scale.md", "exec"), names)
    return names


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """A folder with WARC files, and with what a bulk run made of them."""
    folder = tmp_path_factory.mktemp("scale")
    write_warcs(folder / "warcs", count=6)
    shards = shard_plan.plan(sources_named.listed(str(folder / "warcs")))
    assert all(
        result.error is None
        for result in extract_shards(BulkPlan(folder=folder / "articles", shards=shards), Progress())
    )
    return folder


@pytest.fixture
def folder(extracted, monkeypatch):
    monkeypatch.chdir(extracted)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return extracted


def test_every_example_is_tried():
    assert len(CELLS) == 6
    for cell in CELLS:
        compile(cell, "scale.md", "exec")
    assert sum("pyspark" in cell or "executor.ray" in cell for cell in CELLS) == 3


def test_duckdb_reads_all_shards(folder):
    by_site = run(cell_with("duckdb"))["by_site"]
    assert 0 < sum(count for _, count in by_site) < 6  # the others are pages of other kinds


def test_polars_reads_all_shards(folder):
    assert run(cell_with("polars"))["long"].height > 0


def test_the_pipeline_writes_rows(folder):
    run(cell_with("LocalPipelineExecutor").replace("workers=2", "workers=1"))
    assert sum(path.read_bytes().count(b"\n") for path in (folder / "rows").glob("*.jsonl")) == 6


def test_an_archive_takes_what_a_bulk_run_wrote(folder):
    done = inside(folder, "--db", "bulk.db", "import", "parquet", "articles")
    assert done.stderr.startswith("6 new, 0 already here"), done.stderr
    assert inside(folder, "--db", "bulk.db", "verify", "-q").returncode == 0
    assert inside(folder, "--db", "bulk.db", "import", "parquet", "articles").stderr.startswith("0 new, 6 already here")
