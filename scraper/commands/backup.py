"""`scraper backup`: write a consistent copy of the archive."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.session import session
from scraper.progress import Progress

MEGABYTE = 1e6
EXAMPLES = ("scraper backup news-2026-11-23.db", "scraper backup --keep 14 /srv/backup")


@declare_command("backup", examples=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    metavar="N",
    help="Write a dated copy into the folder FILE, and keep the newest N there.",
)
def backup(file: Path, keep: int | None) -> None:
    """Write a copy of the archive to FILE, even while other programs write to the archive.

    FILE must not exist yet. It is written completely or not at all, and is an archive like any
    other.

    With --keep, FILE is a folder, and the copy in it is called archive-20261123T050000Z.db, after
    the archive and the time (UTC). Every hash of the copy is checked, as `verify` does, before
    older copies are deleted; nothing else in the folder is touched. If the disk has no room or the
    copy has a fault, all older copies stay.
    """
    # SQLite 3.40 cannot copy over a read-only connection.
    with (
        session().archive(create=False, inspects=True) as archive,
        session().watched(Progress(failures="faults")) as progress,
    ):
        if keep is None:
            archive.maintenance.backup(file, progress)
            written, removed = file, 0
        else:
            rotated = archive.maintenance.rotate(file, keep, progress)
            written, removed = rotated.file, rotated.removed
    gone = f", removed {removed} older" if removed else ""
    session().say(f"wrote {written}, {written.stat().st_size / MEGABYTE:.1f} MB{gone}")


command = backup
