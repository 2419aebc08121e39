"""`scraper verify`: check that the archive is as it was written."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present.counted_things import counted
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.archive.maintenance.verify_fault import Fault

COLUMNS = ("table", "id", "what")
DAMAGED = 6
EXAMPLES = ("scraper verify && scraper backup news-2026-11-23.db",)


@declare_command("verify", examples=EXAMPLES)
@listing_options()
def verify(listing: Listing) -> None:
    """Check the archive for damage: its structure, its search index, and every stored hash.

    Each fault is a row with the table, the row in it, and what is wrong. Exit code 6 means that
    there is damage. A trigger that another program put on scraper's tables is a fault; tables,
    views, indexes and columns that others added are not, and are listed on standard error.
    """
    from scraper.archive.maintenance import foreign_objects

    with session().archive(create=False, inspects=True) as archive:
        with session().watched(Progress(failures="faults")) as progress:
            faults = list(archive.maintenance.verify(progress))
        foreign = foreign_objects.listed(archive.db)
    listing.write(map(asdict, faults[: listing.most]), COLUMNS)
    for line in foreign:
        session().say(line)
    if not faults:
        session().say(f"{session().db} is intact")
        return
    count = counted(len(faults), "fault")
    session().warn(f"Error: {session().db} is damaged, {count}: {_remedy(faults)}")
    sys.exit(DAMAGED)


def _remedy(faults: list[Fault]) -> str:
    """Return what to do; a trigger alone is no reason to give up what was archived since."""
    if all("--allow-trigger" in fault.what for fault in faults):
        return "drop each trigger or accept it with --allow-trigger before archiving more"
    return "restore it from a backup"


command = verify
