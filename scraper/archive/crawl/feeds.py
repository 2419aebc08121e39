"""The feeds that the archive follows, and which of their entries have been seen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import TypedDict, Unpack, cast

from scraper import urls
from scraper.archive.articles import identity
from scraper.archive.store import checksums
from scraper.archive.store.connection import Room, light, transaction, translate_errors
from scraper.archive.store.schema_objects import require
from scraper.archive.store.times import stamp
from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.models import Lead
from scraper.secrets import without_secrets

Folder = tuple[str, ...]  # its path, outermost first

_SELECT = "SELECT v.*, f.etag, f.last_modified FROM v_feeds v JOIN feeds f USING (id)"


class FeedRow(TypedDict):
    """A feed with what its last poll found."""

    id: int
    url: str
    kind: str  # feed or sitemap
    title: str | None
    site: str
    site_url: str | None
    folders: list[list[str]]
    added_at: str
    polled_at: str | None
    due_at: str | None
    failures: int  # in a row
    status: int | None
    error: str | None
    etag: str | None
    last_modified: str | None
    entries: int
    last_entry_at: str | None
    tags: str  # JSON
    every: int | None  # seconds between polls that a person set
    rhythm: int | None  # seconds between polls, as last measured
    content: str | None  # full or summary, as a person set it
    rule: str | None
    paused_at: str | None
    retired_at: str | None
    moved_to: str | None
    hub: str | None


class PollNote(TypedDict, total=False):
    """What a poll found; what is left out stays as it was."""

    title: str | None
    etag: str | None
    last_modified: str | None
    status: int | None
    error: str | None


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
    def walk(self) -> Iterator[FeedRow]:
        """Yield all feeds in the order in which they were added."""
        require(self.db, "v_feeds")
        yield from map(_unpacked, self.db.execute(f"{_SELECT} ORDER BY v.id").fetchall())

    @translate_errors
    def note_poll(self, feed_id: int, *, failed: bool = False, **noted: Unpack[PollNote]) -> None:
        """Record a poll and what it found."""
        values = clean({**noted, "polled_at": stamp(self.clock())})
        assigned = checksums.setting(
            "feeds",
            failures="failures + 1" if failed else "0",
            **{name: f":{name}" for name in values},
        )
        with light(self.db):
            self.db.execute(
                f"UPDATE feeds SET {assigned} WHERE id = :id", {**values, "id": feed_id}
            )

    @translate_errors
    def unseen(self, feed_id: int, leads: Iterable[Lead]) -> list[Lead]:
        """Return the entries of which the feed has shown neither the id nor the address before."""
        return [lead for lead in leads if not self._is_seen(feed_id, lead)]

    def _is_seen(self, feed_id: int, lead: Lead) -> bool:
        found = self.db.execute(
            "SELECT 1 FROM feed_entries WHERE feed_id = ?1 AND entry_id = ?2"
            " UNION ALL SELECT 1 FROM feed_entries WHERE url = ?3 AND feed_id = ?1 LIMIT 1",
            (feed_id, *_names(lead)),
        ).fetchone()
        return found is not None

    @translate_errors
    def note_moved(self, feed_id: int, leads: Iterable[Lead]) -> None:
        """Record entries that have another address of their site than before.

        The feed's id for the entry names the article that is at the new address.
        """
        for lead in leads:
            before = self.db.execute(
                "SELECT url FROM feed_entries WHERE feed_id = ? AND entry_id = ? AND url <> ?",
                (feed_id, *_names(lead)),
            ).fetchone()
            if before is None or not urls.same_site(before["url"], lead.url):
                continue
            article_id = identity.find(self.db, before["url"])
            if article_id is not None:
                alias = {identity.normalized(lead.url): identity.FEED}
                with transaction(self.db):
                    identity.remember(self.db, article_id, alias)

    @translate_errors
    def mark_seen(self, feed_id: int, leads: Iterable[Lead]) -> None:
        """Remember entries, so that each is visited once."""
        at = stamp(self.clock())
        with transaction(self.db):
            self.db.executemany(
                "INSERT INTO feed_entries(feed_id, entry_id, url, seen_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                [(feed_id, *_names(lead), at) for lead in leads],
            )


def _json(folders: Iterable[Folder]) -> str:
    """Return folders as the table keeps them, each once."""
    return json.dumps(clean(list(dict.fromkeys(folders))), ensure_ascii=False)


def _unpacked(row: sqlite3.Row) -> FeedRow:
    return cast("FeedRow", {**dict(row), "folders": json.loads(row["folders"])})


def _names(lead: Lead) -> tuple[str, str]:
    """Return what identifies an entry: the feed's own id for it, and its address."""
    return lead.id or lead.url, lead.url
