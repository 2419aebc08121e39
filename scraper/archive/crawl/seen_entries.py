"""Which entries of a feed have been seen, whatever has changed of them since.

An entry is known by its address, however it is spelt, or by the id that its feed gives it. An id
alone is believed if the title is that of the article, too: some feeds give one id to all entries,
or number them anew with each entry.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from scraper import urls
from scraper.archive.articles import events, identity
from scraper.archive.store.connection import transaction
from scraper.models import Lead

# with the plus sign SQLite looks for the address, not through all entries of the feed
_BY_ADDRESS = "SELECT 1 FROM feed_entries WHERE url = ? AND +feed_id = ?"
_BY_SPELLINGS = (
    "SELECT 1 FROM feed_entries WHERE url IN (SELECT value FROM json_each(?)) AND +feed_id = ?"
    " LIMIT 1"
)
_BY_ID = "SELECT url FROM feed_entries WHERE feed_id = ? AND entry_id = ?"
_INSERT = (
    "INSERT INTO feed_entries(feed_id, entry_id, url, seen_at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)
_HEADLINE = "SELECT headline FROM articles WHERE id = ?"


def is_seen(db: sqlite3.Connection, feed_id: int, lead: Lead) -> bool:
    """Return whether a feed has shown an entry before, and it has been visited."""
    as_before = (identity.normalized(lead.url), feed_id)
    if db.execute(_BY_ADDRESS, as_before).fetchone() is not None:
        return True  # most entries of a poll
    spelt = json.dumps(identity.spellings(lead.url))
    if db.execute(_BY_SPELLINGS, (spelt, feed_id)).fetchone() is not None:
        return True
    before = _address_of_id(db, feed_id, lead)
    return before is not None and _has_headline(db, before, lead.headline)


def mark(db: sqlite3.Connection, feed_id: int, leads: Iterable[Lead], at: str) -> None:
    """Remember entries; one whose id belongs to another address is remembered by its own."""
    with transaction(db):
        for lead in leads:
            url = identity.normalized(lead.url)
            row = db.execute(_INSERT, (feed_id, lead.id or url, url, at))
            if not row.rowcount and not is_seen(db, feed_id, lead):
                db.execute(_INSERT, (feed_id, url, url, at))


def note_moved(db: sqlite3.Connection, feed_id: int, lead: Lead, at: str) -> None:
    """Record that an entry has another address of its site than before, if it has.

    The new address then names the article, unless a visit shows that it is another one. If the
    title is that of the article, it has moved: it is looked for there from now on.
    """
    url = identity.normalized(lead.url)
    before = _address_of_id(db, feed_id, lead)
    if before in (None, url) or before in identity.spellings(url):
        return
    article_id = identity.find(db, before) if urls.same_site(before, lead.url) else None
    if article_id is None:
        return
    with transaction(db):
        identity.remember(db, article_id, {url: identity.FEED})
        if _has_headline(db, before, lead.headline) and identity.find(db, url) == article_id:
            events.moved_to(db, article_id, url, at)


def _address_of_id(db: sqlite3.Connection, feed_id: int, lead: Lead) -> str | None:
    """Return the address at which a feed showed the entry with this id before."""
    row = db.execute(_BY_ID, (feed_id, lead.id or lead.url)).fetchone()
    return None if row is None else str(row["url"])


def _has_headline(db: sqlite3.Connection, url: str, headline: str | None) -> bool:
    """Return whether the article at an address has a headline, white space and case aside."""
    article_id = identity.find(db, url)
    if article_id is None or headline is None:
        return False
    (known,) = db.execute(_HEADLINE, (article_id,)).fetchone()
    return known is not None and _plain(known) == _plain(headline)


def _plain(headline: str) -> str:
    return " ".join(headline.split()).casefold()
