"""`scraper feed add`: follow feeds, after a look at what is at their addresses."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper import files
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import WebAddress
from scraper.commands.terminal.partial_failure import exit_if_failed
from scraper.commands.terminal.run_options import GROUPS, checking_options, settings_of
from scraper.commands.terminal.session import session
from scraper.errors import InputError
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.archive.crawl.feed_rows import FeedRow
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.fetch.politeness import HostStore
    from scraper.jobs.feed_check import CheckedFeed
    from scraper.models import Lead
    from scraper.sources.url_list import Rejected

STDIN = "-"
SNIFFED = 65536  # bytes that show what kind of file it is
OFFERED = 3  # feeds of a page that a line names
USE_HEADERS = 'put the headers that it needs into the settings file, under [site."HOST"]'
EXAMPLES = (
    "scraper feed add https://news.example/rss.xml",
    "scraper feed add -a feeds.txt --tag coast",
)


class WebAddressOrStdin(WebAddress):
    """A web address, or - for a list on standard input."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address or the dash."""
        return STDIN if value == STDIN else super().convert(value, param, ctx)


@dataclass(kw_only=True)
class _Adding:
    """What becomes of the addresses that were given."""

    files: ExitStack  # closes what was opened
    tags: tuple[str, ...]
    refused: int = 0
    done: int = 0

    @cached_property
    def archive(self) -> Archive:
        """Return the archive; it is made for the first feed that is followed."""
        return self.files.enter_context(session().archive())

    @property
    def hosts(self) -> HostStore:
        """Return how long to leave hosts alone, as the archive knows it if there is one."""
        if Path(session().db).is_file():
            return self.archive.crawl.hosts
        return self.files.enter_context(session().archive(in_memory=True)).crawl.hosts

    def knows(self, url: str) -> bool:
        """Return whether a feed is followed already."""
        return Path(session().db).is_file() and self.archive.crawl.feeds.follows(url)

    def follow(self, url: str, title: str | None = None, doubt: str | None = None) -> None:
        """Follow a feed and report it."""
        feeds = self.archive.crawl.feeds
        feed_id, new = feeds.add(url, title=title)
        if self.tags:
            feeds.choose(feed_id, tags=[*feeds.get(feed_id)["tags"], *self.tags])
        self.done += 1
        if not new:
            session().say(f"already following {url}{_at_rest(feeds.get(feed_id))}")
        elif doubt:
            session().say(f"following {url}, though it could not be checked: {doubt}")
        else:
            session().say(f"following {url}: {title}" if title else f"following {url}")

    def refuse(self, line: str) -> None:
        """Report an address that is not followed."""
        self.refused += 1
        session().warn(f"Error: {line}")

    def take(self, checked: CheckedFeed) -> None:
        """Follow what was found at an address, or refuse it."""
        from scraper.jobs.feed_check import FeedFinding

        url = checked.url
        if checked.finding is FeedFinding.FEED:
            self.follow(url, checked.title)
        elif checked.finding is FeedFinding.UNCHECKED:
            self.follow(url, doubt=checked.why)
        elif checked.finding is FeedFinding.ANNOUNCED:
            self.refuse(f"{url} is a web page; {_offer(checked)}")
        else:
            self.refuse(f"{url}: {checked.why}; --no-check follows it all the same")


def _at_rest(feed: FeedRow) -> str:
    """Return what a person should know of a followed feed that is not polled."""
    if not feed["retired_at"] and not feed["paused_at"]:
        return ""
    state = "retired" if feed["retired_at"] else "paused"
    return f", but it is {state}: `scraper feed resume {shlex.quote(feed['url'])}` polls it again"


def _offer(checked: CheckedFeed) -> str:
    """Return which feeds a page announces, and how to follow one."""
    named = [
        f"{feed.url} ({feed.title})" if feed.title else feed.url for feed in checked.feeds[:OFFERED]
    ]
    others = len(checked.feeds) - len(named)
    if others:
        named.append(f"{others} more (`scraper feed discover {shlex.quote(checked.url)}`)")
    first = shlex.quote(checked.feeds[0].url)
    one = "one" if len(checked.feeds) > 1 else "it"
    return f"it announces {', '.join(named)}: follow {one} with `scraper feed add {first}`"


