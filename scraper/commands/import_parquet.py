"""`scraper import parquet`: add the articles of Parquet files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from scraper.cleaning import dump_json
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.imported_rows import import_rows
from scraper.progress import Progress
from scraper.sources import article_tables

EXAMPLES = (
    "scraper import parquet articles.parquet",
    "scraper import parquet exported/data more.parquet",
)


@declare_command("parquet", examples=EXAMPLES)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--strict/--no-strict", help="Exit with 1, not 3, if some rows were refused.")
def parquet(files: tuple[str, ...], *, strict: bool) -> None:
    """Add the articles in Parquet files that `export parquet` or `bulk extract` wrote.

    FILE may be a folder: all Parquet files in it are read, such as those of a partition. Articles
    that the archive already has, under any of their addresses, are left as they are, so the same
    command resumes an interrupted import. Only the newest version of each article is in such a
    file; `export jsonl` carries all of them.
    """
    paths = [path for file in files for path in article_tables.files_of(file)]
    total = sum(map(article_tables.count_rows, paths))
    progress = Progress(what="reads rows", total=total, failures="refused")
    import_rows(_lines(paths, progress), progress, what="row", strict=strict)


def _lines(paths: Sequence[str], progress: Progress) -> Iterator[str]:
    for path in paths:
        for row in article_tables.rows(path):
            progress.done += 1
            yield dump_json(row, compact=True)


command = parquet
