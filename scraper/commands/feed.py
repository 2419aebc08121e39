"""`scraper feed`: follow feeds and sitemaps. `scraper feed poll -q` is a whole cron line."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import click

from scraper.commands.feed_discover import discover
from scraper.commands.feed_opml import export_feeds, import_feeds
from scraper.commands.terminal.options import Seconds, WebAddress
from scraper.commands.terminal.row_output import limit_option, listing_options, write_rows
from scraper.commands.terminal.run_options import (
    network_options,
    plan_of,
    settings_of,
)
from scraper.commands.terminal.run_record import Interrupts, run_hooks
from scraper.commands.terminal.run_report import RunReport, noted, writable
from scraper.commands.terminal.session import command as make_command
from scraper.commands.terminal.session import group, session
from scraper.errors import InputError
from scraper.secrets import without_secrets
from scraper.urls import handed_on

COLUMNS = (
    "id",
    "url",
    "title",
    "folders",
    "polled_at",
    "entries",
    "last_entry_at",
    "status",
    "failures",
    "error",
)
USE_HEADERS = 'give the headers that it needs in the settings file, [site."HOST"]'
NONE_FOLLOWED = "no feeds are followed: `scraper feed add URL` first"


@group("feed")
def feed() -> None:
    """Follow feeds and sitemaps: RSS, Atom, JSON Feed, sitemaps and news sitemaps."""


@make_command("add")
@click.argument("urls", nargs=-1, required=True, metavar="URL...", type=WebAddress())
def add(urls: tuple[str, ...]) -> None:
    """Follow the feeds at URL; they are read at the next `scraper feed poll`."""
    with session().archive() as archive:
        for url in urls:
            _, new = archive.crawl.feeds.add(url)
            kept = without_secrets(url)
            session().say(f"following {kept}" if new else f"already following {kept}")
            if kept != url:
                session().warn(f"its user name and password are not kept: {USE_HEADERS}")


@make_command("remove")
@click.argument("urls", nargs=-1, required=True, metavar="URL|ID...")
def remove(urls: tuple[str, ...]) -> None:
    """Follow the feeds at URL no longer; their articles stay."""
    with session().archive(create=False) as archive:
        for feed in [
            archive.crawl.feeds.get(url) for url in urls
        ]:  # all are known, or none is removed
            archive.crawl.feeds.remove(feed["id"])
            session().say(f"no longer following {feed['url']}")


@make_command("list")
@limit_option(0)
@listing_options()
def list_feeds(limit: int, form: str | None, columns: str | None, *, no_headers: bool) -> None:
    """List the feeds, with what the last poll of each found."""
    with session().archive(read_only=True) as archive:
        shown = ({**row, "folders": _places(row["folders"])} for row in archive.crawl.feeds.walk())
        rows = islice(shown, limit or None)
        write_rows(rows, COLUMNS, form=form, chosen=columns, no_headers=no_headers)


def _places(folders: Iterable[Iterable[str]]) -> str | None:
    """Folders in one cell: `News/Coast, Morning`."""
    return ", ".join("/".join(path) for path in folders) or None


@make_command("poll", examples=["*/30 * * * *  cd /srv/news && scraper feed poll -q > /dev/null"])
@click.argument("urls", nargs=-1, metavar="[URL]...")
@click.option("--max-age", type=Seconds(), default="1d", show_default=True,
              help="Do not fetch again what was archived less than this ago.")  # fmt: skip
@click.option(
    "--error-file", metavar="FILE", help="Write the URLs that failed, ready for `fetch -a`."
)
@click.option(
    "--report", metavar="FILE", help="Write one JSON object about the run (- is standard output)."
)
@click.option("--strict/--no-strict", help="Exit with 1, not 3, when some failed.")
@limit_option(0)
@listing_options()
@network_options
def poll(
    urls: tuple[str, ...], max_age: float, error_file: str | None, report: str | None, limit: int, form: str | None,
    columns: str | None, *, strict: bool, no_headers: bool, **network: Any,
) -> None:  # fmt: skip
    """Ask the feeds for news (all, or those at URL), then fetch and archive their new entries.

    An entry that failed for a reason that passes (time-outs, resets, DNS, TLS, 429, 5xx, fault) is visited again by
    later polls, also when its feed has nothing new: after 25 minutes, then after waits that double, eight times in a
    row.

    One cron line suffices; it is silent when all is well.
    """
    from scraper.jobs.run import poll_and_visit

    interrupts = Interrupts()
    writable(error_file, report)
    if not Path(session().db).exists():
        raise InputError(NONE_FOLLOWED)
    with session().archive() as archive:
        followed = [row["url"] for row in archive.crawl.feeds.walk()]
        urls = tuple(without_secrets(handed_on(url)) for url in urls)
        if unknown := [url for url in urls if url not in followed]:
            raise InputError(f"{unknown[0]} is not followed: `scraper feed add {unknown[0]}` first")
        if not followed:
            raise InputError(NONE_FOLLOWED)
        outcomes = RunReport(
            form=form, chosen=columns, no_headers=no_headers, extra=noted(network), total=None
        )
        plan = plan_of(network, max_age=max_age)
        hooks = run_hooks(interrupts)
        asked, settings = urls or followed, settings_of(network)
        poll_and_visit(archive, asked, settings, plan, outcomes, limit=limit, hooks=hooks)
        left = archive.crawl.queue.counts().get("waiting", 0)
    code = outcomes.exit_code(strict=strict, interrupted=interrupts.received)
    outcomes.close(report=report, error_file=error_file, code=code, left=left)
    sys.exit(code)


for subcommand in (add, list_feeds, remove, discover, import_feeds, export_feeds, poll):
    feed.add_command(subcommand)

command = feed