@declare_command("add", examples=EXAMPLES, groups=GROUPS)
@click.argument("urls", nargs=-1, metavar="[URL]...|-", type=WebAddressOrStdin())
@click.option(
    "-a", "--batch-file", metavar="FILE", help="Follow the feeds in FILE, one a line; # comments."
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give them this tag; repeatable.")
@click.option(
    "--check/--no-check", default=True, show_default=True, help="Look first at what is there."
)
@checking_options
def add(
    urls: tuple[str, ...],
    batch_file: str | None,
    tags: tuple[str, ...],
    *,
    check: bool,
    **asking: Any,
) -> None:
    """Follow the feeds at URL, or in a list (-: standard input); the next poll reads them.

    Each address is requested once. For a web page the feeds that it announces are named, and
    nothing is followed; nor is an address that holds neither (exit code 1, or 3 if only some were
    refused). Where the check cannot be made (no network, a time-out, a private address, a site that
    refuses us) the feed is followed all the same.
    """
    settings = settings_of({**asking, "retries": 0})
    given, wrong = _given(urls, batch_file)
    with ExitStack() as opened:
        adding = _Adding(files=opened, tags=tags)
        for line in wrong:
            adding.refuse(line)
        unknown = [lead.url for lead in given if check and not adding.knows(lead.url)]
        for lead in given:
            if lead.url not in unknown:
                adding.follow(lead.url)
        if unknown:
            asyncio.run(_check(adding, unknown, settings))
    if any(lead.userinfo for lead in given):
        session().warn(f"user names and passwords in addresses are not kept: {USE_HEADERS}")
    exit_if_failed(adding.refused, adding.done)


def _given(urls: Sequence[str], batch_file: str | None) -> tuple[list[Lead], list[str]]:
    """Return the addresses, each once, and a line for each that is none.

    Raise UsageError if nothing at all was given.
    """
    from scraper.models import Lead

    if not urls and not batch_file:
        raise click.UsageError("name the feeds to follow: URL, -a FILE, or - for standard input")
    given = [Lead(url=url) for url in urls if url != STDIN]
    wrong = []
    lists = [STDIN] if STDIN in urls else []
    lists += [batch_file] if batch_file else []
    for name in lists:
        for entry in _listed(name):
            if isinstance(entry, Lead):
                given.append(entry)
            else:
                wrong.append(f"{_called(name)}, {entry}")
    return list({lead.url: lead for lead in given}.values()), wrong


def _listed(name: str) -> list[Lead | Rejected]:
    """Return the lines of a list; raise InputError for an OPML file, and for what is no text."""
    from scraper.sources import url_list
    from scraper.sources.feed_document import FeedDocument

    called = _called(name)
    is_input = name == STDIN
    data = sys.stdin.buffer.read() if is_input else files.read_file(name, "a file of URLs")
    if FeedDocument(data=data[:SNIFFED], url=called).root_name == "opml":
        raise InputError(
            f"{called} is a list of a feed reader: `scraper feed import {shlex.quote(name)}`"
        )
    return list(url_list.read_lines(url_list.text_of(data, called).splitlines()))


def _called(name: str) -> str:
    return "standard input" if name == STDIN else name


async def _check(adding: _Adding, addresses: Sequence[str], settings: FetchSettings) -> None:
    """Look at each address, and follow it if that is right."""
    from scraper.fetch.fetcher import Fetcher
    from scraper.jobs.feed_check import check

    progress = Progress()
    progress.begin("looks at the addresses", total=len(addresses), unit="feeds")
    with session().watched(progress):
        async with Fetcher(settings, hosts=adding.hosts) as fetcher:
            for fault in fetcher.faults:
                session().warn(fault)
            async for checked in check(fetcher, addresses):
                adding.take(checked)
                progress.done += 1
