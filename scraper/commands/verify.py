"""`scraper verify`: whether the archive is what was written to it."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

if TYPE_CHECKING:
    from scraper.archive.maintenance.verify_fault import Fault

COLUMNS = ("table", "id", "what")
DAMAGED = 6


@command("verify")
@limit_option(0)
@listing_options()
def verify(limit: int, form: str | None, columns: str | None, *, no_headers: bool) -> None:
    """Look for damage: the file's structure, the search index, and the hash of every page, text and run.

    Each fault is a row that names the table, the row in it, and what is wrong. Exit code 6 means that there is damage;
    0, and nothing but the headers, that all is as it was written. A trigger that somebody else put on scraper's tables
    is a fault. Tables, views, indexes and columns that others added are none: they are listed on standard error.
    """
    from scraper.archive.maintenance import foreign_objects

    with session().archive(create=False, inspects=True) as archive:
        faults, beside = list(archive.maintenance.verify()), foreign_objects.listed(archive.db)
    rows = map(asdict, faults[: limit or None])
    write_rows(rows, COLUMNS, form=form, chosen=columns, no_headers=no_headers)
    for line in beside:
        session().say(line)
    if faults:
        more = "" if len(faults) == 1 else "s"
        session().warn(
            f"Error: {session().db} is damaged, {len(faults)} fault{more}: {_remedy(faults)}"
        )
        sys.exit(DAMAGED)
    session().say(f"{session().db} is as it was written")


def _remedy(faults: list[Fault]) -> str:
    """Return what to do: a trigger that was never allowed is no reason to give up what was archived since."""
    if all("--allow-trigger" in fault.what for fault in faults):
        return "nothing is archived until each trigger is removed or allowed"
    return "restore it from a backup"


command = verify
