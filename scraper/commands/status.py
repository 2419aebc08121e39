"""`scraper status`: report what ran, what waits and what is wrong."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session

COLUMNS = ("about", "what", "count", "at", "note", "trouble")
UNHEALTHY = 7
EXAMPLES = (
    "scraper status",
    "scraper status --check || mail -s 'news archive' me@example.org < /dev/null",
)


@declare_command("status", examples=EXAMPLES)
@click.option("--check/--no-check", help="Show only trouble, and exit with 7 if there is any.")
@listing_options()
def status(listing: Listing, *, check: bool) -> None:
    """Report the last runs, the queue, the failures of the last week and the feeds that fail.

    The column trouble names what needs attention: a last run in which everything failed, a feed
    that failed three times in a row, feeds that have not been polled for two days, a disk that is
    nearly full. It also names the last run of a command, within a week, that crashed, was killed or
    met an error in scraper itself (fault), until a later run of that command succeeds.
    """
    with session().archive(read_only=True) as archive:
        lines = list(archive.maintenance.status())
    if not check:
        listing.write(map(asdict, lines[: listing.most]), COLUMNS)
        return
    trouble = [line for line in lines if line.trouble]
    if not trouble:
        listing = replace(listing, no_headers=True)  # cron must not mail a healthy archive
    listing.write(map(asdict, trouble[: listing.most]), COLUMNS)
    if trouble:
        session().warn(f"Error: {'; '.join(str(line.trouble) for line in trouble)}")
        sys.exit(UNHEALTHY)


command = status
