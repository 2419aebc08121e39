"""How much CPU and memory `scraper export` takes, and whether it writes the same bytes twice.

    python -m bench.exports ARCHIVE [FORMAT…]

`python -m bench.archive 100000 --keep FOLDER` makes an archive for it. A figure is the user and
system time of a process, its start and the files that describe the export included; the rate is
articles in a second of it. A machine that does other work takes more CPU for the same: compare the
last column, how many times as long as a plain `SELECT *` over the same rows, which is read before
each export.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from hashlib import file_digest, sha256
from pathlib import Path

TABLES = ("csv", "jsonl", "parquet")
BARS = {"csv": 5_000, "jsonl": 5_000, "parquet": 10_000}  # articles in a second
MOST_MEGABYTES = 200
ROUNDS = 2
KILOBYTES = 1024  # in a megabyte; ru_maxrss is in kilobytes on Linux


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("archive", type=Path)
    options.add_argument("formats", nargs="*", default=TABLES)
    chosen = options.parse_args()
    print(
        f"{'format':<10}{'CPU s':>8}{'articles/s':>12}{'bar':>8}{'MB':>6}{'bytes':>8}{'× SELECT':>10}"
    )
    for form in chosen.formats:
        print(_line(chosen.archive, form), flush=True)
    print(f"{'bar':<10}{'':>28}{MOST_MEGABYTES:>6}{'same':>8}")


def _line(archive: Path, form: str) -> str:
    """Return the figures of a format: the quicker of two exports, and whether they are the same."""
    taken, plain, digests = [], [], set()
    most = count = 0
    for _ in range(ROUNDS):
        count, seconds = _select(archive)
        plain.append(seconds)
        with tempfile.TemporaryDirectory() as folder:
            seconds, megabytes = _export(archive, form, Path(folder) / f"articles.{form}")
            digests.add(_digest(Path(folder)))
        taken.append(seconds)
        most = max(most, megabytes)
    bar = f"{BARS[form]:,}" if form in BARS else ""
    same = "same" if len(digests) == 1 else "DIFFER"
    times = min(taken) / min(plain)
    rate = count / min(taken)
    return f"{form:<10}{min(taken):>8.1f}{rate:>12,.0f}{bar:>8}{most:>6}{same:>8}{times:>10.1f}"


def _select(archive: Path) -> tuple[int, float]:
    """Return how many articles there are, and the CPU seconds of reading all their columns."""
    with closing(sqlite3.connect(f"{archive.resolve().as_uri()}?mode=ro", uri=True)) as db:
        start = time.process_time()
        count = sum(1 for _ in db.execute("SELECT * FROM articles"))
        return count, time.process_time() - start


def _export(archive: Path, form: str, output: Path) -> tuple[float, int]:
    """Return the CPU seconds and the megabytes of an export in a process of its own."""
    program = [sys.executable, "-m", "scraper", "--db", str(archive), "-q"]
    with subprocess.Popen([*program, "export", form, "-o", str(output)]) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(process.returncode)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // KILOBYTES


def _digest(folder: Path) -> str:
    """Return a digest of all files in a folder, names included."""
    digest = sha256()
    for path in sorted(_files(folder)):
        with path.open("rb") as file:
            content = file_digest(file, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder)} {content}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
