"""`scraper label`: list and show the tables that articles came with, kept as label sets."""

from __future__ import annotations

from dataclasses import asdict

import click

from scraper.commands.terminal.command_class import declare_command, declare_group
from scraper.commands.terminal.completion_types import LiveValue, label_sets
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present import label_table, listed_columns

SETS = listed_columns.LABEL_SETS
SHOW_EXAMPLES = ("scraper label show cases", "scraper label show cases --csv > joined.csv")


@declare_group("label")
def label() -> None:
    """List and show label sets: the columns of fetched tables, kept with the articles."""


@declare_command("list", examples=["scraper label list"])
@listing_options()
def list_sets(listing: Listing) -> None:
    """List the label sets, with how many rows each has and how many articles they lead to."""
    with session().archive(read_only=True) as archive:
        sets = (label_table.in_a_list(asdict(one)) for one in archive.corpus.labels.walk())
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
        rows = label_table.joined(archive.corpus.labels.rows(name), own)
        listing.write(listing.first(rows), (*own, *label_table.columns_beside(own)))


@declare_command("remove", examples=["scraper label remove cases"])
@click.argument("name", type=LiveValue(label_sets))
def remove(name: str) -> None:
    """Remove a label set; its articles stay."""
    with session().archive(create=False) as archive:
        archive.corpus.labels.remove(name)
    session().say(f"label set {name} removed; its articles stay")


for subcommand in (list_sets, show_set, remove):
    label.add_command(subcommand)

command = label
