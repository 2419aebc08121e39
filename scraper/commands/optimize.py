"""`scraper optimize`: look after the file."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.commands.session import command, session


@command("optimize")
@click.option("--rebuild/--no-rebuild", help="Make the search index anew from the texts.")
def optimize(*, rebuild: bool) -> None:
    """Merge the search index into one piece, which makes searches quicker after many small runs."""
    before = _size()
    with session().archive(create=False) as archive:
        archive.optimize(rebuild=rebuild)
    session().say(f"{session().db}: {before / 1e6:.1f} MB before, {_size() / 1e6:.1f} MB now")


def _size() -> int:
    """The bytes of the file and of the log beside it."""
    file = Path(session().db)
    return sum(path.stat().st_size for path in (file, file.with_name(f"{file.name}-wal")) if path.exists())


command = optimize
