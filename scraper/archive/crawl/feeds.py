"""The feeds that the archive follows, and which of their entries have been seen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Unpack, cast

from scraper import urls
from scraper.archive.articles import identity
from scraper.archive.crawl import feed_lives, seen_entries
from scraper.archive.crawl.feed_lives import FeedEvent
from scraper.archive.crawl.feed_rows import (
    FeedChoices,
    FeedRow,
    Folder,
    MoveNote,
    PolledFeed,
    PollNote,
    SeenEntries,
)
from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, light, transaction, translate_errors
from scraper.archive.store.schema_objects import require
from scraper.archive.store.times import parse, stamp
from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.models import Lead
from scraper.secrets import without_secrets

if TYPE_CHECKING:
    from scraper.archive.crawl.entry_list import SeenEntry

# the feed that queued an address, or one that showed it, or another address of its article
_RULE = """
  SELECT f.rule FROM queue q JOIN feeds f
    ON json_valid(q.lead) AND f.url = json_extract(q.lead, '$.feed')
    WHERE q.url = ?1 AND f.rule IS NOT NULL
  UNION ALL SELECT f.rule FROM feed_entries e JOIN feeds f ON f.id = e.feed_id
    WHERE f.rule IS NOT NULL AND (e.url = ?1 OR e.url IN (
      SELECT b.url FROM aliases a JOIN aliases b USING (article_id) WHERE a.url = ?1))
  LIMIT 1
"""

# polls that lie further ahead were made before the clock was set back
AHEAD = timedelta(minutes=10)
SEEN_WITHIN = timedelta(days=7)  # the entries that count for a feed's rhythm
FIRST_POLL = timedelta(hours=1)  # what is seen in it was published at any time before

# a poll failed, did not, or could not even be made -> the SQL of its feed's failures in a row
_FAILURES = {True: "failures + 1", False: "0", None: "failures"}
# without the entries: counting them takes longer than a poll
_POLLED = """
  SELECT v.id, v.url, v.kind, v.title, v.site, v.site_url, v.folders, v.added_at, v.polled_at,
    v.due_at, v.failures, v.status, v.error, v.tags, v.every, v.rhythm, v.content, v.rule,
    v.paused_at, v.retired_at, v.moved_to, v.hub, f.etag, f.last_modified, f.half_window, f.least,
    f.quiet, f.own_title, f.read_at, f.moved_since, f.moved_polls
  FROM v_feeds v JOIN feeds f USING (id) WHERE f.url = ?
