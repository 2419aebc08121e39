"""`scraper feed import` and `scraper feed export`: subscriptions from and for feed readers, as OPML."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scraper.commands.session import command, session
from scraper.errors import InputError


@command("import")
@click.argument("file", metavar="FILE|-")
def import_feeds(file: str) -> None:
    """Follow the feeds that an OPML FILE, or standard input (-), lists: feed readers export them so."""
    from scraper.sources import opml

    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {file}: {error.strerror}") from None
    listed = opml.read(data, "standard input" if file == "-" else file)
    with session().archive() as archive:
        added = [archive.feeds.add(subscription.url, title=subscription.title)[1] for subscription in listed]
    session().say(f"{sum(added)} new, {len(added) - sum(added)} already followed")


@command("export")
@click.option("-o", "--output", metavar="FILE", default="-", help="Where to.  [default: standard output]")
def export_feeds(output: str) -> None:
    """Write the feeds that are followed as OPML, for feed readers or another archive."""
    from scraper.sources import opml

    with session().archive(read_only=True) as archive:
        listed = [opml.Subscription(url=row["url"], title=row["title"]) for row in archive.feeds.walk()]
    document = opml.write(listed).decode("utf-8")
    if output == "-":
        click.echo(document, nl=False)
    else:
        Path(output).write_text(document, "utf-8")
