"""Which failed visits are made again: for which reasons, after which wait, and how often.

| the visit failed with | and is made again |
|---|---|
| a reason that outcomes.py retries later | at the next poll after its wait, MOST visits in a row |
| a reason in outcomes.NOTHING_THERE | when its feed lists it anew and --max-age is over |
| any other | when its feed lists it anew, and not before its wait is over |

The wait doubles with each failure.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from scraper.archive.articles import identity
from scraper.archive.store.times import parse
from scraper.outcomes import FAILED, NOTHING_THERE, Reason

FIRST = timedelta(minutes=25)  # less than half an hour, after which cron usually calls again
LONGEST = timedelta(days=1)
MOST = 8  # visits in a row, in some two days; from then on a person must ask: --retry-failed


def wait(failures: int) -> timedelta:
    """Return how long an address is left alone after some failures in a row.

    One that just failed may count none: its newest visit is of a clock that was ahead.
    """
    doublings = min(max(failures, 1), MOST) - 1
    return min(FIRST * (1 << doublings), LONGEST)


def is_backing_off(reasons: Sequence[str], last: str, now: datetime) -> bool:
    """Return whether it is too early, or no use, to visit an address again.

    `reasons` are those of its last visits, the newest first; `last` is the stamp of the newest.
    """
    if not reasons or reasons[0] not in FAILED - NOTHING_THERE:
        return False
    failed = _failed_in_a_row(reasons)
    return is_given_up(reasons) or parse(last) + wait(len(failed)) > now


def is_given_up(reasons: Sequence[str]) -> bool:
    """Return whether the last visits failed so often that only a person asks again."""
    failed = _failed_in_a_row(reasons)
    # a host that was left alone has not been asked
    return len(failed) - failed.count(Reason.HOST_PARKED) >= MOST


def _failed_in_a_row(reasons: Sequence[str]) -> list[str]:
    return list(takewhile(lambda reason: reason in FAILED, reasons))


def last_reasons(db: sqlite3.Connection, url: str) -> list[sqlite3.Row]:
    """Return the last visits to an address, as many as a decision needs, the newest first."""
    return db.execute(
        "SELECT reason, at FROM fetches WHERE url = ? ORDER BY at DESC, id DESC LIMIT ?",
        (identity.normalized(url), MOST),
    ).fetchall()


def is_address_backing_off(db: sqlite3.Connection, url: str, now: datetime) -> bool:
    """Return the same for an address, by the log of visits."""
    rows = last_reasons(db, url)
    last = rows[0]["at"] if rows else ""
    return is_backing_off([row["reason"] for row in rows], last, now)
