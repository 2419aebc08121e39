"""A year of cron in a made-up world, and some days of it: what a corpus may rely on.

The world and the laws are in tests/year. `pytest -m slow -s tests/jobs/test_year.py` prints the summary; with YEARS=10
it lasts ten times as long. The gate plays a quarter of a year in a step of its own, without coverage.
"""

import os
import signal
import tempfile
from pathlib import Path

import pytest

from year.simulation import Course, simulate, table

DAY = 86400.0
YEARS = float(os.environ.get("YEARS", "1"))
HOURS_LEFT = 4  # for a year, on a machine that does much else
MEMORY = Path("/dev/shm")  # a file there waits for no disk


@pytest.fixture
def folder(tmp_path):
    if not MEMORY.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=MEMORY) as there:
        yield Path(there)


def test_some_days(folder, monkeypatch):
    course = Course(seed=3, feeds=8, days=12, kills=3, cron=7200, jumps=(-DAY,), absences=(DAY,), calm=30)
    found = simulate(course, folder, monkeypatch)
    assert found.broken == []
    numbers = found.numbers
    assert (numbers["killed"], numbers["refused by the lock"]) == (3, 1)
    # a law of which nothing is seen would hold for any program
    for name in ("stories that could be seen", "edits that lasted", "holes", "changes of state", "lines"):
        assert numbers[name], name


@pytest.mark.slow
def test_a_year(folder, monkeypatch):
    signal.alarm(int(HOURS_LEFT * 3600 * YEARS))  # in place of the limit of other tests
    course = Course(
        feeds=200,
        days=365 * YEARS,
        kills=int(30 * YEARS),
        overlaps=int(8 * YEARS),
        cron=3600,
        jumps=(7200, -DAY, 30 * DAY, -2 * 3600, 3 * DAY) * max(1, int(YEARS)),
        absences=(2 * DAY, 9 * DAY) * max(1, int(YEARS)),
    )
    found = simulate(course, folder, monkeypatch)
    print(f"\n{table(found)}")  # noqa: T201 - the summary
    assert found.broken == []
    assert found.numbers["killed"] == course.kills
