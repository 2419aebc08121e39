"""What failed for a reason that passes is worth another visit: which reasons, after which wait, and how often.

| the visit failed with | and is made again |
|---|---|
| a reason that outcomes.py retries later | at the next poll after its wait, which doubles; MOST visits in a row |
| a place from which nothing came (outcomes.NOTHING_THERE) | when its feed lists it anew and --max-age is over |
| any other | when its feed lists it anew, and not before its wait is over |
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta
from itertools import takewhile

from scraper.archive.articles import identity
from scraper.archive.store.times import parse
from scraper.outcomes import FAILED, NOTHING_THERE, Reason

FIRST = timedelta(minutes=25)  # less than half an hour, after which cron usually calls again
LONGEST = timedelta(days=1)
MOST = 8  # visits in a row, in some two days; from then on a person must ask: --retry-failed


def wait(failures: int) -> timedelta:
    """How long an address rests after so many failures in a row, one at least."""
    return min(FIRST * (1 << min(failures, MOST) - 1), LONGEST)


def rests(db: sqlite3.Connection, url: str, now: datetime) -> bool:
    """Whether the last visits to an address failed, so that it is too early, or no use, to make another."""
    rows = db.execute(
        "SELECT reason, at FROM fetches WHERE url = ? ORDER BY at DESC, id DESC LIMIT ?",
        (identity.spelled(url), MOST),
    ).fetchall()
    if not rows or rows[0]["reason"] not in FAILED - NOTHING_THERE:
        return False
    failed = list(takewhile(lambda reason: reason in FAILED, (row["reason"] for row in rows)))
    # a host that was left alone has not been asked
    return (
        len(failed) - failed.count(Reason.HOST_PARKED) >= MOST
        or parse(rows[0]["at"]) + wait(len(failed)) > now
    )
