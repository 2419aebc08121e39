"""`scraper migrate`: bring the archive to today's schema."""

from __future__ import annotations

import click

from scraper.commands.session import command, session


@command("migrate")
@click.option("--list", "list_only", is_flag=True, help="List the steps, taken or to be taken, and take none.")
def migrate(*, list_only: bool) -> None:
    """Bring the archive to today's schema, all steps or none; a copy of the file is made first.

    Every command that writes does the same by itself when it meets an older archive. One that was written by a newer
    scraper is left alone, with exit code 8.
    """
    from scraper.archive.schema_steps import steps, take

    session().must_exist()
    if list_only:
        for name, taken in steps(session().db):
            click.echo(f"{name}\t{'taken' if taken else 'to be taken'}")
        return
    left = [name for name, taken in steps(session().db) if not taken]
    copy = take(session().db)
    session().say(f"{session().db}: took {', '.join(left)}" if left else f"{session().db} has today's schema")
    if copy is not None:
        session().say(f"the file as it was is at {copy}")


command = migrate
