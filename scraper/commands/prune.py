"""`scraper prune`: give up the pages of old versions, never a text."""

from __future__ import annotations

from datetime import timedelta

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import Seconds
from scraper.commands.terminal.run_record import run_hooks
from scraper.commands.terminal.session import session
from scraper.jobs.run import recorded
from scraper.present.counted_things import counted
from scraper.progress import Progress

MEGABYTE = 1e6
EXAMPLES = ("scraper prune --older-than 730d", "scraper prune --older-than 730d --yes")


@declare_command("prune", examples=EXAMPLES)
@click.option(
    "--older-than",
    type=Seconds(),
    required=True,
    metavar="SPAN",
    help="Only pages of versions that were replaced so long ago (730d).",
)
@click.option("--yes/--no-yes", help="Delete them; without it, only report how many there are.")
def prune(older_than: float, *, yes: bool) -> None:
    """Delete the kept pages of old versions to save room; without --yes, only count them.

    No text goes: versions, differences and searches stay as they are. Nor do addresses, headers and
    the hash of each page, so that `verify` and the seals of the runs stay right. The page of the
    current version stays, that of a version with a note, and one that another page is compressed
    against. A page that was deleted cannot be read again by `reextract`, shown or exported. The run
    is recorded like any other, with the number of pages.

    New pages use the space that becomes free; `scraper optimize --shrink` returns it to the disk.
    """
    age = timedelta(seconds=older_than)
    with session().archive(create=False, read_only=not yes) as archive:
        if not yes:
            found = archive.maintenance.prunable(age)
            session().say(
                f"{counted(found.pages, 'page')}, {found.freed / MEGABYTE:.1f} MB,"
                " would be deleted, and no text: add --yes to delete them"
            )
            return
        with recorded(archive, run_hooks()) as run, session().watched(Progress()) as progress:
            done = archive.maintenance.prune(age, progress)
            run.counts["pruned"] = done.pages
    session().say(f"deleted {counted(done.pages, 'page')}, {done.freed / MEGABYTE:.1f} MB; no text")


command = prune
