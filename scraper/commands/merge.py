"""`scraper merge`: make one archive out of several."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.session import session
from scraper.errors import DamagedRow
from scraper.present.counted_things import counted
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

    Tables, columns and triggers that other programs added are those of the first archive; those of
    later ones are left out. A trigger that was never allowed stops the merge. A damaged row is
    named, with exit code 6, and replaced by the same row of another archive; if there is none, one
    of the first archive stays, for `scraper verify` to find, and one of a later archive is left
    out. An archive of an older schema has to be migrated first.
    """
    from scraper.archive import Archive
    from scraper.archive.merging.merged_file import Input, MergeRun, merge_archives

    if len(files) < AT_LEAST:
        raise click.UsageError("name at least two archives to merge")
    names = [str(file) for file in files]
    command = ["scraper", "merge", *names, "-o", str(output)]
    with ExitStack() as stack, session().watched(Progress()) as progress:
        permission = session().permission()
        further = replace(permission, allow=())  # only the triggers of the first are in the new one
        inputs = []
        for number, file in enumerate(files):
            permitted = further if number else permission
            opened = Archive.open(file, read_only=True, permission=permitted)
            stack.enter_context(opened)
            inputs.append(Input(opened.db, opened.file))
        run = MergeRun(command, allow=permission.allow, progress=progress)
        done = merge_archives(inputs, output, run, replace=force)
    articles = counted(done.articles, "article")
    session().say(f"wrote {output}: {articles}, {done.joined:,} of them in several archives")
    if done.damage:
        raise DamagedRow(done.damage)


command = merge
