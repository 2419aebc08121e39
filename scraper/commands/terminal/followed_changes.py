"""Write what newsrooms changed as feeds that can be followed: Atom and JSON Feed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.output_file import STANDARD_OUTPUT, write_text
from scraper.errors import InputError
from scraper.present import change_feed
from scraper.present.change_feed import ChangeFeed

if TYPE_CHECKING:
    from scraper.archive import Archive, ChangeFilter

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
    found = archive.articles.followed_changes(wanted, asked, most)
    feed = ChangeFeed(
        id=found.id,
        title=found.title,
        updated=found.entries[0].at if found.entries else archive.maintenance.state().last_change,
        entries=found.entries,
    )
    for form, name in files.items():
        write_text(name, [change_feed.WRITERS[form](feed)], force=True)
    if found.damage is not None:
        raise found.damage
