"""`scraper search`: ranked full-text search."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import When, filter_options
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.errors import DamagedRow
from scraper.present import listed_columns

if TYPE_CHECKING:
    from scraper.archive import Archive, Query

COLUMNS = listed_columns.SEARCH
SHOWN = 6  # of the columns, without --columns
NO_MATCH = 1
ENDLESS = -1  # SQLite's LIMIT for all rows
EXAMPLES = (
    "scraper search harbour ferry --since 30d",
    "scraper search '\"six weeks\" OR postpon*' --site news.example --json",
    "scraper search budget --as-of 2026-02-03",
)


@declare_command("search", examples=EXAMPLES)
@click.argument("words", nargs=-1, required=True, metavar="QUERY...")
@filter_options
@click.option(
    "--sort",
    type=click.Choice(["rank", "newest"]),
    default="rank",
    show_default=True,
    help="Sort by relevance or by date.",
)
@click.option(
    "--in",
    "where",
    type=click.Choice(["current", "any", "removed", "notes"]),
    default="current",
    show_default=True,
    help="Search the newest texts, every version, what was removed since, or coders' notes.",
)
@click.option("--as-of", type=When(), help="Search the texts as they were at the end of this day.")
@click.option("--raw-query/--no-raw-query", help="Pass QUERY to SQLite as FTS5 syntax.")
@listing_options(20)
def search(
    words: tuple[str, ...],
    sort: str,
    where: str,
    as_of: str | None,
    listing: Listing,
    *,
    raw_query: bool,
    **filters: Any,
) -> None:
    """Find articles by their words, the best match first.

    An article must contain all words. Use "quotation marks" for a phrase, word* for a prefix,
    caption:word for one field, and OR or NOT between words. Any text is a valid query. Exit code 1
    means that nothing matches.
    """
    from scraper.archive import Filters, Query

    if as_of and where != "current":
        raise click.UsageError("--as-of searches one day and --in all of them: use one of them")
    query = Query(
        typed=" ".join(words),
        filters=Filters(**filters),
        sort=sort,
        where=where,
        as_of=as_of,
        raw=raw_query,
        limit=listing.limit or ENDLESS,
    )
    with session().archive(read_only=True) as archive:
        found = archive.search.find(query)
        notes = found.notes if found.hits else (*found.notes, _nothing(archive, query))
    for note in notes:
        session().say(note)
    rows = ({"id": hit.article_id, **asdict(hit)} for hit in found.hits)
    count = listing.write(rows, COLUMNS, SHOWN)
    if found.damage:
        raise DamagedRow(found.damage)
    if not count:
        sys.exit(NO_MATCH)


def _nothing(archive: Archive, query: Query) -> str:
    """Return the message for a search without hits, with a better query if there is one."""
    from scraper.archive import Filters

    if query.filters != Filters() and not archive.articles.count(query.filters):
        return f"nothing found: {archive.articles.not_found(query.filters)}"
    better = archive.search.suggest(query)
    return f"nothing found; did you mean: {better}" if better else "nothing found"


command = search
