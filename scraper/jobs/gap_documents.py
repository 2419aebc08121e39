"""Where the entries of a gap may still be: documents of the site, and captures of the feed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from scraper import sources
from scraper.archive.crawl.gap_log import Gap
from scraper.errors import FetchError, InputError
from scraper.fetch import wayback
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import continuity, feed_answer, gap_rules
from scraper.page_kind.by_http import Expect

DOCUMENTS = 20  # of each kind
SECONDS = 600.0  # for all documents of a gap
INDEX = "sitemap_index"
WORDPRESS = "wordpress"
FIRST_PAGE = 2  # the page after that of the feed itself


class GapDocuments:
    """Reads the documents for one gap, each once, within its limits."""

    def __init__(self, fetcher: Fetcher, gap: Gap, enough: Callable[[], bool]) -> None:
        self.fetcher, self.gap = fetcher, gap
        self._enough = enough
        self._end = asyncio.get_running_loop().time() + SECONDS
        self._read: set[str] = set()
        self.is_cut = False  # a limit was met

    def begin(self) -> None:
        """Count the documents of another kind."""
        self._read.clear()
        self.is_cut = False

    @property
    def is_over(self) -> bool:
        """Return whether there is no time for another document."""
        return self._enough() or asyncio.get_running_loop().time() >= self._end

    async def read(self, url: str, *, captured: str | None = None) -> sources.Feed | None:
        """Return a document, or None if there is none to be read.

        `captured` is the address of the feed of which it is a capture.
        """
        if url in self._read:
            return None
        if len(self._read) >= DOCUMENTS or self.is_over:
            self.is_cut = True
            return None
        self._read.add(url)
        try:
            page = await self.fetcher.fetch(url, expect=Expect.ANYTHING, asked=self.gap.url)
            if captured is not None:  # its links are relative to where it was
                page = replace(page, url=captured, final_url=captured)
            return feed_answer.read(page, self._enough)
        except (FetchError, InputError):
            return None


async def archives(documents: GapDocuments, feed: sources.Feed) -> AsyncIterator[sources.Feed]:
    """Yield the archive documents of a feed (RFC 5005 §4), newest first."""
    url = feed.archive
    while url and (found := await documents.read(url)):
        yield found
        url = found.archive


async def pages(documents: GapDocuments, feed: sources.Feed) -> AsyncIterator[sources.Feed]:
    """Yield the further pages of a feed (RFC 5005 §3, JSON Feed), newest first."""
    url = feed.older
    while url and (found := await documents.read(url)):
        yield found
        url = found.older


async def wordpress(documents: GapDocuments, feed: sources.Feed) -> AsyncIterator[sources.Feed]:
    """Yield the further pages of a feed that WordPress makes, newest first."""
    if WORDPRESS not in (feed.generator or "").lower():
        return
    address = documents.gap.url
    mark = "&" if "?" in address else "?"
    before = continuity.names_of(feed.leads)
    for number in range(FIRST_PAGE, FIRST_PAGE + DOCUMENTS + 1):
        found = await documents.read(f"{address}{mark}paged={number}")
        if found is None:
            return
        names = continuity.names_of(found.leads)
        if not names or names == before:  # the server does not know the parameter
            return
        yield found
        before = names


async def sitemaps(documents: GapDocuments, origin: str) -> AsyncIterator[sources.Feed]:
    """Yield the sitemaps that the robots.txt of an origin names and that may list the gap."""
    try:
        waiting = list(await documents.fetcher.sitemaps(f"{origin}/"))
    except FetchError:
        return
    while waiting:
        found = await documents.read(waiting.pop(0))
        if found is None:
            continue
        if found.kind == INDEX:
            waiting[:0] = gap_rules.sitemaps_within(documents.gap, found.more)
        else:
            yield found


async def captures(documents: GapDocuments, base: str) -> AsyncIterator[sources.Feed]:
    """Yield what the Internet Archive captured of the feed in the time of the gap, newest first."""
    gap = documents.gap
    try:
        mementos = await wayback.captures(
            documents.fetcher, gap.url, (gap.from_at, gap.to_at), most=DOCUMENTS, base=base
        )
    except FetchError:
        return
    for memento in mementos:
        found = await documents.read(memento.url, captured=gap.url)
        if found is not None:
            yield found
