"""`scraper verify`: whether the archive is what was written to it."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from scraper.commands.rows import limit_option, listing_options, write_rows
from scraper.commands.session import command, session

COLUMNS = ("table", "id", "what")
DAMAGED = 6


@command("verify")
@limit_option(0)
@listing_options()
def verify(limit: int, form: str | None, columns: str | None, *, no_headers: bool) -> None:
    """Look for damage: the file's structure, the search index, and the hash of every page, text and run.

    Each fault is a row that names the table, the row in it, and what is wrong. Exit code 6 means that there is damage;
    0, and nothing but the headers, that all is as it was written.
    """
    with session().archive(create=False) as archive:
        faults = list(archive.verify())
    rows = map(asdict, faults[: limit or None])
    write_rows(rows, COLUMNS, form=form, chosen=columns, no_headers=no_headers)
    if faults:
        more = "" if len(faults) == 1 else "s"
        click.echo(f"Error: {session().db} is damaged, {len(faults)} fault{more}: restore it from a backup", err=True)
        sys.exit(DAMAGED)
    session().say(f"{session().db} is as it was written")


command = verify
