"""The queue of addresses to visit: runs share it, and one that dies loses its leases, never an address."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from scraper import urls
from scraper.archive.articles.identity import spelled
from scraper.archive.crawl import retries as again
from scraper.archive.store import checksums, owners
from scraper.archive.store.connection import light, transaction, translate_errors
from scraper.cleaning import clean, load_json
from scraper.models import Lead
from scraper.outcomes import RETRIED_LATER
from scraper.secrets import masked

LEASE = 600.0  # seconds; a page takes at most its time-outs, a tenth of that

# rows as statements write them; the checksum goes along
_NEW = checksums.summed("queue", url="?1", host="?2", state="'waiting'", priority="?3", attempts="0", owner="NULL",
                   lease_until="NULL", reason="NULL", error="NULL", lead="?4")  # fmt: skip
_AGAIN = checksums.setting(
    "queue", state="'waiting'", attempts="0", reason="NULL", error="NULL", lead="excluded.lead"
)
_TAKEN = checksums.setting(
    "queue", state="'taken'", owner="?1", lease_until="?2 + ?3", attempts="attempts + 1"
)
_SET = checksums.setting(
    "queue", state="?1", reason="?2", error="?3", lease_until="NULL", owner="NULL"
)
_FREED = checksums.setting(
    "queue", state="'waiting'", owner="NULL", lease_until="NULL", attempts="max(0, attempts - 1)"
)
_OF_LEAD = {field.name for field in fields(Lead)}


class Queue:
    """The queue of an archive, as one run sees it."""

    def __init__(
        self, db: sqlite3.Connection, path: str, clock: Callable[[], datetime], owner: str = ""
    ) -> None:
        self.db = db
        self.path = path
        self.clock = clock
        self.owner = owner or owners.here()

    @translate_errors
    def add(self, leads: Iterable[Lead], *, priority: int = 0) -> int:
        """Queue addresses; how many wait anew. One that is done or failed waits again, one that is taken stays."""
        with transaction(self.db):
            before = self.db.total_changes
            self.db.executemany(
                f"INSERT INTO queue(url, host, priority, lead, checksum) VALUES (?1, ?2, ?3, ?4, {_NEW})"
                f" ON CONFLICT(url) DO UPDATE SET {_AGAIN} WHERE queue.state IN ('done', 'failed')",
                ((spelled(lead.url), urls.host(lead.url), priority, _kept(lead)) for lead in leads),
            )
            self._free_the_dead()
            return self.db.total_changes - before

    @translate_errors
    def take(self, url: str) -> bool:
        """Take an address for this run; False if another run has it, or it is done."""
        now = self.clock().timestamp()
        with light(self.db):
            # a lease that ends later than any can was given before the clock was set back
            taken = self.db.execute(
                f"UPDATE queue SET {_TAKEN} WHERE url = ?4 AND (state = 'waiting' OR (state = 'taken'"
                " AND (lease_until <= ?2 OR lease_until > ?2 + 2 * ?3)))",
                (self.owner, now, LEASE, spelled(url)),
            )
        return taken.rowcount == 1

    @translate_errors
    def finish(self, url: str) -> None:
        """The address was visited, and something came of it."""
        self._set(url, "done")

    @translate_errors
    def feed_date(self, url: str) -> str | None:
        """Return when the feed that lists an address, or listed it once, says that it was published."""
        row = self.db.execute("SELECT lead FROM queue WHERE url = ?", (spelled(url),)).fetchone()
        lead = load_json(row["lead"]) if row is not None and row["lead"] else None
        if isinstance(lead, dict) and lead.get("feed") and lead.get("date_published"):
            return str(lead["date_published"])
        row = self.db.execute(
            "SELECT a.date_published FROM aliases s JOIN articles a ON a.id = s.article_id"
            " JOIN extractions e ON e.capture_id = a.capture_id AND e.version IS NOT NULL"
            " WHERE s.url = ? AND json_extract(e.sources, '$.date_published') = 'feed' ORDER BY e.id DESC LIMIT 1",
            (spelled(url),),
        ).fetchone()
        return row["date_published"] if row else None

    @translate_errors
    def fail(self, url: str, reason: str, error: str, *, again: bool = False) -> None:
        """The visit failed; `again`: it waits for the next run."""
        self._set(url, "waiting" if again else "failed", reason, error)

    @translate_errors
    def waiting(self) -> list[Lead]:
        """What no run has finished and none has taken, in the order of its coming."""
        with transaction(self.db):
            self._free_the_dead()
        rows = self.db.execute(
            "SELECT url, lead FROM queue WHERE state = 'waiting' ORDER BY priority DESC, id"
        )
        return [_lead(row) for row in rows]

    @translate_errors
    def rests(self, url: str) -> bool:
        """Whether an address failed so lately, or so often, that it is left alone for now."""
        return again.rests(self.db, url, self.clock())

    @translate_errors
    def again(self, feeds: Iterable[str]) -> list[Lead]:
        """The entries of feeds that no run has finished, and those that failed for a reason that passes, if due."""
        with transaction(self.db):
            self._free_the_dead()
        rows = self.db.execute(
            "SELECT url, lead FROM queue WHERE state IN ('waiting', 'failed')"
            " AND (state = 'waiting' OR reason IN (SELECT value FROM json_each(?2)))"
            " AND json_extract(lead, '$.feed') IN (SELECT value FROM json_each(?1)) ORDER BY id",
            (json.dumps(list(feeds)), json.dumps(sorted(RETRIED_LATER))),
        ).fetchall()
        return [_lead(row) for row in rows if not self.rests(row["url"])]

    @translate_errors
    def give_back(self) -> int:
        """Let go of what this run has taken."""
        with transaction(self.db):
            return self._free(self.owner)

    @translate_errors
    def counts(self) -> dict[str, int]:
        """How many addresses are in which state."""
        return dict(
            map(
                tuple,
                self.db.execute("SELECT state, count(*) FROM queue GROUP BY state ORDER BY state"),
            )
        )

    def _set(
        self, url: str, state: str, reason: str | None = None, error: str | None = None
    ) -> None:
        with transaction(self.db):
            self.db.execute(
                f"UPDATE queue SET {_SET} WHERE url = ?4", (state, reason, error, spelled(url))
            )

    def _free_the_dead(self) -> None:
        """Take back the leases of runs on this machine that were killed; those of others run out."""
        for (owner,) in self.db.execute(
            "SELECT DISTINCT owner FROM queue WHERE state = 'taken'"
        ).fetchall():
            if owner and not owners.lives(owner):
                self._free(owner)

    def _free(self, owner: str) -> int:
        return self.db.execute(
            f"UPDATE queue SET {_FREED} WHERE state = 'taken' AND owner = ?", (owner,)
        ).rowcount


def _lead(row: sqlite3.Row) -> Lead:
    """Return the lead of a row; of one that cannot be read, such as an older program may have kept, the address."""
    told: Any = {}
    with suppress(ValueError):
        told = load_json(row["lead"])
    if (
        not isinstance(told, dict)
        or not isinstance(told.get("url"), str)
        or not told.keys() <= _OF_LEAD
    ):
        told = {"url": clean(row["url"])}
    return Lead(**told)


def _kept(lead: Lead) -> str:
    """What is kept of a lead, as JSON: not a password, but that there was one."""
    row = asdict(lead)
    row["login"] = bool(row.pop("userinfo")) or lead.login
    row["row"] = {name: masked(value) for name, value in lead.row.items()}
    return json.dumps(row)
