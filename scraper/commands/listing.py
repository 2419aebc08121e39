"""`scraper list`: articles as rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.options import period_options
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

if TYPE_CHECKING:
    from scraper.archive import Archive, Filters
    from scraper.archive.articles.record import Row

COLUMNS = (
    "id", "date_published", "site", "headline", "byline", "url", "subheadline", "section", "language", "word_count",
    "version", "verdict", "date_modified", "publisher", "canonical_url", "first_seen", "last_changed",
)  # fmt: skip
SHOWN = 6  # of them, unless --columns says otherwise
CLUSTERED = ("cluster", "match", "likeness", *COLUMNS)


@command("list")
@click.option("--site", help="Only this site.")
@click.option("--author", help="Only by this author.")
@period_options
@click.option("--lang", "language", help="Only in this language (en, de, ...).")
@click.option("--section", help="Only in this section.")
@click.option("--verdict", type=click.Choice(["article", "live_blog", "teaser", "listing", "product"]),
              help="Only of this kind; lists and products were archived by an older reader.")  # fmt: skip
@click.option(
    "--clusters/--no-clusters", help="Only texts that stand on several sites, group by group."
)
@limit_option(50)
@listing_options()
def list_articles(
    limit: int,
    form: str | None,
    columns: str | None,
    *,
    clusters: bool,
    no_headers: bool,
    **filters: str | None,
) -> None:
    """List articles, the newest first.

    With --clusters: the same text on several sites (wire copy, syndication), the biggest group first. `match` says who
    published it first, which copies are exact and which only near; `likeness` how much of the text they share.
    """
    from scraper.archive import Filters

    known: tuple[str, ...] = CLUSTERED if clusters else COLUMNS
    with session().archive(read_only=True) as archive:
        rows = _of(archive, Filters(**filters), limit or None, clusters=clusters)
        chosen = columns or ",".join(known[: SHOWN + len(known) - len(COLUMNS)])
        write_rows(
            islice(rows, limit or None), known, form=form, chosen=chosen, no_headers=no_headers
        )


def _of(archive: Archive, filters: Filters, limit: int | None, *, clusters: bool) -> Iterator[Row]:
    """Return the rows; a listing with a limit ends by itself, and can say at its end what it passed over."""
    return (
        archive.articles.clusters(filters)
        if clusters
        else archive.articles.walk(filters, limit=limit)
    )


command = list_articles
