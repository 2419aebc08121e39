"""`scraper history`: list the versions and events of one article in the order of time."""

from __future__ import annotations

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present.history_rows import COLUMNS, SHOWN, history_rows

SCREEN = ("event", "version", "first_seen", "stealth", "change", "detail", "last_seen")
EXAMPLES = (
    "scraper history https://news.example/story",
    "scraper history 42 --columns event,first_seen,headline",
)


@declare_command("history", examples=EXAMPLES)
@click.argument("what", metavar="URL|ID")
@listing_options()
def history(what: str, listing: Listing) -> None:
    """List the versions of one article, named by its URL or its id, and its other events.

    A version is a row with the event "published" or "edited": when it was first and last seen,
    which fields differ from the version before, and whether it was a stealth edit (material, but
    without a new date or a note about it). The column detail names the kinds of its changes
    (number, wording, moved, ...). On a terminal, the column change shows the most material change
    in its context: {a → b} for replaced words, [-a-] for removed and {+a+} for added ones. The
    other events are retitled, moved, paywalled, degraded,
    vanished, restored and reclassified.
    """
    from scraper.archive import ChangeFilter

    with session().archive(read_only=True) as archive:
        wanted = ChangeFilter(article_id=archive.articles.find(what))
        changed = list(archive.articles.changes(wanted))
        versions = archive.articles.versions(what)
    rows = history_rows(versions, changed)
    listing.write(rows[: listing.most], COLUMNS, SHOWN, screen=SCREEN)


command = history
