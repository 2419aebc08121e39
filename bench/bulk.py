"""What a bulk run costs: beside trafilatura, beside a plain loop, on two cores, and in memory.

    python -m bench.bulk CORPUS [--pages 400] [--parts pages,engine,cores,memory]

CORPUS holds folders with a gold.jsonl, whose lines name pages ("file", packed with gzip, and
"url"). They are written as WARC files to a temporary folder. Figures are CPU time, except those of
`cores`: for them, the machine must have nothing else to do.
"""

import argparse
import gc
import gzip
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from itertools import count
from pathlib import Path

from scraper.jobs.bulk.read_record import ReadOptions, RecordTask, answer_of
from scraper.present.row_layout import parquet_rows
from scraper.sources import bulk_warc
from scraper.workers.child import rarely_collecting

FILES = 4  # the corpus is divided into
SEED = 18
RECORDS = 20_000  # of the run whose memory is measured
EVERY = 0.5  # seconds between two looks at a process
MEGABYTE = 1 << 20
PLAIN = """
import sys
from functools import partial
from pathlib import Path
from bench.bulk import plain_loop
plain_loop(sys.argv[1], Path(sys.argv[2]))
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("corpus", type=Path)
    options.add_argument("--pages", type=int, default=0, help="0: all")
    options.add_argument("--parts", default="pages,engine,cores,memory")
    options.add_argument("--records", type=int, default=RECORDS)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        warcs = written(chosen.corpus, Path(folder), chosen.pages)
        parts = {
            "pages": partial(beside_trafilatura, warcs),
            "engine": partial(beside_a_loop, warcs),
            "cores": partial(on_two_cores, warcs),
            "memory": partial(in_memory, warcs, chosen.records),
        }
        for name in chosen.parts.split(","):
            parts[name]()


def written(corpus: Path, folder: Path, most: int) -> list[Path]:
    """Write pages of the corpus as WARC files."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    rows = []
    for gold in sorted(corpus.glob("*/gold.jsonl")):
        for line in gold.read_text("utf-8").splitlines():
            row = json.loads(line)
            url = row.get("url") or f"https://page.example/{row['id']}"
            rows.append((url, gold.parent / row["file"]))
    random.Random(SEED).shuffle(rows)
    rows = rows[: most or None]
    paths = []
    for number in range(FILES):
        path = folder / f"{number}.warc.gz"
        with path.open("wb") as file:
            writer = WARCWriter(file, gzip=True)
            for url, page in rows[number::FILES]:
                head = StatusAndHeaders(
                    "200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1"
                )
                body = io.BytesIO(gzip.decompress(page.read_bytes()))
                at = {"WARC-Date": "2026-11-01T00:00:00Z"}
                writer.write_record(
                    writer.create_warc_record(
                        url, "response", payload=body, http_headers=head, warc_headers_dict=at
                    )
                )
        paths.append(path)
    print(f"{len(rows)} pages in {FILES} WARC files")
    return paths


def beside_trafilatura(warcs: list[Path]) -> None:
    """Read each page with both, in turns; both read the WARC and write rows with all fields."""
    import trafilatura

    file, lines = parquet_rows(), []
    options = ReadOptions()

    def ours(record):
        with rarely_collecting():  # as workers do
            file.add(answer_of(options, RecordTask("a.warc.gz", record)).row)

    def theirs(record):
        found = trafilatura.bare_extraction(record.content, url=record.url, with_metadata=True)
        row = found.as_dict() if found else {}
        lines.append(len(json.dumps(row, default=str, ensure_ascii=False)))

    taken = {"reading": [], "ours": [], "theirs": []}
    readers = (("ours", ours), ("theirs", theirs))
    for path in warcs:
        records = bulk_warc.read(str(path))
        for number in count():
            began = time.process_time()
            record = next(records, None)
            if record is None:
                break
            taken["reading"].append(time.process_time() - began)
            for name, read in readers[:: 1 if number % 2 else -1]:
                began = time.process_time()
                read(record)
                taken[name].append(time.process_time() - began)
            gc.collect(0)
    reading = statistics.mean(taken["reading"])
    for name, values in taken.items():
        mean, median = statistics.mean(values) * 1000, statistics.median(values) * 1000
        print(f"{name:10} mean {mean:6.1f} ms, median {median:6.1f} ms")
    means = {name: statistics.mean(values) + reading for name, values in taken.items()}
    print(f"pages a core: {means['theirs'] / means['ours']:.2f} × trafilatura")


