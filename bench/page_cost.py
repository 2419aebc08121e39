"""CPU time of reading a page, relative to other programs, which read the same page in the same moment.

    python -m bench.page_cost SOURCE... [--pages 200] [--programs trafilatura,newspaper4k]

SOURCE is what `scraper bulk extract` reads: WARC files, folders, tables. Each program runs in a process and an
environment of its own (bench/peers.py) and is warm; the pages go to all of them one by one, in an order
that turns with each page, so that what else the machine does falls on all alike. All fields, and the
row as JSON.
"""

import argparse
import json
import subprocess
from collections import defaultdict
from itertools import islice
from pathlib import Path
from statistics import mean, median

from bench import peers
from scraper.jobs.bulk.shard_plan import plan
from scraper.jobs.bulk.sources_named import listed, records
from scraper.sources.bulk_filters import RecordFilter
from scraper.sources.bulk_records import BulkRecord, ReadingCounts

OURS = "scraper"
WARM = 60  # pages before the measured ones: programs compile their patterns on first use
NS = 1e6  # in a millisecond


class Program:
    """A program that reads pages, in its own process."""

    def __init__(self, name, python):
        command = [python, Path(__file__).with_name("page_reader.py"), name]
        folder = peers.ROOT if name == OURS else peers.FOLDER
        env = {"PYTHONPATH": str(peers.ROOT)} if name == OURS else {}
        self._process = subprocess.Popen(
            command, cwd=folder, env={"PATH": "/usr/bin:/bin", "HOME": str(peers.FOLDER), **env},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.version = self._process.stdout.readline().decode().strip()

    def cost(self, url, data):
        """CPU time of a page in ns, and how long its row is."""
        self._process.stdin.write(
            json.dumps({"url": url, "size": len(data)}).encode() + b"\n" + data
        )
        self._process.stdin.flush()
        spent, made = self._process.stdout.readline().split()
        return int(spent), int(made)

    def close(self):
        self._process.stdin.close()
        self._process.wait()


def pages(sources, count):
    """So many pages, evenly from all sources, and those of them that programs read first to be warm."""
    shards = plan(named for source in sources for named in listed(source))
    found = [item for shard in shards for item in records(shard.path, RecordFilter(), ReadingCounts())
             if isinstance(item, BulkRecord)]  # fmt: skip
    if not found:
        raise SystemExit(f"no page in {', '.join(sources)}")
    step = max(1, len(found) // count)
    chosen = list(islice(found[::step], count))
    return chosen[:WARM], chosen


def measured(sources, count, names):
    """Program -> its version, and the CPU time of each page in ms."""
    programs = {}
    for name in (OURS, *names):
        python = peers.interpreter(name)
        if python:
            programs[name] = Program(name, python)
    times = defaultdict(list)
    order = list(programs)
    warming, chosen = pages(sources, count)
    for number, record in enumerate([*warming, *chosen]):
        order.append(order.pop(0))
        for name in order:
            spent, _ = programs[name].cost(record.url, record.content)
            if number >= len(warming):
                times[name].append(spent / NS)
    for program in programs.values():
        program.close()
    return {name: (program.version, times[name]) for name, program in programs.items()}


def table(found):
    """The lines of a table: a program each."""
    _, ours = found[OURS]
    yield f"| CPU time a page, {len(ours)} pages | version | mean, ms | median, ms | mean: times ours | median: times ours |"
    yield "|---|---|---|---|---|---|"
    for name, (version, times) in found.items():
        yield (
            f"| {name} | {version} | {mean(times):.1f} | {median(times):.1f}"
            f" | {mean(times) / mean(ours):.2f} | {median(times) / median(ours):.2f} |"
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--programs", default=",".join(peers.REQUIREMENTS))
    options = parser.parse_args()
    names = [name for name in options.programs.split(",") if name]
    print("\n".join(table(measured(options.sources, options.pages, names))))


if __name__ == "__main__":
    main()
