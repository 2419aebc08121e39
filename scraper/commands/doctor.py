"""`scraper doctor`: report how well each site is read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.session import session
from scraper.present import listed_columns

if TYPE_CHECKING:
    from scraper.archive.maintenance.health import Health

COLUMNS = listed_columns.HEALTH
NO_MATCH = 1
EXAMPLES = ("scraper doctor", "scraper doctor news.example --json")


@declare_command("doctor", examples=EXAMPLES)
@click.argument("site", required=False)
@listing_options()
def doctor(site: str | None, listing: Listing) -> None:
    """Report how well each site, or one SITE, is read; sites with trouble come first.

    Each row shows how many articles the site has, the share of them (0 to 1) with a headline, a
    byline, a date and a picture, their median word count, how many of the newest pages are lists or
    products, and what is wrong: visits that fail, pages that are not articles, a field that the
    newest articles have lost, with the day on which that began. Exit code 1 means that the archive
    has nothing from SITE.
    """
    with session().archive(read_only=True) as archive:
        found = _trouble_first(archive.maintenance.health(site))
        count = listing.write(listing.first(map(asdict, found)), COLUMNS)
    if site and not count:
        session().say(f"the archive has nothing from {site}; `scraper doctor` lists its sites")
        sys.exit(NO_MATCH)


def _trouble_first(sites: Iterator[Health]) -> Iterator[Health]:
    yield from sorted(sites, key=lambda health: health.trouble is None)


command = doctor
