"""`scraper feed`: follow feeds and sitemaps, and poll them at once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.feed_add import add
from scraper.commands.feed_discover import discover
from scraper.commands.feed_opml import export_feeds, import_feeds
from scraper.commands.feed_settings import pause, resume, set_feed
from scraper.commands.feed_show import show
from scraper.commands.terminal.command_class import declare_command, declare_group
from scraper.commands.terminal.completion_types import LiveValue, feed_tags, followed_feeds
from scraper.commands.terminal.error_file import ErrorFile
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.run_options import (
    GROUPS,
    MAX_AGE,
    network_options,
    plan_of,
    report_options,
    settings_of,
)
from scraper.commands.terminal.run_record import Interrupts, run_hooks
from scraper.commands.terminal.run_report import OUTCOME_COLUMNS, RunReport, writable
from scraper.commands.terminal.session import session
from scraper.errors import InputError
from scraper.present import feed_reading, listed_columns
from scraper.progress import Progress
from scraper.secrets import without_secrets
from scraper.urls import handed_on

if TYPE_CHECKING:
    from datetime import datetime

    from scraper.archive import Archive

COLUMNS = listed_columns.FEEDS
ALL_COLUMNS = listed_columns.ALL_OF_FEEDS
SCREEN = ("id", "feed", "polled_at", "entries", "note")
NONE_FOLLOWED = "you follow no feeds yet: add one with `scraper feed add URL`"
NONE_ACTIVE = "all feeds are paused or retired: resume one with `scraper feed resume URL`"
RECENT = "scraper feed poll https://news.example/rss.xml -n 20"


@declare_group("feed")
def feed() -> None:
    """Follow feeds and sitemaps: RSS, Atom, JSON Feed, sitemaps and news sitemaps."""


REMOVE_EXAMPLES = ("scraper feed remove https://news.example/rss.xml", "scraper feed remove 3 5")


@declare_command("remove", examples=REMOVE_EXAMPLES)
@click.argument(
    "urls", nargs=-1, required=True, metavar="URL|ID...", type=LiveValue(followed_feeds)
)
def remove(urls: tuple[str, ...]) -> None:
    """Stop following the feeds at URL; their articles stay in the archive."""
    with session().archive(create=False) as archive:
        # All of them are looked up first: if one is unknown, none is removed.
        for row in [archive.crawl.feeds.get(url) for url in urls]:
            archive.crawl.feeds.remove(row["id"])
            session().say(f"no longer following {row['url']}")


LIST_EXAMPLES = (
    "scraper feed list",
    "scraper feed list --tag coast",
    "scraper feed list --columns url,polled_at,error",
)


@declare_command("list", examples=LIST_EXAMPLES)
@click.option("--tag", metavar="TAG", type=LiveValue(feed_tags), help="Only feeds with this tag.")
@listing_options(columns=ALL_COLUMNS)
def list_feeds(tag: str | None, listing: Listing) -> None:
    """List the feeds that you follow, with the result of the last poll of each."""
    with session().archive(read_only=True) as archive:
        feeds = archive.crawl.feeds.walk()
        rows = (feed_reading.listed(feed) for feed in feeds if tag is None or tag in feed["tags"])
        listing.write(listing.first(rows), ALL_COLUMNS, len(COLUMNS), screen=SCREEN)


POLL_EXAMPLES = ("scraper feed poll", "scraper feed poll --max-time 20m", RECENT)


@declare_command("poll", examples=POLL_EXAMPLES, groups=GROUPS)
@click.argument("urls", nargs=-1, metavar="[URL]...")
@MAX_AGE
@report_options
@listing_options(
    limit_help="Fetch at most this many entries of each feed; 0 means all.", columns=OUTCOME_COLUMNS
)
@network_options
def poll(
    urls: tuple[str, ...],
    max_age: float,
    error_file: str | None,
    report: str | None,
    listing: Listing,
    *,
    strict: bool,
    **network: Any,
) -> None:
    """Ask the feeds for news at once, then fetch and archive their new entries.

    Those at URL are asked, or else all that are neither paused nor retired.

    Later polls retry an entry that failed for a temporary reason (time-outs, resets, DNS, TLS, 429,
    5xx, fault), even if its feed has nothing new: after 25 minutes, then after waits that double up
    to a day, eight times in a row. Then, and for other reasons, they retry it as long as its feed
    shows it.

    The cron line is `scraper run`: it asks each feed by its own rhythm.
    """
    from scraper.jobs.run import poll_and_visit

    interrupts = Interrupts()
    writable(error_file, report)
    if not Path(session().db).exists():
        raise InputError(NONE_FOLLOWED)
    with session().archive() as archive:
        asked = _asked(archive, urls)
        outcomes = RunReport(listing, result_of=archive.crawl.log.result_of)
        plan, settings = plan_of(network, max_age=max_age), settings_of(network)
        most, began = listing.limit, archive.clock()
        with session().watched(Progress()) as progress:
            hooks = run_hooks(interrupts, progress=progress)
            poll_and_visit(archive, asked, settings, plan, outcomes, limit=most, hooks=hooks)
        left = archive.crawl.queue.counts().get("waiting", 0)
        _report_events(archive, began)
    code = outcomes.exit_code(strict=strict, interrupted=interrupts.received)
    errors = ErrorFile(name=error_file) if error_file else None
    outcomes.close(report=report, error_file=errors, code=code, left=left)
    sys.exit(code)


def _report_events(archive: Archive, since: datetime) -> None:
    """Print what happened to feeds themselves: they moved, were gone, or came back."""
    for event in archive.crawl.feeds.events(since=since):
        detail = f" ({event['detail']})" if event["detail"] else ""
        session().say(f"{event['kind']}: {event['url']}{detail}")


def _asked(archive: Archive, urls: Iterable[str]) -> Sequence[str]:
    """Return the feeds to poll: those named, else all that are neither paused nor retired.

    Raise InputError if there are none.
    """
    named = [without_secrets(handed_on(url)) for url in urls]
    for url in named:
        if not archive.crawl.feeds.follows(url):
            raise InputError(f"you do not follow {url}: add it with `scraper feed add {url}`")
    active = archive.crawl.feeds.active()
    if named or active:
        return named or active
    raise InputError(NONE_ACTIVE if archive.crawl.feeds.count() else NONE_FOLLOWED)


for subcommand in (
    *(add, show, set_feed, pause, resume, list_feeds, remove),
    *(discover, import_feeds, export_feeds, poll),
):
    feed.add_command(subcommand)

command = feed
