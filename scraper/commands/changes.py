"""`scraper changes`: list what newsrooms changed, over all articles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from scraper.changes import FIELDS, EditKind
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import When
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present.change_in_context import change_of

if TYPE_CHECKING:
    from scraper.archive import Archive

CHANGE = "change"
COLUMNS = (
    "at", "site", "article_id", "version", "field", "kind", "stealth", "before", "after",
    "words_added", "words_removed", "materiality", "headline", "url", CHANGE,
)  # fmt: skip
SHOWN = 9  # of the columns, without --columns
SCREEN = ("at", "site", "article_id", "version", "field", "kind", "stealth", CHANGE)
EVENTS = ("retitled", "moved", "paywalled", "degraded", "vanished", "restored", "reclassified")
KINDS = tuple(map(str, EditKind))
EXAMPLES = (
    "scraper changes --stealth --since 7d",
    "scraper changes --field headline --site news.example",
    "scraper changes --event vanished --csv > vanished.csv",
)


@declare_command("changes", examples=EXAMPLES)
@click.option("--field", type=click.Choice(FIELDS), help="Only changes of this field.")
@click.option("--kind", type=click.Choice(KINDS), help="Only changes of this kind.")
@click.option("--event", type=click.Choice(EVENTS), help="List these events, not changed words.")
@click.option(
    "--min-words", type=click.IntRange(0), help="Only with this many words added and removed."
)
@click.option("--site", help="Only on this site.")
@click.option("--since", type=When(), help="Only from this date on, or from so long ago (7d).")
@click.option("--until", type=When(), help="Only up to the end of this date.")
@click.option("--stealth/--no-stealth", default=None, help="Only stealth edits, or only others.")
@listing_options(50)
def changes(listing: Listing, **asked: Any) -> None:
    """List what newsrooms changed in published articles, the newest change first.

    Each row is one changed paragraph, headline, byline or caption: the kind of change (a number, a
    name, a quotation, a typo, a paragraph that only moved, ...) and the words before and after. On
    a terminal, both are in the column change: {a → b} for replaced words, [-a-] for removed and
    {+a+} for added ones. To count words, add --columns words_added,words_removed. The column
    stealth is 1 if the edit is material and the page shows neither a new date nor a note about it.
    """
    from scraper.archive import ChangeFilter

    if asked["kind"] and asked["event"]:
        raise click.UsageError(
            "--kind selects changed words and --event other events: use one of them"
        )
    with session().archive(read_only=True) as archive:
        rows = archive.articles.changes(ChangeFilter(**asked), limit=listing.most)
        # Comparing words takes longer than all the rest: it is done only if it is printed.
        if CHANGE in listing.names(COLUMNS, SHOWN, screen=SCREEN):
            rows = map(_with_change, rows)
        if not listing.write(rows, COLUMNS, SHOWN, screen=SCREEN):
            session().say(_nothing(archive, asked["site"]))


def _with_change(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its change in one text."""
    return {**row, CHANGE: change_of(row)}


def _nothing(archive: Archive, site: str | None) -> str:
    """Return the message for an empty list; an unknown site is named."""
    from scraper.archive import Filters

    filters = Filters(site=site)
    if archive.articles.count(filters):
        return "no change matches"
    return archive.articles.not_found(filters)


command = changes
