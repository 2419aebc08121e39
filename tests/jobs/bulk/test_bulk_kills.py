"""A bulk run that is killed, and whose workers are killed, at random: nothing is lost, doubled, half or left over."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from program import article, scraper, start

SHARDS, PAGES, KILLS = 10, 8, 20
SEED = 18


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "pages").mkdir()
    for shard in range(SHARDS):
        rows = [
            {"url": f"https://gazette.example/{shard}/{n}", "html": article(f"Ferry {n}").decode()}
            for n in range(PAGES)
        ]
        (tmp_path / "pages" / f"{shard}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return tmp_path


def command(output):
    return "bulk", "extract", "pages", "-o", output, "--jobs", "2", "--page-timeout", "5"


def whole(folder):
    """The files that are there under their names."""
    names = [path for path in folder.glob("*") if path.suffix != ".part" and not path.name.startswith("_")]
    return {path.name: path.read_bytes() for path in names}


def children(process):
    try:
        return [int(n) for n in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except FileNotFoundError:
        return []


def killed(run, chance):
    """Kill the run or one of its workers -> whether it was the run."""
    workers = children(run.pid)
    of_run = chance.random() < 0.6 or not workers
    os.kill(run.pid if of_run else chance.choice(workers), signal.SIGKILL)
    return of_run


@pytest.mark.slow
def test_twenty_kills(folder):
    assert scraper(folder, *command("whole")).returncode == 0
    expected = whole(folder / "whole")
    assert len(expected) == SHARDS
    chance, left, runs, ended = random.Random(SEED), KILLS, 0, []
    while left:
        run = start(folder, *command(f"out{runs}"))
        deadline = time.monotonic() + chance.uniform(0.3, 2.5)
        while run.poll() is None and left:
            time.sleep(max(0, deadline - time.monotonic()))
            left -= 1
            if run.poll() is None and killed(run, chance):
                run.wait()
            deadline = time.monotonic() + chance.uniform(0.1, 1.0)
        run.communicate()
        out = whole(folder / f"out{runs}")
        assert out.items() <= expected.items()
        if run.returncode == 0:  # all is done: the next kill needs another folder
            ended.append(runs)
            runs += 1
    for number in range(runs + 1):
        assert scraper(folder, *command(f"out{number}")).returncode == 0
        out = folder / f"out{number}"
        assert whole(out) == expected
        assert sorted(path.name for path in out.iterdir()) == sorted([*expected, "_done.jsonl", "_plan.json"])
        done = [json.loads(line)["shard"] for line in (out / "_done.jsonl").read_text().splitlines() if line]
        assert sorted(done) == sorted({*done})
    assert len(ended) < KILLS
