"""`scraper optimize`: look after the file."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.commands.terminal.options import Seconds
from scraper.commands.terminal.session import command, session


@command("optimize")
@click.option("--rebuild/--no-rebuild", help="Make the search index anew from the texts.")
@click.option(
    "--shrink/--no-shrink",
    help="Give free room back to the disk: the file is written anew, others wait.",
)
@click.option("--time", type=Seconds(), default=600, show_default=True, envvar="SCRAPER_OPTIMIZE_TIME",
              help="For how long to pack pages; the next run goes on.")  # fmt: skip
def optimize(time: float, *, rebuild: bool, shrink: bool) -> None:
    """Make searches quicker and the file smaller, as a nightly job.

    The search index is merged into one piece. Kept pages are packed harder, against what the archive's pages have in
    common: a fifth less than when they came. The room goes to the pages that come next, or with --shrink to the disk.
    """
    before = _size()
    with session().archive(create=False) as archive:
        done = archive.maintenance.optimize(rebuild=rebuild, shrink=shrink, seconds=time)
    if done.pages:
        left = f", {done.left} are left" if done.left else ""
        session().say(
            f"{done.pages} pages packed: {done.before / 1e6:.1f} MB before, {done.after / 1e6:.1f} MB now{left}"
        )
    session().say(f"{session().db}: {before / 1e6:.1f} MB before, {_size() / 1e6:.1f} MB now")


def _size() -> int:
    """The bytes of the file and of the log beside it."""
    file = Path(session().db)
    return sum(
        path.stat().st_size for path in (file, file.with_name(f"{file.name}-wal")) if path.exists()
    )


command = optimize
