"""`scraper bulk`: large files in, shards of rows out; what is reported, and with which exit code."""

import json
import os
import shlex
import subprocess
import sys

import pytest

from program import article, inside, surroundings

reading = pytest.importorskip("pyarrow.parquet", reason="install the dev extra again")

SHARDS = 3


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "pages").mkdir()
    for shard in range(SHARDS):
        rows = [
            {"url": f"https://gazette.example/{shard}{n}", "html": article(f"Ferry {n}").decode()} for n in range(2)
        ]
        text = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / "pages" / f"{shard}.jsonl").write_text(text)
    (tmp_path / "pages" / "2.jsonl").write_text(text + '{"url": "https://gazette.example/no"}\n')
    return tmp_path


def extract(folder, *more):
    return inside(folder, "bulk", "extract", "pages", "-o", "out", "--jobs", "1", *more)


def test_a_failed_page_is_no_failure_of_the_command(pages):
    done = extract(pages)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "wrote 6 rows of 3 shards to out; 1 page could not be read (failures-*.jsonl)\n"
    again = extract(pages)
    assert again.stderr == "wrote 0 rows of 0 shards to out; 3 shards done before\n"


def test_a_source_that_is_not_finished(pages):
    (pages / "pages" / "9.warc").write_text("no WARC at all")
    done = extract(pages)
    assert done.returncode == 3
    assert done.stderr.endswith("Error: pages/9.warc is not a WARC file\n")
    status = inside(pages, "bulk", "status", "out", "--missing", "--nl", "--columns", "shard,state,rows")
    assert status.returncode == 3
    assert json.loads(status.stdout) == {"shard": "9.warc", "state": "missing", "rows": None}
    merged = inside(pages, "bulk", "merge", "out", "-o", "all.parquet")
    assert merged.returncode == 3
    assert "1 of 4 shards not done" in merged.stderr
    assert not (pages / "all.parquet").exists()
    assert inside(pages, "bulk", "merge", "out", "-o", "all.parquet", "--partial").returncode == 0


def test_what_is_done_is_listed(pages):
    extract(pages)
    (pages / "out" / "0.jsonl.parquet").write_bytes(b"")
    listed = inside(pages, "bulk", "status", "out", "--columns", "shard,state,rows,failures")
    lines = ["shard\tstate\trows\tfailures", "0.jsonl\tdamaged\t2\t0", "1.jsonl\tdone\t2\t0", "2.jsonl\tdone\t2\t1"]
    assert listed.stdout.splitlines() == lines
    assert listed.stderr == "2 of 3 shards done, with 4 rows\n"


@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_shards_are_merged_in_their_order(pages, form):
    extract(pages, "--format", form)
    for name in ("a", "b"):
        done = inside(pages, "bulk", "merge", "out", "-o", name, "--failures", f"{name}.failures")
        assert done.stderr == f"wrote {name}: 6 rows of 3 shards\n"
    assert (pages / "a").read_bytes() == (pages / "b").read_bytes()
    assert json.loads((pages / "a.failures").read_text())["url"] == "https://gazette.example/no"
    if form == "jsonl":
        urls = [json.loads(line)["url"] for line in (pages / "a").read_text().splitlines()]
    else:
        urls = reading.read_table(pages / "a").column("url").to_pylist()
    assert urls == [f"https://gazette.example/{shard}{n}" for shard in range(SHARDS) for n in range(2)]


@pytest.mark.parametrize(
    ("args", "rows"),
    [
        (["--only", "listing"], 0),
        (["--only", "listing,article"], 6),
        (["--host", "gazette.example"], 6),
        (["--host", "other.example"], 0),
        (["--url-matches", "/1"], 2),
        (["--url-excludes", "/1"], 4),
        (["--lang", "en"], 6),
        (["--lang", "de"], 0),
        (["--max-bytes", "10"], 0),
        (["--status", "404", "--mime", "any"], 6),  # of no known status
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_filters(pages, args, rows):
    assert f"wrote {rows} rows of 3 shards" in extract(pages, *args).stderr


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["nowhere", "-o", "out"], 2, "there is no such file or folder"),
        (["https://x.invalid/a.warc", "-o", "out"], 2, "reads no web addresses"),
        (["pages", "-o", "pages/0.jsonl"], 2, "is a file: name a folder"),
        (["pages", "-o", "out", "--shard", "9/8"], 2, "is not a part"),
        (["pages", "-o", "out", "--shard", "slurm/8"], 2, "SLURM_ARRAY_TASK_ID is not set"),
        (["pages", "-o", "out", "--shard", "1/2", "--slurm-script", "2"], 2, "use either"),
        (["pages", "-o", "out", "--url-matches", "("], 2, "is not a regular expression"),
        (["pages", "-o", "out", "--status", "2x"], 2, "write codes such as"),
        (["pages", "-o", "out", "--only", "essay"], 2, "'essay' is not one of"),
    ],
    ids=lambda value: value[-1] if isinstance(value, list) else "",
)
def test_mistakes(pages, args, code, words):
    done = inside(pages, "bulk", "extract", *args)
    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
    assert not (pages / "out").exists()


