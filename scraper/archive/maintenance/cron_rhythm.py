"""Whether the cron job has stopped: by the time between its own runs, or by a limit that is set."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from scraper.archive.store.times import ago, parse, stamp

COMMANDS = ("run", "feed poll")  # that a cron job calls
RUNS = 100  # the newest, by which its rhythm is measured: a day of a job that calls each 15 minutes
KNOWN = 4  # runs; fewer show no rhythm
MISSED = 3  # runs in a row that did not come: fewer are a restart of the machine
LEAST = timedelta(hours=1)  # a job may be late so long
# A job that rests at night has a long pause each day; one that rested for a week was broken.
LONGEST_PAUSE = timedelta(days=2)
LATE = 1.5  # times its longest pause


def starts(db: sqlite3.Connection) -> list[datetime]:
    """Return when the last runs of a cron job began, the newest first.

    Those of an archive that was merged into this one were of another job.
    """
    rows = db.execute(
        "SELECT started_at FROM runs WHERE name IN (?, ?) AND origin_id IS NULL"
        " ORDER BY id DESC LIMIT ?",
        (*COMMANDS, RUNS),
    )
    return [parse(row["started_at"]) for row in rows]


def expected(began: Sequence[datetime]) -> timedelta | None:
    """Return the longest time without a run that is no trouble; None if no rhythm is known."""
    if len(began) < KNOWN:
        return None
    from statistics import median  # slow to import, and a young archive has no rhythm

    pauses = [abs((later - sooner).total_seconds()) for later, sooner in pairwise(began)]
    usual = timedelta(seconds=MISSED * median(pauses))
    longest = min(timedelta(seconds=LATE * max(pauses)), LONGEST_PAUSE)
    return max(LEAST, usual, longest)


def trouble(began: Sequence[datetime], now: datetime, most: timedelta | None) -> str | None:
    """Return that no run has come for too long, or None; `most` is what a person has set."""
    if not began:
        return None
    limit = most or expected(began)
    pause = now - began[0]
    if limit is None or pause <= limit:
        return None
    last = f"no run since {stamp(began[0])} ({ago(pause)})"
    if most is not None:
        return f"{last}, longer than --run-within allows: is `scraper run` still in cron?"
    return f"{last}, and one was due: is `scraper run` still in cron?"
