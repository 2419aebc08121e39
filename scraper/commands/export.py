"""`scraper export`: write the archive, or a part of it, for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import filter_options
from scraper.commands.terminal.row_output import limit_option
from scraper.commands.terminal.safe_text import shown
from scraper.commands.terminal.session import session
from scraper.present.formats import FORMATS, Rows

OFFERED = "; ".join(f"{name} ({each.description})" for name, each in FORMATS.items())
HELP = f"""Write articles as FORMAT, the oldest first: {OFFERED}.

The jsonl format includes the earlier versions of each article, and `scraper import jsonl` reads it.

With --with-labels and --with-notes, `scraper import jsonl` also restores labels, tags, notes and
exclusions. A CSV file has further columns for them, in the same order each time: coder_tags, notes,
exclusions, and then SET.COLUMN for each column of each label set.
"""
EXAMPLES = (
    "scraper export csv -o articles.csv",
    "scraper export csv --label stories --with-labels --with-notes -o stories.csv",
    "scraper export jsonl --site news.example --since 2026-01-01 | gzip > news.jsonl.gz",
)


@declare_command("export", help=HELP, examples=EXAMPLES)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option(
    "-o", "--output", metavar="FILE", default="-", help="Write to FILE.  [default: standard output]"
)
@click.option(
    "--with-labels/--without-labels",
    "labels",
    help="Add the columns of the tables that articles came with, as SET.COLUMN.",
)
@click.option(
    "--with-notes/--without-notes", "notes", help="Add the tags, notes and exclusions of coders."
)
@filter_options
@limit_option(0)
def export(
    form: str, output: str, limit: int, *, labels: bool, notes: bool, **filters: Any
) -> None:
    """Write articles in a format of the table."""
    from scraper.archive import Filters

    chosen, wanted = FORMATS[form], Filters(**filters)
    with session().archive(read_only=True) as archive, _opened(output) as out:
        rows: Rows = archive.articles.walk(
            wanted, sort="added", limit=limit or None, history=chosen.history
        )
        added = archive.corpus.additions
        columns = added.label_columns() if labels else []
        if labels:
            rows = added.with_labels(rows)
        if notes:
            rows = added.with_notes(rows)
        for piece in chosen.write(rows, labels=columns, notes=notes):
            out.write(shown(piece) if output == "-" else piece)


@contextmanager
def _opened(name: str) -> Iterator[IO[str]]:
    if name == "-":
        yield sys.stdout
        return
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        yield file


command = export
