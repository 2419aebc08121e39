"""`scraper label`: the tables that articles came with, kept as label sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command as make_command
from scraper.commands.terminal.session import group, session

if TYPE_CHECKING:
    from scraper.archive import Archive

SETS = ("name", "rows", "articles", "columns", "source", "updated_at", "added_at", "url_column")
JOINED = ("row", "article_id", "reason", "error", "fetched_at", "status")


@group("label")
def label() -> None:
    """Label sets: the columns of tables that were fetched, kept with the articles."""


@make_command("list", examples=["scraper label list"])
@limit_option(0)
@listing_options()
def list_sets(limit: int, form: str | None, columns: str | None, *, no_headers: bool) -> None:
    """List the label sets, with the number of their rows and of the articles that these lead to."""
    with session().archive(read_only=True) as archive:
        sets = (
            {**asdict(one), "columns": ", ".join(one.columns)}
            for one in archive.corpus.labels.walk()
        )
        write_rows(
            islice(sets, limit or None), SETS, form=form, chosen=columns, no_headers=no_headers
        )


@make_command(
    "show", examples=["scraper label show cases", "scraper label show cases --csv > joined.csv"]
)
@click.argument("name")
@limit_option(0)
@listing_options()
def show_set(
    name: str, limit: int, form: str | None, columns: str | None, *, no_headers: bool
) -> None:
    """Show each row of a label set with its article, or the reason why it has none.

    The table's own columns come first, as they were written; article_id joins them to the archive's tables.
    """
    with session().archive(read_only=True) as archive:
        own = archive.corpus.labels.get(name).columns
        ours = tuple(f"scraper_{column}" if column in own else column for column in JOINED)
        rows = islice(_joined(archive, name, ours), limit or None)
        write_rows(rows, (*own, *ours), form=form, chosen=columns, no_headers=no_headers)


@make_command("remove", examples=["scraper label remove cases"])
@click.argument("name")
def remove(name: str) -> None:
    """Remove a label set; its articles stay."""
    with session().archive(create=False) as archive:
        archive.corpus.labels.remove(name)
    session().say(f"label set {name} removed; its articles stay")


def _joined(archive: Archive, name: str, ours: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the cells of each row with what the archive knows of it, under names that do not clash."""
    for row in archive.corpus.labels.rows(name):
        known = {theirs: row[column] for column, theirs in zip(JOINED, ours, strict=True)}
        yield {**row["cells"], **known}


for _one in (list_sets, show_set, remove):
    label.add_command(_one)

command = label
