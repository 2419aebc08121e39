"""Write what newsrooms changed as feeds that can be followed: Atom and JSON Feed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

import click

from scraper.commands.terminal.output_file import STANDARD_OUTPUT, write_text
from scraper.errors import DamagedRow, InputError
from scraper.present import change_entries, change_feed
from scraper.present.change_entries import ChangeEntry, Rows
from scraper.present.change_feed import ChangeFeed

if TYPE_CHECKING:
    from scraper.archive import Archive, ChangeFilter

TITLE = "What newsrooms changed"
RETITLED = "retitled"
# what moves with the clock is no part of a feed's name
MOVING = frozenset({"since", "until"})
BEGUN = "SELECT coalesce(min(started_at), '') FROM runs"
# what a file begins with that this command may replace; and within so many bytes
MARKS = (b"<feed", b"https://jsonfeed.org/")
SNIFFED = 200


def refuse_others(files: Mapping[str, str]) -> None:
    """Raise InputError for a file that exists and is no feed, UsageError for one output twice."""
    if list(files.values()).count(STANDARD_OUTPUT) > 1:
        raise click.UsageError(
            "only one of --atom and --json-feed can go to standard output: name a file"
        )
    for name in files.values():
        path = Path(name)
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as file:
                start = file.read(SNIFFED)
            if not any(mark in start for mark in MARKS):
                raise InputError(f"{name} exists and is not a feed: name another file")


def write_feeds(
    archive: Archive,
    wanted: ChangeFilter,
    files: Mapping[str, str],
    asked: Mapping[str, Any],
    most: int | None,
) -> None:
    """Write the changes to the files: the key of a format -> the name of its file, or `-`.

    A file appears when it is whole, and replaces the one before. What is damaged is left out, and
    raised as DamagedRow when the rest is written.
    """
    damage: list[DamagedRow] = []
    entries = _entries(archive, wanted, most, damage)
    feed = ChangeFeed(
        id=_feed_id(archive, asked),
        title=": ".join([TITLE, *_selection(asked)]),
        updated=entries[0].at if entries else archive.maintenance.state().last_change,
        entries=entries,
    )
    for form, name in files.items():
        write_text(name, [change_feed.WRITERS[form](feed)], force=True)
    if damage:
        raise damage[0]


def _entries(
    archive: Archive, wanted: ChangeFilter, most: int | None, damage: list[DamagedRow]
) -> list[ChangeEntry]:
    def rows() -> Any:
        try:
            yield from archive.articles.changes(wanted)
        except DamagedRow as error:
            damage.append(error)

    groups = change_entries.grouped(rows(), most, retitled=wanted.event == RETITLED)
    return [_entry(archive, group, damage) for group in groups]


def _entry(archive: Archive, group: Rows, damage: list[DamagedRow]) -> ChangeEntry:
    """Return one entry; if the texts of its article are damaged, with the words of its rows."""
    try:
        versions = archive.articles.versions(str(group[0]["article_id"]))
    except DamagedRow as error:
        damage.append(error)
        versions = []
    return change_entries.entry(group, versions)


def _feed_id(archive: Archive, asked: Mapping[str, Any]) -> str:
    """Return a name of the selection in this archive."""
    _, rows = archive.query(BEGUN)
    parts = [str(value) for row in rows for value in row]
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
