"""Engines of others on real data: Ray, Spark and a store like S3, each in an environment of its own.

    python3 -m venv spark && spark/bin/pip install -e '.[bulk,datatrove]' pyspark
    SCRAPER_TEST_SPARK=spark/bin/python python -m pytest -m engine tests/engines

SCRAPER_TEST_RAY needs `ray`, SCRAPER_TEST_S3 `s3fs` and `moto[s3,server]`. CONTRIBUTING.md has the versions that passed.
"""

import json
import os
import re
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from jobs.bulk.made_warcs import write_warcs
from scraper.jobs.bulk import plain_loop, shard_plan, sources_named
from scraper.jobs.bulk.extraction import BulkPlan, extract_shards
from scraper.present.row_layout import json_line
from scraper.progress import Progress

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[2]
CELLS = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "scale.md").read_text("utf-8"), re.DOTALL)
PAGES = int(os.environ.get("SCRAPER_TEST_PAGES", "24"))


def interpreter(name):
    """The Python of an engine's environment; the test is skipped without one."""
    path = os.environ.get(name)
    if not path:
        pytest.skip(f"{name} names no interpreter")
    return str(Path(path).absolute())


def cell_with(text):
    (cell,) = [cell for cell in CELLS if text in cell]
    return cell


def run(python, folder, code, **more):
    """Run code by another interpreter in a folder; report how long it took and its memory."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SCRAPER_", "AWS_"))}
    environment = kept | {"HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT), "RAY_USAGE_STATS_ENABLED": "0", **more}
    began = time.monotonic()
    done = subprocess.run(
        [python, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    sys.stdout.write(f"{time.monotonic() - began:.1f} s for {PAGES} pages\n")
    return done.stdout


@pytest.fixture
def warcs(tmp_path):
    return write_warcs(tmp_path / "warcs", count=PAGES)


@pytest.fixture
def expected(warcs):
    """The lines of a plain loop, sorted."""
    return sorted(json_line(row) for row in plain_loop.rows(sorted(map(str, warcs.iterdir()))))


def lines(folder):
    return sorted(line for path in folder.glob("*.jsonl") for line in path.read_text("utf-8").splitlines(keepends=True))


def test_ray(warcs, expected, tmp_path):
    python = interpreter("SCRAPER_TEST_RAY")
    start = "import ray\nray.init(num_cpus=2, include_dashboard=False, object_store_memory=10**8)\n"
    run(python, tmp_path, start + cell_with("RayPipelineExecutor"))
    assert lines(tmp_path / "rows") == expected


def test_datatrove_with_two_processes(warcs, expected, tmp_path):
    python = interpreter("SCRAPER_TEST_RAY")
    code = textwrap.indent(cell_with("LocalPipelineExecutor"), "    ")
    (tmp_path / "pipeline.py").write_text(f"if __name__ == '__main__':\n{code}")
    run(python, tmp_path, "import runpy; runpy.run_path('pipeline.py', run_name='__main__')")
    assert lines(tmp_path / "rows") == expected


def test_spark(warcs, expected, tmp_path):
    python = interpreter("SCRAPER_TEST_SPARK")
    more = (
        "\nfrom scraper.present.row_layout import json_line\nimport json"
        "\nprint('ROWS', json.dumps(sorted(rows.map(json_line).collect())))"
        "\nprint('TABLE', json.dumps(sorted(spark.read.parquet('articles').rdd.map(lambda row: row.url).collect())))"
    )
    local = {"PYSPARK_PYTHON": python, "SPARK_LOCAL_IP": "127.0.0.1"}
    printed = run(python, tmp_path, cell_with("mapPartitions") + more, **local)
    found = dict(line.split(" ", 1) for line in printed.splitlines() if line.startswith(("ROWS ", "TABLE ")))
    assert json.loads(found["ROWS"]) == expected
    assert json.loads(found["TABLE"]) == sorted(json.loads(line)["url"] for line in expected)


def test_spark_reads_the_shards_of_a_bulk_run(warcs, expected, tmp_path):
    python = interpreter("SCRAPER_TEST_SPARK")
    shards = shard_plan.plan(sources_named.listed(str(warcs)))
    assert not [
        one.error
        for one in extract_shards(BulkPlan(folder=tmp_path / "articles", shards=shards), Progress())
        if one.error
    ]
    printed = run(
        python,
        tmp_path,
        cell_with("spark.read.parquet") + "\nprint(sum(row['count'] for row in by_site))",
        SPARK_LOCAL_IP="127.0.0.1",
    )
    assert int(printed.splitlines()[-1]) == len(expected)


IN_A_STORE = """
import pathlib
import boto3
from moto.server import ThreadedMotoServer

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
host, port = server.get_host_and_port()
import os
os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{port}"
client = boto3.client("s3", region_name="us-east-1")
client.create_bucket(Bucket="crawl")
for path in pathlib.Path("warcs").iterdir():
    client.upload_file(str(path), "crawl", f"warcs/{path.name}")
from scraper.jobs.bulk import plain_loop
from scraper.present.row_layout import json_line
from scraper.jobs.bulk.sources_named import listed
from scraper.sources.bulk_paths import matches

assert matches("s3://crawl/warcs/*.warc.gz") == [path for _, path in listed("s3://crawl/warcs")[0].files]
for row in plain_loop.rows(matches("s3://crawl/warcs/*.warc.gz")):
    print(json_line(row), end="")
server.stop()
"""


def test_a_store_like_s3(warcs, expected, tmp_path):
    python = interpreter("SCRAPER_TEST_S3")
    keys = {"AWS_ACCESS_KEY_ID": "made", "AWS_SECRET_ACCESS_KEY": "up", "AWS_EC2_METADATA_DISABLED": "true"}
    printed = run(python, tmp_path, IN_A_STORE, **keys)
    assert sorted(line for line in printed.splitlines(keepends=True) if line.startswith("{")) == expected