def plain_loop(warc: str, output: Path) -> None:
    """Read a WARC file in this process and write its rows as Parquet."""
    options, rows = ReadOptions(), parquet_rows()
    with output.open("wb") as file, rarely_collecting():
        for record in bulk_warc.read(warc):
            answer = answer_of(options, RecordTask("a.warc.gz", record))
            if answer.row is not None:
                file.write(rows.add(answer.row))
        file.write(rows.close())


def beside_a_loop(warcs: list[Path]) -> None:
    """Compare the CPU time of a run with one worker to that of a plain loop over the same file."""
    engine = loop = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(warcs):
            plain = [sys.executable, "-c", PLAIN, str(path), f"{folder}/plain"]
            pair = [(extracting([path], Path(folder) / str(number), 1), True), (plain, False)]
            for command, is_engine in pair[:: 1 if number % 2 else -1]:
                seconds = cpu_of(command)
                engine, loop = engine + seconds * is_engine, loop + seconds * (not is_engine)
    print(
        f"engine {engine:.1f} s, plain loop {loop:.1f} s: {engine / loop - 1:+.1%}, starts included"
    )


def on_two_cores(warcs: list[Path]) -> None:
    """Compare wall times: a worker on one core, two on two; and the CPU time of both."""
    walls, used = {1: 0.0, 2: 0.0}, {1: 0.0, 2: 0.0}
    with tempfile.TemporaryDirectory() as folder:
        for number, path in enumerate(warcs):
            for jobs in (1, 2) if number % 2 else (2, 1):
                began = time.perf_counter()
                command = extracting([path], Path(folder) / f"{number}-{jobs}", jobs)
                before = os.sched_getaffinity(0)
                os.sched_setaffinity(0, sorted(before)[:jobs])  # the run inherits it
                used[jobs] += cpu_of(command)
                os.sched_setaffinity(0, before)
                walls[jobs] += time.perf_counter() - began
    print(f"two cores: {walls[1] / walls[2]:.2f} × one ({walls[1]:.1f} s, {walls[2]:.1f} s)")
    print(f"CPU of two workers: {used[2] / used[1]:.2f} × that of one, starts included")


def in_memory(warcs: list[Path], records: int) -> None:
    """Print the memory of the worker and of its parent over many records."""
    with tempfile.TemporaryDirectory() as folder:
        sources, many = Path(folder) / "sources", 0
        sources.mkdir()
        pages = sum(1 for path in warcs for _ in bulk_warc.read(str(path)))
        for number in range(max(1, records // pages)):
            for path in warcs:
                (sources / f"{number:03}-{path.name}").symlink_to(path)
            many += pages
        looks = []
        with subprocess.Popen(extracting([sources], Path(folder) / "out", 1)) as run:
            while run.poll() is None:
                workers = children(run.pid)
                looks.append((rss(run.pid), max(map(rss, workers), default=0)))
                time.sleep(EVERY)
    for at, name in enumerate(("parent", "worker")):
        seen = [look[at] for look in looks if look[at]]
        quarters = [
            statistics.mean(seen[len(seen) * q // 4 : len(seen) * (q + 1) // 4]) for q in range(4)
        ]
        shown = ", ".join(f"{value:.0f}" for value in quarters)
        print(f"{name}: at most {max(seen):.0f} MB over {many} records; by quarters {shown} MB")


def extracting(sources: list[Path], output: Path, jobs: int) -> list[str]:
    names = [str(path) for path in sources]
    command = [sys.executable, "-m", "scraper", "-q", "bulk", "extract", *names]
    return [*command, "-o", str(output), "--jobs", str(jobs)]


def cpu_of(command: list[str]) -> float:
    """Return the CPU seconds of a process and of those that it waited for."""
    with subprocess.Popen(command) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(process.returncode)
    return used.ru_utime + used.ru_stime


def children(process: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{process}/task").glob("*/children")
        return [int(number) for task in tasks for number in task.read_text().split()]
    except OSError:
        return []


def rss(process: int) -> float:
    """Return the memory of a process in megabytes, 0 if it has ended."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


if __name__ == "__main__":
    main()
