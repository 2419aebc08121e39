"""The pipeline: URLs -> Outcomes. The one place that knows the order.

    lead ─► fresh? ─► fetch ─► keep the page ─► read it (in a worker) ─► save the article ─► Outcome

The page is kept before it is read: a fetch cannot be repeated, a reading can. A failure is the outcome of its URL,
never the end of the run, and so is an error of ours that nobody foresaw (`fault`); only the archive itself (disk full,
damaged) ends one.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from scraper import faults, urls
from scraper.archive import Archive
from scraper.cleaning import clean_text
from scraper.errors import (
    ArchiveError,
    DamagedRow,
    FetchError,
    InputError,
    ReadingTimeout,
    WorkerDied,
)
from scraper.fetch import wayback
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import decide
from scraper.jobs.no_article import NAME_AGAIN, NOTHING, Seen, remembered, why_not
from scraper.jobs.read_page import Reading, article_of
from scraper.models import PAGES_ONLY, Article, Change, ChangeKind, Lead, Outcome, Page, VerdictKind
from scraper.outcomes import Reason, Retry, policy
from scraper.workers.child import rarely_collecting
from scraper.workers.pool import PAGE_TIMEOUT, Workers

logger = logging.getLogger("scraper")

NOT_MODIFIED = 304
BATCH = 500  # leads that are queued at once: a fraction of a second


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How a run goes about its URLs; times in seconds."""

    max_age: float = 86400.0  # what was archived less than this ago is not fetched again
    force: bool = False  # visit anyway
    rules: tuple[Path, ...] = ()  # the user's rule folders
    jobs: int = 2  # reading processes
    page_timeout: float = PAGE_TIMEOUT
    max_time: float | None = None
    fail_limit: int | None = None  # stop after so many failures
    wayback: str | None = None  # the Internet Archive's address, to look dead links up


