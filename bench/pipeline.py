"""What fetching, storing and indexing cost beside reading.

1,000 pages over 100 loopback hosts, end to end.

    python -m bench.pipeline FOLDER [--pages 1000] [--rounds 3]

FOLDER holds pages (*.html or *.html.gz) in any depth. The same pages are read by the same workers
with nothing else, in turn with the whole; the figure is the ratio of CPU time. A busy machine moves
both.
"""

import argparse
import asyncio
import gzip
import os
import resource
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from bench.server import numbered, serving
from scraper.archive import Archive
from scraper.fetch.fetch_settings import FetchSettings
from scraper.fetch.fetcher import Fetcher
from scraper.jobs.collect import Collector, Plan
from scraper.jobs.read_page import ReadTask, article_of
from scraper.models import Lead, Page
from scraper.workers.pool import Workers

HOSTS = 100


def bodies(folder, number):
    files = sorted([*Path(folder).rglob("*.html"), *Path(folder).rglob("*.html.gz")])
    return [
        gzip.decompress(f.read_bytes()) if f.suffix == ".gz" else f.read_bytes()
        for f in islice(cycle(files), number)
    ]


def cpu():
    mine, theirs = (
        resource.getrusage(resource.RUSAGE_SELF),
        resource.getrusage(resource.RUSAGE_CHILDREN),
    )
    return mine.ru_utime + mine.ru_stime + theirs.ru_utime + theirs.ru_stime


def measured(work):
    """CPU seconds (ours and the workers'), wall seconds."""
    before, began = cpu(), time.perf_counter()
    work()
    return cpu() - before, time.perf_counter() - began


def end_to_end(number, port, file):
    counts = Counter()

    async def resolve(_host, _port):
        return [("127.0.0.1", port)]

    async def run():
        settings = FetchSettings(delay=0.0, allow_net=("127.0.0.0/8",), robots=False)
        leads = [Lead(url=f"http://site-{n % HOSTS}.example/{n}") for n in range(number)]
        with Archive.open(file) as archive:
            async with Fetcher(settings, hosts=archive.crawl.hosts, resolve=resolve) as fetcher:
                tell = lambda outcome: counts.update([str(outcome.reason)])  # noqa: E731
                collector = Collector(
                    archive, Plan(jobs=2), tell, run_id=archive.crawl.runs.start(["bench"])
                )
                await collector.run(leads, fetcher)

    asyncio.run(run())
    return counts


def only_read(pages):
    now = datetime.now(UTC)
    tasks = (
        ReadTask(
            page=Page(
                url=f"http://site-{n % HOSTS}.example/{n}",
                final_url=f"http://site-{n % HOSTS}.example/{n}",
                body=body,
                fetched_at=now,
            )
        )
        for n, body in enumerate(pages)
    )
    with Workers(article_of, jobs=2) as workers:
        for _, future in workers.map(tasks):
            future.result()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    pages = bodies(asked.folder, asked.pages)
    rounds, counts = [], Counter()
    with serving(numbered(pages.__getitem__)) as (port, _):
        for _ in range(asked.rounds):
            counts.clear()
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder) / "archive.db"
                whole = measured(
                    lambda file=file: counts.update(end_to_end(len(pages), port, file))
                )
            rounds.append((whole, measured(lambda: only_read(pages))))
    (whole, wall), (alone, wall_alone) = map(min, zip(*rounds, strict=True))
    print(
        f"{len(pages)} pages, {HOSTS} hosts: "
        + ", ".join(f"{n} {reason}" for reason, n in counts.most_common())
    )
    cores = os.cpu_count()
    print(
        f"the least of {asked.rounds} rounds\n\n"
        "| | CPU s | wall s | cores busy |\n|---|---|---|---|"
    )
    print(
        f"| fetch, read, store, index | {whole:.1f} | {wall:.1f} | {whole / wall:.2f} of {cores} |"
    )
    print(
        f"| reading alone | {alone:.1f} | {wall_alone:.1f} | {alone / wall_alone:.2f} of {cores} |"
    )
    each = ", ".join(f"{ours[0] / theirs[0] - 1:.0%}" for ours, theirs in rounds)
    print(
        f"\noverhead beyond reading: {whole / alone - 1:.0%} of its CPU time (bar: 20%);"
        f" round by round {each}"
    )


if __name__ == "__main__":
    main()
