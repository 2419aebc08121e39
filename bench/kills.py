"""A job that is killed again and again: what is lost, what is doubled, what it costs in requests.

    python -m bench.kills [10000] [--kills 15]

A server on loopback gives so many made-up articles; `scraper fetch -a` is killed (SIGKILL, all of
its processes) at random moments, then run once to its end. Lost and doubled must be 0; each kill
may cost the pages in flight.
"""

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.server import numbered, serving

WORDS = (
    "the harbour board met for six hours and left the question of the new ferry open until spring"
).split()


def page(number):
    """A small article of its own words."""
    chance = random.Random(number)
    text = "".join(
        f"<p>{' '.join(chance.choices(WORDS, k=40)).capitalize()}.</p>" for _ in range(4)
    )
    return (
        f"<html><head><title>Story {number}</title></head>"
        f"<body><article><h1>Story number {number:06}</h1>"
        f"<time datetime='2026-01-02'>2 January 2026</time>{text}</article></body></html>"
    ).encode()


def start(folder):
    command = [
        sys.executable,
        "-m",
        "scraper",
        "fetch",
        "--allow-net",
        "127.0.0.0/8",
        "--delay",
        "0",
        "--per-host",
        "2",
        "-q",
        "-a",
        "urls.txt",
    ]
    return subprocess.Popen(command, cwd=folder, start_new_session=True, stdout=subprocess.DEVNULL)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int, nargs="?", default=10_000)
    parser.add_argument("--kills", type=int, default=15)
    given = parser.parse_args()
    chance = random.Random(15)
    with serving(numbered(page)) as (port, asked), tempfile.TemporaryDirectory() as folder:
        urls = "".join(f"http://127.0.0.1:{port}/{n}\n" for n in range(given.number))
        Path(folder, "urls.txt").write_text(urls)
        began = time.perf_counter()
        for _ in range(given.kills):
            run = start(folder)
            time.sleep(chance.uniform(1.0, 6.0))
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
        last = start(folder).wait()
        with sqlite3.connect(Path(folder, "archive.db")) as db:
            (articles,) = db.execute("SELECT count(*) FROM articles").fetchone()
            (different,) = db.execute("SELECT count(DISTINCT url) FROM articles").fetchone()
            (versions,) = db.execute("SELECT count(*) FROM versions").fetchone()
            (integrity,) = db.execute("PRAGMA integrity_check").fetchone()
    print(
        f"{given.number} URLs, {given.kills} kills, {time.perf_counter() - began:.0f} s;"
        f" the last run left with {last}"
    )
    print(
        f"lost {given.number - different}, doubled {articles - different},"
        " versions beyond the first "
        f"{versions - different}, integrity {integrity}, requests {asked.value}"
    )


if __name__ == "__main__":
    main()
