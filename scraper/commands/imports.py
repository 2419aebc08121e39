"""`scraper import`: articles from other archives. A format is a subcommand."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from scraper.commands.terminal.run_record import run_hooks
from scraper.commands.terminal.safe_text import plain
from scraper.commands.terminal.session import command as make_command
from scraper.commands.terminal.session import group, session
from scraper.errors import InputError
from scraper.files import refuse_special
from scraper.jobs.run import recorded

if TYPE_CHECKING:
    from scraper.archive.transfer.import_jsonl import Imported

ALL_FAILED, SOME_FAILED = 1, 3
TOLD = 10  # refused rows that are told one by one; the log has them all


@group("import")
def imports() -> None:
    """Put articles from other archives into this one."""


@make_command("jsonl")
@click.argument("file", metavar="FILE|-")
@click.option("--strict/--no-strict", help="Exit with 1, not 3, when some rows were refused.")
def jsonl(file: str, *, strict: bool) -> None:
    """Put in articles from FILE, or standard input (-), as `scraper export jsonl` writes them: one object a line.

    What the archive has already, by any of its addresses, is left alone, so the same command goes on where it was
    broken off. A row that is no article is told and passed over.
    """
    sums = None
    command = ["scraper", "import", "jsonl", file]
    with (
        _opened(file) as lines,
        session().archive() as archive,
        recorded(archive, run_hooks(command=command)) as run,
    ):
        for sums in archive.transfer.import_jsonl(_lines(lines)):
            run.counts.update(_counts(sums, run.counts))
            if session().progress:
                click.echo(f"\r\x1b[K{_sentence(sums)}", err=True, nl=False)
    if session().progress:
        click.echo("\r\x1b[K", err=True, nl=False)
    session().say(_sentence(sums) if sums else "nothing to import")
    if sums and sums.refused:
        _tell(sums)
        sys.exit(ALL_FAILED if strict or not sums.added + sums.known else SOME_FAILED)


def _counts(sums: Imported, before: Mapping[str, int]) -> dict[str, int]:
    """Return what a batch adds to the counts of the run."""
    faults = sum(row.fault for row in sums.refused)
    now = {
        "new": sums.added,
        "same": sums.known,
        "refused": len(sums.refused) - faults,
        "fault": faults,
    }
    return {reason: count - before.get(reason, 0) for reason, count in now.items() if count}


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a file; of one that is longer than an article can be, a piece that shows it."""
    from scraper.archive.transfer.import_jsonl import MAX_LINE

    while line := file.readline(MAX_LINE + 1):
        yield line
        while (
            len(line) > MAX_LINE
            and not line.endswith(b"\n")
            and (line := file.readline(MAX_LINE + 1))
        ):
            pass


def _sentence(sums: Imported) -> str:
    refused = f", {len(sums.refused)} refused" if sums.refused else ""
    return f"{sums.added} new, {sums.known} already here{refused}"


def _tell(sums: Imported) -> None:
    for row in sums.refused[:TOLD]:
        click.echo(f"Error: line {row.number}: {plain(row.why)}", err=True)
    if (more := len(sums.refused) - TOLD) > 0:
        click.echo(f"Error: and {more} more lines", err=True)


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == "-":
        yield sys.stdin.buffer
        return
    refuse_special(name, "an export")
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - a with follows
    except OSError as error:
        raise InputError(f"cannot read {name}: {error.strerror}") from None
    with file:
        yield file


imports.add_command(jsonl)

command = imports
