"""What the last poll of each feed showed, and the gaps: times of which no poll saw the entries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scraper.archive.articles import identity
from scraper.archive.articles.filters import EVERYTHING, Filters
from scraper.archive.crawl import seen_entries
from scraper.archive.crawl.feed_rows import PolledFeed
from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, light, transaction, translate_errors
from scraper.archive.store.times import parse, stamp
from scraper.models import Lead

if TYPE_CHECKING:
    from scraper.archive.articles.counts import CountRow
    from scraper.archive.crawl.gap_report import GapRow

# of an entry: a short hash of its id and one of its address; None where it names nothing
EntryNames = tuple[str | None, str | None]

RECENT = timedelta(days=14)  # over which a feed's rate is measured
ENOUGH = timedelta(days=2)  # a rate of a shorter time is mostly chance
FIRST_VISITS = timedelta(hours=1)  # in which the entries of the first poll are visited
LAST_ENTRIES = 100  # whose addresses show what a feed lists

_KNOWN = """
  WITH spelt AS MATERIALIZED (SELECT value AS url FROM json_each(?))
  SELECT 1 FROM queue WHERE url IN (SELECT url FROM spelt)
  UNION ALL SELECT 1 FROM aliases WHERE url IN (SELECT url FROM spelt) LIMIT 1
"""
_SEEN_UNTIL = """
  SELECT 1 FROM feed_entries WHERE feed_id = ?1 AND entry_id = ?3 AND seen_at <= ?2
  UNION ALL SELECT 1 FROM feed_entries
    WHERE url IN (SELECT value FROM json_each(?4)) AND +feed_id = ?1 AND seen_at <= ?2 LIMIT 1
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedWindow:
    """What one poll of a feed showed."""

    at: datetime
    names: tuple[EntryNames, ...]  # in the order of the feed
    oldest: datetime | None = None  # dates of its entries; None: none has a date
    newest: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """A time in which a feed showed entries that no poll saw."""

    id: int
    feed_id: int
    url: str  # of the feed, where it is now
    site: str
    from_at: datetime
    to_at: datetime
    seen_before: int
    estimate: int | None  # entries that were missed; None: no rate is known
    found: int  # entries of this time that were found elsewhere
    filled_by: str | None
    tried_at: datetime | None
    packed_before: str  # the names of the entries of the last poll before it, as JSON
    packed_after: str  # those of the first poll after it

    @property
    def names_before(self) -> tuple[EntryNames, ...]:
        """Return the names of the entries of the last poll before it."""
        return unpacked(self.packed_before)

    @property
    def names_after(self) -> tuple[EntryNames, ...]:
        """Return the names of the entries of the first poll after it."""
        return unpacked(self.packed_after)


