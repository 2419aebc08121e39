"""When articles are due for another look: the times as the archive keeps them.

What a time is, is decided elsewhere (jobs/due.py); here it is written, and the most overdue
articles are found.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile
from typing import NamedTuple

from scraper.archive.articles import identity
from scraper.archive.articles.filters import EVERYTHING, Filters
from scraper.archive.crawl.overdue import NOT_EXCLUDED, most_overdue
from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, light, transaction, translate_errors
from scraper.archive.store.times import parse, stamp

# the due time of an article that is not looked at again by itself
NEVER = "9999-12-31T23:59:59Z"
ARTICLES = "articles"  # what the schedule is of
NEWEST = 1000  # articles of a site by which its rate of edits is measured
FEWEST = 20  # articles; the rate of a smaller site is not known
MOST_IN_A_ROW = 20  # visits that are counted
BATCH = 5000  # due times that are written at once
READ_AT_ONCE = 500  # articles; a small budget is spent after the first ones

_DUE = checksums.setting("visits", due_at="?1")
_OPEN = checksums.setting("visits", due_at="NULL")
# where an article moved to last, as a redirect or its feed showed: its own address may be dead
_ADDRESS = (
    "coalesce((SELECT e.detail FROM events e WHERE e.article_id = a.id AND e.kind = 'moved'"
    " ORDER BY e.at DESC, e.id DESC LIMIT 1), a.url)"
)
_PLACES = (  # in the order of the ids that are given
    f"SELECT a.id, {_ADDRESS} FROM json_each(?) given CROSS JOIN articles a ON a.id = given.value"
)
_FACTS = (
    f"SELECT a.id AS article_id, {_ADDRESS} AS url, a.site, a.first_seen, a.last_changed,"
    " v.last_seen, v.due_at, v.unchanged, v.missing, v.missing_since, v.vanished_at"
    " FROM articles a JOIN visits v ON v.article_id = a.id"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitFacts:
    """What the archive knows of an article that may be looked at again."""

    article_id: int
    url: str  # where it is now
    site: str
    first_seen: datetime
    last_changed: datetime
    last_seen: datetime
    due_at: datetime | None  # None: not reckoned yet, or never
    unchanged: int  # visits in a row that found the same
    missing: int  # visits in a row that found nothing
    missing_since: datetime | None
    vanished: bool


class DueArticle(NamedTuple):
    """An article to look at again; a tuple, for a run makes thousands of them."""

    article_id: int
    url: str  # where it is now, as the archive writes it
    due_at: str | None  # None: not reckoned yet, or never


@dataclass(frozen=True, kw_only=True, slots=True)
class DueCount:
    """How many articles are due, and since when the longest of them waits."""

    articles: int
    oldest: str | None


class DueArticles(Room):
    """The due times of the articles of an archive."""

    @translate_errors
    def facts(self, article_id: int) -> VisitFacts | None:
        """Return what is known of an article, or None if there is none."""
        row = self.db.execute(f"{_FACTS} WHERE a.id = ?", (article_id,)).fetchone()
        return None if row is None else _facts(row)

    @translate_errors
    def write(self, article_id: int, due_at: datetime | None) -> None:
        """Write when an article is due; None means never."""
        due = NEVER if due_at is None else stamp(due_at)
        with light(self.db):
            self.db.execute(f"UPDATE visits SET {_DUE} WHERE article_id = ?2", (due, article_id))

    @translate_errors
    def leave_open(self, article_id: int) -> None:
        """Take an article's due time away: it is to be reckoned."""
        with light(self.db):
            checksums.update(self.db, "visits", {"article_id": article_id}, due_at=None)

    @translate_errors
    def schedule(self) -> str | None:
        """Return the fingerprint of the settings by which due times are reckoned, or None."""
        sql = "SELECT fingerprint FROM schedules WHERE subject = ?"
        row = self.db.execute(sql, (ARTICLES,)).fetchone()
        return None if row is None else str(row[0])

    @translate_errors
    def change_schedule(self, fingerprint: str) -> None:
        """Record that other settings apply, and take the due times away that lie ahead.

        What is due now stays so: else settings that change often would put it off for ever.
        """
        now = stamp(self.clock())
        with transaction(self.db):
            self.db.execute("DELETE FROM schedules WHERE subject = ?", (ARTICLES,))
            row = {"fingerprint": fingerprint, "since": now}
            checksums.insert(self.db, "schedules", subject=ARTICLES, **row)
            self.db.execute(f"UPDATE visits SET {_OPEN} WHERE due_at > ?", (now,))

    @translate_errors
    def unreckoned(self) -> list[VisitFacts]:
        """Return some articles without a due time: those of older files, and imported ones."""
        sql = f"{_FACTS} WHERE v.due_at IS NULL LIMIT {BATCH}"
        return [_facts(row) for row in self.db.execute(sql).fetchall()]

    @translate_errors
    def of_a_wrong_clock(self, now: datetime, farthest: datetime) -> list[VisitFacts]:
        """Return articles that a visit by a clock that was ahead put off for too long.

        They are due beyond `farthest`, or never after a visit later than `now`.
        """
        sql = f"{_FACTS} WHERE v.due_at > ? AND (v.due_at <> ? OR v.last_seen > ?)"
        rows = self.db.execute(sql, (stamp(farthest), NEVER, stamp(now))).fetchall()
        return [_facts(row) for row in rows]

    @translate_errors
    def rate(self, site: str) -> float | None:
        """Return the share of a site's newest articles that were edited; None: too few of them."""
        count, edited = self.db.execute(
            "SELECT count(*), sum(version > 1) FROM (SELECT version FROM articles WHERE site = ?"
            " ORDER BY date_published DESC LIMIT ?)",
            (site, NEWEST),
        ).fetchone()
        return edited / count if count >= FEWEST else None

    @translate_errors
    def labels(self, article_id: int) -> list[str]:
        """Return the names of the label sets that name an article."""
        rows = self.db.execute(
            "SELECT DISTINCT s.name FROM aliases l JOIN label_rows r ON r.url = l.url"
            " JOIN label_sets s ON s.id = r.set_id WHERE l.article_id = ?",
            (article_id,),
        )
        return [name for (name,) in rows]

    @translate_errors
    def in_a_row(self, url: str, reasons: Collection[str]) -> int:
        """Return how many of the last visits to an address ended for one of the reasons."""
        rows = self.db.execute(
            "SELECT reason FROM fetches WHERE url = ? ORDER BY at DESC, id DESC LIMIT ?",
            (identity.normalized(url), MOST_IN_A_ROW),
        )
        return sum(1 for _ in takewhile(lambda row: row["reason"] in reasons, rows))

    @translate_errors
    def resting_hosts(self) -> frozenset[str]:
        """Return the hosts that failed so often that they are left alone for now."""
        now = self.clock().timestamp()
        rows = self.db.execute("SELECT host FROM hosts WHERE open_until > ?", (now,))
        return frozenset(host for (host,) in rows)

    @translate_errors
    def ranked(
        self, filters: Filters = EVERYTHING, *, due_or_not: bool = False, wanted: int = 0
    ) -> Iterator[DueArticle]:
        """Yield what is due, the most overdue first; then, with `due_or_not`, all others.

        It is quicker where one knows that about so many are `wanted`; 0 means all.
        """
        now = self.clock()
        found = most_overdue(self.db, filters, now, wanted=wanted, due_or_not=due_or_not)
        while part := dict(islice(found, READ_AT_ONCE)):
            for article_id, url in self.db.execute(_PLACES, (json.dumps([*part]),)).fetchall():
                due = part[article_id]
                yield DueArticle(article_id, url, None if due == NEVER else due)

    @translate_errors
    def is_left(self, url: str) -> bool:
        """Return whether no article of an address is looked at again by itself."""
        row = self.db.execute(
            "SELECT v.due_at FROM aliases l JOIN visits v ON v.article_id = l.article_id"
            " WHERE l.url = ?",
            (identity.normalized(url),),
        ).fetchone()
        return row is None or row["due_at"] == NEVER

    @translate_errors
    def headline(self, article_id: int) -> str | None:
        """Return the headline of an article: a run needs none, and each is a page more to read."""
        sql = "SELECT headline FROM articles WHERE id = ?"
        row = self.db.execute(sql, (article_id,)).fetchone()
        return None if row is None else row[0]

    @translate_errors
    def count(self) -> DueCount:
        """Return how many articles are due, and the oldest due time."""
        return count_due(self.db, self.clock())


def count_due(db: sqlite3.Connection, now: datetime) -> DueCount:
    """Return how many articles are due, and the oldest due time; excluded ones do not count."""
    row = db.execute(
        f"SELECT count(*), min(v.due_at) FROM visits v WHERE v.due_at <= ? AND {NOT_EXCLUDED}",
        (stamp(now),),
    ).fetchone()
    return DueCount(articles=row[0], oldest=row[1])


def _facts(row: sqlite3.Row) -> VisitFacts:
    since = row["missing_since"]
    due = row["due_at"]
    return VisitFacts(
        article_id=row["article_id"],
        url=row["url"],
        site=row["site"],
        first_seen=parse(row["first_seen"]),
        last_changed=parse(row["last_changed"]),
        last_seen=parse(row["last_seen"]),
        due_at=None if due in (None, NEVER) else parse(due),
        unchanged=row["unchanged"],
        missing=row["missing"],
        missing_since=None if since is None else parse(since),
        vanished=row["vanished_at"] is not None,
    )
