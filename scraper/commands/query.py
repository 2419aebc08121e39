"""`scraper query`: SQL for those who know it, read-only."""

from __future__ import annotations

from itertools import islice

import click

from scraper.commands.terminal.options import Seconds
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

EXAMPLES = (
    'scraper query "SELECT site, count(*) AS n FROM v_articles GROUP BY site"',
    'scraper query "SELECT headline FROM v_articles WHERE site = :site" -p site example.org',
)


@command("query", examples=EXAMPLES)
@click.argument("sql")
@click.option(
    "-p",
    "--param",
    "params",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="A value for :NAME.",
)
@click.option(
    "--timeout",
    "seconds",
    type=Seconds(),
    default=60,
    show_default=True,
    help="For how long SQLite may work; 0 means without end.",
)
@limit_option(None)
@listing_options()
def query(
    sql: str, seconds: float, params: tuple[tuple[str, str], ...], limit: int | None, form: str | None,
    columns: str | None, *, no_headers: bool,
) -> None:  # fmt: skip
    """Run one SELECT over the archive; writing is refused. The views v_articles, v_versions, ... are made for it.

    A BLOB is told in hexadecimal, as SQL writes it (X'...'); in JSON a number without end is null. Of columns with one
    name the second is name_2.
    """
    with session().archive(read_only=True) as archive:
        names, rows = archive.query(sql, dict(params), seconds=seconds)
        shown = (dict(zip(names, row, strict=True)) for row in islice(rows, limit or None))
        write_rows(shown, names, form=form, chosen=columns, no_headers=no_headers)


command = query
