"""`scraper list`: articles as rows."""

from __future__ import annotations

import click

from scraper.commands.options import period_options
from scraper.commands.rows import limit_option, listing_options, write_rows
from scraper.commands.session import command, session

COLUMNS = (
    "id", "date_published", "site", "headline", "byline", "url", "subheadline", "section", "language", "word_count",
    "version", "verdict", "date_modified", "publisher", "canonical_url", "first_seen", "last_changed",
)  # fmt: skip
SHOWN = 6  # of them, unless --columns says otherwise


@command("list")
@click.option("--site", help="Only this site.")
@click.option("--author", help="Only by this author.")
@period_options
@click.option("--lang", "language", help="Only in this language (en, de, ...).")
@click.option("--section", help="Only in this section.")
@limit_option(50)
@listing_options()
def list_articles(
    limit: int, form: str | None, columns: str | None, *, no_headers: bool, **filters: str | None
) -> None:
    """List articles, the newest first."""
    from scraper.archive import Filters

    chosen = columns or ",".join(COLUMNS[:SHOWN])
    with session().archive(read_only=True) as archive:
        rows = archive.articles(Filters(**filters), limit=limit or None)
        write_rows(rows, COLUMNS, form=form, chosen=chosen, no_headers=no_headers)


command = list_articles