"""
_SELECT = (
    "SELECT v.*, f.etag, f.last_modified, f.half_window, f.least, f.quiet, f.own_title, f.read_at,"
    " f.moved_since, f.moved_polls FROM v_feeds v JOIN feeds f USING (id)"
)


class Feeds(Room):
    """The feeds of an archive."""

    @translate_errors
    def add(
        self,
        url: str,
        *,
        kind: str = "feed",
        title: str | None = None,
        site_url: str | None = None,
        folder: Folder = (),
    ) -> tuple[int, bool]:
        """Follow a feed, kept in a folder; return its id, and whether it is new.

        A feed that is followed already is kept in one folder more, and its site's page recorded if
        there was none. A user name and password in its address are not kept.
        """
        url = without_secrets(url)
        folders = [folder] if folder else []
        with transaction(self.db):
            known = self.db.execute(
                "SELECT id, site_url, folders FROM feeds WHERE url = ?", (url,)
            ).fetchone()
            if known is not None:
                self._add_to(known, folders, site_url)
                return int(known["id"]), False
            row = {"url": url, "kind": kind, "title": title, "site_url": site_url}
            return self._insert(clean(row), folders), True

    def _insert(self, row: dict[str, str | None], folders: list[Folder]) -> int:
        return checksums.insert(
            self.db,
            "feeds",
            **row,
            site=urls.site(row["url"] or ""),
            folders=_json(folders),
            tags="[]",
            moved_polls=0,
            failures=0,
            added_at=stamp(self.clock()),
        )

    def _add_to(self, known: sqlite3.Row, folders: list[Folder], site_url: str | None) -> None:
        kept = _json([*map(tuple, json.loads(known["folders"])), *folders])
        page = known["site_url"] or clean(site_url)
        if (page, kept) != (known["site_url"], known["folders"]):
            checksums.update(self.db, "feeds", {"id": known["id"]}, site_url=page, folders=kept)

    @translate_errors
    def remove(self, url_or_id: str | int) -> None:
        """Follow a feed no longer; its articles stay."""
        feed = self.get(url_or_id)
        with transaction(self.db):
            self.db.execute("DELETE FROM feeds WHERE id = ?", (feed["id"],))

    @translate_errors
    def get(self, url_or_id: str | int) -> FeedRow:
        """Return one feed; raise InputError if it is not followed."""
        require(self.db, "v_feeds")
        column = "id" if str(url_or_id).isdecimal() else "url"
        key = url_or_id
        if isinstance(key, str):
            key = without_secrets(urls.handed_on(key))
        row = self.db.execute(f"{_SELECT} WHERE v.{column} = ?", (key,)).fetchone()
        if row is None:
            raise InputError(f"no feed {url_or_id} is followed: `scraper feed list` shows them")
        return _unpacked(row)

    @translate_errors
    def polled(self, url: str) -> PolledFeed:
        """Return what a poll must know of a feed; raise InputError if it is not followed."""
        require(self.db, "v_feeds")
        row = self.db.execute(_POLLED, (url,)).fetchone()
        if row is None:
            raise InputError(f"no feed {url} is followed: `scraper feed list` shows them")
        return cast("PolledFeed", _unpacked(row))

    @translate_errors
    def walk(self) -> Iterator[FeedRow]:
        """Yield all feeds in the order in which they were added."""
        require(self.db, "v_feeds")
        yield from map(_unpacked, self.db.execute(f"{_SELECT} ORDER BY v.id").fetchall())

    @translate_errors
    def due(self, now: datetime | None = None) -> list[str]:
        """Return the addresses of the feeds that are to be polled now, the most overdue first.

        Paused and retired ones are not among them. One whose last poll lies ahead is: the clock
        was set back.
        """
        at = now or self.clock()
        rows = self.db.execute(
            "SELECT url FROM feeds WHERE paused_at IS NULL AND retired_at IS NULL"
            " AND (due_at IS NULL OR due_at <= ? OR polled_at > ?)"
            " ORDER BY due_at IS NOT NULL, due_at, id",
            (stamp(at), stamp(at + AHEAD)),
        )
        return [row["url"] for row in rows]

    @translate_errors
    def active(self) -> list[str]:
        """Return the addresses of all feeds that are neither paused nor retired."""
        rows = self.db.execute(
            "SELECT url FROM feeds WHERE paused_at IS NULL AND retired_at IS NULL ORDER BY id"
        )
        return [row["url"] for row in rows]

    @translate_errors
    def addresses(self) -> list[str]:
        """Return the addresses of all feeds."""
        return [url for (url,) in self.db.execute("SELECT url FROM feeds ORDER BY id")]

    @translate_errors
    def known_tags(self) -> list[str]:
        """Return the tags of feeds, in order."""
        rows = self.db.execute("SELECT DISTINCT value FROM feeds, json_each(tags) ORDER BY value")
        return [tag for (tag,) in rows]

    @translate_errors
    def count(self) -> int:
        """Return how many feeds are followed, with the paused and retired ones."""
        (count,) = self.db.execute("SELECT count(*) FROM feeds").fetchone()
        return int(count)

    @translate_errors
    def seen_lately(self, feed_id: int) -> SeenEntries:
        """Return the entries that polls saw in the last week.

        Those of the first poll are left out: they show what the feed held, not how often it has
        news.
        """
        now = self.clock()
        start = now - SEEN_WITHIN
        of_feed = "FROM feed_entries WHERE feed_id = ? AND seen_at"
        key = (feed_id, stamp(start))
        rows = self.db.execute(f"SELECT seen_at {of_feed} > ?", key).fetchall()
        seen = [parse(row["seen_at"]) for row in rows]
        if self.db.execute(f"SELECT 1 {of_feed} <= ? LIMIT 1", key).fetchone() is None:
            start = min(seen, default=now) + FIRST_POLL
        ages = [(now - at).total_seconds() for at in seen if at > start]
        return SeenEntries(ages, max((now - start).total_seconds(), 0.0))

    @translate_errors
    def follows(self, url: str) -> bool:
        """Return whether the feed at an address is followed."""
        row = self.db.execute("SELECT 1 FROM feeds WHERE url = ?", (url,)).fetchone()
        return row is not None

    @translate_errors
    def choose(self, feed_id: int, **chosen: Unpack[FeedChoices]) -> None:
        """Record what a person chose for a feed; another interval counts from its last poll."""
        values: dict[str, Any] = clean({**chosen})
        if "tags" in values:
            values["tags"] = json.dumps(list(dict.fromkeys(values["tags"])), ensure_ascii=False)
        with transaction(self.db):
            row = self._row(feed_id)
            if "every" in values and row["polled_at"] and not row["failures"]:
                seconds = values["every"] or row["rhythm"] or 0
                values["due_at"] = stamp(parse(row["polled_at"]) + timedelta(seconds=seconds))
            checksums.update(self.db, "feeds", {"id": feed_id}, **values)

    @translate_errors
    def rule_for(self, url: str) -> str | None:
        """Return the site rule that a person chose for the feed that lists an address, or None."""
        row = self.db.execute(_RULE, (identity.normalized(url),)).fetchone()
        return row["rule"] if row else None

    @translate_errors
    def move(self, feed_id: int, to: str) -> None:
        """Follow a feed at another address from now on; its entries stay with it."""
        with transaction(self.db):
            feed_lives.move(self.db, self._row(feed_id), to, stamp(self.clock()))

    @translate_errors
    def note_redirect(self, feed_id: int, **noted: Unpack[MoveNote]) -> None:
        """Record the permanent redirect that a poll met, or that there is none any more."""
        with light(self.db):
            checksums.update(self.db, "feeds", {"id": feed_id}, **noted)

    @translate_errors
    def retire(self, feed_id: int, why: str) -> None:
        """Ask a feed no longer that is gone for good, unless a person names it."""
        self._turn(feed_id, feed_lives.RETIRED, why, retired_at=stamp(self.clock()))

    @translate_errors
    def revive(self, feed_id: int) -> None:
        """Ask a feed again that was retired and has answered."""
        self._turn(feed_id, feed_lives.REVIVED, None, retired_at=None)

    @translate_errors
    def pause(self, feed_id: int) -> None:
        """Ask a feed no longer, until it is resumed."""
        self._turn(feed_id, feed_lives.PAUSED, None, paused_at=stamp(self.clock()))

    @translate_errors
    def resume(self, feed_id: int) -> None:
        """Ask a feed again that was paused or retired, at the next run."""
        self._turn(feed_id, feed_lives.RESUMED, None, paused_at=None, retired_at=None, due_at=None)

    @translate_errors
    def entries(self, feed_id: int, *, limit: int) -> Iterator[SeenEntry]:
        """Yield so many entries of a feed with their articles, those seen last first."""
        from scraper.archive.crawl import entry_list

        yield from entry_list.entries(self.db, feed_id, limit)

    @translate_errors
    def events(self, feed_id: int | None = None, since: datetime | None = None) -> list[FeedEvent]:
        """Return what happened to one feed, or to all, in the order of time."""
        rows = self.db.execute(
            "SELECT feed_id, url, at, kind, detail FROM feed_events"
            " WHERE (?1 IS NULL OR feed_id = ?1) AND (?2 IS NULL OR at >= ?2) ORDER BY id",
            (feed_id, stamp(since) if since else None),
        )
        return [cast("FeedEvent", dict(row)) for row in rows]

    def _row(self, feed_id: int) -> sqlite3.Row:
        row: sqlite3.Row = self.db.execute(
            "SELECT * FROM feeds WHERE id = ?", (feed_id,)
        ).fetchone()
        return row

    def _turn(self, feed_id: int, kind: str, detail: str | None, **values: str | None) -> None:
        """Give a feed another state, and record the event."""
        with transaction(self.db):
            feed_lives.record(self.db, self._row(feed_id), kind, stamp(self.clock()), clean(detail))
            checksums.update(self.db, "feeds", {"id": feed_id}, **values)

    @translate_errors
    def note_poll(
        self, feed_id: int, *, failed: bool | None = False, **noted: Unpack[PollNote]
    ) -> None:
        """Record a poll and what it found; `failed` is None if the feed could not even be asked."""
        values = clean({**noted, "polled_at": stamp(self.clock())})
        assigned = checksums.setting(
            "feeds", failures=_FAILURES[failed], **{name: f":{name}" for name in values}
        )
        with light(self.db):
            self.db.execute(
                f"UPDATE feeds SET {assigned} WHERE id = :id", {**values, "id": feed_id}
            )

    @translate_errors
    def unseen(self, feed_id: int, leads: Iterable[Lead]) -> list[Lead]:
        """Return the entries that the feed has not shown before (see seen_entries.py)."""
        return [lead for lead in leads if not seen_entries.is_seen(self.db, feed_id, lead)]

    @translate_errors
    def note_moved(self, feed_id: int, leads: Iterable[Lead]) -> None:
        """Record entries that have another address of their site than before."""
        at = stamp(self.clock())
        for lead in leads:
            seen_entries.note_moved(self.db, feed_id, lead, at)

    @translate_errors
    def mark_seen(self, feed_id: int, leads: Iterable[Lead]) -> None:
        """Remember entries, so that each is visited once."""
        seen_entries.mark(self.db, feed_id, leads, stamp(self.clock()))


def _json(folders: Iterable[Folder]) -> str:
    """Return folders as the table keeps them, each once."""
    return json.dumps(clean(list(dict.fromkeys(folders))), ensure_ascii=False)


def _unpacked(row: sqlite3.Row) -> FeedRow:
    lists = {name: json.loads(row[name]) for name in ("folders", "tags")}
    return cast("FeedRow", {**dict(row), **lists})
