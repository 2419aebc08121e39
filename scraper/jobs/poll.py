"""Feeds -> leads: ask each feed for news, record what it lists, and return what is to be visited.

A feed that fails is an outcome, like a page that fails; it is asked again at the next poll, for
ever. So is a sitemap that an index names: it costs itself only. What a feed lists is queued before
the poll is recorded: a run that is killed, or that has enough, leaves the rest to the next one.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus

from scraper import faults, sources
from scraper.archive.crawl.crawl_state import CrawlState
from scraper.archive.crawl.feeds import FeedRow
from scraper.errors import FetchError, InputError
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import continuity, feed_answer
from scraper.jobs.feed_answer import Polled
from scraper.jobs.fill_gaps import GapFiller, Until
from scraper.models import Lead, Page
from scraper.outcomes import Reason
from scraper.page_kind.by_http import Expect

BATCH = 500  # entries that are queued at once: a fraction of a second
MORE = 20  # further documents of one feed in one poll: the sitemaps of an index, newest first


class Poller:
    """Asks feeds: one after the other on one host, many hosts at once."""

    def __init__(
        self,
        crawl: CrawlState,
        fetcher: Fetcher,
        on_polled: Callable[[Polled], None],
        until: Until | None = None,
        filler: GapFiller | None = None,
    ) -> None:
        self._feeds, self._queue, self._gaps = crawl.feeds, crawl.queue, crawl.gaps
        self._fetcher, self._on_polled, self._until = fetcher, on_polled, until
        self._filler = filler

    async def poll(self, addresses: Sequence[str], *, limit: int | None = None) -> list[Lead]:
        """Ask all feeds; return their entries that are worth a visit, at most `limit` of each.

        Those are new entries, what fills gaps, and failed ones that are due again.
        """
        await self.ask(addresses)
        if self._filler is not None:
            await self._filler.fill(addresses)
        taken: Counter[str | None] = Counter()
        due = []
        for lead in self._queue.due_again(addresses):
            taken[lead.feed] += 1
            if limit is None or taken[lead.feed] <= limit:
                due.append(lead)
        return due

    async def ask(self, addresses: Sequence[str]) -> None:
        """Ask all feeds, and queue their new entries."""
        visits = self._fetcher.crawl(
            (Lead(url=url) for url in addresses),
            self._poll_one,
            stop=self._until.stop if self._until else None,
        )
        async with contextlib.aclosing(visits):
            async for _, answers in visits:
                for polled in answers:
                    self._on_polled(polled)

    def _enough(self) -> bool:
        return self._until is not None and self._until.enough()

    async def _poll_one(self, lead: Lead) -> list[Polled]:
        """Ask a feed; return what became of it, and of each document in it that failed."""
        try:
            return await self._read_feed(self._feeds.get(lead.url))
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            return [self._fault(lead, error)]

    async def _read_feed(self, feed: FeedRow) -> list[Polled]:
        url = feed["url"]
        try:
            page = await self._ask(url, feed["etag"], feed["last_modified"])
            if page.status == HTTPStatus.NOT_MODIFIED:
                self._gaps.confirm_window(feed["id"])
                self._feeds.note_poll(feed["id"], status=page.status, error=None)
                return [Polled(url=url, reason=Reason.NOT_MODIFIED)]
            found = feed_answer.read(page, self._enough)
        except (FetchError, InputError) as error:
            return [self._failed(feed, error)]
        leads, failed = await self._read_further(found)
        unread = feed_answer.unread(url, found)
        listed = (*found.leads, *leads)
        new, all_queued = await self._take_in(feed, listed)
        if all_queued and not failed:  # else it is not known what the feed shows
            self._note_window(feed, found, listed)
        complete = all_queued and not failed and not unread
        note = feed_answer.poll_note(page, found, failed, complete=complete)
        self._feeds.note_poll(feed["id"], **note)
        reason = Reason.NEW if new else Reason.SAME
        return [Polled(url=url, reason=reason, new=new), *unread, *failed]

    def _note_window(self, feed: FeedRow, found: sources.Feed, leads: Sequence[Lead]) -> None:
        """Record what a feed shows, and whether entries came and went since the last poll."""
        before = self._gaps.window(feed["id"])
        shown = continuity.window(found, leads, self._gaps.clock())
        if shown is None or continuity.is_cut(before, shown, found.fault):
            return
        missed, estimate = False, None
        if before is not None and continuity.is_gap(before, shown):
            missed = True
            rate = self._gaps.rate(feed["id"], before.at)
            estimate = continuity.estimate(before, shown, rate)
        self._gaps.note_window(feed, shown, missed=missed, estimate=estimate)

    def _failed(self, feed: FeedRow, error: FetchError | InputError) -> Polled:
        """Record a feed that could not be fetched or read."""
        polled = feed_answer.failure(feed["url"], error)
        status = error.status if isinstance(error, FetchError) else None
        self._feeds.note_poll(feed["id"], failed=True, error=polled.error, status=status)
        return polled

    def _fault(self, lead: Lead, error: Exception) -> Polled:
        """Record a feed that met an error in scraper itself, if even that can be recorded."""
        message = faults.note(error, lead.url)
        try:
            self._feeds.note_poll(self._feeds.get(lead.url)["id"], failed=True, error=message)
        except Exception as further:
            if faults.ends_the_run(further):
                raise
            faults.note(further, lead.url)
        return Polled(url=lead.url, reason=Reason.FAULT, error=message)

    async def _take_in(self, feed: FeedRow, leads: Sequence[Lead]) -> tuple[int, bool]:
        """Queue the entries that are new; return how many, and whether there was time for all."""
        new = 0
        for start in range(0, len(leads), BATCH):
            new += self._queue_new(feed, leads[start : start + BATCH])
            await asyncio.sleep(0)  # for a signal, or the end of the time
            if self._enough():  # one batch at least: else a short time would never get anywhere
                return new, False
        return new, True

    def _queue_new(self, feed: FeedRow, leads: Sequence[Lead]) -> int:
        """Queue the entries of a batch that are new; one that meets an error costs itself only."""
        try:
            self._feeds.note_moved(feed["id"], leads)
            unseen = self._feeds.unseen(feed["id"], leads)
            waiting = [lead for lead in unseen if not self._queue.is_backing_off(lead.url)]
            self._queue.add([replace(lead, feed=feed["url"]) for lead in waiting])
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            if len(leads) > 1:
                return sum(self._queue_new(feed, [lead]) for lead in leads)
            url = leads[0].url
            message = faults.note(error, url)
            self._on_polled(Polled(url=url, reason=Reason.FAULT, error=message, partial=True))
            return 0
        return len(waiting)

    async def _ask(
        self, url: str, etag: str | None = None, last_modified: str | None = None
    ) -> Page:
        return await self._fetcher.fetch(
            url, etag=etag, last_modified=last_modified, expect=Expect.ANYTHING
        )

    async def _read_further(self, feed: sources.Feed) -> tuple[list[Lead], list[Polled]]:
        """Read the documents that a feed names, such as the sitemaps of an index.

        Return what they list, and which of them failed.
        """
        leads: list[Lead] = []
        failed: list[Polled] = []
        for further in feed.more[:MORE]:
            if self._enough():
                failed.append(Polled(url=further.url, reason=Reason.NOT_ASKED))
                continue
            try:
                found = feed_answer.read(await self._ask(further.url), self._enough)
                leads += found.leads
                failed += feed_answer.unread(further.url, found)
            except Exception as error:
                if faults.ends_the_run(error):
                    raise
                failed.append(feed_answer.failure(further.url, error, partial=True))
        return leads, failed
