"""`scraper feed import` and `scraper feed export`: exchange subscriptions with feed readers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.partial_failure import exit_if_failed
from scraper.commands.terminal.safe_text import shown
from scraper.commands.terminal.session import session
from scraper.files import read_file

if TYPE_CHECKING:
    from scraper.sources.opml import Listed, Subscription


IMPORT_EXAMPLES = ("scraper feed import feeds.opml", "scraper import opml feeds.opml")


@declare_command("import", examples=IMPORT_EXAMPLES)
@click.argument("file", metavar="FILE|-")
def import_feeds(file: str) -> None:
    """Follow the feeds in an OPML FILE, or standard input (-), as feed readers export them.

    Their folders are kept, and their categories as tags. They are not checked first. Addresses that
    cannot be followed are listed, and the exit code is 3.
    """
    from scraper.sources import opml

    data = sys.stdin.buffer.read() if file == "-" else read_file(file, "an OPML file")
    name = "standard input" if file == "-" else file
    listed = opml.listed(data, name)
    new = _added(listed.subscriptions)
    added, refused = sum(new.values()), len(listed.refused)
    rejected = f", {refused:,} refused" if refused else ""
    session().say(f"{added:,} new, {len(new) - added:,} already followed{rejected}")
    _warn(listed, name)
    exit_if_failed(refused, len(new))


def _added(subscriptions: Sequence[Subscription]) -> dict[str, bool]:
    """Follow each feed; return whether it is new, by its address."""
    new: dict[str, bool] = {}
    with session().archive() as archive:
        for feed in subscriptions:
            feed_id, is_new = archive.crawl.feeds.add(
                feed.url, title=feed.title, site_url=feed.site_url, folder=feed.folders
            )
            if feed.tags:
                tags = archive.crawl.feeds.get(feed_id)["tags"]
                archive.crawl.feeds.choose(feed_id, tags=[*tags, *feed.tags])
            new.setdefault(feed.url, is_new)
    return new


def _warn(listed: Listed, name: str) -> None:
    """Print what is wrong with the file, and which addresses were refused."""
    if listed.fault:
        session().say(f"{name}: {listed.fault}")
    for line in listed.refused:
        session().warn(f"Error: {line}")


EXPORT_EXAMPLES = ("scraper feed export > feeds.opml", "scraper feed export -o feeds.opml")


@declare_command("export", examples=EXPORT_EXAMPLES)
@click.option(
    "-o", "--output", metavar="FILE", default="-", help="Write to FILE.  [default: standard output]"
)
def export_feeds(output: str) -> None:
    """Write the feeds that you follow as OPML, for feed readers or another archive."""
    from scraper.sources import opml

    listed: list[Subscription] = []
    with session().archive(read_only=True) as archive:
        for row in archive.crawl.feeds.walk():
            for folder in row["folders"] or [[]]:
                feed = opml.Subscription(
                    url=row["url"],
                    title=row["title"],
                    site_url=row["site_url"],
                    folders=tuple(folder),
                    tags=tuple(row["tags"]),
                )
                listed.append(feed)
    document = opml.write(listed).decode("utf-8")
    if output == "-":
        click.echo(shown(document), nl=False)
    else:
        Path(output).write_text(document, "utf-8")
