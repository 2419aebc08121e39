"""Feeds -> leads: ask each feed for news, remember what it lists, and give what has not been visited yet.

A feed that fails is an outcome, like a page that fails; it is asked again at the next poll, for ever. A sitemap that an
index names and that fails is one, too, and costs itself only. What a feed lists is queued before the poll is noted: a
run that is killed, or that has enough, leaves the rest to the next one.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from scraper import faults, sources
from scraper.archive.crawl.feeds import Feeds
from scraper.archive.crawl.queue import Queue
from scraper.errors import FetchError, InputError
from scraper.fetch.fetcher import Fetcher
from scraper.models import Lead, Outcome, Page
from scraper.outcomes import Reason
from scraper.page_kind.by_http import Expect

NOT_MODIFIED = 304
BATCH = 500  # entries that are queued at once: a fraction of a second
MORE = 20  # further documents of one feed in one poll: the sitemaps of an index, newest first


@dataclass(frozen=True, kw_only=True, slots=True)
class Polled:
    """What became of one feed."""

    url: str
    reason: Reason
    new: int = 0
    error: str | None = None
    partial: bool = False  # the rest of the feed was read


class Until(Protocol):
    """What tells a poll that it is to begin nothing new."""

    stop: asyncio.Event

    def enough(self) -> bool:
        """Return whether the time is over."""
        ...


class Poller:
    """Asks feeds: one after the other on one host, many hosts at once."""

    def __init__(
        self,
        feeds: Feeds,
        queue: Queue,
        fetcher: Fetcher,
        tell: Callable[[Polled], None],
        until: Until | None = None,
    ) -> None:
        self._feeds, self._queue, self._fetcher, self._tell = feeds, queue, fetcher, tell
        self._until = until

    async def poll(self, addresses: Sequence[str], *, limit: int | None = None) -> list[Lead]:
        """Ask all; their entries that are worth a visit, new ones and those that are due again; `limit` of each."""
        visits = self._fetcher.crawl(
            (Lead(url=url) for url in addresses),
            self._one,
            stop=self._until.stop if self._until else None,
        )
        async with contextlib.aclosing(visits):
            async for _, told in visits:
                for polled in told:
                    self._tell(polled)
        taken: Counter[str | None] = Counter()
        due = []
        for lead in self._queue.due_again(addresses):
            taken[lead.feed] += 1
            if limit is None or taken[lead.feed] <= limit:
                due.append(lead)
        return due

    def _enough(self) -> bool:
        return self._until is not None and self._until.enough()

    async def _one(self, lead: Lead) -> list[Polled]:
        """Ask a feed; what became of it, and of each document that it names and that failed, whatever happens."""
        try:
            return await self._asked(lead)
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            return [self._fault(lead, error)]

    async def _asked(self, lead: Lead) -> list[Polled]:
        feed = self._feeds.get(lead.url)
        try:
            page = await self._ask(lead.url, feed["etag"], feed["last_modified"])
            if page.status == NOT_MODIFIED:
                self._feeds.note_poll(feed["id"], status=page.status, error=None)
                return [Polled(url=lead.url, reason=Reason.NOT_MODIFIED)]
            found = read(page, self._enough)
        except (FetchError, InputError) as error:
            failure = _failure(lead.url, error)
            self._feeds.note_poll(
                feed["id"], failed=True, error=failure.error, status=getattr(error, "status", None)
            )
            return [failure]
        leads, failed = await self._further(found)
        unread = _unread(lead.url, found)
        new, all_queued = await self._take_in(feed, (*found.leads, *leads))
        # what was not read, or not queued, comes again: the server must not answer "not modified"
        whole = all_queued and not failed and not unread
        self._feeds.note_poll(
            feed["id"],
            title=found.title or feed["title"],
            etag=page.headers.get("etag") if whole else None,
            last_modified=page.headers.get("last-modified") if whole else None,
            status=page.status,
            error=_note(failed) or found.fault,
        )
        return [
            Polled(url=lead.url, reason=Reason.NEW if new else Reason.SAME, new=new),
            *unread,
            *failed,
        ]

    def _fault(self, lead: Lead, error: Exception) -> Polled:
        """Return the outcome of a feed that met an error in scraper itself; the feed's row says so, if that can be."""
        said = faults.note(error, lead.url)
        try:
            self._feeds.note_poll(self._feeds.get(lead.url)["id"], failed=True, error=said)
        except Exception as further:
            if faults.ends_the_run(further):
                raise
            faults.note(further, lead.url)
        return Polled(url=lead.url, reason=Reason.FAULT, error=said)

    async def _take_in(self, feed: Mapping[str, Any], leads: Sequence[Lead]) -> tuple[int, bool]:
        """Queue the entries that are new; how many there were, and whether there was time for all of them."""
        new = 0
        for start in range(0, len(leads), BATCH):
            new += self._queue_new(feed, leads[start : start + BATCH])
            await asyncio.sleep(0)  # for a signal, or the end of the time
            if self._enough():  # one batch at least: else a short time would never get anywhere
                return new, False
        return new, True

    def _queue_new(self, feed: Mapping[str, Any], leads: Sequence[Lead]) -> int:
        """Queue the entries of a batch that are new; an entry that meets an error costs itself only."""
        try:
            self._feeds.note_moved(feed["id"], leads)
            unseen = self._feeds.unseen(feed["id"], leads)
            new = [
                replace(entry, feed=feed["url"])
                for entry in unseen
                if not self._queue.is_backing_off(entry.url)
            ]
            self._queue.add(new)
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            if len(leads) > 1:
                return sum(self._queue_new(feed, [lead]) for lead in leads)
            said = faults.note(error, leads[0].url)
            self._tell(Polled(url=leads[0].url, reason=Reason.FAULT, error=said, partial=True))
            return 0
        return len(new)

    async def _ask(
        self, url: str, etag: str | None = None, last_modified: str | None = None
    ) -> Page:
        return await self._fetcher.fetch(
            url, etag=etag, last_modified=last_modified, expect=Expect.ANYTHING
        )

    async def _further(self, feed: sources.Feed) -> tuple[list[Lead], list[Polled]]:
        """Read the documents that a feed points to, the sitemaps of an index: what they list, and which failed."""
        leads: list[Lead] = []
        failed: list[Polled] = []
        for further in feed.more[:MORE]:
            if self._enough():
                failed.append(Polled(url=further.url, reason=Reason.NOT_ASKED))
                continue
            try:
                found = read(await self._ask(further.url), self._enough)
                leads += found.leads
                failed += _unread(further.url, found)
            except Exception as error:
                if faults.ends_the_run(error):
                    raise
                failed.append(replace(_failure(further.url, error), partial=True))
        return leads, failed


