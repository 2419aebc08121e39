"""`scraper search`: ranked full-text search."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from scraper.commands.terminal.options import When, period_options
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session
from scraper.errors import DamagedRow

COLUMNS = ("id", "date_published", "site", "headline", "snippet", "url", "version")
SHOWN = 6  # of them, unless --columns says otherwise
NO_MATCH = 1


@command("search")
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@click.option("--site", help="Only this site.")
@click.option("--author", help="Only by this author.")
@period_options
@click.option("--lang", "language", help="Only in this language (en, de, ...).")
@click.option("--section", help="Only in this section.")
@click.option(
    "--sort",
    type=click.Choice(["rank", "newest"]),
    default="rank",
    show_default=True,
    help="Best or newest first.",
)
@click.option("--in", "where", type=click.Choice(["current", "any", "removed"]), default="current", show_default=True,
              help="The newest texts, every version, or only what is gone from the newest.")  # fmt: skip
@click.option("--as-of", type=When(), help="In the texts that stood there at the end of this date.")
@click.option("--raw-query/--no-raw-query", help="QUERY is FTS5 syntax.")
@limit_option(20)
@listing_options()
def search(
    words: tuple[str, ...], sort: str, where: str, as_of: str | None, limit: int, form: str | None,
    columns: str | None, *, raw_query: bool, no_headers: bool, **filters: str | None,
) -> None:  # fmt: skip
    """Find articles by their words; the best first.

    All words must stand in the article. "quoted words" are a phrase, word* a beginning, caption:word a word in one
    field, OR and NOT work between words. Nothing that you can type is an error. Exit code 1 means no match.
    """
    from scraper.archive import Filters, Query

    if as_of and where != "current":
        raise click.UsageError(
            "--as-of looks in the texts of one day, --in in those of all days: give one of them"
        )
    with session().archive(read_only=True) as archive:
        query = Query(
            typed=" ".join(words), filters=Filters(**filters), sort=sort, where=where, as_of=as_of, raw=raw_query,
            limit=limit or -1,
        )  # fmt: skip
        found = archive.search.find(query)
        better = None if found.hits else archive.search.suggest(query)
    nothing = (
        [f"nothing found; did you mean: {better}" if better else "nothing found"]
        if not found.hits
        else []
    )
    for note in (*found.notes, *nothing):
        session().say(note)
    rows = ({"id": hit.article_id, **asdict(hit)} for hit in found.hits)
    count = write_rows(
        rows, COLUMNS, form=form, chosen=columns or ",".join(COLUMNS[:SHOWN]), no_headers=no_headers
    )
    if found.damage:
        raise DamagedRow(found.damage)
    if not count:
        sys.exit(NO_MATCH)


command = search
