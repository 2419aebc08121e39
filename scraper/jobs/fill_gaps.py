"""Look elsewhere for the entries of feeds that no poll saw, and queue what is found.

The places, in this order: the feed's archive documents and its further pages (RFC 5005, JSON Feed),
the dated sitemaps of the site, the pages of WordPress, the Internet Archive's captures of the feed.
A gap is filled once an entry is reached that was seen before it. Else it stays open, keeps what was
found, and is tried again when gap_rules.py decides.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass, replace
from typing import Protocol

from scraper import faults, sources
from scraper.archive import Archive
from scraper.archive.crawl.gap_log import EntryNames, Gap
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import continuity, gap_documents, gap_rules
from scraper.jobs.gap_documents import GapDocuments
from scraper.models import Lead

logger = logging.getLogger("scraper")

GAPS = 50  # in one run, the newest first
ENTRIES = 1000  # of one gap from one place
SPARE = 100  # entries from sitemaps over twice the estimate: sitemaps list more than a feed does
# what `filled_by` calls the places
ARCHIVE, PAGING, SITEMAP, WORDPRESS, WAYBACK = (
    "archive",
    "paging",
    "sitemap",
    "wordpress",
    "wayback",
)
AND = ", "


class Until(Protocol):
    """The end of a run's time."""

    stop: asyncio.Event

    def enough(self) -> bool:
        """Return whether the run is to begin nothing new."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Filling:
    """What an attempt to fill a gap came to."""

    gap: Gap
    found: int  # in this attempt
    filled_by: str | None
    whole: bool


@dataclass(kw_only=True)
class _GapSearch:
    """An attempt under way."""

    gap: Gap
    documents: GapDocuments
    known: continuity.EntrySet
    by: list[str]  # where entries were found, with earlier attempts
    found: int = 0
    left: int = 0  # entries that may still be taken from a place

    def begin(self, most: int) -> None:
        """Begin with another place, from which so many entries may be taken."""
        self.documents.begin()
        self.left = min(most, ENTRIES)

    def came_by(self, place: str) -> str:
        """Return the places where entries were found, this one among them."""
        if place not in self.by:
            self.by.append(place)
        return AND.join(self.by)


class GapFiller:
    """Fills the gaps of feeds, many hosts at once."""

    def __init__(
        self,
        archive: Archive,
        fetcher: Fetcher,
        *,
        wayback: str | None = None,
        until: Until | None = None,
    ) -> None:
        self._archive, self._fetcher = archive, fetcher
        self._wayback, self._until = wayback, until

    async def fill(self, feeds: Collection[str] | None = None) -> list[Filling]:
        """Try the gaps that are due, of all feeds or of some; return what came of each."""
        now = self._archive.clock()
        due = [
            gap
            for gap in self._archive.crawl.gaps.open()
            if gap_rules.is_due(gap, now) and (feeds is None or gap.url in feeds)
        ]
        if not due:
            return []
        by_id = {str(gap.id): gap for gap in due[:GAPS]}

        async def work(lead: Lead) -> Filling:
            return await self._try(by_id[lead.id or ""])

        leads = [Lead(url=gap.url, id=name) for name, gap in by_id.items()]
        stop = self._until.stop if self._until else None
        fillings = []
        async with contextlib.aclosing(self._fetcher.crawl(leads, work, stop=stop)) as tried:
            async for _, filling in tried:
                fillings.append(filling)
        return fillings

    def _enough(self) -> bool:
        return self._until is not None and self._until.enough()

    async def _try(self, gap: Gap) -> Filling:
        """Try one gap; an error in scraper ends this attempt only."""
        attempt = _GapSearch(
            gap=gap,
            documents=GapDocuments(self._fetcher, gap, self._enough),
            known=continuity.EntrySet(gap.names_before),
            by=gap.filled_by.split(AND) if gap.filled_by else [],
        )
        whole_by = None
        try:
            whole_by = await self._look(attempt)
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            faults.note(error, gap.url)
        filled_by = attempt.came_by(whole_by) if whole_by else None
        logger.info(
            "%s: entries found that were missed between %s and %s: %s",
            gap.url,
            gap.from_at,
            gap.to_at,
            attempt.found,
        )
        self._archive.crawl.gaps.note_attempt(gap, filled_by=filled_by)
        return Filling(
            gap=gap, found=attempt.found, filled_by=filled_by, whole=whole_by is not None
        )

    async def _look(self, attempt: _GapSearch) -> str | None:
        """Look in all places; return the one that filled the gap, or None."""
        documents, gap = attempt.documents, attempt.gap
        feed = await documents.read(gap.url) or sources.Feed(kind="rss")
        for place, listed in (
            (ARCHIVE, gap_documents.archives),
            (PAGING, gap_documents.pages),
        ):
            if await self._read_back(attempt, place, listed, feed):
                return place
        if await self._read_sitemaps(attempt):
            return SITEMAP
        if await self._read_back(attempt, WORDPRESS, gap_documents.wordpress, feed):
            return WORDPRESS
        if self._wayback and await self._read_captures(attempt, self._wayback):
            return WAYBACK
        return None

    async def _read_back(
        self,
        attempt: _GapSearch,
        place: str,
        listed: Callable[[GapDocuments, sources.Feed], AsyncIterator[sources.Feed]],
        feed: sources.Feed,
    ) -> bool:
        """Take entries from documents, newest first; return whether a known entry was reached."""
        attempt.begin(ENTRIES)
        async for found in listed(attempt.documents, feed):
            entries = continuity.named(found.leads)
            known = self._known(attempt, entries)
            leads = [lead for lead, _ in entries]
            all_taken = self._take(attempt, place, gap_rules.missed(attempt.gap, leads, known))
            if any(known) or not all_taken:
                return all_taken
        return False

    async def _read_sitemaps(self, attempt: _GapSearch) -> bool:
        """Take entries from sitemaps, which are in no order, so all of them are read.

        A sitemap lists a whole site: only addresses like those of the feed are taken, and not many
        more than are missing.
        """
        gap = attempt.gap
        addresses = self._archive.crawl.gaps.addresses(gap.feed_id)
        sections = gap_rules.sections(addresses)
        origin = gap_rules.origin(addresses, gap.url)
        attempt.begin(ENTRIES if gap.estimate is None else 2 * gap.estimate + SPARE)
        reached, all_taken = False, True
        async for found in gap_documents.sitemaps(attempt.documents, origin):
            dated = [lead for lead in found.leads if gap_rules.date_in_sitemap(lead)]
            reached = reached or any(self._known(attempt, continuity.named(dated)))
            missed = gap_rules.missed_in_sitemap(gap, dated, sections)
            all_taken = self._take(attempt, SITEMAP, missed) and all_taken
        return reached and all_taken and not attempt.documents.is_cut

    async def _read_captures(self, attempt: _GapSearch, base: str) -> bool:
        """Take entries from captures; return whether they overlap from one poll to the other."""
        attempt.begin(ENTRIES)
        windows = []
        all_taken = True
        async for found in gap_documents.captures(attempt.documents, base):
            entries = continuity.named(found.leads)
            known = self._known(attempt, entries)
            leads = [lead for lead, _ in entries]
            missed = gap_rules.missed(attempt.gap, leads, known)
            all_taken = self._take(attempt, WAYBACK, missed) and all_taken
            windows.append([names for _, names in entries])
        return bool(windows) and all_taken and gap_rules.is_chain(attempt.gap, windows)

    def _known(self, attempt: _GapSearch, entries: list[tuple[Lead, EntryNames]]) -> list[bool]:
        """Return for each entry whether it was seen before the gap."""
        gap, log = attempt.gap, self._archive.crawl.gaps
        return [
            attempt.known.has(names) or log.was_seen(gap.feed_id, lead, gap.from_at)
            for lead, names in entries
        ]

    def _take(self, attempt: _GapSearch, place: str, leads: list[Lead]) -> bool:
        """Queue the entries that the archive does not know; return whether all of them fitted.

        They are counted where they are queued: a run that is killed counts each of them once.
        """
        gap, crawl = attempt.gap, self._archive.crawl
        unknown = crawl.gaps.unknown(gap.feed_id, leads)
        new = unknown[: attempt.left]
        if new:
            with self._archive.transaction():
                crawl.queue.add([replace(lead, feed=gap.url) for lead in new])
                total = gap.found + attempt.found + len(new)
                crawl.gaps.note_found(gap, total, attempt.came_by(place))
            attempt.found += len(new)
            attempt.left -= len(new)
        return len(new) == len(unknown)
