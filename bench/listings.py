"""How much CPU the commands take that look at a whole archive, and how fast a label set is kept.

    python -m bench.listings ARCHIVE

`python -m bench.archive 100000 --keep FOLDER` makes an archive for it. A figure is the user and
system time of a process, its start included, in seconds: until its first row, and until its end.
The least of three counts, for other programs only add to it. The first is read in steps of 10 ms,
from /proc.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scraper.archive import Archive
from scraper.archive.corpus.label_sets import LabelRow, LabelTable

ROUNDS = 3
COMMANDS = (
    "list -n 0",
    "list --clusters",
    "doctor",
    "stats",
    "stats --by author",
    "status",
    "label list",
)
ROWS = 100_000  # of the label set
BEGIN_BAR, END_BAR, ROWS_BAR = 0.3, 2.0, 20_000


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("archive", type=Path)
    archive = options.parse_args().archive
    print(f"{'CPU seconds until':<24}{'first row':>12}{'end':>12}")
    print(f"{'bar':<24}{BEGIN_BAR:>12}{END_BAR:>12}")
    for command in COMMANDS:
        taken = [_seconds(archive, command.split()) for _ in range(ROUNDS)]
        begins, ends = (min(figures) for figures in zip(*taken, strict=True))
        print(f"{command:<24}{begins:>12.2f}{ends:>12.2f}", flush=True)
    print(f"{'label rows/s':<24}{_rows_a_second():>24,.0f}{ROWS_BAR:>12,}")


def _seconds(archive: Path, command: list[str]) -> tuple[float, float]:
    """CPU time of a command until its first row and until its end."""
    program = [sys.executable, "-m", "scraper", "--db", str(archive), *command, "--no-headers"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        begins = _so_far(process.pid)
        process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return begins, used.ru_utime + used.ru_stime


def _so_far(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    user, system = map(int, fields[11:13])  # fields 14 and 15 of proc_pid_stat(5)
    return (user + system) / os.sysconf("SC_CLK_TCK")


def _rows_a_second() -> float:
    """Rows of a table of five columns that are kept in a second of CPU: the best of three."""
    columns = ("id", "url", "outlet", "topic", "note")
    table = LabelTable(name="cases", columns=columns, url_column="url")
    rows = [_row(number) for number in range(ROWS)]
    rates = []
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder) / "a.db") as archive:
        for _ in range(ROUNDS):
            start = time.process_time()
            archive.corpus.labels.keep(table, rows)
            rates.append(ROWS / (time.process_time() - start))
    return max(rates)


def _row(number: int) -> LabelRow:
    url = f"https://www.site{number % 200}.example/2026/05/{number}-a-story?utm_source=mail"
    cells = {
        "id": str(number),
        "url": url,
        "outlet": "BBC News",
        "topic": "climate, energy",
        "note": "coded by Ann Holm – naïve",
    }
    return LabelRow(url=url, cells=cells)


if __name__ == "__main__":
    main()
