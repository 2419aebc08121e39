"""The queue of addresses to visit, shared by runs: one that dies loses its leases, no address."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from scraper import urls
from scraper.archive.articles.identity import normalized
from scraper.archive.crawl import retries
from scraper.archive.store import checksums, owners
from scraper.archive.store.connection import Room, light, transaction, translate_errors
from scraper.cleaning import clean, load_json
from scraper.models import Lead
from scraper.outcomes import NOTHING_THERE, RETRIED_LATER
from scraper.secrets import masked

LEASE = 600.0  # seconds; a page takes at most its time-outs, a tenth of that

# rows as statements write them; the checksum goes along
_NEW = checksums.summed(
    "queue",
    url="?1",
    host="?2",
    state="'waiting'",
    priority="?3",
    attempts="0",
    owner="NULL",
    lease_until="NULL",
    reason="NULL",
    error="NULL",
    lead="?4",
)
_WAIT_ANEW = checksums.setting(
    "queue", state="'waiting'", attempts="0", reason="NULL", error="NULL", lead="excluded.lead"
)
_TAKEN = checksums.setting(
    "queue", state="'taken'", owner="?1", lease_until="?2 + ?3", attempts="attempts + 1"
)
_STATE = checksums.setting(
    "queue", state="?1", reason="?2", error="?3", lease_until="NULL", owner="NULL"
)
_FREED = checksums.setting(
    "queue", state="'waiting'", owner="NULL", lease_until="NULL", attempts="max(0, attempts - 1)"
)
_FIELDS = {field.name for field in fields(Lead)}


class Queue(Room):
    """The queue of an archive, as one run sees it."""

    def __init__(
        self, db: sqlite3.Connection, path: str, clock: Callable[[], datetime], owner: str = ""
    ) -> None:
        super().__init__(db, path, clock)
        self.owner = owner or owners.here()

    @translate_errors
    def add(self, leads: Iterable[Lead], *, priority: int = 0) -> int:
        """Queue addresses; return how many of them were not waiting before.

        One that is done or failed waits again; one that is taken stays so.
        """
        rows = (
            (normalized(lead.url), urls.host(lead.url), priority, _packed(lead)) for lead in leads
        )
        with transaction(self.db):
            before = self.db.total_changes
            self.db.executemany(
                "INSERT INTO queue(url, host, priority, lead, checksum)"
                f" VALUES (?1, ?2, ?3, ?4, {_NEW}) ON CONFLICT(url) DO UPDATE SET {_WAIT_ANEW}"
                " WHERE queue.state IN ('done', 'failed')",
                rows,
            )
            self._free_the_dead()
            return self.db.total_changes - before

    @translate_errors
    def count_unknown(self, addresses: Iterable[str]) -> int:
        """Return how many addresses were never queued."""
        queued = "SELECT 1 FROM queue WHERE url = ?"
        known = (self.db.execute(queued, (normalized(url),)).fetchone() for url in addresses)
        return sum(row is None for row in known)

    @translate_errors
    def never_queued(self, leads: Iterable[Lead]) -> list[Lead]:
        """Return the leads whose address was never queued and leads to no article, each once."""
        known = "SELECT 1 FROM queue WHERE url = ?1 UNION ALL SELECT 1 FROM aliases WHERE url = ?1"
        found = {}
        for lead in leads:
            url = normalized(lead.url)
            if url not in found and self.db.execute(known, (url,)).fetchone() is None:
                found[url] = lead
        return list(found.values())

    @translate_errors
    def take(self, url: str) -> bool:
        """Take an address for this run; return False if another run has it, or it is done."""
        now = self.clock().timestamp()
        with light(self.db):
            # a lease that ends later than any can was given before the clock was set back
            taken = self.db.execute(
                f"UPDATE queue SET {_TAKEN} WHERE url = ?4"
                " AND (state = 'waiting' OR (state = 'taken'"
                " AND (lease_until <= ?2 OR lease_until > ?2 + 2 * ?3)))",
                (self.owner, now, LEASE, normalized(url)),
            )
        return taken.rowcount == 1

    @translate_errors
    def finish(self, url: str) -> None:
        """Record that a visit to an address had a result."""
        self._set(url, "done")

    @translate_errors
    def fail(self, url: str, reason: str, error: str, *, again: bool = False) -> None:
        """Record that a visit failed; with `again` the address waits for the next run."""
        self._set(url, "waiting" if again else "failed", reason, error)

    @translate_errors
    def feed_date(self, url: str) -> str | None:
        """Return the date of publication that a feed gives, or gave, for an address, or None."""
        row = self.db.execute("SELECT lead FROM queue WHERE url = ?", (normalized(url),)).fetchone()
        lead = load_json(row["lead"]) if row is not None and row["lead"] else None
        if isinstance(lead, dict) and lead.get("feed") and lead.get("date_published"):
            return str(lead["date_published"])
        row = self.db.execute(
            "SELECT a.date_published FROM aliases s JOIN articles a ON a.id = s.article_id"
            " JOIN extractions e ON e.capture_id = a.capture_id AND e.version IS NOT NULL"
            " WHERE s.url = ? AND json_extract(e.sources, '$.date_published') = 'feed'"
            " ORDER BY e.id DESC LIMIT 1",
            (normalized(url),),
        ).fetchone()
        return row["date_published"] if row else None

    @translate_errors
    def waiting(self) -> list[Lead]:
        """Return what no run has finished or taken, in the order in which it was queued."""
        with transaction(self.db):
            self._free_the_dead()
        rows = self.db.execute(
            "SELECT url, lead FROM queue WHERE state = 'waiting' ORDER BY priority DESC, id"
        )
        return [_lead(row) for row in rows]

    @translate_errors
    def is_backing_off(self, url: str, *, is_shown: bool) -> bool:
        """Return whether an address failed so lately, or so often, that it is left alone.

        While its feed shows it, it is never too often.
        """
        return retries.is_address_backing_off(self.db, url, self.clock(), is_shown=is_shown)

    @translate_errors
    def fresh(self) -> list[Lead]:
        """Return the entries of feeds that no run has visited yet, in their order."""
        with transaction(self.db):
            self._free_the_dead()
        rows = self.db.execute(
            "SELECT url, lead FROM queue q WHERE state = 'waiting' AND reason IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM fetches f WHERE f.url = q.url) ORDER BY id"
        )
        return [lead for lead in map(_lead, rows) if lead.feed is not None]

    @translate_errors
    def due_again(self, feeds: Iterable[str]) -> list[Lead]:
        """Return the entries of feeds that are to be visited again.

        Those are the ones that no run has finished, and those that failed for a reason that passes,
        not too often, and have waited long enough.
        """
        with transaction(self.db):
            self._free_the_dead()
        rows = self.db.execute(
            "SELECT url, lead, state FROM queue WHERE state IN ('waiting', 'failed')"
            " AND (state = 'waiting' OR reason IN (SELECT value FROM json_each(?2)))"
            " AND json_extract(lead, '$.feed') IN (SELECT value FROM json_each(?1)) ORDER BY id",
            (json.dumps(list(feeds)), json.dumps(sorted(RETRIED_LATER))),
        ).fetchall()
        return [
            _lead(row)
            for row in rows
            # a poll let it wait because the feed shows it
            if not self.is_backing_off(row["url"], is_shown=row["state"] == "waiting")
        ]

    @translate_errors
    def failed(self, feeds: Iterable[str]) -> list[Lead]:
        """Return the entries of feeds whose last visit failed, but for those that are not there."""
        rows = self.db.execute(
            "SELECT url, lead FROM queue WHERE state = 'failed'"
            " AND reason NOT IN (SELECT value FROM json_each(?2))"
            " AND json_extract(lead, '$.feed') IN (SELECT value FROM json_each(?1)) ORDER BY id",
            (json.dumps(list(feeds)), json.dumps(sorted(NOTHING_THERE))),
        )
        return [_lead(row) for row in rows]

    @translate_errors
    def give_back(self) -> int:
        """Free the addresses that this run has taken; return how many."""
        with transaction(self.db):
            return self._free(self.owner)

    @translate_errors
    def counts(self) -> dict[str, int]:
        """Return how many addresses are in each state."""
        rows = self.db.execute("SELECT state, count(*) FROM queue GROUP BY state ORDER BY state")
        return dict(map(tuple, rows))

    def _set(
        self, url: str, state: str, reason: str | None = None, error: str | None = None
    ) -> None:
        with transaction(self.db):
            self.db.execute(
                f"UPDATE queue SET {_STATE} WHERE url = ?4", (state, reason, error, normalized(url))
            )

    def _free_the_dead(self) -> None:
        """Free what runs on this machine had taken that were killed; leases of others run out."""
        taken = self.db.execute("SELECT DISTINCT owner FROM queue WHERE state = 'taken'")
        for (owner,) in taken.fetchall():
            if owner and not owners.lives(owner):
                self._free(owner)

    def _free(self, owner: str) -> int:
        return self.db.execute(
            f"UPDATE queue SET {_FREED} WHERE state = 'taken' AND owner = ?", (owner,)
        ).rowcount


def _lead(row: sqlite3.Row) -> Lead:
    """Return the lead of a row, or its address alone if an older program kept the lead."""
    kept: Any = None
    with suppress(ValueError):
        kept = load_json(row["lead"])
    is_lead = isinstance(kept, dict) and isinstance(kept.get("url"), str)
    if is_lead and kept.keys() <= _FIELDS:
        return Lead(**kept)
    return Lead(url=clean(row["url"]))


def _packed(lead: Lead) -> str:
    """Return what is kept of a lead, as JSON: not its password, but that there was one."""
    row = asdict(lead)
    row["login"] = bool(row.pop("userinfo")) or lead.login
    row["row"] = {name: masked(value) for name, value in lead.row.items()}
    return json.dumps(row)
