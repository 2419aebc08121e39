"""A site -> its feeds: what the page announces, what robots.txt names, and else where feeds often stand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from scraper import poll
from scraper.errors import FetchError, InputError
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.what_came_back import Want
from scraper.models import Page
from scraper.sources import Feed, discover


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A feed that `feed add` would take."""

    url: str
    title: str | None = None
    told_by: str  # itself, the page, robots.txt, or a guess that was tried


async def feeds(fetcher: Fetcher, url: str) -> AsyncIterator[Found]:
    """The feeds of the site that an address belongs to; guesses only where nobody tells. Raises FetchError."""
    page = await fetcher.fetch(url, want=Want.ANYTHING)
    if (feed := _feed(page)) is not None:
        yield Found(url=page.final_url, title=feed.title, told_by="itself")
        return
    told = False
    for subscription in discover.feeds(page.body, page.final_url):
        told = True
        yield Found(url=subscription.url, title=subscription.title, told_by="the page")
    for address in await fetcher.sitemaps(page.final_url):
        told = True
        yield Found(url=address, told_by="robots.txt")
    if not told:
        async for found in _guessed(fetcher, page.final_url):
            yield found


async def _guessed(fetcher: Fetcher, url: str) -> AsyncIterator[Found]:
    seen: set[str] = set()
    for address in discover.guesses(url):
        try:
            page = await fetcher.fetch(address, want=Want.ANYTHING)
        except FetchError:
            continue
        if (feed := _feed(page)) is not None and page.final_url not in seen:
            seen.add(page.final_url)
            yield Found(url=page.final_url, title=feed.title, told_by="a guess")


def _feed(page: Page) -> Feed | None:
    """What a page lists, if it is a feed."""
    try:
        return poll.read(page)
    except InputError:
        return None
