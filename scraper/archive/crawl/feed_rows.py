"""The rows of feeds, and what is recorded in them: by a poll, by a move, by a person."""

from __future__ import annotations

from typing import NamedTuple, TypedDict

Folder = tuple[str, ...]  # its path, outermost first


class PolledFeed(TypedDict):
    """What is known of a feed, but for the entries that it has shown."""

    id: int
    url: str
    kind: str  # feed or sitemap
    title: str | None  # as a person called it, else its own
    own_title: str | None  # as a person called it
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
    read_at: str | None  # the last poll that brought the feed itself
    tags: list[str]
    every: int | None  # seconds between polls that a person set
    rhythm: int | None  # seconds between polls, as last measured
    content: str | None  # full or summary, as a person set it
    rule: str | None
    paused_at: str | None
    retired_at: str | None
    half_window: int | None  # seconds in which half of its entries were replaced at the most
    least: int | None  # seconds between polls that it asks for
    quiet: str | None  # JSON: hours and days when it asks not to be polled
    moved_to: str | None
    moved_since: str | None
    moved_polls: int
    hub: str | None


class FeedRow(PolledFeed):
    """A feed with how many entries it has shown."""

    entries: int
    last_entry_at: str | None


class PollNote(TypedDict, total=False):
    """What a poll found; what is left out stays as it was."""

    title: str | None
    etag: str | None
    last_modified: str | None
    status: int | None
    error: str | None
    due_at: str | None
    read_at: str | None
    rhythm: int | None
    half_window: int | None
    least: int | None
    quiet: str | None
    hub: str | None


class FeedChoices(TypedDict, total=False):
    """What a person chose for a feed; what is left out stays as it was."""

    own_title: str | None
    tags: list[str]
    every: int | None
    content: str | None
    rule: str | None


class MoveNote(TypedDict):
    """A permanent redirect of a feed that is not believed yet."""

    moved_to: str | None
    moved_since: str | None
    moved_polls: int


class SeenEntries(NamedTuple):
    """Entries of a feed that polls saw lately."""

    ages: list[float]  # seconds since each was first seen
    watched: float  # seconds in which they were seen
