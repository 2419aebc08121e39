"""What newsrooms changed as Atom and as JSON Feed, with the addresses of this room."""

from __future__ import annotations

from scraper.present import change_feed
from scraper.present.change_entries import ChangeEntry
from scraper.present.change_feed import ChangeFeed
from scraper.web import addresses
from scraper.web.changes_state import ChangesState
from scraper.web.room_request import Document, RoomRequest

FOLLOWED = 50  # entries of a feed
# ending of the address -> key of the writer, media type
FEEDS = {
    "atom": ("atom", "application/atom+xml; charset=utf-8"),
    "feed.json": ("json_feed", "application/feed+json; charset=utf-8"),
}


def changes_feed(asked: RoomRequest, state: ChangesState) -> Document:
    """Return the newest changes as a feed with a self link."""
    wanted, _ = state.filter(asked.archive, asked.now)
    found = asked.archive.articles.followed_changes(wanted, state.asked(asked.now), FOLLOWED)
    writer, media_type = FEEDS[asked.form]
    last_change = asked.archive.maintenance.state().last_change
    feed = ChangeFeed(
        id=found.id,
        title=found.title,
        updated=found.entries[0].at if found.entries else last_change,
        entries=found.entries,
        address=asked.origin + state.address(f"{addresses.CHANGES}.{asked.form}"),
        page=asked.origin + state.address(),
        diff=lambda entry: _diff_of(asked.origin, entry),
    )
    return Document(body=change_feed.WRITERS[writer](feed), media_type=media_type)


def _diff_of(origin: str, entry: ChangeEntry) -> str | None:
    """Return where an edit is compared in this room; None for an event."""
    if entry.is_event or entry.version is None:
        return None
    return origin + addresses.diff(entry.article_id, entry.version - 1, entry.version)
