"""`scraper exclude`: articles that a coder leaves out of the corpus, and why."""

from __future__ import annotations

from itertools import islice

import click

from scraper.commands.terminal.coder_options import article_ids, coder_of, coder_option
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

COLUMNS = ("article_id", "reason", "coder", "added_at", "headline", "site", "url", "id")


@command(
    "exclude",
    examples=[
        'scraper exclude 14 15 --reason "obituary"',
        "scraper exclude 14 --undo",
    ],
)
@click.argument("articles", nargs=-1, metavar="[URL|ID]...|-")
@click.option("--reason", metavar="TEXT", help="Why; a new reason replaces the old one.")
@click.option("--undo/--no-undo", help="Take the exclusion back.")
@click.option("--list/--no-list", "listed", help="List the exclusions.")
@coder_option
@limit_option(0)
@listing_options()
def exclude(
    articles: tuple[str, ...],
    reason: str | None,
    coder: str | None,
    limit: int,
    form: str | None,
    columns: str | None,
    *,
    undo: bool,
    listed: bool,
    no_headers: bool,
) -> None:
    """Leave articles out of the corpus, named by URL or id; - reads the names from standard input.

    The articles stay in the archive, with who excluded them, when and why.
    """
    if listed or not articles:
        with session().archive(read_only=True) as archive:
            rows = islice(map(dict, archive.corpus.exclusions.walk()), limit or None)
            write_rows(rows, COLUMNS, form=form, chosen=columns, no_headers=no_headers)
        return
    if not undo and not reason:
        raise click.UsageError("an exclusion needs a --reason")
    with session().archive(create=False) as archive, archive.transaction():
        who = coder_of(coder)
        found = article_ids(archive, articles)
        if undo:
            changed = sum(archive.corpus.exclusions.remove(one, coder=who) for one in found)
        else:
            changed = len(found)
            for one in found:
                archive.corpus.exclusions.add(one, reason or "", coder=who)
    session().say(f"{changed} of {len(found)} articles {'taken back' if undo else 'excluded'}")


command = exclude
