"""The feeds that the archive follows, and which of their entries have been seen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from scraper import urls
from scraper.archive.articles import identity
from scraper.archive.store import checksums
from scraper.archive.store.connection import light, transaction, translate_errors
from scraper.archive.store.schema_objects import require
from scraper.archive.store.times import stamp
from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.models import Lead
from scraper.secrets import without_secrets

_NOTED = ("title", "etag", "last_modified", "status", "error")
_SELECT = "SELECT v.*, f.etag, f.last_modified FROM v_feeds v JOIN feeds f USING (id)"


class Feeds:
    """The feeds of an archive."""

    def __init__(self, db: sqlite3.Connection, path: str, clock: Callable[[], datetime]) -> None:
        self.db = db
        self.path = path
        self.clock = clock

    @translate_errors
    def add(
        self,
        url: str,
        *,
        kind: str = "feed",
        title: str | None = None,
        site_url: str | None = None,
        folder: tuple[str, ...] = (),
    ) -> tuple[int, bool]:
        """Follow a feed, kept in a folder (its path, outermost first); return its id, and whether it is new.

        A feed that is followed already is kept in one folder more, and its site's page noted if there was none. A user
        name and password in its address are not kept.
        """
        url = without_secrets(url)
        with transaction(self.db):
            known = self.db.execute(
                "SELECT id, site_url, folders FROM feeds WHERE url = ?", (url,)
            ).fetchone()
            folders = [folder] if folder else []
            if known is None:
                told = clean(
                    {
                        "url": url,
                        "kind": kind,
                        "title": title,
                        "site": urls.site(url),
                        "site_url": site_url,
                    }
                )
                at = stamp(self.clock())
                return checksums.insert(
                    self.db, "feeds", **told, failures=0, folders=_json(folders), added_at=at
                ), True
            kept = _json([*map(tuple, json.loads(known["folders"])), *folders])
            page = known["site_url"] or clean(site_url)
            if (page, kept) != (known["site_url"], known["folders"]):
                checksums.update(self.db, "feeds", {"id": known["id"]}, site_url=page, folders=kept)
            return int(known["id"]), False

    @translate_errors
    def remove(self, url_or_id: str | int) -> None:
        """Follow a feed no longer; its articles stay."""
        feed = self.get(url_or_id)
        with transaction(self.db):
            self.db.execute("DELETE FROM feeds WHERE id = ?", (feed["id"],))

    @translate_errors
    def get(self, url_or_id: str | int) -> dict[str, Any]:
        """One feed; raises InputError if it is not followed."""
        require(self.db, "v_feeds")
        column = "id" if str(url_or_id).isdecimal() else "url"
        wanted = (
            without_secrets(urls.handed_on(url_or_id)) if isinstance(url_or_id, str) else url_or_id
        )
        row = self.db.execute(f"{_SELECT} WHERE v.{column} = ?", (wanted,)).fetchone()
        if row is None:
            raise InputError(f"no feed {url_or_id} is followed: `scraper feed list` shows them")
        return _unpacked(row)

    @translate_errors
    def walk(self) -> Iterator[dict[str, Any]]:
        """All feeds; their folders as lists of names."""
        require(self.db, "v_feeds")
        yield from map(_unpacked, self.db.execute(f"{_SELECT} ORDER BY v.id").fetchall())

    @translate_errors
    def note_poll(self, feed_id: int, *, failed: bool = False, **noted: Any) -> None:
        """Write down a poll: title, etag, last_modified, status, error; what is not given stays."""
        unknown = set(noted) - set(_NOTED)
        if unknown:
            raise TypeError(f"a poll has no {unknown.pop()}")
        values = clean({**noted, "polled_at": stamp(self.clock())})
        failures = "failures + 1" if failed else "0"
        told = checksums.setting(
            "feeds", failures=failures, **{name: f":{name}" for name in values}
        )
        with light(self.db):
            self.db.execute(f"UPDATE feeds SET {told} WHERE id = :id", {**values, "id": feed_id})

    @translate_errors
    def unseen(self, feed_id: int, leads: Iterable[Lead]) -> list[Lead]:
        """The entries that the feed has not shown before: neither their id nor their address."""
        return [
            lead
            for lead in leads
            if self.db.execute(_SEEN, (feed_id, *_names(lead))).fetchone() is None
        ]

    @translate_errors
    def note_moved(self, feed_id: int, leads: Iterable[Lead]) -> None:
        """An entry that stands under another address of its site than before: the feed's id names the article there."""
        for lead in leads:
            before = self.db.execute(_ELSEWHERE, (feed_id, *_names(lead))).fetchone()
            article_id = (
                identity.find(self.db, before["url"])
                if before and urls.same_site(before["url"], lead.url)
                else None
            )
            if article_id is not None:
                with transaction(self.db):
                    identity.remember(
                        self.db, article_id, {identity.spelled(lead.url): identity.FEED}
                    )

    @translate_errors
    def mark_seen(self, feed_id: int, leads: Iterable[Lead]) -> None:
        """Remember entries, so that they are taken once."""
        at = stamp(self.clock())
        with transaction(self.db):
            self.db.executemany(
                "INSERT INTO feed_entries(feed_id, entry_id, url, seen_at) VALUES (?,?,?,?) ON CONFLICT DO NOTHING",
                [(feed_id, *_names(lead), at) for lead in leads],
            )


_ELSEWHERE = "SELECT url FROM feed_entries WHERE feed_id = ? AND entry_id = ? AND url <> ?"
_SEEN = (
    "SELECT 1 FROM feed_entries WHERE feed_id = ?1 AND entry_id = ?2"
    " UNION ALL SELECT 1 FROM feed_entries WHERE url = ?3 AND feed_id = ?1 LIMIT 1"
)


def _json(folders: Iterable[tuple[str, ...]]) -> str:
    """Folders as the table keeps them, each once."""
    return json.dumps(clean(list(dict.fromkeys(folders))), ensure_ascii=False)


def _unpacked(row: sqlite3.Row) -> dict[str, Any]:
    return {**dict(row), "folders": json.loads(row["folders"])}


def _names(lead: Lead) -> tuple[str, str]:
    """What tells an entry from others: the feed's own id for it, and its address."""
    return lead.id or lead.url, lead.url
