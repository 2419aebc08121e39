"""What needs a person, by a look at all articles: silent feeds, and sites that are read worse."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import timedelta

from scraper.archive.maintenance import health
from scraper.archive.maintenance.overview import StatusLine
from scraper.archive.maintenance.silent_feeds import silent_feeds
from scraper.archive.store.times import stamp
from scraper.present.counted_things import counted


def lines(db: sqlite3.Connection) -> Iterator[StatusLine]:
    """Yield both, each with its trouble."""
    for feed in silent_feeds(db):
        since, usual = stamp(feed.since), _span(feed.usual)
        trouble = (
            f"{feed.url} answers, but has had nothing new since {since}; its longest pause before"
            f" was {usual}: has it moved?"
        )
        yield StatusLine(about="feeds", what=feed.url, at=since, trouble=trouble)
    for site, worse in health.drifting(db):
        trouble = f"{site} is read worse ({worse}): see `scraper doctor {site}`"
        yield StatusLine(about="site", what=site, trouble=trouble)


def _span(length: timedelta) -> str:
    """Return a length of time in words."""
    if length >= timedelta(days=2):
        return f"{length // timedelta(days=1)} days"
    hours = max(1, round(length / timedelta(hours=1)))
    return counted(hours, "hour")
