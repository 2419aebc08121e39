"""`scraper optimize`: make the archive smaller and its searches faster."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import Seconds
from scraper.commands.terminal.session import session
from scraper.present.counted_things import counted
from scraper.progress import Progress

MEGABYTE = 1e6
EXAMPLES = ("scraper optimize --time 30m", "scraper optimize --rebuild --shrink")


@declare_command("optimize", examples=EXAMPLES)
@click.option("--rebuild/--no-rebuild", help="Rebuild the search index from the texts.")
@click.option(
    "--shrink/--no-shrink",
    help="Return free space to the disk: rewrites the file while other programs wait.",
)
@click.option(
    "--time",
    type=Seconds(),
    default=600,
    show_default=True,
    envvar="SCRAPER_OPTIMIZE_TIME",
    help="Compress pages for this long; the next run goes on from there.",
)
def optimize(time: float, *, rebuild: bool, shrink: bool) -> None:
    """Make searches faster and the file smaller, for example every night.

    The parts of the search index are merged into one. Kept pages are compressed by a further fifth,
    with the help of what the archive's pages have in common. The next pages use the space that
    becomes free; with --shrink, it returns to the disk.
    """
    before = _size()
    with session().archive(create=False) as archive, session().watched(Progress()) as progress:
        done = archive.maintenance.optimize(
            rebuild=rebuild, shrink=shrink, seconds=time, progress=progress
        )
    if done.pages:
        left = f", {counted(done.left, 'page')} left" if done.left else ""
        pages = counted(done.pages, "page")
        session().say(f"compressed {pages}: {_change(done.before, done.after)}{left}")
    session().say(f"{session().db}: {_change(before, _size())}")


def _change(before: int, after: int) -> str:
    return f"{before / MEGABYTE:.1f} MB before, {after / MEGABYTE:.1f} MB now"


def _size() -> int:
    """Return the bytes of the archive and of its write-ahead log."""
    file = Path(session().db)
    files = (file, file.with_name(f"{file.name}-wal"))
    return sum(path.stat().st_size for path in files if path.exists())


command = optimize
