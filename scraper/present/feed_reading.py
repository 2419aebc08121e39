"""Put what is known of a feed into rows and lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scraper import durations
from scraper.present.counted_things import counted

SOON = "at the next run"

Row = Mapping[str, Any]


def state_of(feed: Row) -> str | None:
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
    error: str | None = feed["error"]
    return error


def listed(feed: Row) -> dict[str, Any]:
    """Return a feed as a row of a list; `feed` and `note` are for a screen."""
    note = state_of(feed)
    name = feed["title"] or feed["url"]
    return {**feed, "folders": places(feed["folders"]), "feed": name, "note": note}


def whole(feed: Row, events: Iterable[Row]) -> dict[str, Any]:
    """Return a feed with its state, its quiet hours and its events."""
    happened = [dict(event) for event in events]
    return {**feed, "state": state_of(feed), "quiet": _quiet(feed), "events": happened}


def _quiet(feed: Row) -> dict[str, list[int]] | None:
    """Return the hours and days in which the feed asks not to be polled, by name."""
    quiet: dict[str, list[int]] | None = json.loads(feed["quiet"]) if feed["quiet"] else None
    return quiet


def lines(feed: Row, events: Iterable[Row]) -> Iterator[dict[str, Any]]:
    """Yield what a person wants to know of a feed, `about` and `note`, without what is empty."""
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
    for event in events:
        detail = f": {event['detail']}" if event["detail"] else ""
        yield {"about": "event", "note": f"{_at(event['at'])} {event['kind']}{detail}"}


def places(folders: Iterable[Iterable[str]]) -> str | None:
    """Return folders in one cell: `News/Coast, Morning`."""
    return ", ".join("/".join(path) for path in folders) or None


def _next_poll(feed: Row) -> str | None:
    if feed["paused_at"] or feed["retired_at"]:
        return None
    return _at(feed["due_at"]) or SOON


def _interval(feed: Row) -> str:
    if feed["every"]:
        return f"{_span(feed['every'])}, as you set it"
    return f"{_span(feed['rhythm'])}, by its rhythm" if feed["rhythm"] else "not known yet"


def _asked_for(feed: Row) -> str | None:
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


def _redirected(feed: Row) -> str | None:
    if not feed["moved_to"]:
        return None
    polls = counted(feed["moved_polls"], "poll")
    return f"{feed['moved_to']} ({polls} since {_at(feed['moved_since'])})"


def _at(stamp: str | None) -> str | None:
    """Return a time for people, to the minute."""
    return f"{stamp[:10]} {stamp[11:16]} UTC" if stamp else None


def _span(seconds: int | None) -> str | None:
    return durations.in_words(seconds) if seconds else None
