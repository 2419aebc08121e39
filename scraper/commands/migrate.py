"""`scraper migrate`: update the archive to the current schema."""

from __future__ import annotations

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session

COLUMNS = ("step", "state")
EXAMPLES = ("scraper migrate --list", "scraper migrate")


@declare_command("migrate", examples=EXAMPLES)
@click.option("--list/--no-list", "list_only", help="List the steps and their state; take none.")
@listing_options()
def migrate(listing: Listing, *, list_only: bool) -> None:
    """Update the archive to the current schema, in all steps or none, after copying the file.

    Commands that write do the same when they open an older archive. An archive that a newer version
    of scraper wrote is left as it is, with exit code 8.
    """
    from scraper.archive.maintenance.upgrade import steps, take

    session().must_exist()
    db = session().db
    if list_only:
        states = {True: "taken", False: "to be taken"}
        rows = [{"step": name, "state": states[taken]} for name, taken in steps(db)]
        listing.write(rows[: listing.most], COLUMNS)
        return
    left = ", ".join(name for name, taken in steps(db) if not taken)
    take(db, session().permission())
    session().say(f"{db}: took {left}" if left else f"{db} has the current schema")


command = migrate
