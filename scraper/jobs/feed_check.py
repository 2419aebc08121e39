"""Whether a feed is at an address: one request, and a verdict on its answer.

Only a clear answer refuses an address: a page that is no feed, or none at all (404, 410). Where the
check could not be made, a feed may be there.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scraper.errors import FetchError, WorkerDied
from scraper.fetch.fetcher import Fetcher
from scraper.jobs.discover import FeedSigns, signs_of
from scraper.models import Lead, Page
from scraper.outcomes import NOTHING_THERE
from scraper.page_kind.by_http import Expect
from scraper.sources.opml import Subscription
from scraper.workers.pool import Workers


class FeedFinding(StrEnum):
    """The results of a check."""

    FEED = "feed"
    ANNOUNCED = "announced"  # a web page that announces feeds
    NONE = "none"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedFeed:
    """What is at an address that a person wants to follow."""

    url: str
    finding: FeedFinding
    title: str | None = None  # of the feed
    feeds: tuple[Subscription, ...] = ()  # that the page announces
    why: str | None = None  # it is no feed, or could not be checked


async def check(fetcher: Fetcher, addresses: Sequence[str]) -> AsyncIterator[CheckedFeed]:
    """Yield what is at each address, many hosts at once."""
    with Workers(signs_of) as workers:

        async def look(lead: Lead) -> CheckedFeed:
            return await _look(fetcher, workers, lead.url)

        found = fetcher.crawl([Lead(url=url) for url in addresses], look)
        async with contextlib.aclosing(found) as checked:
            async for _, feed in checked:
                yield feed


async def _look(fetcher: Fetcher, workers: Workers[Page, FeedSigns], url: str) -> CheckedFeed:
    try:
        page = await fetcher.fetch(url, expect=Expect.ANYTHING)
        signs = await asyncio.wrap_future(workers.submit(page))
    except FetchError as error:
        is_clear = error.reason in NOTHING_THERE
        finding = FeedFinding.NONE if is_clear else FeedFinding.UNCHECKED
        return CheckedFeed(url=url, finding=finding, why=str(error))
    except WorkerDied as error:
        return CheckedFeed(url=url, finding=FeedFinding.UNCHECKED, why=str(error))
    return finding_of(url, signs)


def finding_of(url: str, signs: FeedSigns) -> CheckedFeed:
    """Return the verdict on a page, by what it shows about feeds."""
    if signs.is_feed:
        return CheckedFeed(url=url, finding=FeedFinding.FEED, title=signs.title)
    if signs.feeds:
        return CheckedFeed(url=url, finding=FeedFinding.ANNOUNCED, feeds=signs.feeds)
    return CheckedFeed(url=url, finding=FeedFinding.NONE, why=signs.why)
