"""How fast scraper starts, against a bare click program that prints a line: ratios of medians, taken in one run.

    python -m bench.startup [--rounds N]     exit 1 if a ratio is over the bar

The commands take turns, so that a busy machine slows them alike; the first round warms the caches and is not counted.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

BAR = 2.5
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
                    url=answer.url, final_url=answer.url, headers=headers, body=answer.bodies[0], fetched_at=now
                )
                archive.save(extract(page), archive.keep(page))


def seconds(command, folder):
    """Wall-clock time of one run; a command that fails measures nothing."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    took = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}: {done.stderr.decode(errors='replace').strip()[:300]}")
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
    medians = {label: statistics.median(took) for label, took in times.items()}
    base = next(iter(medians.values()))
    print(f"{'command':<16} {'median':>9} {'fastest':>9} {'ratio':>6}   (bar {BAR}, {rounds} rounds)")
    for label, median in medians.items():
        print(f"{label:<16} {median * 1000:>6.0f} ms {min(times[label]) * 1000:>6.0f} ms {median / base:>6.2f}")
    sys.exit(any(median / base > BAR for median in medians.values()))


if __name__ == "__main__":
    main()
