"""`scraper list`: list articles as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import choice_options
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session

if TYPE_CHECKING:
    from scraper.archive import Archive, Filters

COLUMNS = (
    "id", "date_published", "site", "headline", "byline", "url", "subheadline", "section",
    "language", "word_count", "version", "verdict", "date_modified", "publisher",
    "canonical_url", "first_seen", "last_changed",
)  # fmt: skip
SHOWN = 6  # of the columns, without --columns
OF_CLUSTERS = ("cluster", "match", "likeness")
EXAMPLES = (
    "scraper list --site news.example --since 7d",
    "scraper list --clusters --columns cluster,match,site,headline",
    "scraper list --label outlet=BBC --sample 200 --seed 7 -n 0 --csv > sample.csv",
)


@declare_command("list", examples=EXAMPLES)
@choice_options
@click.option("--clusters/--no-clusters", help="Group the texts that several sites published.")
@listing_options(50)
def list_articles(
    sample: int | None, seed: str, listing: Listing, *, clusters: bool, **filters: Any
) -> None:
    """List articles, the newest first.

    With --clusters, list texts that several sites published (wire copy, syndication), the biggest
    group first. The column match shows which article was first, which copies are exact and which
    are near; likeness is the share of the text that they have in common.
    """
    from scraper.archive import Filters

    if clusters and sample:
        raise click.UsageError("--clusters and --sample cannot be used together")
    wanted = Filters(**filters)
    columns = (*OF_CLUSTERS, *COLUMNS) if clusters else COLUMNS
    shown = len(columns) - len(COLUMNS) + SHOWN
    with session().archive(read_only=True) as archive:
        if sample:
            rows = archive.articles.sample(wanted, sample, seed)
        elif clusters:
            rows = archive.articles.clusters(wanted)
        else:
            names = listing.names(columns, shown)
            rows = archive.articles.brief(names, wanted, limit=listing.most)
        if not listing.write(listing.first(rows), columns, shown):
            session().say(_nothing(archive, wanted, clusters=clusters))


def _nothing(archive: Archive, filters: Filters, *, clusters: bool) -> str:
    """Return the message for an empty list: which filter the archive has nothing for."""
    if clusters and archive.articles.count(filters):
        return "no text is on several sites"
    return archive.articles.not_found(filters)


command = list_articles
