"""`scraper label`: list and show the tables that articles came with, kept as label sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command, declare_group
from scraper.commands.terminal.completion_types import LiveValue, label_sets
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session

if TYPE_CHECKING:
    from scraper.archive import Archive

SETS = ("name", "rows", "articles", "columns", "source", "updated_at", "added_at", "url_column")
JOINED = ("row", "article_id", "reason", "error", "fetched_at", "status")
SHOW_EXAMPLES = ("scraper label show cases", "scraper label show cases --csv > joined.csv")


@declare_group("label")
def label() -> None:
    """List and show label sets: the columns of fetched tables, kept with the articles."""


@declare_command("list", examples=["scraper label list"])
@listing_options()
def list_sets(listing: Listing) -> None:
    """List the label sets, with how many rows each has and how many articles they lead to."""
    with session().archive(read_only=True) as archive:
        sets = (
            {**asdict(one), "columns": ", ".join(one.columns)}
            for one in archive.corpus.labels.walk()
        )
        listing.write(listing.first(sets), SETS)


@declare_command("show", examples=SHOW_EXAMPLES)
@click.argument("name", type=LiveValue(label_sets))
@listing_options()
def show_set(name: str, listing: Listing) -> None:
    """Show each row of a label set with its article, or with the reason why it has none.

    The table's own columns come first, as they were written; article_id joins them to the archive's
    tables.
    """
    with session().archive(read_only=True) as archive:
        own = archive.corpus.labels.get(name).columns
        ours = tuple(f"scraper_{column}" if column in own else column for column in JOINED)
        listing.write(listing.first(_joined(archive, name, ours)), (*own, *ours))


@declare_command("remove", examples=["scraper label remove cases"])
@click.argument("name", type=LiveValue(label_sets))
def remove(name: str) -> None:
    """Remove a label set; its articles stay."""
    with session().archive(create=False) as archive:
        archive.corpus.labels.remove(name)
    session().say(f"label set {name} removed; its articles stay")


def _joined(archive: Archive, name: str, ours: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the cells of each row and what the archive knows of it, under names without clashes."""
    for row in archive.corpus.labels.rows(name):
        known = {theirs: row[column] for column, theirs in zip(JOINED, ours, strict=True)}
        yield {**row["cells"], **known}


for subcommand in (list_sets, show_set, remove):
    label.add_command(subcommand)

command = label
