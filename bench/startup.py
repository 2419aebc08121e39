"""How fast scraper starts.

Measured against a bare click program that prints a line, and what a worker costs until it reads.

    python -m bench.startup [--rounds N]     exit 1 if a figure is over its bar

The commands take turns, so that a busy machine slows them alike; the figures are ratios of medians.
The first round warms the caches and is not counted: all programs run from compiled bytecode, as an
installed one does, whatever PYTHONDONTWRITEBYTECODE says.

A worker is ready to read when its first page is read. What that costs is the CPU time of a process
that reads a page once, from its start to its end, less what reading the same page costs a process
that has read it before.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

BAR = 2.0  # times a bare click program
READY_BAR = 0.2  # seconds of CPU
AGAIN = 20  # more readings of the page, for what one costs a warm worker
BARE = "import click\n@click.command()\ndef main():\n    click.echo('a line')\nmain()\n"


def commands(folder):
    """Name -> argument list; the first is what the others are measured against."""
    bare = folder / "bare.py"
    bare.write_text(BARE, "utf-8")
    archive = folder / "archive.db"
    fill(archive)
    program = [sys.executable, "-m", "scraper"]
    return {
        "bare click": [sys.executable, str(bare)],
        "scraper --help": [*program, "--help"],
        "scraper search": [*program, "search", "barrier", "--db", str(archive)],
    }


def fill(path):
    """An archive of the made-up web's articles, read without a network."""
    from scraper.archive import Archive
    from scraper.demo import Web
    from scraper.extract import extract
    from scraper.models import Page

    web = Web()
    with Archive.open(path) as archive:
        for answer in web.answers.values():
            if answer.url in web.urls:
                headers = {"content-type": answer.type}
                now = datetime.now(UTC)
                page = Page(
                    url=answer.url,
                    final_url=answer.url,
                    headers=headers,
                    body=answer.bodies[0],
                    fetched_at=now,
                )
                archive.articles.save(extract(page), archive.pages.keep(page))


def environment(folder):
    """Our environment, with compiled bytecode in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def reading(times):
    """Return the CPU seconds of a worker that reads one made-up page so many times."""
    from scraper.demo import fixtures
    from scraper.jobs.read_file import page_from_file
    from scraper.jobs.read_page import ReadTask, article_of
    from scraper.workers.pool import Workers

    path = fixtures() / "pages" / "northgate-tribune.example" / "rail-tunnel.html"
    task = ReadTask(page=page_from_file(str(path), "https://northgate-tribune.example/rail-tunnel"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Workers(article_of) as workers:
        for _ in range(times):
            workers.submit(task).result()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ready(rounds, folder):
    """Return the CPU seconds until a worker is ready to read, and of one reading afterwards.

    Both are the least of some rounds: a busy machine adds to CPU time and never takes from it,
    so the least is nearest to what the work costs.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    reading(1)
    pairs = [(reading(1), reading(1 + AGAIN)) for _ in range(rounds)]
    once, often = (min(column) for column in zip(*pairs, strict=True))
    warm = (often - once) / AGAIN
    return once - warm, warm


def seconds(command, folder):
    """Wall-clock time of one run; a command that fails measures nothing."""
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=environment(folder), capture_output=True, check=False
    )
    took = time.perf_counter() - start
    if done.returncode:
        sys.exit(
            f"{' '.join(command)}: exit {done.returncode}:"
            f" {done.stderr.decode(errors='replace').strip()[:300]}"
        )
    return took


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run = commands(folder)
        times = {label: [] for label in run}
        for turn in range(rounds + 1):
            for label, command in run.items():
                took = seconds(command, folder)
                times[label] += [took] if turn else []
        start, warm = ready(rounds, folder)
    medians = {label: statistics.median(took) for label, took in times.items()}
    base = next(iter(medians.values()))
    print(
        f"{'command':<16} {'median':>9} {'fastest':>9} {'ratio':>6}   (bar {BAR}, {rounds} rounds)"
    )
    for label, median in medians.items():
        print(
            f"{label:<16} {median * 1000:>6.0f} ms"
            f" {min(times[label]) * 1000:>6.0f} ms {median / base:>6.2f}"
        )
    print(
        f"a worker is ready to read after {start * 1000:.0f} ms of CPU"
        f" (bar {READY_BAR * 1000:.0f}); ",
        end="",
    )
    print(f"reading the page again costs it {warm * 1000:.1f} ms")
    sys.exit(start > READY_BAR or any(median / base > BAR for median in medians.values()))


if __name__ == "__main__":
    main()
