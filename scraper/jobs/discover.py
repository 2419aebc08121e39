"""A site -> its feeds: those that its page announces, its robots.txt names, or a guess finds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from scraper.errors import FetchError, InputError, WorkerDied
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import feed_answer
from scraper.models import Page
from scraper.page_kind.by_http import Expect
from scraper.sources import feed_links
from scraper.sources.opml import Subscription
from scraper.workers.pool import Workers


@dataclass(frozen=True, kw_only=True, slots=True)
class DiscoveredFeed:
    """A feed that `feed add` would take."""

    url: str
    title: str | None = None
    told_by: str  # itself, the page, robots.txt, or a guess that was tried


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedSigns:
    """What a page shows about feeds."""

    is_feed: bool = False
    title: str | None = None  # of the feed
    feeds: tuple[Subscription, ...] = ()  # that the page announces
    why: str | None = None  # it is no feed


async def feeds(fetcher: Fetcher, url: str) -> AsyncIterator[DiscoveredFeed]:
    """Yield the feeds of the site that an address belongs to.

    Addresses are guessed only where none is announced. Raises FetchError.
    """
    with Workers(signs_of) as workers:
        async for found in _announced(fetcher, url, workers):
            yield found


async def _announced(
    fetcher: Fetcher, url: str, workers: Workers[Page, FeedSigns]
) -> AsyncIterator[DiscoveredFeed]:
    page = await fetcher.fetch(url, expect=Expect.ANYTHING)
    signs = await asyncio.wrap_future(workers.submit(page))
    if signs.is_feed:
        yield DiscoveredFeed(url=page.final_url, title=signs.title, told_by="itself")
        return
    for feed in signs.feeds:
        yield DiscoveredFeed(url=feed.url, title=feed.title, told_by="the page")
    sitemaps = await fetcher.sitemaps(page.final_url)
    for address in sitemaps:
        yield DiscoveredFeed(url=address, told_by="robots.txt")
    if not signs.feeds and not sitemaps:
        async for found in _guessed(fetcher, page.final_url, workers):
            yield found


async def _guessed(
    fetcher: Fetcher, url: str, workers: Workers[Page, FeedSigns]
) -> AsyncIterator[DiscoveredFeed]:
    seen: set[str] = set()
    for address in feed_links.guesses(url):
        try:
            page = await fetcher.fetch(address, expect=Expect.ANYTHING)
            signs = await asyncio.wrap_future(workers.submit(page))
        except (FetchError, WorkerDied):
            continue
        if signs.is_feed and page.final_url not in seen:
            seen.add(page.final_url)
            yield DiscoveredFeed(url=page.final_url, title=signs.title, told_by="a guess")


def signs_of(page: Page) -> FeedSigns:
    """Return what a page is and announces; done in a worker, because a stranger wrote it."""
    try:
        return FeedSigns(is_feed=True, title=feed_answer.read(page).title)
    except InputError as error:
        why = str(error).removeprefix(f"{page.final_url}: ")
        return FeedSigns(feeds=feed_links.feeds(page.body, page.final_url), why=why)
