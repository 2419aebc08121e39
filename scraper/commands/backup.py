"""`scraper backup`: a consistent copy of the archive."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.commands.terminal.session import command, session


@command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a copy of the archive, as it is now, to FILE; other programs may go on writing meanwhile.

    FILE must not be there yet, and appears whole or not at all. It is an archive like any other.
    """
    with session().archive(
        create=False, inspects=True
    ) as archive:  # SQLite 3.40 cannot copy over a read-only connection
        archive.maintenance.backup(file)
    session().say(f"wrote {file}, {file.stat().st_size / 1e6:.1f} MB")


command = backup
