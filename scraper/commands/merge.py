"""`scraper merge`: make one archive out of several."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.session import session
from scraper.errors import DamagedRow
from scraper.progress import Progress

EXAMPLES = (
    "scraper merge office.db home.db -o all.db",
    "scraper merge 2025.db 2026.db -o both.db && scraper verify --db both.db",
)
AT_LEAST = 2  # archives


@declare_command("merge", examples=EXAMPLES)
@click.argument("files", metavar="FILE FILE...", type=click.Path(path_type=Path), nargs=-1)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    required=True,
    help="Write the new archive to FILE.",
)
@click.option("--force/--no-force", help="Replace FILE if it exists.")
def merge(files: tuple[Path, ...], output: Path, *, force: bool) -> None:
    """Make a new archive with all that is in several; they are only read.

    Articles are joined if their addresses show that they are one. Their versions are put in the
    order in which they were first seen, and equal texts become one version. Notes stay at the
    version that they are about. Pages, visits, feeds, gaps, the queue, labels, tags, exclusions and
    events are kept, each once; of a host, the more cautious settings count.

    The chain of runs of each archive stays as it was sealed, and `scraper verify` checks every one.
    The new archive begins its own.

    Not carried over: tables and columns that other programs added, except those of the first
    archive, and permissions for triggers of others. Damaged rows of later archives are passed over
    and named, with exit code 6; those of the first stay, for `scraper verify` to find. An archive
    of an older schema has to be migrated first.
    """
    from scraper.archive import Archive
    from scraper.archive.merging.merged_file import Input, MergeRun, merge_archives

    if len(files) < AT_LEAST:
        raise click.UsageError("name at least two archives to merge")
    names = [str(file) for file in files]
    command = ["scraper", "merge", *names, "-o", str(output)]
    with ExitStack() as stack, session().watched(Progress()) as progress:
        opened = [
            stack.enter_context(
                Archive.open(file, read_only=True, permission=session().permission())
            )
            for file in files
        ]
        inputs = [Input(archive.db, archive.file) for archive in opened]
        done = merge_archives(inputs, output, MergeRun(command, progress=progress), replace=force)
    session().say(
        f"wrote {output}: {done.articles} articles; {done.joined} were in several archives"
    )
    if done.damage:
        raise DamagedRow(done.damage)


command = merge
