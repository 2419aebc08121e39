"""`scraper changes`: what newsrooms changed, over all articles."""

from __future__ import annotations

from typing import Any

import click

from scraper.changes import FIELDS, EditKind
from scraper.commands.terminal.options import When
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

COLUMNS = (
    "at", "site", "article_id", "version", "field", "kind", "stealth", "before", "after", "words_added",
    "words_removed", "materiality", "headline", "url",
)  # fmt: skip
SHOWN = 9  # of them, unless --columns says otherwise
EVENTS = ("retitled", "moved", "paywalled", "degraded", "vanished", "restored", "reclassified")


@command("changes")
@click.option("--field", type=click.Choice(FIELDS), help="Only changes of this field.")
@click.option(
    "--kind", type=click.Choice([str(kind) for kind in EditKind]), help="Only changes of this kind."
)
@click.option(
    "--event", type=click.Choice(EVENTS), help="Events of this kind instead of changed words."
)
@click.option(
    "--min-words", type=click.IntRange(0), help="Only with so many words added and removed."
)
@click.option("--site", help="Only on this site.")
@click.option("--since", type=When(), help="First seen on or after this date, or so long ago (7d).")
@click.option("--until", type=When(), help="First seen before the end of this date.")
@click.option(
    "--stealth/--no-stealth", default=None, help="Only stealthy edits, or only the others."
)
@limit_option(50)
@listing_options()
def changes(
    limit: int, form: str | None, columns: str | None, *, no_headers: bool, **asked: Any,
) -> None:  # fmt: skip
    """List what newsrooms changed in articles that they had published, the newest first.

    Each row is one changed paragraph, headline, byline or caption: of what kind the change is (a number, a name, a
    quotation, a typo, a paragraph that only moved, ...), and the words before and after; --columns
    words_added,words_removed counts them. stealth is 1 where the edit was material and the page neither got a new date
    nor a note that owns up to it.
    """
    from scraper.archive import ChangeFilter

    if asked["kind"] and asked["event"]:
        raise click.UsageError(
            "--kind is of changed words, --event of what else befell articles: give one of them"
        )
    chosen = columns or ",".join(COLUMNS[:SHOWN])
    with session().archive(read_only=True) as archive:
        rows = archive.articles.changes(ChangeFilter(**asked), limit=limit or None)
        write_rows(rows, COLUMNS, form=form, chosen=chosen, no_headers=no_headers)


command = changes
