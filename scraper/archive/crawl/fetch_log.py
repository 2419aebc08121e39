"""The log of visits: what came of each, and what a new visit can know from the last one.

That is whether an address is still fresh, and the validators that let a server answer "not
modified".
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import NamedTuple

from scraper.archive.articles import events, identity, versions
from scraper.archive.crawl import visit_results
from scraper.archive.crawl.visit_results import VisitResult
from scraper.archive.pages import captures
from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, light, translate_errors
from scraper.archive.store.times import ago, parse, stamp
from scraper.outcomes import ANSWERED, NOT_RETRIED, NOTHING_THERE, policy

# a visit still later was logged before the clock was set back: its age is unknown
AHEAD = timedelta(minutes=10)
# A page that was kept and not logged, as by an import, is the one that the version is from.
_LAST_PAGE = (
    "SELECT c.headers, c.url, c.final_url FROM aliases l JOIN articles a ON a.id = l.article_id"
    f" JOIN captures c ON c.id = coalesce(({captures.LAST_WITH_THE_TEXT}), a.capture_id)"
    " WHERE l.url = :url AND c.status = 200"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LogEntry:
    """One row of the log."""

    url: str
    reason: str
    capture_id: int | None = None
    status: int | None = None
    error: str | None = None
    ms: int | None = None
    run_id: int | None = None


_OF_A_VISIT = tuple(field.name for field in fields(LogEntry))


@dataclass(frozen=True, kw_only=True, slots=True)
class LastAnswer:
    """What the last visit to an address that got an answer found."""

    reason: str
    error: str | None
    age: timedelta

    @property
    def failure(self) -> str | None:
        """Return why nothing was to be had at the address, in one line; None if it was read."""
        if self.reason not in NOTHING_THERE:
            return None
        return f"{self.error or self.reason}; that was {ago(self.age)}, --force asks again"

    @property
    def note(self) -> str | None:
        """Return why what was read at the address is not fetched again; None after a failure."""
        if self.failure:
            return None
        return f"fetched {ago(self.age)}; --force fetches it again"


def write(db: sqlite3.Connection, visit: LogEntry, at: str) -> None:
    """Log a visit; one that found nothing counts towards "vanished"."""
    with light(db):
        article_id = identity.find(db, visit.url)
        _add(db, visit, article_id, at)
        if article_id is not None and policy(visit.reason).vanished:
            events.missing(db, article_id, at)


def touch(db: sqlite3.Connection, visit: LogEntry, at: str) -> int | None:
    """Log a visit that found what the archive has: 304, or the same bytes.

    Return the id of the article, or None if there is none.
    """
    with light(db):
        article_id = identity.find(db, visit.url)
        _add(db, visit, article_id, at)
        if article_id is not None:
            versions.seen(db, article_id, at)
            events.returned(db, article_id, at)
    return article_id


def _add(db: sqlite3.Connection, visit: LogEntry, article_id: int | None, at: str) -> None:
    row = {name: getattr(visit, name) for name in _OF_A_VISIT}
    row |= {"url": identity.normalized(visit.url), "reason": str(visit.reason)}
    checksums.insert(db, "fetches", **row, at=at, article_id=article_id)


def last_answer(
    db: sqlite3.Connection, url: str, now: datetime, max_age_seconds: float
) -> LastAnswer | None:
    """Return what the last answered visit found, if it is younger than `max_age_seconds`.

    To take a copy that another program made long ago is no visit.
    """
    since = stamp(now - timedelta(seconds=max_age_seconds))
    until = stamp(now + AHEAD)
    row = db.execute(
        "SELECT reason, error, at FROM fetches WHERE url = ? AND at > ? AND at <= ?"
        f" AND reason IN ({','.join('?' * len(ANSWERED))}) AND NOT EXISTS"
        " (SELECT 1 FROM captures c WHERE c.id = capture_id AND c.source = ?)"
        " ORDER BY at DESC, id DESC LIMIT 1",
        (identity.normalized(url), since, until, *ANSWERED, captures.COPY),
    ).fetchone()
    if row is None:
        return None
    return LastAnswer(reason=row["reason"], error=row["error"], age=now - parse(row["at"]))


def validators(db: sqlite3.Connection, url: str) -> tuple[str | None, str | None]:
    """Return ETag and Last-Modified of the last page of an address that had the current text.

    A worse page that came since does not count: "not modified" would mean that one. Both are None
    if the article's page was never fetched at this address.
    """
    key = identity.normalized(url)
    row = db.execute(_LAST_PAGE, {"url": key}).fetchone()
    if row is None or key not in (
        identity.normalized(row["url"]),
        identity.normalized(row["final_url"]),
    ):
        return None, None
    headers = json.loads(row["headers"])
    return headers.get("etag"), headers.get("last-modified")


def failed(db: sqlite3.Connection, *reasons: str) -> list[str]:
    """Return the addresses whose last visit failed, for one of the reasons, the oldest first.

    Without reasons, return all that may be retried.
    """
    rows = db.execute("SELECT url, reason, max(id) FROM fetches GROUP BY url ORDER BY max(id)")
    if reasons:
        return [row["url"] for row in rows if row["reason"] in reasons]
    return [row["url"] for row in rows if row["reason"] not in NOT_RETRIED]


class ArticleChange(NamedTuple):
    """What a visit found: an article, new or edited."""

    reason: str
    article_id: int
    url: str


class FetchLog(Room):
    """The log of visits of an archive."""

    @translate_errors
    def write(  # noqa: PLR0913  (what is known of a visit)
        self,
        url: str,
        reason: str,
        *,
        capture_id: int | None = None,
        status: int | None = None,
        error: str | None = None,
        ms: int | None = None,
        run_id: int | None = None,
    ) -> None:
        """Record the result of a visit."""
        visit = LogEntry(
            url=url,
            reason=reason,
            capture_id=capture_id,
            status=status,
            error=error,
            ms=ms,
            run_id=run_id,
        )
        write(self.db, visit, stamp(self.clock()))

    @translate_errors
    def touch(
        self,
        url: str,
        reason: str = "not_modified",
        *,
        status: int | None = None,
        ms: int | None = None,
        run_id: int | None = None,
    ) -> int | None:
        """Record a visit that found nothing new; return the id of the article, if there is one."""
        visit = LogEntry(url=url, reason=reason, status=status, ms=ms, run_id=run_id)
        return touch(self.db, visit, stamp(self.clock()))

    @translate_errors
    def last_answer(self, url: str, max_age_seconds: float) -> LastAnswer | None:
        """Return what the last answered visit found, if it is younger than `max_age_seconds`."""
        return last_answer(self.db, url, self.clock(), max_age_seconds)

    @translate_errors
    def validators(self, url: str) -> tuple[str | None, str | None]:
        """Return the ETag and Last-Modified to send along."""
        return validators(self.db, url)

    @translate_errors
    def changes_of(self, run_ids: Iterable[int]) -> list[ArticleChange]:
        """Return the new and the edited articles that visits of some runs found, in order."""
        rows = self.db.execute(
            "SELECT f.reason, f.article_id, f.url FROM fetches f"
            " JOIN articles a ON a.id = f.article_id"
            " WHERE f.run_id IN (SELECT value FROM json_each(?))"
            " AND f.reason IN ('new', 'edited') ORDER BY f.id",
            (json.dumps(list(run_ids)),),
        )
        return [ArticleChange(*row) for row in rows]

    @translate_errors
    def failed(self, *reasons: str) -> list[str]:
        """Return the addresses whose last visit failed, for one of the reasons or for any."""
        return failed(self.db, *reasons)

    @translate_errors
    def result_of(self, url: str) -> VisitResult:
        """Return the article of an address and the last visit to it."""
        return visit_results.result_of(self.db, url)
