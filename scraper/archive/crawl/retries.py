"""Which failed visits are made again: for which reasons, after which wait, and how often.

| the reason of the failure | the visit is made again |
|---|---|
| one that outcomes.py retries later | after its wait, MOST visits in a row, then as any other |
| one in outcomes.NOTHING_THERE | when its feed lists it anew and --max-age is over |
| any other | while its feed lists it, after its wait |

The wait doubles with each failure, up to a day. A feed lists each entry for a limited time. A
sitemap of a whole site lists it for ever, so there it is asked MOST visits in a row. What is listed
no longer is given up: only a person asks for it, by --retry-failed.
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
MOST = 8  # visits in a row, in some three days; later ones need a feed that lists the entry


def wait(failures: int) -> timedelta:
    """Return how long an address is left alone after some failures in a row.

    One that just failed may count none: its newest visit is of a clock that was ahead.
    """
    doublings = min(max(failures, 1), MOST) - 1
    return min(FIRST * (1 << doublings), LONGEST)


def is_backing_off(
    reasons: Sequence[str], last: str, now: datetime, *, is_shown: bool = False
) -> bool:
    """Return whether it is too early, or no use, to visit an address again.

    `reasons` are those of its last visits, the newest first; `last` is the stamp of the newest;
    `is_shown`: its feed lists it, and will not for ever.
    """
    if not reasons or reasons[0] not in FAILED - NOTHING_THERE:
        return False
    if not is_shown and is_given_up(reasons):
        return True
    return parse(last) + wait(len(_failed_in_a_row(reasons))) > now


def is_given_up(reasons: Sequence[str]) -> bool:
    """Return whether the last visits failed so often that it is asked only while it is listed."""
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


def is_address_backing_off(
    db: sqlite3.Connection, url: str, now: datetime, *, is_shown: bool
) -> bool:
    """Return the same for an address, by the log of visits."""
    rows = last_reasons(db, url)
    last = rows[0]["at"] if rows else ""
    return is_backing_off([row["reason"] for row in rows], last, now, is_shown=is_shown)
