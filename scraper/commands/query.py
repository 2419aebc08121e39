"""`scraper query`: run read-only SQL over the archive."""

from __future__ import annotations

from itertools import islice

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import Seconds
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session

EXAMPLES = (
    'scraper query "SELECT site, count(*) AS n FROM v_articles GROUP BY site"',
    'scraper query "SELECT headline FROM v_articles WHERE site = :site" -p site example.org',
)


@declare_command("query", examples=EXAMPLES)
@click.argument("sql")
@click.option(
    "-p",
    "--param",
    "params",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="Use VALUE for :NAME in the SQL; repeatable.",
)
@click.option(
    "--timeout",
    "seconds",
    type=Seconds(),
    default=60,
    show_default=True,
    help="Stop after this many seconds; 0 means never.",
)
@listing_options(None)
def query(sql: str, seconds: float, params: tuple[tuple[str, str], ...], listing: Listing) -> None:
    """Run one SELECT over the archive, best over its stable views (v_articles and others).

    Statements that write are refused. A BLOB is printed in hexadecimal, as SQL writes it (X'...'),
    and an infinite number is null in JSON. If two columns have the same name, the second becomes
    name_2.
    """
    with session().archive(read_only=True) as archive:
        names, rows = archive.query(sql, dict(params), seconds=seconds)
        shown = (dict(zip(names, row, strict=True)) for row in islice(rows, listing.most))
        listing.write(shown, names)


command = query
