"""What is in trouble: the feeds, sites and services that a run has to report, once and daily."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from scraper.archive.crawl import retries
from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, transaction, translate_errors
from scraper.archive.store.times import parse, stamp
from scraper.cleaning import clean
from scraper.outcomes import FAILED
from scraper.secrets import masked

# of the log, by an index: the newest visits to the addresses of one host
_LAST_VISIT = (
    "SELECT reason FROM fetches WHERE (url >= 'http://' || ?1 || '/' AND url < 'http://' || ?1"
    " || '0' OR url >= 'https://' || ?1 || '/' AND url < 'https://' || ?1 || '0')"
)
_LAST_VISITS = f"{_LAST_VISIT} ORDER BY at DESC, id DESC LIMIT ?2"


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownTrouble:
    """One thing in trouble."""

    subject: str  # a feed's address, a site, a service that a run calls, or `archive`
    kind: str  # feed, site, service, archive
    since: datetime
    reported_at: datetime | None
    detail: str  # one line


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedState:
    """How the last polls of a feed went."""

    url: str
    failures: int  # in a row
    error: str | None
    is_asked: bool  # neither paused nor gone for good


class TroubleLog(Room):
    """The troubles of an archive."""

    @translate_errors
    def feeds(self) -> list[FeedState]:
        """Return how the last polls of each feed went, in the order in which they were added."""
        rows = self.db.execute(
            "SELECT url, failures, error, coalesce(paused_at, retired_at) IS NULL AS is_asked"
            " FROM feeds ORDER BY id"
        )
        return [
            FeedState(
                url=row["url"],
                failures=row["failures"],
                error=row["error"],
                is_asked=bool(row["is_asked"]),
            )
            for row in rows
        ]

    @translate_errors
    def rows(self) -> list[KnownTrouble]:
        """Return all troubles, the oldest first."""
        rows = self.db.execute("SELECT * FROM troubles ORDER BY since, subject").fetchall()
        return [
            KnownTrouble(
                subject=row["subject"],
                kind=row["kind"],
                since=parse(row["since"]),
                reported_at=parse(row["reported_at"]) if row["reported_at"] else None,
                detail=row["detail"],
            )
            for row in rows
        ]

    @translate_errors
    def keep(self, troubles: Iterable[KnownTrouble]) -> None:
        """Keep these troubles in place of all that were kept before."""
        wanted = {trouble.subject: trouble for trouble in troubles}
        known = {trouble.subject: trouble for trouble in self.rows()}
        if wanted == known:
            return
        with transaction(self.db):
            gone = json.dumps(sorted(known.keys() - wanted.keys()))
            self.db.execute(
                "DELETE FROM troubles WHERE subject IN (SELECT value FROM json_each(?))", (gone,)
            )
            for trouble in wanted.values():
                if known.get(trouble.subject) != trouble:
                    self._write(trouble)

    def _write(self, trouble: KnownTrouble) -> None:
        row = clean(asdict(trouble))
        row["detail"] = masked(row["detail"])
        row["since"] = stamp(trouble.since)
        row["reported_at"] = stamp(trouble.reported_at) if trouble.reported_at else None
        self.db.execute("DELETE FROM troubles WHERE subject = ?", (row["subject"],))
        checksums.insert(self.db, "troubles", **row)

    @translate_errors
    def has_only_failed(self, host: str, visits: int) -> bool:
        """Return whether the last so many visits to a host, and there were so many, all failed."""
        reasons = [row["reason"] for row in self.db.execute(_LAST_VISITS, (host, visits))]
        return len(reasons) == visits and set(reasons) <= FAILED

    @translate_errors
    def was_visited_since(self, host: str, moment: datetime) -> bool:
        """Return whether an address of a host has been visited since a moment."""
        found = self.db.execute(f"{_LAST_VISIT} AND at >= ?2 LIMIT 1", (host, stamp(moment)))
        return found.fetchone() is not None

    @translate_errors
    def is_given_up(self, url: str) -> bool:
        """Return whether an address failed so often that it is visited only while it is listed."""
        return retries.is_given_up([row["reason"] for row in retries.last_reasons(self.db, url)])
