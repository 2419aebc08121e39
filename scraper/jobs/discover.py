"""A site -> its feeds: what the page announces, what robots.txt names, and else where feeds often stand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from scraper.errors import FetchError, InputError, WorkerDied
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import poll
from scraper.models import Page
from scraper.page_kind.by_http import Expect
from scraper.sources import feed_links
from scraper.sources.opml import Subscription
from scraper.workers.pool import Workers


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A feed that `feed add` would take."""

    url: str
    title: str | None = None
    told_by: str  # itself, the page, robots.txt, or a guess that was tried


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A page as one that looks for feeds sees it."""

    is_feed: bool = False
    title: str | None = None  # of the feed
    feeds: tuple[Subscription, ...] = ()  # that the page announces


async def feeds(fetcher: Fetcher, url: str) -> AsyncIterator[Found]:
    """The feeds of the site that an address belongs to; guesses only where nobody tells. Raises FetchError."""
    with Workers(_told) as workers:
        async for found in _found(fetcher, url, workers):
            yield found


async def _found(fetcher: Fetcher, url: str, workers: Workers[Page, Told]) -> AsyncIterator[Found]:
    page = await fetcher.fetch(url, expect=Expect.ANYTHING)
    site = await asyncio.wrap_future(workers.submit(page))
    if site.is_feed:
        yield Found(url=page.final_url, title=site.title, told_by="itself")
        return
    told = False
    for subscription in site.feeds:
        told = True
        yield Found(url=subscription.url, title=subscription.title, told_by="the page")
    for address in await fetcher.sitemaps(page.final_url):
        told = True
        yield Found(url=address, told_by="robots.txt")
    if not told:
        async for found in _guessed(fetcher, page.final_url, workers):
            yield found


async def _guessed(
    fetcher: Fetcher, url: str, workers: Workers[Page, Told]
) -> AsyncIterator[Found]:
    seen: set[str] = set()
    for address in feed_links.guesses(url):
        try:
            page = await fetcher.fetch(address, expect=Expect.ANYTHING)
            site = await asyncio.wrap_future(workers.submit(page))
        except (FetchError, WorkerDied):
            continue
        if site.is_feed and page.final_url not in seen:
            seen.add(page.final_url)
            yield Found(url=page.final_url, title=site.title, told_by="a guess")


def _told(page: Page) -> Told:
    """What a page is and announces; done in a worker, for a stranger wrote it."""
    try:
        return Told(is_feed=True, title=poll.read(page).title)
    except InputError:
        return Told(feeds=feed_links.feeds(page.body, page.final_url))
