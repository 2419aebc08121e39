"""`scraper backup`: write a consistent copy of the archive."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.session import session
from scraper.progress import Progress

MEGABYTE = 1e6
EXAMPLES = ("scraper backup news-2026-11-23.db",)


@declare_command("backup", examples=EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a copy of the archive to FILE, even while other programs write to the archive.

    FILE must not exist yet. It is written completely or not at all, and is an archive like any
    other.
    """
    # SQLite 3.40 cannot copy over a read-only connection.
    with (
        session().archive(create=False, inspects=True) as archive,
        session().watched(Progress()) as progress,
    ):
        archive.maintenance.backup(file, progress)
    session().say(f"wrote {file}, {file.stat().st_size / MEGABYTE:.1f} MB")


command = backup
