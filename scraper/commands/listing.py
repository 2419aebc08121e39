"""`scraper list`: list articles as rows."""

from __future__ import annotations

from typing import Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import choice_options
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session

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
        listing.write(listing.first(rows), columns, shown)


command = list_articles
