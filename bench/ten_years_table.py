"""How long each command takes on a large archive, and how much memory and room.

    python -m bench.ten_years_table ARCHIVE

The archive is only read: what writes is done to copies in the same folder, which are deleted. Each
command is a process of its own; its start counts. CPU seconds are those of user and system.
"""

import argparse
import os
import shlex
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

MB = 1 << 20
# what is done, in this order: {a} the archive, {b} a copy, {c} a merged one, {d} a folder of copies
COMMANDS = (
    "--db {a} status",
    "--db {a} status --sizes",
    "--db {a} search {rare}",
    "--db {a} search {common}",
    "--db {a} list",
    "--db {a} list -n 0",
    "--db {a} history {most}",
    "--db {a} stats",
    "--db {a} backup {b}",
    "--db {a} backup --keep 2 {d}",
    "--db {b} verify",
    "--db {b} prune --older-than 730d",
    "--db {b} prune --older-than 730d --yes",
    "merge {a} {b} -o {c}",
    "--db {b} optimize --time 5m",
    "--db {b} search {common}",
    "--db {b} optimize --shrink --time 1m",
    "--db {b} verify",
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive", type=Path)
    archive = parser.parse_args().archive.resolve()
    with tempfile.TemporaryDirectory(dir=archive.parent) as made:
        folder = Path(made)
        (folder / "copies").mkdir()
        names = {
            "a": archive,
            "b": folder / "b.db",
            "c": folder / "c.db",
            "d": folder / "copies",
            **words(archive),
        }
        print(f"{counts(archive)}; load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores")
        print(f"{'':<44}{'seconds':>9}{'CPU':>9}{'MB':>7}{'file, MB':>10}")
        for command in COMMANDS:
            show(command, names)


def words(archive):
    """Return a word that one article has, one that all have, and the article that changed most."""
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        sql = "SELECT id, headline FROM articles ORDER BY version DESC, id DESC LIMIT 1"
        most, headline = db.execute(sql).fetchone()
    common, rare = headline.split()[:2]
    return {"most": most, "common": common, "rare": f'"{rare}"'}


def counts(archive):
    with closing(sqlite3.connect(f"file:{archive}?mode=ro", uri=True)) as db:
        found = {
            table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("articles", "versions", "captures", "fetches", "runs")
        }
    return ", ".join(f"{count:,} {table}" for table, count in found.items())


def show(command, names):
    filled = [part.format(**names) for part in shlex.split(command)]
    program = [sys.executable, "-m", "scraper", *filled]
    began = time.perf_counter()
    with subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        told = process.stderr.read().decode()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command}: {told}")
    written = next(names[name] for name in "cba" if f"{{{name}}}" in command)
    took, cpu = time.perf_counter() - began, used.ru_utime + used.ru_stime
    memory, size = used.ru_maxrss * 1024 / MB, written.stat().st_size / MB
    print(f"{command:<44}{took:>9.1f}{cpu:>9.1f}{memory:>7.0f}{size:>10.0f}  {told.strip()[:60]}")


if __name__ == "__main__":
    main()
