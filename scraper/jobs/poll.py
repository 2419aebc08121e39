"""Feeds -> leads: ask each feed for news, record what it lists, and return what is to be visited.

A feed that fails is an outcome, like a page that fails; it is asked again, for ever, after waits
that double up to a day, and one that is gone (410) is retired. A sitemap that an index names costs
itself only. What a feed lists is queued before the poll is recorded: a run that is killed, or that
has enough, leaves the rest to the next one.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus

from scraper import faults, sources
from scraper.archive.crawl.crawl_state import CrawlState
from scraper.archive.crawl.feed_rows import PolledFeed, PollNote
from scraper.errors import FetchError, InputError
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import continuity, feed_answer, feed_moves, feed_schedule
from scraper.jobs.feed_answer import Polled
from scraper.jobs.feed_schedule import FeedAnswer, PollTimes
from scraper.jobs.fill_gaps import GapFiller, Until
from scraper.models import Lead, Page
from scraper.outcomes import Reason
from scraper.page_kind.by_http import Expect

BATCH = 500  # entries that are queued at once: a fraction of a second
MORE = 20  # further documents of one feed in one poll: the sitemaps of an index, newest first
OLDER = 5  # pages of older entries (RFC 5005, JSON Feed) that are read when nothing is known yet


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
        self._began = crawl.feeds.clock()
        self._now_at: dict[str, str] = {}  # address asked -> the one that the feed moved to
        self._unchanged: dict[str, PolledFeed] = {}  # feeds that answered "not modified"

    async def poll(self, addresses: Sequence[str], *, limit: int | None = None) -> list[Lead]:
        """Ask all feeds; return their entries that are worth a visit, at most `limit` of each.

        Those are new entries, what fills gaps, and failed ones that are due again.
        """
        await self.ask(addresses)
        asked = [*addresses, *self._now_at.values()]
        if self._filler is not None:
            await self._filler.fill(asked)
        taken: Counter[str | None] = Counter()
        due = []
        for lead in self._queue.due_again(asked):
            taken[lead.feed] += 1
            if limit is None or taken[lead.feed] <= limit:
                due.append(lead)
        return due

    async def ask(self, addresses: Sequence[str]) -> None:
        """Ask all feeds, and queue their new entries."""
        self._began = self._feeds.clock()
        self._unchanged.clear()
        visits = self._fetcher.crawl(
            (Lead(url=url) for url in addresses),
            self._poll_one,
            stop=self._until.stop if self._until else None,
        )
        async with contextlib.aclosing(visits):
            async for _, answers in visits:
                for polled in answers:
                    self._on_polled(polled)
        self._queue_still_shown()

    def _enough(self) -> bool:
        return self._until is not None and self._until.enough()

    async def _poll_one(self, lead: Lead) -> list[Polled]:
        """Ask a feed; return what became of it, and of each document in it that failed."""
        try:
            return await self._read_feed(self._feeds.polled(lead.url))
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            return [self._fault(lead, error)]

    async def _read_feed(self, feed: PolledFeed) -> list[Polled]:
        url = feed["url"]
        try:
            page = await self._ask(url, *feed_schedule.validators(feed, self._feeds.clock()))
            if page.status == HTTPStatus.NOT_MODIFIED:
                self._note_unchanged(self._followed(feed, page), page)
                return [Polled(url=url, reason=Reason.NOT_MODIFIED)]
            found = feed_answer.read(page, self._enough)
        except (FetchError, InputError) as error:
            return [self._failed(feed, error)]
        feed = self._followed(feed, page)
        further, failed = await self._read_further(feed, found)
        leads = (*found.leads, *further)
        unread = feed_answer.unread(url, found)
        seen = self._feeds.seen_lately(feed["id"])
        # what pages of older entries list is not in the feed's window
        window = leads if found.more else found.leads
        is_window = continuity.is_window(found, window)
        new, fresh, all_queued = await self._take_in(feed, leads, is_window=is_window)
        if all_queued and not failed:  # else it is not known what the feed shows
            self._note_window(feed, found, window)
        complete = all_queued and not failed and not unread
        note = feed_answer.poll_note(page, found, failed, complete=complete)
        answer = FeedAnswer(page=page, found=found, leads=window, fresh=fresh)
        note |= feed_schedule.after_answer(feed, answer, seen, self._times())
        if not all_queued:
            note["due_at"] = None  # the rest is asked for at once
        self._feeds.note_poll(feed["id"], **note)
        reason = Reason.NEW if new else Reason.SAME
        return [Polled(url=url, reason=reason, new=new), *unread, *failed]

    def _note_window(self, feed: PolledFeed, found: sources.Feed, leads: Sequence[Lead]) -> None:
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

    def _times(self) -> PollTimes:
        return PollTimes(began=self._began, now=self._feeds.clock())

    def _note_unchanged(self, feed: PolledFeed, page: Page) -> None:
        self._gaps.confirm_window(feed["id"])
        self._unchanged[feed["url"]] = feed
        note = PollNote(status=page.status, error=None)
        note |= feed_schedule.after_unchanged(feed, page, self._times())
        self._feeds.note_poll(feed["id"], **note)

    def _followed(self, feed: PolledFeed, page: Page) -> PolledFeed:
        """Return the feed as it is followed after an answer: at a new address, or alive again."""
        now = self._feeds.clock()
        known = feed_answer.known_move(feed)
        move = feed_moves.after_poll(known, page.redirects, page.final_url, now)
        if move.is_believed(now):
            self._feeds.move(feed["id"], page.final_url)
            self._now_at[feed["url"]] = page.final_url
            return self._feeds.polled(page.final_url)
        if move != known:
            self._feeds.note_redirect(feed["id"], **feed_answer.move_note(move))
        is_of_another = move.to is not None and self._feeds.follows(move.to)
        if feed["retired_at"] is not None and not is_of_another:
            self._feeds.revive(feed["id"])
        return feed

    def _failed(self, feed: PolledFeed, error: FetchError | InputError) -> Polled:
        """Record a feed that could not be fetched or read."""
        polled = feed_answer.failure(feed["url"], error)
        status = error.status if isinstance(error, FetchError) else None
        note = PollNote(error=polled.error, status=status)
        note |= feed_schedule.after_failure(feed, error, self._times())
        was_asked = polled.reason is not Reason.HOST_PARKED
        self._feeds.note_poll(feed["id"], failed=was_asked or None, **note)
        if feed_answer.is_gone_for_good(error) and feed["retired_at"] is None:
            self._feeds.retire(feed["id"], polled.error or "")
        return polled

    def _fault(self, lead: Lead, error: Exception) -> Polled:
        """Record a feed that met an error in scraper itself, if even that can be recorded."""
        message = faults.note(error, lead.url)
        try:
            feed = self._feeds.polled(lead.url)
            note = PollNote(error=message)
            note |= feed_schedule.after_failure(feed, error, self._times())
            self._feeds.note_poll(feed["id"], failed=True, **note)
        except Exception as further:
            if faults.ends_the_run(further):
                raise
            faults.note(further, lead.url)
        return Polled(url=lead.url, reason=Reason.FAULT, error=message)

    def _queue_still_shown(self) -> None:
        """Queue what failed and is in the window of a feed that answered "not modified"."""
        failed: dict[str | None, list[Lead]] = defaultdict(list)
        for lead in self._queue.failed(self._unchanged):
            failed[lead.feed].append(lead)
        for url, feed in self._unchanged.items():
            window = self._gaps.window(feed["id"]) if failed[url] else None
            shown = continuity.EntrySet(window.names if window else ())
            still = [
                lead for lead in failed[url] if any(map(shown.has, continuity.names_of([lead])))
            ]
            if still:
                self._queue_new(feed, still, is_window=True)

    async def _take_in(
        self, feed: PolledFeed, leads: Sequence[Lead], *, is_window: bool
    ) -> tuple[int, int, bool]:
        """Queue the entries that are new.

        Return how many, how many of them no poll saw before, and whether there was time for all.
        """
        new = fresh = 0
        for start in range(0, len(leads), BATCH):
            queued, unknown = self._queue_new(
                feed, leads[start : start + BATCH], is_window=is_window
            )
            new += queued
            fresh += unknown
            await asyncio.sleep(0)  # for a signal, or the end of the time
            if self._enough():  # one batch at least: else a short time would never get anywhere
                return new, fresh, False
        return new, fresh, True

    def _queue_new(
        self, feed: PolledFeed, leads: Sequence[Lead], *, is_window: bool
    ) -> tuple[int, int]:
        """Queue the entries of a batch that are new; one that meets an error costs itself only.

        Return how many, and how many of them were never queued before. `is_window`: the feed loses
        its oldest entries.
        """
        try:
            self._feeds.note_moved(feed["id"], leads)
            unseen = self._feeds.unseen(feed["id"], leads)
            waiting = [
                lead
                for lead in unseen
                if not self._queue.is_backing_off(lead.url, is_shown=is_window)
            ]
            unknown = self._queue.count_unknown(lead.url for lead in waiting)
            self._queue.add([replace(lead, feed=feed["url"]) for lead in waiting])
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            if len(leads) > 1:
                counts = [self._queue_new(feed, [lead], is_window=is_window) for lead in leads]
                return sum(new for new, _ in counts), sum(fresh for _, fresh in counts)
            url = leads[0].url
            message = faults.note(error, url)
            self._on_polled(Polled(url=url, reason=Reason.FAULT, error=message, partial=True))
            return 0, 0
        return len(waiting), unknown

    async def _ask(
        self, url: str, etag: str | None = None, last_modified: str | None = None
    ) -> Page:
        return await self._fetcher.fetch(
            url, etag=etag, last_modified=last_modified, expect=Expect.ANYTHING
        )

    async def _read_further(
        self, feed: PolledFeed, found: sources.Feed
    ) -> tuple[list[Lead], list[Polled]]:
        """Read the documents that a feed names: sitemaps of an index, and pages of older entries.

        Return what they list, and which of them failed.
        """
        leads: list[Lead] = []
        failed: list[Polled] = []
        for further in found.more[:MORE]:
            await self._read_one(further.url, leads, failed)
        older, pages = found.older, {feed["url"], None}
        # later polls have half of the feed in common with the one before
        while feed["rhythm"] is None and older not in pages and len(pages) <= OLDER + 1:
            pages.add(older)
            page = await self._read_one(str(older), leads, failed)
            older = page.older if page is not None else None
        return leads, failed

    async def _read_one(
        self, url: str, leads: list[Lead], failed: list[Polled]
    ) -> sources.Feed | None:
        """Read one of them into the lists; return it unless it failed."""
        if self._enough():
            failed.append(Polled(url=url, reason=Reason.NOT_ASKED))
            return None
        try:
            found = feed_answer.read(await self._ask(url), self._enough)
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            failed.append(feed_answer.failure(url, error, partial=True))
            return None
        leads += found.leads
        failed += feed_answer.unread(url, found)
        return found
