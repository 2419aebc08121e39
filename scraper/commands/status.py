"""`scraper status`: what ran, what waits, what is wrong."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

COLUMNS = ("about", "what", "count", "at", "note", "trouble")
UNHEALTHY = 7


@command("status")
@click.option(
    "--check/--no-check",
    help="Show only what is wrong, and exit with 7 if anything is: for monitors.",
)
@limit_option(0)
@listing_options()
def status(
    limit: int, form: str | None, columns: str | None, *, check: bool, no_headers: bool
) -> None:
    """Tell what ran last, what waits in the queue, what failed within a week and why, which feeds fail.

    Trouble is named in a column of its own: a last run in which everything failed, a feed that failed three times in
    a row, feeds that nobody has asked for two days, a disk that is nearly full. And the last run of a command within a
    week that died, was killed, or met an error in scraper itself (fault), until a later run of that command is well.
    """
    with session().archive(read_only=True) as archive:
        lines = [line for line in archive.maintenance.status() if line.trouble or not check]
    rows = map(asdict, lines[: limit or None])
    write_rows(
        rows, COLUMNS, form=form, chosen=columns, no_headers=no_headers or (check and not lines)
    )
    if check and lines:
        session().warn(f"Error: {'; '.join(line.trouble or '' for line in lines)}")
        sys.exit(UNHEALTHY)


command = status