class GapLog(Room):
    """The windows and the gaps of an archive's feeds."""

    @translate_errors
    def window(self, feed_id: int) -> FeedWindow | None:
        """Return what the last poll of a feed that was read showed."""
        row = self.db.execute("SELECT * FROM feed_windows WHERE feed_id = ?", (feed_id,)).fetchone()
        if row is None:
            return None
        return FeedWindow(
            at=parse(row["at"]),
            names=unpacked(row["names"]),
            oldest=_moment(row["oldest"]),
            newest=_moment(row["newest"]),
        )

    @translate_errors
    def note_window(
        self,
        feed: PolledFeed,
        window: FeedWindow,
        *,
        missed: bool = False,
        estimate: int | None = None,
    ) -> None:
        """Record what a poll showed; with `missed` also the gap between it and the one before.

        Both are written at once: a run that is killed records a gap once or not at all.
        """
        before = self.window(feed["id"])
        with transaction(self.db):
            if missed and before is not None:
                self._insert_gap(feed, before, window, estimate)
            self.db.execute("DELETE FROM feed_windows WHERE feed_id = ?", (feed["id"],))
            checksums.insert(
                self.db,
                "feed_windows",
                feed_id=feed["id"],
                at=stamp(window.at),
                names=packed(window.names),
                oldest=_stamped(window.oldest),
                newest=_stamped(window.newest),
            )

    def _insert_gap(
        self, feed: PolledFeed, before: FeedWindow, after: FeedWindow, estimate: int | None
    ) -> None:
        # the clock may have been set back between the two
        from_at, to_at = sorted((before.at, after.at))
        checksums.insert(
            self.db,
            "gaps",
            feed_id=feed["id"],
            url=feed["url"],
            site=feed["site"],
            from_at=stamp(from_at),
            to_at=stamp(to_at),
            seen_before=len(before.names),
            estimate=estimate,
            found=0,
            names_before=packed(before.names),
            names_after=packed(after.names),
        )

    @translate_errors
    def confirm_window(self, feed_id: int) -> None:
        """Record that a feed still shows what it showed: the server answered "not modified"."""
        with light(self.db):
            checksums.update(self.db, "feed_windows", {"feed_id": feed_id}, at=stamp(self.clock()))

    @translate_errors
    def rate(self, feed_id: int, at: datetime) -> float | None:
        """Return entries a second that the feed had before a moment; None if it is not known.

        What the first poll showed had gathered before it, so it is not counted.
        """
        (first,) = self.db.execute(
            "SELECT min(seen_at) FROM feed_entries WHERE feed_id = ?", (feed_id,)
        ).fetchone()
        if first is None:
            return None
        since = max(parse(first) + FIRST_VISITS, at - RECENT)
        if at - since < ENOUGH:
            return None
        (count,) = self.db.execute(
            "SELECT count(*) FROM feed_entries WHERE feed_id = ? AND seen_at BETWEEN ? AND ?",
            (feed_id, stamp(since), stamp(at)),
        ).fetchone()
        return (count / (at - since).total_seconds()) or None

    @translate_errors
    def open(self) -> list[Gap]:
        """Return the gaps of feeds that are polled and that are not filled, the newest first."""
        rows = self.db.execute(
            "SELECT g.*, f.url AS feed_url FROM gaps g JOIN feeds f ON f.id = g.feed_id"
            " WHERE g.filled_at IS NULL AND f.paused_at IS NULL ORDER BY g.id DESC"
        )
        return [_gap(row) for row in rows]

    @translate_errors
    def note_found(self, gap: Gap, found: int, filled_by: str) -> None:
        """Record how many entries of a gap have been found so far, and by what."""
        with transaction(self.db):
            checksums.update(self.db, "gaps", {"id": gap.id}, found=found, filled_by=filled_by)

    @translate_errors
    def note_attempt(self, gap: Gap, *, filled_by: str | None) -> None:
        """Record that an attempt to fill a gap has ended; None: the gap is still open."""
        at = stamp(self.clock())
        values = {"tried_at": at}
        if filled_by is not None:
            values |= {"filled_at": at, "filled_by": filled_by}
        with transaction(self.db):
            checksums.update(self.db, "gaps", {"id": gap.id}, **values)

    @translate_errors
    def was_seen(self, feed_id: int, lead: Lead, until: datetime) -> bool:
        """Return whether an entry of a feed had been visited by a moment."""
        spelt = json.dumps(identity.spellings(lead.url))
        values = (feed_id, stamp(until), lead.id or lead.url, spelt)
        row = self.db.execute(_SEEN_UNTIL, values).fetchone()
        return row is not None

    @translate_errors
    def unknown(self, feed_id: int, leads: list[Lead]) -> list[Lead]:
        """Return the leads that are neither archived nor queued, nor seen in the feed."""
        return [lead for lead in leads if not self._is_known(feed_id, lead)]

    def _is_known(self, feed_id: int, lead: Lead) -> bool:
        if seen_entries.is_seen(self.db, feed_id, lead):
            return True
        spelt = json.dumps(identity.spellings(lead.url))
        return self.db.execute(_KNOWN, (spelt,)).fetchone() is not None

    @translate_errors
    def addresses(self, feed_id: int) -> list[str]:
        """Return the addresses of the entries of a feed that were visited last."""
        rows = self.db.execute(
            "SELECT url FROM feed_entries WHERE feed_id = ? ORDER BY seen_at DESC LIMIT ?",
            (feed_id, LAST_ENTRIES),
        )
        return [url for (url,) in rows]

    @translate_errors
    def rows(self, filters: Filters = EVERYTHING) -> list[GapRow]:
        """Return the gaps that concern the articles of the filters, the oldest first."""
        from scraper.archive.crawl import gap_report

        return gap_report.rows(self.db, filters)

    @translate_errors
    def counts(self, filters: Filters = EVERYTHING) -> Iterator[CountRow]:
        """Yield how many of these gaps are open, by site."""
        from scraper.archive.crawl import gap_report

        yield from gap_report.counts(self.db, filters)


def _gap(row: sqlite3.Row) -> Gap:
    return Gap(
        id=row["id"],
        feed_id=row["feed_id"],
        url=row["feed_url"],
        site=row["site"],
        from_at=parse(row["from_at"]),
        to_at=parse(row["to_at"]),
        seen_before=row["seen_before"],
        estimate=row["estimate"],
        found=row["found"],
        filled_by=row["filled_by"],
        tried_at=_moment(row["tried_at"]),
        packed_before=row["names_before"],
        packed_after=row["names_after"],
    )


def packed(names: tuple[EntryNames, ...]) -> str:
    """Return names as the tables keep them."""
    return json.dumps(names, separators=(",", ":"))


def unpacked(text: str) -> tuple[EntryNames, ...]:
    """Return names that a table keeps."""
    return tuple([(entry_id, place) for entry_id, place in json.loads(text)])


def _moment(text: str | None) -> datetime | None:
    return None if text is None else parse(text)


def _stamped(moment: datetime | None) -> str | None:
    return None if moment is None else stamp(moment)
