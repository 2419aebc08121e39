"""`scraper list`: list articles as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import choice_options
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present import listed_columns

if TYPE_CHECKING:
    from scraper.archive import Archive, Filters

COLUMNS = listed_columns.ARTICLES
SHOWN = 6  # of the columns, without --columns
OF_CLUSTERS = listed_columns.OF_CLUSTERS
SORTS = ("newest", "oldest", "added", "site")
EXAMPLES = (
    "scraper list --site news.example --since 7d",
    "scraper list --clusters --same-site --columns cluster,match,id,url",
    "scraper list --label outlet=BBC --sample 200 --seed 7 -n 0 --csv > bbc.csv",
)


@declare_command("list", examples=EXAMPLES)
@choice_options
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    help="By date, in the order in which they were added, or by site.  [default: newest]",
)
@click.option("--clusters/--no-clusters", help="Group the texts that several sites published.")
@click.option(
    "--same-site/--several-sites", help="With --clusters: the texts that one site has twice."
)
@listing_options(50)
def list_articles(
    sample: int | None,
    seed: str,
    sort: str | None,
    listing: Listing,
    *,
    clusters: bool,
    same_site: bool,
    **filters: Any,
) -> None:
    """List articles, the newest first.

    With --clusters, list texts that several sites published (wire copy, syndication), the biggest
    group first; with --same-site, what one site has more than once (print, AMP, submitted again).
    The column match shows which article was first (first_seen, if no date shows it), which copies
    are exact and which are near; likeness is the share of the text that they have in common.
    """
    from scraper.archive import Filters

    _refuse_contradiction(sample=sample, sort=sort, clusters=clusters, same_site=same_site)
    wanted = Filters(**filters)
    columns = (*OF_CLUSTERS, *COLUMNS) if clusters else COLUMNS
    shown = len(columns) - len(COLUMNS) + SHOWN
    with session().archive(read_only=True) as archive:
        if sample:
            rows = archive.articles.sample(wanted, sample, seed)
        elif clusters:
            rows = archive.articles.clusters(wanted, same_site=same_site)
        else:
            names = listing.names(columns, shown)
            order = sort or SORTS[0]
            rows = archive.articles.brief(names, wanted, sort=order, limit=listing.most)
        if not listing.write(listing.first(rows), columns, shown):
            session().say(_nothing(archive, wanted, clusters=clusters, same_site=same_site))


def _refuse_contradiction(
    *, sample: int | None, sort: str | None, clusters: bool, same_site: bool
) -> None:
    """Raise UsageError for options that exclude each other."""
    orders = {"--clusters": clusters, "--sample": sample, "--sort": sort}
    given = [name for name, value in orders.items() if value]
    if len(given) > 1:
        raise click.UsageError(f"{given[0]} and {given[1]} cannot be used together")
    if same_site and not clusters:
        raise click.UsageError("--same-site is used together with --clusters")


def _nothing(archive: Archive, filters: Filters, *, clusters: bool, same_site: bool) -> str:
    """Return the message for an empty list: which filter the archive has nothing for."""
    if clusters and archive.articles.count(filters):
        return "no site has a text twice" if same_site else "no text is on several sites"
    return archive.articles.not_found(filters)


command = list_articles
