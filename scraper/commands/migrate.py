"""`scraper migrate`: bring the archive to today's schema."""

from __future__ import annotations

import click

from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

COLUMNS = ("step", "state")


@command("migrate")
@click.option(
    "--list/--no-list", "list_only", help="List the steps, taken or to be taken, and take none."
)
@limit_option(0)
@listing_options()
def migrate(
    limit: int, form: str | None, columns: str | None, *, list_only: bool, no_headers: bool
) -> None:
    """Bring the archive to today's schema, all steps or none; a copy of the file is made first.

    Every command that writes does the same by itself when it meets an older archive. One that was written by a newer
    scraper is left alone, with exit code 8.
    """
    from scraper.archive.maintenance.upgrade import steps, take

    session().must_exist()
    if list_only:
        known = steps(session().db)[: limit or None]
        rows = [
            {"step": name, "state": "taken" if taken else "to be taken"} for name, taken in known
        ]
        write_rows(rows, COLUMNS, form=form, chosen=columns, no_headers=no_headers)
        return
    left = [name for name, taken in steps(session().db) if not taken]
    copy = take(session().db, session().allow_trigger, session().warn)
    session().say(
        f"{session().db}: took {', '.join(left)}" if left else f"{session().db} has today's schema"
    )
    if copy is not None:
        session().say(f"the file as it was is at {copy}")


command = migrate
