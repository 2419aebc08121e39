"""`scraper export`: the archive, or a part of it, for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from scraper.commands.terminal.options import period_options
from scraper.commands.terminal.row_output import limit_option
from scraper.commands.terminal.safe_text import shown
from scraper.commands.terminal.session import command, session
from scraper.present.formats import FORMATS

HELP = f"""Write articles as FORMAT, the oldest first: {"; ".join(f"{k} ({f.is_told})" for k, f in FORMATS.items())}.

With jsonl an article has its earlier versions in "versions", and `scraper import jsonl` puts them in again.
"""


@command("export", help=HELP)
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.option(
    "-o", "--output", metavar="FILE", default="-", help="Where to.  [default: standard output]"
)
@click.option("--site", help="Only this site.")
@click.option("--author", help="Only by this author.")
@period_options
@click.option("--lang", "language", help="Only in this language (en, de, ...).")
@click.option("--section", help="Only in this section.")
@limit_option(0)
def export(form: str, output: str, limit: int, **filters: str | None) -> None:
    """Write articles as a format of the table."""
    from scraper.archive import Filters

    format_ = FORMATS[form]
    with session().archive(read_only=True) as archive, _opened(output) as out:
        rows = archive.articles.walk(
            Filters(**filters), sort="added", limit=limit or None, history=format_.history
        )
        for piece in format_.write(rows):
            out.write(shown(piece) if output == "-" else piece)


@contextmanager
def _opened(name: str) -> Iterator[IO[str]]:
    if name == "-":
        yield sys.stdout
        return
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        yield file


command = export
