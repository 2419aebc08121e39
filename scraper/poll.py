"""Feeds -> leads: ask each feed for news, remember what it lists, and give what has not been visited yet.

A feed that fails is an outcome, like a page that fails; it is asked again at the next poll, for ever. What it lists is
queued before the poll is noted: a run that is killed, or that has enough, leaves the rest to the next one.
"""

from __future__ import annotations

import contextlib
import gzip
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from scraper import sources
from scraper.archive.feeds import Feeds
from scraper.archive.queue import Queue
from scraper.errors import FetchError, InputError
from scraper.fetch.fetcher import Fetcher
from scraper.fetch.what_came_back import Want
from scraper.models import Lead, Outcome, Page

NOT_MODIFIED = 304
MORE = 20  # further documents of one feed in one poll: the sitemaps of an index, newest first


@dataclass(frozen=True, kw_only=True, slots=True)
class Polled:
    """What became of one feed."""

    url: str
    reason: str  # "new", "same", "not_modified" or why it failed
    new: int = 0
    error: str | None = None


class Poller:
    """Asks feeds: one after the other on one host, many hosts at once."""

    def __init__(self, feeds: Feeds, queue: Queue, fetcher: Fetcher, tell: Callable[[Polled], None]) -> None:
        self._feeds, self._queue, self._fetcher, self._tell = feeds, queue, fetcher, tell

    async def poll(self, addresses: Sequence[str], *, limit: int | None = None) -> list[Lead]:
        """Ask all; their entries that are worth a visit, new ones and those that are due again; `limit` of each."""
        visits = self._fetcher.crawl((Lead(url=url) for url in addresses), self._one)
        async with contextlib.aclosing(visits):
            async for _, polled in visits:
                self._tell(polled)
        taken: Counter[str | None] = Counter()
        due = []
        for lead in self._queue.again(addresses):
            taken[lead.feed] += 1
            if limit is None or taken[lead.feed] <= limit:
                due.append(lead)
        return due

    async def _one(self, lead: Lead) -> Polled:
        feed = self._feeds.get(lead.url)
        try:
            page = await self._ask(lead.url, feed["etag"], feed["last_modified"])
            if page.status == NOT_MODIFIED:
                self._feeds.note_poll(feed["id"], status=page.status, error=None)
                return Polled(url=lead.url, reason="not_modified")
            found = await self._listed(page)
        except (FetchError, InputError) as error:
            reason = error.reason if isinstance(error, FetchError) else "not_a_feed"
            self._feeds.note_poll(feed["id"], failed=True, error=str(error), status=getattr(error, "status", None))
            return Polled(url=lead.url, reason=reason, error=str(error))
        self._feeds.note_moved(feed["id"], found.leads)
        new = [
            replace(entry, feed=lead.url)
            for entry in self._feeds.unseen(feed["id"], found.leads)
            if not self._queue.rests(entry.url)
        ]
        self._queue.add(new)
        self._feeds.note_poll(
            feed["id"],
            title=found.title or feed["title"],
            etag=page.headers.get("etag"),
            last_modified=page.headers.get("last-modified"),
            status=page.status,
            error=found.fault,
        )
        return Polled(url=lead.url, reason="new" if new else "same", new=len(new))

    async def _ask(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Page:
        return await self._fetcher.fetch(url, etag=etag, last_modified=last_modified, want=Want.ANYTHING)

    async def _listed(self, page: Page) -> sources.Feed:
        """What a feed lists, and what the documents that it points to list: the sitemaps of an index."""
        feed = read(page)
        leads = list(feed.leads)
        for further in feed.more[:MORE]:
            leads += read(await self._ask(further.url)).leads
        return replace(feed, leads=tuple(leads))


def read(page: Page) -> sources.Feed:
    """A page -> the feed on it; sitemaps are often gzip files (sitemaps.org), which are undressed within bounds."""
    data = page.body
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(data)) as file:
                data = file.read(sources.MAX_BYTES + 1)
        except (OSError, EOFError):
            raise InputError(f"{page.url}: a broken gzip file") from None
    return sources.read(data, page.final_url, page.headers.get("content-type", ""))


def failed(polled: Polled) -> Outcome:
    """A feed's failure as the outcome of its URL, for the sum of the run."""
    return Outcome(url=polled.url, reason=polled.reason, error=polled.error)
