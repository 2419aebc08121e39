"""`scraper feed show`: all that is known of a feed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.commands.terminal import durations
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.completion_types import LiveValue, followed_feeds
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.archive.crawl.feed_rows import FeedRow

F = TypeVar("F", bound=Callable[..., Any])

COLUMNS = (
    "id", "url", "title", "state", "tags", "folders", "site", "site_url", "kind", "added_at",
    "polled_at", "due_at", "status", "failures", "error", "entries", "last_entry_at", "every",
    "rhythm", "half_window", "least", "quiet", "content", "rule", "hub", "paused_at", "retired_at",
    "moved_to", "moved_polls", "events",
)  # fmt: skip
AS_LINES = ("about", "note")
SOON = "at the next run"
EXAMPLES = ("scraper feed show https://news.example/rss.xml", "scraper feed show 3 --json")


def feeds_argument(function: F) -> F:
    """Give a command the feeds that it is about, by address or id."""
    argument = click.argument(
        "feeds", nargs=-1, required=True, metavar="URL|ID...", type=LiveValue(followed_feeds)
    )
    return argument(function)


@declare_command("show", examples=EXAMPLES)
@feeds_argument
@listing_options()
def show(feeds: tuple[str, ...], listing: Listing) -> None:
    """Show all that is known of a feed: its choices, its rhythm, when it is asked next, its events.

    With --columns, --json and the like, a row for each feed; times are then in seconds.
    """
    with session().archive(read_only=True) as archive:
        rows = [archive.crawl.feeds.get(feed) for feed in feeds]
        if listing.form is None and not listing.columns:
            lines = [line for row in rows for line in _lines(archive, row)]
            listing.write(listing.first(lines), AS_LINES)
            return
        listing.write(listing.first([_as_row(archive, row) for row in rows]), COLUMNS)


def state_of(feed: FeedRow) -> str | None:
    """Return what a person should know about a feed in one line, None if all is well."""
    if feed["retired_at"]:
        return f"retired on {feed['retired_at'][:10]}: {feed['error'] or 'it was gone'}"
    if feed["paused_at"]:
        return f"paused on {feed['paused_at'][:10]}"
    if feed["failures"]:
        times = "once" if feed["failures"] == 1 else f"{feed['failures']} times in a row"
        return f"failed {times}: {feed['error']}"
    if feed["moved_to"]:
        return f"redirects to {feed['moved_to']}"
    return feed["error"]


def _as_row(archive: Archive, feed: FeedRow) -> dict[str, Any]:
    """Return a feed with its state, its quiet hours and its events."""
    events = [dict(event) for event in archive.crawl.feeds.events(feed["id"])]
    return {**feed, "state": state_of(feed), "quiet": _quiet(feed), "events": events}


def _quiet(feed: FeedRow) -> dict[str, list[int]] | None:
    """Return the hours and days in which the feed asks not to be polled, by name."""
    quiet: dict[str, list[int]] | None = json.loads(feed["quiet"]) if feed["quiet"] else None
    return quiet


def _lines(archive: Archive, feed: FeedRow) -> Iterator[dict[str, Any]]:
    """Yield what a person wants to know of a feed, without what is empty."""
    known = {
        "url": feed["url"],
        "id": feed["id"],
        "title": feed["title"],
        "state": state_of(feed) or "well",
        "tags": ", ".join(feed["tags"]),
        "folders": places(feed["folders"]),
        "site": feed["site_url"] or feed["site"],
        "entries": feed["entries"],
        "last entry": _at(feed["last_entry_at"]),
        "last poll": _at(feed["polled_at"]),
        "next poll": _next_poll(feed),
        "interval": _interval(feed),
        "half of it lasts": _span(feed["half_window"]),
        "it asks for": _asked_for(feed),
        "content": feed["content"],
        "rule": feed["rule"],
        "hub (WebSub)": feed["hub"],
        "redirected to": _redirected(feed),
    }
    yield from ({"about": about, "note": note} for about, note in known.items() if note)
    for event in archive.crawl.feeds.events(feed["id"]):
        detail = f": {event['detail']}" if event["detail"] else ""
        yield {"about": "event", "note": f"{_at(event['at'])} {event['kind']}{detail}"}


def places(folders: Iterable[Iterable[str]]) -> str | None:
    """Return folders in one cell: `News/Coast, Morning`."""
    return ", ".join("/".join(path) for path in folders) or None


def _next_poll(feed: FeedRow) -> str | None:
    if feed["paused_at"] or feed["retired_at"]:
        return None
    return _at(feed["due_at"]) or SOON


def _interval(feed: FeedRow) -> str:
    if feed["every"]:
        return f"{_span(feed['every'])}, as you set it"
    return f"{_span(feed['rhythm'])}, by its rhythm" if feed["rhythm"] else "not known yet"


def _asked_for(feed: FeedRow) -> str | None:
    """Return what the feed itself asks of those who read it."""
    quiet = _quiet(feed) or {}
    hours = ", ".join(f"{hour}" for hour in quiet.get("hours", ()))
    days = ", ".join(durations.WEEKDAYS[day] for day in quiet.get("days", ()))
    parts = [
        f"{_span(feed['least'])} between polls" if feed["least"] else "",
        f"none in the hours {hours} (UTC)" if hours else "",
        f"none on {days}" if days else "",
    ]
    return "; ".join(filter(None, parts)) or None


def _redirected(feed: FeedRow) -> str | None:
    if not feed["moved_to"]:
        return None
    polls = "1 poll" if feed["moved_polls"] == 1 else f"{feed['moved_polls']} polls"
    return f"{feed['moved_to']} ({polls} since {_at(feed['moved_since'])})"


def _at(stamp: str | None) -> str | None:
    """Return a time for people, to the minute."""
    return f"{stamp[:10]} {stamp[11:16]} UTC" if stamp else None


def _span(seconds: int | None) -> str | None:
    return durations.in_words(seconds) if seconds else None
