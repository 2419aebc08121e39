"""`scraper feed import` and `scraper feed export`: subscriptions from and for feed readers, as OPML."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scraper.commands.terminal.safe_text import shown
from scraper.commands.terminal.session import command, session
from scraper.files import read_file

ALL_FAILED, SOME_FAILED = 1, 3


@command("import")
@click.argument("file", metavar="FILE|-")
def import_feeds(file: str) -> None:
    """Follow the feeds that an OPML FILE, or standard input (-), lists: feed readers export them so.

    The folders they are in are kept. An address that cannot be followed is named, and the exit code is 3 then.
    """
    from scraper.sources import opml

    data = sys.stdin.buffer.read() if file == "-" else read_file(file, "an OPML file")
    name = "standard input" if file == "-" else file
    listed = opml.listed(data, name)
    new: dict[str, bool] = {}
    with session().archive() as archive:
        for feed in listed.subscriptions:
            _, is_new = archive.crawl.feeds.add(
                feed.url, title=feed.title, site_url=feed.site_url, folder=feed.folders
            )
            new.setdefault(feed.url, is_new)
    added, refused = sum(new.values()), len(listed.refused)
    session().say(
        f"{added} new, {len(new) - added} already followed{f', {refused} refused' if refused else ''}"
    )
    if listed.fault:
        session().say(f"{name}: {listed.fault}")
    for line in listed.refused:
        session().warn(f"Error: {line}")
    if refused:
        sys.exit(SOME_FAILED if new else ALL_FAILED)


@command("export")
@click.option(
    "-o", "--output", metavar="FILE", default="-", help="Where to.  [default: standard output]"
)
def export_feeds(output: str) -> None:
    """Write the feeds that are followed as OPML, for feed readers or another archive."""
    from scraper.sources import opml

    with session().archive(read_only=True) as archive:
        listed = [
            opml.Subscription(
                url=row["url"], title=row["title"], site_url=row["site_url"], folders=tuple(folder)
            )
            for row in archive.crawl.feeds.walk()
            for folder in row["folders"] or [[]]
        ]
    document = opml.write(listed).decode("utf-8")
    if output == "-":
        click.echo(shown(document), nl=False)
    else:
        Path(output).write_text(document, "utf-8")