def test_a_folder_holds_one_format(pages):
    extract(pages)
    done = extract(pages, "--format", "jsonl")
    assert (done.returncode, done.stderr) == (2, "Error: out holds shards of parquet: name another folder for jsonl\n")


@pytest.mark.parametrize("command", ["status", "merge"])
def test_a_folder_of_no_run(pages, command):
    done = inside(pages, "bulk", command, "pages", *(["-o", "all"] if command == "merge" else []))
    assert done.returncode == 2
    assert "is not the folder of a bulk run" in done.stderr


def test_the_number_of_a_part_comes_from_slurm(pages):
    for number in (1, 2):
        environment = {"SLURM_ARRAY_TASK_ID": str(number)}
        done = inside(
            pages, "bulk", "extract", "pages", "-o", "out", "--jobs", "1", "--shard", "slurm/2", env=environment
        )
        assert done.returncode == 0
    assert inside(pages, "bulk", "status", "out").returncode == 0


def test_the_script_of_a_job_array(pages):
    """bash accepts it, and its tasks, one after the other, make what one run makes."""
    odd = pages / "it's a folder"
    (pages / "pages").rename(odd)
    command = ["bulk", "extract", odd.name, "-o", "array", "--slurm-script", "2"]
    done = inside(pages, *command)
    assert done.returncode == 0
    script = pages / "bulk.sbatch"
    script.write_text(done.stdout)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    assert "#SBATCH --array=1-2\n" in done.stdout
    for number in ("1", "2"):
        environment = surroundings(pages) | {"SLURM_ARRAY_TASK_ID": number, "SLURM_CPUS_PER_TASK": "1"}
        subprocess.run(["bash", script], check=True, env=environment, capture_output=True)
    inside(pages, "bulk", "extract", odd.name, "-o", "whole", "--jobs", "1")
    shards = [sorted((pages / name).glob("*.*")) for name in ("array", "whole")]
    for ours, theirs in zip(*shards, strict=True):
        assert ours.name == theirs.name
        assert ours.read_bytes() == theirs.read_bytes() or ours.name == "_done.jsonl"
    for name in ("array", "whole"):
        assert inside(pages, "bulk", "merge", name, "-o", f"{name}.parquet").returncode == 0
    assert (pages / "array.parquet").read_bytes() == (pages / "whole.parquet").read_bytes()


def test_an_array_has_no_more_tasks_than_there_are_shards(pages):
    done = extract(pages, "--slurm-script=50")
    assert "#SBATCH --array=1-3\n" in done.stdout
    assert "array has 3 tasks, one for each shard" in done.stderr
    words = shlex.split(done.stdout.splitlines()[-1])
    assert words[:4] == ["exec", sys.executable, "-m", "scraper"]
    assert words[-2:] == ["--shard", "$SLURM_ARRAY_TASK_ID/3"]


def test_rows_become_articles_of_an_archive(pages):
    extract(pages, "--format", "jsonl")
    done = inside(pages, "import", "jsonl", "out/2.jsonl.jsonl")
    assert (done.returncode, done.stderr) == (0, "2 new, 0 already here\n")
    (_, first) = json.loads(inside(pages, "list", "--json", "--columns", "headline,byline,date_published").stdout)
    assert first == {"headline": "Ferry 0", "byline": "By Ada Berg", "date_published": "2026-03-01T08:00:00+01:00"}


def test_a_full_disk(pages):
    """A limit for the size of files is met as a full disk is, after the plan and before the rows."""
    limited = f"ulimit -f 8; {sys.executable} -m scraper bulk extract pages -o out --jobs 1"
    done = subprocess.run(
        ["bash", "-c", limited], cwd=pages, env=surroundings(pages), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (74, "Error: out: File too large\n")
    assert [path.name for path in (pages / "out").iterdir()] == ["_plan.json"]
    assert extract(pages).returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(pages):
    (pages / "out").mkdir(mode=0o500)
    assert extract(pages).returncode == 74


def test_one_of_everything_is_singular(pages):
    done = inside(pages, "bulk", "extract", "pages/1.jsonl", "-o", "one", "--jobs", "1", "--url-matches", "/10")
    assert done.stderr == "wrote 1 row of 1 shard to one; 1 record left out\n"
    assert inside(pages, "bulk", "status", "one").stderr == "1 of 1 shard done, with 1 row\n"
    assert inside(pages, "bulk", "merge", "one", "-o", "all").stderr == "wrote all: 1 row of 1 shard\n"
