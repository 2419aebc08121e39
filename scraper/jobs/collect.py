"""The pipeline: URLs -> Outcomes. The one place that knows the order.

    lead ─► admitted? ─► fetch ─► keep the page ─► read it (in a worker) ─► save ─► Outcome

The page is kept before it is read: a fetch cannot be repeated, a reading can. A failure is the
outcome of its URL, never the end of the run, and so is an unexpected error of ours (`fault`). Only
the archive itself (disk full, damaged) ends one.

What comes next is decided in decide.py, and written down in ledger.py.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from scraper import faults, urls
from scraper.archive import Archive
from scraper.errors import ArchiveError, DamagedRow, FetchError, WorkerDied
from scraper.fetch import wayback
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import decide
from scraper.jobs.admission import Admission
from scraper.jobs.budget import BUDGET, HOST_BUDGET
from scraper.jobs.decide import Step, Visit
from scraper.jobs.ledger import Ledger
from scraper.jobs.read_page import ReadTask, article_of
from scraper.jobs.schedule import DEFAULT_SCHEDULE, Schedule
from scraper.models import Article, Change, ChangeKind, Lead, Outcome, Page
from scraper.outcomes import Reason
from scraper.workers.child import rarely_collecting
from scraper.workers.pool import PAGE_TIMEOUT, Workers

logger = logging.getLogger("scraper")

_UNCHANGED = Change(kind=ChangeKind.SAME)
UNREAD = 4  # pages for each reading process that are fetched and wait: so memory is bounded


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
    schedule: Schedule = DEFAULT_SCHEDULE  # when articles are looked at again
    budget: int = BUDGET  # of articles that are looked at again; 0: all
    host_budget: int = HOST_BUDGET  # of them on one host


class Collector:
    """One run over some URLs; `report` receives each outcome as it happens."""

    def __init__(
        self, archive: Archive, plan: Plan, report: Callable[[Outcome], None], *, run_id: int
    ) -> None:
        self._archive, self._plan = archive, plan
        self._on_outcome = report
        self._failures = 0
        self._ledger = Ledger(archive, run_id=run_id, schedule=plan.schedule)
        self._admission = Admission(
            archive=archive,
            ledger=self._ledger,
            max_age=None if plan.force else plan.max_age,
            on_failure=self._report,
            on_remembered=self._pass_on,
            enough=self.enough,
        )
        self._workers: Workers[ReadTask, Article] = Workers(
            article_of, jobs=plan.jobs, timeout=plan.page_timeout
        )
        self._room = asyncio.Semaphore(UNREAD * plan.jobs)
        self._end: float | None = None  # when --max-time is over, by the loop's clock
        # Once set, requests in progress are finished and nothing new begins.
        self.stop = asyncio.Event()

    async def run(self, leads: Iterable[Lead], fetcher: Fetcher) -> None:
        """Visit all leads that are worth a visit."""
        self.begin()
        queued = await self._admission.queue(leads)
        visits = fetcher.crawl(queued, functools.partial(self._fetch, fetcher), stop=self.stop)
        with self._workers, rarely_collecting():
            try:
                async with contextlib.aclosing(visits), asyncio.TaskGroup() as reading:
                    async for _, got in visits:
                        if isinstance(got, Outcome):
                            self._report(got)
                        else:
                            await self._room.acquire()
                            reading.create_task(self._read_and_save(*got, fetcher))
            except* ArchiveError as group:
                raise group.exceptions[0] from None
            finally:
                self._give_back()

    def refuse(self, outcome: Outcome) -> None:
        """Log and report text that was given as an address and is none.

        So the log adds up to what was asked for.
        """
        self._ledger.refused(outcome)
        self._report(outcome)

    async def take(self, page: Page, lead: Lead) -> None:
        """Take a page that is already in hand through the same pipeline."""
        with self._workers:
            await self._room.acquire()
            visit = self._ledger.keep(Visit(lead=lead), page, source="file")
            await self._read_and_save(visit, page)

    async def take_all(self, pages: Iterable[Page], *, source: str) -> None:
        """Take pages of another archive; they are saved in their order, and so are versions.

        Pages of different sites are read at the same time, those of one site one after the other.

        A page is left out if the archive has been given it, or a newer one of its address.
        """
        under_way: dict[str, asyncio.Task[None]] = {}
        last: asyncio.Task[None] | None = None
        with self._workers, rarely_collecting():
            try:
                for page in pages:
                    # Whether a page is here already, and which of its blocks are those of its whole
                    # site, is only known once the page of that site before it is saved.
                    site = urls.site(page.final_url)
                    before = under_way.get(site) or _failed(last)
                    if before is not None:
                        await before
                    if self._is_here(page):
                        continue
                    await self._room.acquire()
                    last = asyncio.create_task(self._take_after(last, page, source))
                    under_way[site] = last
                    last.add_done_callback(functools.partial(_forget, under_way, site))
            finally:
                if last is not None:
                    await last

    def _is_here(self, page: Page) -> bool:
        """Return whether the archive was given a page, or a newer one of its address; report it."""
        if not self._archive.pages.is_read(page):
            return False
        visit = Visit(lead=Lead(url=page.url), status=page.status, change=_UNCHANGED)
        self._report(decide.outcome(visit, Reason.SAME))
        return True

    async def _take_after(self, before: asyncio.Task[None] | None, page: Page, source: str) -> None:
        """Keep and read a page at once, and save its article once the page before is saved.

        A run that was killed may have kept it already.
        """
        capture = self._archive.pages.capture_of(page)
        visit = Visit(lead=Lead(url=page.url), status=page.status, capture=capture)
        try:
            if capture is None:
                visit = self._ledger.keep(visit, page, source=source)
            await self._read_and_save(visit, page, after=before)
        finally:
            if before is not None:
                await before

    def begin(self) -> None:
        """Start the clock of --max-time; later calls change nothing."""
        if self._plan.max_time is not None and self._end is None:
            loop = asyncio.get_running_loop()
            self._end = loop.time() + self._plan.max_time
            loop.call_later(self._plan.max_time, self.stop.set)

    def enough(self) -> bool:
        """Return whether the run is to begin nothing new.

        It is asked between pieces of work that give the loop no turn to set `stop`.
        """
        if self._end is not None and asyncio.get_running_loop().time() >= self._end:
            self.stop.set()
        return self.stop.is_set()

    def _give_back(self) -> None:
        """Release what was taken and not finished, as the next run would do for a run that died."""
        try:
            self._archive.crawl.queue.give_back()
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            faults.note(error, "queue")

    # --- fetch ---

    async def _fetch(self, fetcher: Fetcher, lead: Lead) -> tuple[Visit, Page] | Outcome:
        """Fetch a page and keep it, or return what became of the URL instead."""
        visit = Visit(lead=lead)
        try:
            taken = self._archive.crawl.queue.take(lead.url)
            step = decide.on_start(lead, taken=taken)
            if step is Step.LEAVE:
                return decide.left(lead)
            if step is Step.REFUSE:
                return self._ledger.failed(visit, Reason.LOGIN, decide.NAME_AGAIN)
            began = asyncio.get_running_loop().time()
            answer = await self._answer(fetcher, lead)
            seconds = asyncio.get_running_loop().time() - began
            visit = replace(visit, ms=round(1000 * seconds))
            if isinstance(answer, FetchError):
                return await self._after_failure(fetcher, visit, answer)
            return self._after_page(visit, answer)
        except Exception as error:  # noqa: BLE001 - the border: see faults
            return self._ledger.fault(visit, error)

    async def _answer(self, fetcher: Fetcher, lead: Lead) -> Page | FetchError:
        """Ask for a page, or only for what has changed since the archive read it."""
        etag = last_modified = None
        if not self._plan.force:
            etag, last_modified = self._archive.crawl.log.validators(lead.url)
        try:
            return await fetcher.fetch(
                lead.url, etag=etag, last_modified=last_modified, userinfo=lead.userinfo
            )
        except FetchError as error:
            return error

    def _after_page(self, visit: Visit, page: Page) -> tuple[Visit, Page] | Outcome:
        archived = self._archive.articles.seen(page)
        if decide.on_page(page, archived=archived) is Step.NOTE:
            return self._ledger.unchanged(replace(visit, status=page.status))
        return self._ledger.keep(visit, page), page

    async def _after_failure(
        self, fetcher: Fetcher, visit: Visit, error: FetchError
    ) -> tuple[Visit, Page] | Outcome:
        base = self._plan.wayback
        step = decide.on_failure(error.reason, wayback=base is not None)
        if base is None or step is Step.GIVE_UP:
            return self._ledger.missed(visit, error)
        try:
            page = await wayback.fetch(fetcher, visit.lead.url, base=base)
        except FetchError as refusal:
            is_unknown = refusal.reason is Reason.NOT_FOUND
            prefix = "" if is_unknown else "the Internet Archive did not help: "
            return self._ledger.missed(visit, error, f"; {prefix}{refusal}")
        visit = self._ledger.dead(visit, error)
        origin = f"from the Internet Archive, {page.fetched_at:%Y-%m-%d}"
        return self._ledger.keep(replace(visit, note=origin), page, source="wayback"), page

    # --- read and save ---

    async def _read_and_save(
        self,
        visit: Visit,
        page: Page,
        fetcher: Fetcher | None = None,
        *,
        after: asyncio.Task[None] | None = None,
    ) -> None:
        """Read a page and save its article, if need be only once another task is done."""
        try:
            visit = await self._read_anew(visit)
            outcome = await self._read_into(visit, page, fetcher, after)
        except Exception as error:  # noqa: BLE001 - the border
            outcome = self._ledger.fault(visit, error, decide.why_unread(error))
        finally:
            self._room.release()
        self._report(outcome)

    async def _read_anew(self, visit: Visit) -> Visit:
        """Read the archive's page again if an older reader read it.

        Else that reader's faults would look like edits. A page that is damaged, or that cannot be
        read any more, costs only this comparison: the new one is archived.
        """
        url = visit.lead.url
        capture = self._archive.articles.outdated(url)
        if capture is None:
            return visit
        try:
            article = await self._read(self._archive.pages.load(capture))
            self._archive.articles.reread(article, capture)
        except (DamagedRow, WorkerDied) as error:
            warning = f"{url}: the page that was kept before cannot be read again: {error}"
            logger.warning("%s", warning)
            return replace(visit, warning=warning)
        except Exception as error:
            if faults.ends_the_run(error):
                raise
            fault = decide.outcome(visit, Reason.FAULT, error=faults.note(error, url))
            self._on_outcome(replace(fault, partial=True))
        return visit

    async def _read_into(
        self,
        visit: Visit,
        page: Page,
        fetcher: Fetcher | None,
        after: asyncio.Task[None] | None,
    ) -> Outcome:
        """Read a page, render it if it is empty without its JavaScript, and save the article."""
        article = await self._read(page)
        if fetcher is not None and decide.on_article(article.verdict.kind) is Step.RENDER:
            rendered = await fetcher.render(page)
            if rendered is not page:
                page = rendered
                visit = self._ledger.keep(visit, page, source="render")
                article = await self._read(page)
        if fetcher is not None and decide.slows_host_down(article.verdict.kind):
            fetcher.challenged(page)
        if after is not None:
            await after
        return self._ledger.saved(visit, article)

    async def _read(self, page: Page) -> Article:
        task = ReadTask(
            page=page,
            rules=self._plan.rules,
            known=self._archive.articles.known_blocks(page.final_url),
            feed_date=self._archive.crawl.queue.feed_date(page.url),
            rule=self._archive.crawl.feeds.rule_for(page.url),
        )
        return await asyncio.wrap_future(self._workers.submit(task))

    # --- report ---

    def _pass_on(self, outcome: Outcome) -> None:
        """Report an outcome, also for the further rows of the input that name its address."""
        self._on_outcome(outcome)
        for lead in self._admission.repeated.pop(outcome.url, ()):
            self._on_outcome(decide.repeated(outcome, lead))

    def _report(self, outcome: Outcome) -> None:
        """Report an outcome and count it; enough failures stop the run."""
        self._pass_on(outcome)
        self._failures += outcome.error is not None
        if decide.has_failed_enough(self._failures, self._plan.fail_limit):
            self.stop.set()


def _forget(tasks: dict[str, asyncio.Task[None]], site: str, task: asyncio.Task[None]) -> None:
    """Remove a task that is done, unless another one has its place."""
    if tasks.get(site) is task:
        del tasks[site]


def _failed(task: asyncio.Task[None] | None) -> asyncio.Task[None] | None:
    """Return a task that ended with an error, which a wait for it raises; None for any other."""
    has_failed = task is not None and task.done() and task.exception() is not None
    return task if has_failed else None