def _failure(url: str, error: Exception) -> Polled:
    """Return the outcome of a document that could not be had or read."""
    if isinstance(error, FetchError):
        return Polled(url=url, reason=error.reason, error=str(error))
    if isinstance(error, InputError):
        return Polled(url=url, reason=Reason.NOT_A_FEED, error=str(error))
    return Polled(url=url, reason=Reason.FAULT, error=faults.note(error, url))


def _unread(url: str, feed: sources.Feed) -> list[Polled]:
    """Return the outcome of each entry of a document that met an error in scraper itself; it is in the log already."""
    return [Polled(url=url, reason=Reason.FAULT, error=line, partial=True) for line in feed.unread]


def _note(failed: Sequence[Polled]) -> str | None:
    """Return what a feed's row says of the documents that it names and that failed."""
    told = [polled for polled in failed if polled.error]
    if not told:
        return None
    documents = len({polled.url for polled in told})
    return f"{documents} of the sitemaps that it names could not be read whole; {told[0].url}: {told[0].error}"


def read(page: Page, enough: Callable[[], bool] = lambda: False) -> sources.Feed:
    """A page -> the feed on it; sitemaps are often gzip files (sitemaps.org), which are undressed within bounds."""
    data = page.body
    if data[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(data)) as file:
                data = file.read(sources.MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise InputError(f"{page.url}: a broken gzip file") from None
    return sources.read(data, page.final_url, page.headers.get("content-type", ""), enough)


def failed(polled: Polled) -> Outcome:
    """A feed's failure as the outcome of its URL, for the sum of the run."""
    return Outcome(url=polled.url, reason=polled.reason, error=polled.error, partial=polled.partial)
