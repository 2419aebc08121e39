"""`scraper doctor`: how well each site is read."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.session import command, session

COLUMNS = (
    "site",
    "articles",
    "headline",
    "byline",
    "date_published",
    "image",
    "words",
    "listings",
    "products",
    "newest",
    "trouble",
)
NO_MATCH = 1


@command("doctor")
@click.argument("site", required=False)
@limit_option(0)
@listing_options()
def doctor(
    site: str | None, limit: int, form: str | None, columns: str | None, *, no_headers: bool
) -> None:
    """Tell how well each site is read, or one SITE; those with trouble first.

    For each: how many articles, the share of them (0 to 1) that has a headline, a byline, a date and a picture, the
    median of their words, how many of the newest pages are lists or products, and what is wrong: visits that fail,
    pages that are no articles, a field that the newest articles lost. Exit code 1 means that the archive has nothing
    of SITE.
    """
    with session().archive(read_only=True) as archive:
        found = sorted(archive.maintenance.health(site), key=lambda health: health.trouble is None)
    rows = map(asdict, found[: limit or None])
    write_rows(rows, COLUMNS, form=form, chosen=columns, no_headers=no_headers)
    if site and not found:
        session().say(f"the archive has nothing of {site}")
        sys.exit(NO_MATCH)


command = doctor
