"""What newsrooms changed as the entries of a feed, with a name that stays the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from scraper.archive.articles import change_list, versions
from scraper.archive.articles.filters import ChangeFilter
from scraper.archive.articles.record import Row
from scraper.errors import DamagedRow
from scraper.present import change_entries
from scraper.present.change_entries import ChangeEntry, Rows
from scraper.present.change_in_context import RETITLED

TITLE = "What newsrooms changed"
# what moves with the clock is no part of a feed's name
MOVING = frozenset({"since", "until"})
_BEGUN = "SELECT coalesce(min(started_at), '') FROM runs"


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowedChanges:
    """The entries of a feed, the newest first, and what it is called."""

    id: str  # a URN: the same for the same selection of the same archive
    title: str
    entries: list[ChangeEntry]
    damage: DamagedRow | None  # what was left out, if something was


def followed(
    db: sqlite3.Connection, wanted: ChangeFilter, asked: Mapping[str, Any], most: int | None
) -> FollowedChanges:
    """Return the newest edits and events; `asked` are the values that a person chose them by.

    An entry whose article has damaged versions has the words of the list of changes.
    """
    damage: list[DamagedRow] = []
    groups = change_entries.grouped(
        _rows(db, wanted, damage), most, retitled=wanted.event == RETITLED
    )
    entries = [_entry(db, group, damage) for group in groups]
    return FollowedChanges(
        id=_feed_id(db, asked),
        title=": ".join([TITLE, *_selection(asked)]),
        entries=entries,
        damage=damage[0] if damage else None,
    )


def _rows(db: sqlite3.Connection, wanted: ChangeFilter, damage: list[DamagedRow]) -> Iterator[Row]:
    try:
        yield from change_list.changes(db, wanted, None)
    except DamagedRow as error:
        damage.append(error)


def _entry(db: sqlite3.Connection, group: Rows, damage: list[DamagedRow]) -> ChangeEntry:
    try:
        known = versions.history(db, group[0]["article_id"])
    except DamagedRow as error:
        damage.append(error)
        known = []
    return change_entries.entry(group, known)


def _feed_id(db: sqlite3.Connection, asked: Mapping[str, Any]) -> str:
    """Return a name of the selection in this archive."""
    parts = [str(value) for row in db.execute(_BEGUN) for value in row]
    parts += [f"{name}={value}" for name, value in sorted(asked.items()) if name not in MOVING]
    return f"urn:uuid:{uuid5(NAMESPACE_URL, ' '.join(parts))}"


def _selection(asked: Mapping[str, Any]) -> list[str]:
    """Return the values of the filters in one text, or nothing if there are none."""
    values = [
        name.replace("_", " ") if value is True else str(value)
        for name, value in asked.items()
        if value is not None and name not in MOVING
    ]
    return [", ".join(values)] if values else []