class Collector:
    """One run over some URLs; `report` is told each outcome as it happens."""

    def __init__(
        self, archive: Archive, plan: Plan, report: Callable[[Outcome], None], *, run_id: int
    ) -> None:
        self._archive, self._plan, self._run_id = archive, plan, run_id
        self._tell = report
        self._failures = 0
        self._notes: dict[str, str] = {}
        self._warnings: dict[str, str] = {}
        # by the spelling that came first
        self._repeated: defaultdict[str, list[Lead]] = defaultdict(list)
        self._workers: Workers[Reading, Article] = Workers(
            article_of, jobs=plan.jobs, timeout=plan.page_timeout
        )
        # milliseconds of each visit that is not logged yet, by its address
        self._took: dict[str, int] = {}
        # Pages fetched and not yet read are bounded, so memory is.
        self._room = asyncio.Semaphore(4 * plan.jobs)
        self._end: float | None = None  # when --max-time is over, by the loop's clock
        self.stop = (
            asyncio.Event()
        )  # once set, what is in flight is finished and nothing new begins

    async def run(self, leads: Iterable[Lead], fetcher: Fetcher) -> None:
        """Visit all that are worth a visit. They are queued first, so that whatever ends the run, none is forgotten."""
        self.begin()
        worth = await self._queued(leads)
        visits = fetcher.crawl(worth, functools.partial(self._fetch, fetcher), stop=self.stop)
        with self._workers, rarely_collecting():
            try:
                async with contextlib.aclosing(visits), asyncio.TaskGroup() as reading:
                    async for lead, got in visits:
                        if isinstance(got, Outcome):
                            self._report(got)
                        else:
                            await self._room.acquire()
                            reading.create_task(self._read_and_save(lead, *got, fetcher=fetcher))
            except* ArchiveError as group:
                raise group.exceptions[0] from None
            finally:
                self._give_back()

    def refuse(self, outcome: Outcome) -> None:
        """Log what was asked for and is no address, and report it: what was asked is what the log adds up to."""
        self._archive.crawl.log.write(
            outcome.url, outcome.reason, error=outcome.error, run_id=self._run_id
        )
        self._report(outcome)

    async def take(self, page: Page, lead: Lead) -> None:
        """Take a page that is already in hand through the very same pipeline."""
        with self._workers:
            await self._room.acquire()
            await self._read_and_save(
                lead, page, self._archive.pages.keep(page, source="file", run_id=self._run_id)
            )

    def begin(self) -> None:
        """Start the clock of --max-time; later calls change nothing."""
        if self._plan.max_time is not None and self._end is None:
            loop = asyncio.get_running_loop()
            self._end = loop.time() + self._plan.max_time
            loop.call_later(self._plan.max_time, self.stop.set)

    def enough(self) -> bool:
        """Return whether the run is to begin nothing new; asked between pieces of work that give the loop no turn."""
        if self._end is not None and asyncio.get_running_loop().time() >= self._end:
            self.stop.set()
        return self.stop.is_set()

    async def _queued(self, leads: Iterable[Lead]) -> list[Lead]:
        """Queue what is worth a visit; what there is no time to queue comes with the same command again."""
        first: dict[str, Lead] = {}  # each address once, however often the input has it
        async for batch in self._batches(leads):
            for lead in batch:
                self._note_address(lead, first)
        queued: list[Lead] = []
        async for batch in self._batches(first.values()):
            queued += self._add([lead for lead in batch if self._is_due(lead)])
        return queued

    async def _batches(self, leads: Iterable[Lead]) -> AsyncIterator[list[Lead]]:
        """Yield the leads in parts, as long as there is time; signals have their turn between two parts."""
        rest = iter(leads)
        while not self.enough() and (batch := list(islice(rest, BATCH))):
            yield batch
            await asyncio.sleep(0)

    def _note_address(self, lead: Lead, first: dict[str, Lead]) -> None:
        """Note the first lead to each address in `first`; report one whose address is none."""
        try:
            address = urls.canonical(lead.url)
        except ValueError as error:
            scheme = "://" in lead.url and not lead.url.strip().lower().startswith(
                ("http:", "https:")
            )
            known = (
                lead if len(lead.url) <= urls.LONGEST else replace(lead, url=urls.shown(lead.url))
            )
            reason = Reason.BAD_SCHEME if scheme else Reason.BAD_URL
            self._report(self._failure(known, reason, str(error)))
        except Exception as error:  # noqa: BLE001 - the border: see faults
            self._report(self._fault(lead, error))
        else:
            if first.setdefault(address, lead) is not lead:
                self._repeated[first[address].url].append(lead)

    def _is_due(self, lead: Lead) -> bool:
        """Return whether to visit an address; one that was visited not long ago is reported."""
        try:
            known = None
            if not self._plan.force:
                known = self._archive.crawl.log.last_answer(lead.url, self._plan.max_age)
            if known is not None and lead.feed is not None:  # it waits since its feed was read
                self._archive.crawl.queue.finish(lead.url)
        except Exception as error:  # noqa: BLE001 - the border
            self._report(self._fault(lead, error))
            return False
        if known is not None:
            self._pass_on(remembered(lead, known))
        return known is None

    def _add(self, leads: list[Lead]) -> list[Lead]:
        """Queue the leads, and return them without those that cannot be queued, which are reported."""
        try:
            self._archive.crawl.queue.add(leads)
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            if len(leads) > 1:
                return [queued for lead in leads for queued in self._add([lead])]
            self._report(self._fault(leads[0], error))
            return []
        return leads

    def _give_back(self) -> None:
        """Let go of what was taken and not finished; the next run would take it from a process that is gone, too."""
        try:
            self._archive.crawl.queue.give_back()
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            faults.note(error, "queue")

    async def _fetch(self, fetcher: Fetcher, lead: Lead) -> tuple[Page, int] | Outcome:
        """Fetch a page and keep it, or return what became of the URL instead, whatever happens."""
        try:
            return await self._visited(fetcher, lead)
        except Exception as error:  # noqa: BLE001 - the border
            return self._fault(lead, error)

    async def _visited(self, fetcher: Fetcher, lead: Lead) -> tuple[Page, int] | Outcome:
        """A page that is kept, and its capture; or what became of the URL instead."""
        if not self._archive.crawl.queue.take(lead.url):
            return Outcome(
                url=lead.url, reason=Reason.TAKEN, row=lead.row
            )  # another run is at it, or was just now
        if lead.login and not lead.userinfo:
            return self._failure(lead, Reason.LOGIN, NAME_AGAIN)
        etag, last_modified = (
            (None, None) if self._plan.force else self._archive.crawl.log.validators(lead.url)
        )
        began = asyncio.get_running_loop().time()
        try:
            page = await fetcher.fetch(
                lead.url, etag=etag, last_modified=last_modified, userinfo=lead.userinfo
            )
        except FetchError as error:
            self._note_time(lead, began)
            return await self._rescued(fetcher, lead, error)
        self._note_time(lead, began)
        if page.status == NOT_MODIFIED or self._archive.articles.seen(page):
            return self._unchanged(lead, page)
        capture = self._archive.pages.keep(page, run_id=self._run_id)
        logger.debug(
            "kept %s as capture %d: %d bytes, %s",
            page.final_url,
            capture,
            len(page.body),
            page.status,
        )
        return page, capture

    def _note_time(self, lead: Lead, began: float) -> None:
        self._took[lead.url] = round(1000 * (asyncio.get_running_loop().time() - began))

    def _log(self, lead: Lead, reason: str, **seen: Any) -> None:
        """Write a visit down; its time goes to the first row that tells of it."""
        self._archive.crawl.log.write(
            lead.url, reason, ms=self._took.pop(lead.url, None), run_id=self._run_id, **seen
        )

    async def _rescued(
        self, fetcher: Fetcher, lead: Lead, error: FetchError
    ) -> tuple[Page, int] | Outcome:
        """A dead link's page from the Internet Archive, of its own time; the link is logged as dead all the same."""
        if self._plan.wayback is None or not policy(error.reason).dead:
            return self._missed(lead, error)
        try:
            page = await wayback.fetch(fetcher, lead.url, base=self._plan.wayback)
        except FetchError as refusal:
            known = refusal.reason is Reason.NOT_FOUND
            return self._missed(
                lead, error, f"; {'' if known else 'the Internet Archive did not help: '}{refusal}"
            )
        self._log(lead, error.reason, status=error.status, error=str(error))
        self._notes[lead.url] = f"from the Internet Archive, {page.fetched_at:%Y-%m-%d}"
        return page, self._archive.pages.keep(page, source="wayback", run_id=self._run_id)

    def _missed(self, lead: Lead, error: FetchError, besides: str = "") -> Outcome:
        capture = None
        if error.page is not None:
            capture = self._archive.pages.keep(error.page, run_id=self._run_id)
        return self._failure(
            lead, error.reason, f"{error}{besides}", Seen(capture=capture, status=error.status)
        )

    def _unchanged(self, lead: Lead, page: Page) -> Outcome:
        """A visit that found what the archive has is noted, and makes no version."""
        with self._archive.transaction():
            ms = self._took.pop(lead.url, None)
            article_id = self._archive.crawl.log.touch(
                lead.url, status=page.status, ms=ms, run_id=self._run_id
            )
            self._archive.crawl.queue.finish(lead.url)
        change = Change(kind=ChangeKind.SAME, article_id=article_id)
        return Outcome(url=lead.url, reason=Reason.SAME, change=change, row=lead.row)

    async def _read_and_save(
        self, lead: Lead, page: Page, capture: int, *, fetcher: Fetcher | None = None
    ) -> None:
        seen = Seen(capture=capture, status=page.status)
        try:
            outcome = await self._read_into(lead, page, capture, fetcher)
        except FetchError as error:
            outcome = self._fault(lead, error, seen, reason=error.reason)
        except WorkerDied as error:
            reason = (
                Reason.EXTRACT_TIMEOUT
                if isinstance(error, ReadingTimeout)
                else Reason.EXTRACT_FAILED
            )
            outcome = self._fault(lead, error, seen, reason=reason)
        except InputError as error:  # a site rule that cannot be read
            outcome = self._fault(lead, error, seen, reason=Reason.EXTRACT_FAILED)
        except Exception as error:  # noqa: BLE001 - the border
            outcome = self._fault(lead, error, seen)
        finally:
            self._room.release()
        self._report(outcome)

    async def _read_into(
        self, lead: Lead, page: Page, capture: int, fetcher: Fetcher | None
    ) -> Outcome:
        """Read a page, render it if it is a shell, and save the article."""
        await self._read_anew(lead)
        article = await self._read(page)
        if fetcher and article.verdict.kind is VerdictKind.JS_SHELL:
            page, capture = await self._rendered(fetcher, page, capture)
            article = await self._read(page)
        if fetcher and article.verdict.kind is VerdictKind.CHALLENGE:
            fetcher.challenged(page)
        return self._save(lead, page, capture, article)

    async def _read_anew(self, lead: Lead) -> None:
        """Where an older reader read what the archive has, read that again: else its faults would look like edits.

        A kept page that is damaged, or that cannot be read any more, costs only that: the new one is archived.
        """
        capture = self._archive.articles.outdated(lead.url)
        if capture is None:
            return
        try:
            self._archive.articles.reread(
                await self._read(self._archive.pages.load(capture)), capture
            )
        except (DamagedRow, WorkerDied) as error:
            self._warnings[lead.url] = (
                f"{lead.url}: the page that was kept before cannot be read again: {error}"
            )
            logger.warning("%s", self._warnings[lead.url])
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            said = faults.note(error, lead.url)
            self._tell(
                Outcome(url=lead.url, reason=Reason.FAULT, error=said, partial=True, row=lead.row)
            )

    async def _rendered(self, fetcher: Fetcher, page: Page, capture: int) -> tuple[Page, int]:
        """The page as its JavaScript makes it, kept beside the shell; the shell itself where nothing is rendered."""
        shown = await fetcher.render(page)
        if shown is page:
            return page, capture
        return shown, self._archive.pages.keep(shown, source="render", run_id=self._run_id)

    async def _read(self, page: Page) -> Article:
        known = self._archive.articles.known_blocks(page.final_url)
        told = self._archive.crawl.queue.feed_date(page.url)
        task = Reading(page=page, rules=self._plan.rules, known=known, feed_date=told)
        return await asyncio.wrap_future(self._workers.submit(task))

    def _save(self, lead: Lead, page: Page, capture: int, article: Article) -> Outcome:
        kind = article.verdict.kind
        with self._archive.transaction():
            change = self._archive.articles.save(article, capture)
            reason = decide.reason_of(kind, change.kind)
            failed = policy(reason).failed
            if not failed:
                self._log(lead, reason, capture_id=capture, status=page.status)
                self._archive.crawl.queue.finish(lead.url)
        if failed:
            return self._failure(
                lead,
                reason,
                policy(reason).label,
                Seen(capture=capture, status=page.status, change=change),
            )
        degraded = reason is Reason.DEGRADED
        return Outcome(
            url=lead.url,
            reason=reason,
            change=change,
            headline=article.headline,
            error=why_not(change) if degraded else None,
            note=policy(reason).label if kind in PAGES_ONLY else None,
            row=lead.row,
        )

    def _fault(
        self, lead: Lead, error: Exception, seen: Seen = NOTHING, *, reason: Reason = Reason.FAULT
    ) -> Outcome:
        """Return the outcome of a URL that met an error; raise one that is not its own but the archive's."""
        if faults.ends_the_run(error):
            raise error
        said = faults.note(error, lead.url) if reason is Reason.FAULT else clean_text(str(error))
        try:
            return self._failure(lead, reason, said, seen)
        except (
            Exception
        ) as further:  # even to write it down fails: then it is told, and the next run visits it
            if faults.ends_the_run(further):
                raise
            said = faults.note(further, lead.url)
            return Outcome(
                url=lead.url, reason=Reason.FAULT, error=said, change=seen.change, row=lead.row
            )

    def _failure(self, lead: Lead, reason: Reason, message: str, seen: Seen = NOTHING) -> Outcome:
        with self._archive.transaction():
            self._log(lead, reason, capture_id=seen.capture, status=seen.status, error=message)
            self._archive.crawl.queue.fail(
                lead.url, reason, message, again=policy(reason).retry is Retry.QUEUED
            )
        return Outcome(url=lead.url, reason=reason, error=message, change=seen.change, row=lead.row)

    def _pass_on(self, outcome: Outcome) -> None:
        """Tell an outcome, also to the further rows of the input that name its address: to them it was done before."""
        if outcome.url in self._warnings:
            outcome = replace(outcome, warning=self._warnings.pop(outcome.url))
        if outcome.url in self._notes:
            notes = (outcome.note, self._notes.pop(outcome.url))
            outcome = replace(outcome, note="; ".join(note for note in notes if note))
        self._tell(outcome)
        reason = outcome.reason if outcome.error else Reason.SKIPPED_FRESH
        for lead in self._repeated.pop(outcome.url, ()):
            self._tell(
                replace(
                    outcome,
                    url=lead.url,
                    reason=reason,
                    row=lead.row,
                    remembered=True,
                    warning=None,
                )
            )

    def _report(self, outcome: Outcome) -> None:
        self._pass_on(outcome)
        self._failures += outcome.error is not None
        if self._plan.fail_limit is not None and self._failures >= self._plan.fail_limit:
            self.stop.set()
