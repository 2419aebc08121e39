"""`scraper query`: SQL for those who know it, read-only."""

from __future__ import annotations

import click

from scraper.commands.rows import limit_option, listing_options, write_rows
from scraper.commands.session import command, session

EXAMPLES = (
    'scraper query "SELECT site, count(*) AS n FROM v_articles GROUP BY site"',
    'scraper query "SELECT headline FROM v_articles WHERE site = :site" -p site example.org',
)


@command("query", examples=EXAMPLES)
@click.argument("sql")
@click.option("-p", "--param", "params", nargs=2, multiple=True, metavar="NAME VALUE", help="A value for :NAME.")
@limit_option(None)
@listing_options()
def query(
    sql: str, params: tuple[tuple[str, str], ...], limit: int | None, form: str | None, columns: str | None,
    *, no_headers: bool,
) -> None:  # fmt: skip
    """Run one SELECT over the archive; writing is refused. The views v_articles, v_versions, ... are made for it.

    A BLOB is told in hexadecimal, as SQL writes it (X'...'); in JSON a number without end is null.
    """
    with session().archive(read_only=True) as archive:
        names, rows = archive.query(sql, dict(params))
        shown = (dict(zip(names, row, strict=True)) for n, row in enumerate(rows) if not limit or n < limit)
        write_rows(shown, names, form=form, chosen=columns, no_headers=no_headers)


command = query
