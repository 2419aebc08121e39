"""`scraper feed discover`: list the feeds that a site has."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import WebAddress
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.run_options import GROUPS, asking_options, settings_of
from scraper.commands.terminal.session import session

if TYPE_CHECKING:
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.fetch.politeness import HostStore
    from scraper.jobs.discover import DiscoveredFeed

COLUMNS = ("url", "title", "told_by")
NO_MATCH = 1
EXAMPLES = ("scraper feed discover https://news.example/",)


@declare_command("discover", examples=EXAMPLES, groups=GROUPS)
@click.argument("url", type=WebAddress())
@listing_options()
@asking_options
def discover(url: str, listing: Listing, **asking: Any) -> None:
    """List the feeds of the site to which the page at URL belongs.

    They are the feeds that the page announces and the sitemaps that robots.txt names; if there are
    none, the usual addresses of feeds are tried. Follow a feed with `scraper feed add`. Exit code 1
    means that no feed was found. The archive, if there is one, only records how long to leave hosts
    alone.
    """
    # An archive, if there is one, knows how long to leave a host alone.
    has_archive = Path(session().db).is_file()
    with session().archive(in_memory=not has_archive) as archive:
        found = asyncio.run(_all(url, settings_of(asking), archive.crawl.hosts))
    listing.write(map(asdict, found[: listing.most]), COLUMNS)
    if not found:
        session().say(f"found no feed at {url}")
        sys.exit(NO_MATCH)


async def _all(url: str, settings: FetchSettings, hosts: HostStore) -> list[DiscoveredFeed]:
    from scraper.fetch.fetcher import Fetcher
    from scraper.jobs.discover import feeds

    async with Fetcher(settings, hosts=hosts) as fetcher:
        for fault in fetcher.faults:
            session().warn(fault)
        return [found async for found in feeds(fetcher, url)]
