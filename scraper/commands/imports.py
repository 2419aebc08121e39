"""`scraper import`: add articles from other archives. Each format is a subcommand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from scraper.commands.feed_opml import import_feeds
from scraper.commands.import_html import html
from scraper.commands.import_links import link_commands
from scraper.commands.import_parquet import parquet
from scraper.commands.import_warc import warc
from scraper.commands.terminal.command_class import declare_command, declare_group
from scraper.commands.terminal.imported_rows import import_rows
from scraper.errors import InputError
from scraper.files import refuse_special
from scraper.progress import BYTES, Progress

EXAMPLES = (
    "scraper import jsonl news.jsonl",
    "gunzip -c news.jsonl.gz | scraper import jsonl - --db copy.db",
)


@declare_group("import")
def imports() -> None:
    """Add articles from other archives, saved pages, and addresses that other programs kept.

    Plain lists of addresses need no import: `scraper fetch -a FILE` visits them, and `scraper fetch
    --csv FILE` those of any other table.
    """


@declare_command("jsonl", examples=EXAMPLES)
@click.argument("file", metavar="FILE|-")
@click.option("--strict/--no-strict", help="Exit with 1, not 3, if some rows were refused.")
def jsonl(file: str, *, strict: bool) -> None:
    """Add the articles in FILE, or standard input (-), that `scraper export jsonl` wrote.

    Articles that the archive already has, under any of their addresses, are left as they are, so
    the same command resumes an interrupted import. Labels, tags, notes and exclusions that FILE has
    (`--with-labels`, `--with-notes`) are added to them where they are missing. A row that is not an
    article is reported and skipped.
    """
    with _opened(file) as opened:
        progress = _progress_of(file)
        import_rows(_lines(opened, progress), progress, what="line", strict=strict)


def _progress_of(name: str) -> Progress:
    """Return the progress of an import: in bytes of a file, in rows of what has no size."""
    if name == "-":
        return Progress(what="reads rows", failures="refused")
    size = Path(name).stat().st_size
    return Progress(what="reads rows", unit=BYTES, total=size, failures="refused")


def _lines(file: IO[bytes], progress: Progress) -> Iterator[bytes]:
    """Yield the lines of a file; of a line that is too long for an article, only the beginning."""
    from scraper.archive.transfer.import_jsonl import MAX_LINE

    is_continued = False
    while piece := file.readline(MAX_LINE + 1):
        if not is_continued:
            yield piece
        progress.done += len(piece) if progress.unit == BYTES else not is_continued
        is_continued = len(piece) > MAX_LINE and not piece.endswith(b"\n")


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
imports.add_command(parquet)
imports.add_command(warc)
imports.add_command(warc, "wacz")
imports.add_command(html)
imports.add_command(import_feeds, "opml")
for links in link_commands():
    imports.add_command(links)

command = imports
