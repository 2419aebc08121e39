"""`scraper feed discover`: which feeds a site has."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.options import WebAddress
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.run_options import asking_options, settings_of
from scraper.commands.terminal.session import command, session

if TYPE_CHECKING:
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.fetch.politeness import HostStore
    from scraper.jobs.discover import DiscoveredFeed

COLUMNS = ("url", "title", "told_by")
NO_MATCH = 1


@command("discover")
@click.argument("url", type=WebAddress())
@limit_option(0)
@listing_options()
@asking_options
def discover(
    url: str, limit: int, form: str | None, columns: str | None, *, no_headers: bool, **asking: Any
) -> None:
    """List the feeds of the site that URL is a page of: follow one with `scraper feed add`.

    They are those that the page announces and the sitemaps that robots.txt names; where there are none, the addresses
    at which feeds often stand are tried. Exit code 1 means that none was found. Only how hosts
    want to be treated is written to the archive.
    """
    # The archive, if there is one, knows how long to leave a host alone.
    has_archive = Path(session().db).is_file()
    with session().archive(in_memory=not has_archive) as archive:
        found = asyncio.run(_all(url, settings_of(asking), archive.crawl.hosts))
    write_rows(
        map(asdict, found[: limit or None]),
        COLUMNS,
        form=form,
        chosen=columns,
        no_headers=no_headers,
    )
    if not found:
        session().say(f"no feed was found at {url}")
        sys.exit(NO_MATCH)


async def _all(url: str, settings: FetchSettings, hosts: HostStore) -> list[DiscoveredFeed]:
    from scraper.fetch.fetcher import Fetcher
    from scraper.jobs.discover import feeds

    async with Fetcher(settings, hosts=hosts) as fetcher:
        for fault in fetcher.faults:
            session().warn(fault)
        return [found async for found in feeds(fetcher, url)]
