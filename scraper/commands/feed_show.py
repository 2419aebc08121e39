"""`scraper feed show`: all that is known of a feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.completion_types import LiveValue, followed_feeds
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present import feed_reading, listed_columns

F = TypeVar("F", bound=Callable[..., Any])

COLUMNS = listed_columns.ONE_FEED
AS_LINES = ("about", "note")
EXAMPLES = ("scraper feed show https://news.example/rss.xml", "scraper feed show 3 --json")


def feeds_argument(function: F) -> F:
    """Give a command the feeds that it is about, by address or id."""
    argument = click.argument(
        "feeds", nargs=-1, required=True, metavar="URL|ID...", type=LiveValue(followed_feeds)
    )
    return argument(function)


@declare_command("show", examples=EXAMPLES)
@feeds_argument
@listing_options()
def show(feeds: tuple[str, ...], listing: Listing) -> None:
    """Show all that is known of a feed: its choices, its rhythm, when it is asked next, its events.

    With --columns, --json and the like, a row for each feed; times are then in seconds.
    """
    with session().archive(read_only=True) as archive:
        rows = [archive.crawl.feeds.get(feed) for feed in feeds]
        told = [(row, list(archive.crawl.feeds.events(row["id"]))) for row in rows]
    if listing.form is None and not listing.columns:
        lines = [line for row, events in told for line in feed_reading.lines(row, events)]
        listing.write(listing.first(lines), AS_LINES)
        return
    listing.write(listing.first([feed_reading.whole(row, events) for row, events in told]), COLUMNS)
