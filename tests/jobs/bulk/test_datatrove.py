"""The steps for datatrove: the rows of `bulk extract`, in a pipeline of somebody else."""

import gzip
import json

import pytest

pytest.importorskip("datatrove", reason="install the dev extra again")

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.writers.jsonl import JsonlWriter

from jobs.bulk.made_warcs import AT, made_pages, write_warcs
from scraper.jobs.bulk import plain_loop, shard_plan, sources_named
from scraper.jobs.bulk.datatrove import Extract, ReadWarc, WriteRows
from scraper.jobs.bulk.extraction import BulkPlan, extract_shards
from scraper.present.row_layout import FIELDS, json_line
from scraper.progress import Progress
from scraper.sources.bulk_filters import RecordFilter


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")


@pytest.fixture
def warcs(tmp_path):
    return write_warcs(tmp_path / "warcs")


def run(folder, *steps, tasks=3):
    executor = LocalPipelineExecutor(list(steps), tasks=tasks, workers=1, logging_dir=str(folder / "logs"))
    return executor.run()


def lines(folder):
    return sorted(line for path in folder.glob("*.jsonl") for line in path.read_bytes().splitlines(keepends=True))


def counted(stats, number):
    return {name: metric.total for name, metric in stats.stats[number].stats.items()}


def test_a_pipeline_writes_the_rows_of_a_plain_loop(warcs, tmp_path):
    stats = run(tmp_path, ReadWarc(str(warcs)), Extract(page_timeout=None), WriteRows(str(tmp_path / "rows")))
    paths = [str(path) for path in sorted(warcs.iterdir())]
    assert lines(tmp_path / "rows") == sorted(json_line(row).encode() for row in plain_loop.rows(paths))
    rows = [json.loads(line) for line in lines(tmp_path / "rows")]
    assert {row["url"] for row in rows} == {url for url, _ in made_pages(12)}
    assert all(tuple(row) == FIELDS for row in rows)
    assert {(row["fetched_at"], row["payload_digest"], row["status"]) for row in rows} == {(AT, "sha1:ABC", 200)}
    read, extracted = counted(stats, 0), counted(stats, 1)
    assert (read["damaged"], read["revisits"], read["refused_status"], read["input_files"]) == (1, 1, 1, 3)
    assert (extracted["total"], extracted["forwarded"], extracted.get("failed", 0)) == (12, 12, 0)


def test_local_runs_and_the_pipeline_write_the_same_bytes(warcs, tmp_path):
    shards = shard_plan.plan(sources_named.listed(str(warcs)))
    plan = BulkPlan(folder=tmp_path / "local", shards=shards, form="jsonl")
    assert [result.error for result in extract_shards(plan, Progress())] == [None] * 3
    (tmp_path / "local/_done.jsonl").unlink()
    (failure,) = map(json.loads, (tmp_path / "local/failures-0.warc.gz.jsonl").read_bytes().splitlines())
    (tmp_path / "local/failures-0.warc.gz.jsonl").unlink()
    damaged = WriteRows(str(tmp_path / "damaged"))
    run(
        tmp_path,
        ReadWarc(str(warcs), exclusion_writer=damaged),
        Extract(page_timeout=None),
        WriteRows(str(tmp_path / "rows")),
    )
    assert lines(tmp_path / "local") == lines(tmp_path / "rows")
    assert len(lines(tmp_path / "rows")) == 12
    assert list(map(json.loads, lines(tmp_path / "damaged"))) == [failure]


def test_what_cannot_be_read_goes_to_the_exclusion_writers(warcs, tmp_path):
    damaged = JsonlWriter(str(tmp_path / "damaged"), compression=None, expand_metadata=True)
    failed = WriteRows(str(tmp_path / "failed"))
    run(
        tmp_path,
        ReadWarc(str(warcs), exclusion_writer=damaged, limit=2),
        Extract(exclusion_writer=failed, page_timeout=1e-6),
        tasks=1,
    )
    stats = run(tmp_path / "all", ReadWarc(str(warcs), exclusion_writer=damaged))
    assert counted(stats, 0)["damaged"] == 1
    (fault,) = [json.loads(line) for line in lines(tmp_path / "damaged")]
    assert (fault["source"], fault["reason"].partition(":")[0]) == ("0.warc.gz", "damaged record")
    failures = [json.loads(line) for line in lines(tmp_path / "failed")]
    assert {failure["url"] for failure in failures} <= {url for url, _ in made_pages(12)}
    assert ["took longer than" in failure["reason"] for failure in failures] == [True, True]


class Given(PipelineStep):
    """A reader of somebody else: HTML as the text of its documents."""

    name, type = "given", "📖 - READER"

    def run(self, data=None, rank=0, world_size=1):
        for number, (url, body) in enumerate(made_pages(4)):
            yield Document(text=body.decode(), id=str(number), metadata={"url": url, "date": AT, "status": None})


def test_documents_of_other_readers_are_extracted_too(tmp_path):
    run(tmp_path, Given(), Extract(page_timeout=None), WriteRows(str(tmp_path / "rows")), tasks=1)
    rows = [json.loads(line) for line in lines(tmp_path / "rows")]
    assert {row["url"] for row in rows} == {url for url, _ in made_pages(4)}
    assert sum(bool(row["body_text"] and row["headline"]) for row in rows) >= 3


def test_filters_apply_before_and_after(warcs, tmp_path):
    wanted = RecordFilter(hosts=frozenset({"paper1.example", "paper2.example"}), kinds=frozenset({"article"}))
    stats = run(
        tmp_path,
        ReadWarc(str(warcs), wanted=wanted),
        Extract(wanted=wanted, page_timeout=None),
        WriteRows(str(tmp_path / "rows")),
    )
    rows = [json.loads(line) for line in lines(tmp_path / "rows")]
    assert rows
    assert {row["verdict"] for row in rows} == {"article"}
    assert {row["url"].split("/")[2] for row in rows} <= set(wanted.hosts)
    assert counted(stats, 0)["refused_host"] >= 6


def test_a_worker_reads_the_pages_and_the_output_can_be_packed(warcs, tmp_path):
    run(
        tmp_path,
        ReadWarc(str(warcs), limit=1),
        Extract(),
        WriteRows(str(tmp_path / "rows"), compression="gzip"),
        tasks=1,
    )
    (packed,) = (tmp_path / "rows").iterdir()
    assert json.loads(gzip.decompress(packed.read_bytes()))["headline"]
