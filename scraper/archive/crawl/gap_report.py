"""The gaps of feeds as rows and counts, for those who judge a corpus by them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scraper import urls
from scraper.archive.articles.counts import CountRow
from scraper.archive.articles.filters import Filters
from scraper.archive.store.schema_objects import require

BY = "gaps"
_SHARE_DIGITS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class GapRow:
    """A gap, with the names of the columns of v_gaps."""

    site: str
    url: str  # of the feed
    from_at: str
    to_at: str
    seen_before: int
    estimate: int | None
    found: int
    filled_by: str | None
    filled_at: str | None


def rows(db: sqlite3.Connection, filters: Filters) -> list[GapRow]:
    """Return the gaps that concern what the filters select, the oldest first.

    Those are the ones of its site and its days: nothing else is known of entries that were missed.
    """
    require(db, "v_gaps")
    found = db.execute("SELECT * FROM v_gaps ORDER BY from_at, id")
    return [gap for gap in map(_row, found) if _concerns(gap, filters)]


def counts(db: sqlite3.Connection, filters: Filters) -> Iterator[CountRow]:
    """Yield how many gaps of each site are open, the most first; the share is of all open gaps."""
    open_gaps = Counter(gap.site for gap in rows(db, filters) if gap.filled_at is None)
    total = open_gaps.total()
    for site, count in sorted(open_gaps.items(), key=lambda pair: (-pair[1], pair[0])):
        yield CountRow(by=BY, value=site, count=count, share=round(count / total, _SHARE_DIGITS))


def _row(row: sqlite3.Row) -> GapRow:
    values: dict[str, Any] = {name: row[name] for name in GapRow.__slots__}
    return GapRow(**values)


def _concerns(gap: GapRow, filters: Filters) -> bool:
    """Return whether a gap is of the site and the days of the filters.

    The feed of a site may be on a host of its own below it.
    """
    if filters.site:
        site = urls.site(f"https://{filters.site}") or filters.site.lower()
        if gap.site != site and not gap.site.endswith(f".{site}"):
            return False
    if filters.since and gap.to_at < filters.since:
        return False
    return not filters.until or gap.from_at[: len(filters.until)] <= filters.until
