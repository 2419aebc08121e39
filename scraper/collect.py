"""The pipeline: URLs -> Outcomes. The one place that knows the order.

    lead ─► fresh? ─► fetch ─► keep the page ─► read it (in a worker) ─► save the article ─► Outcome

The page is kept before it is read: a fetch cannot be repeated, a reading can. A failure is the outcome of its URL,
never the end of the run; only the archive itself (disk full, damaged) ends one.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scraper import urls
from scraper.archive import Archive
from scraper.errors import ArchiveError, FetchError, Reason
from scraper.fetch.fetcher import Fetcher
from scraper.models import Article, Change, ChangeKind, Lead, Outcome, Page, VerdictKind
from scraper.read import Reading, article_of
from scraper.workers import PAGE_TIMEOUT, TookTooLong, Workers

NOT_MODIFIED = 304

# what a page that is no article means for its URL
NO_ARTICLE: dict[VerdictKind, tuple[Reason, str]] = {
    VerdictKind.CONSENT: (Reason.CONSENT, "a consent page came instead of the article; try --cookies FILE"),
    VerdictKind.CHALLENGE: (Reason.BLOCKED, "the site asks for proof of a human; wait, or ask the site"),
    VerdictKind.LOGIN: (Reason.LOGIN, "a login page came instead of the article; try --cookies FILE"),
    VerdictKind.JS_SHELL: (Reason.JS_SHELL, "the page is empty until its JavaScript runs"),
    VerdictKind.SOFT_404: (Reason.SOFT_404, "the page says that it does not exist, though with status 200"),
    VerdictKind.LISTING: (Reason.LISTING, "a list of articles, not an article; give their URLs, or the site's feed"),
    VerdictKind.EMPTY: (Reason.EMPTY, "no article text on the page"),
}


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What of a failed visit the fetch log can point at."""

    capture: int | None = None
    status: int | None = None
    change: Change | None = None


NOTHING = Seen()


class Collector:
    """One run over some URLs; `report` is told each outcome as it happens."""

    def __init__(self, archive: Archive, plan: Plan, report: Callable[[Outcome], None], *, run_id: int) -> None:
        self._archive, self._plan, self._run_id = archive, plan, run_id
        self._tell = report
        self._failures = 0
        self._workers: Workers[Reading, Article] = Workers(article_of, jobs=plan.jobs, timeout=plan.page_timeout)
        self._room = asyncio.Semaphore(4 * plan.jobs)  # pages fetched and not yet read are bounded, so memory is
        self.stop = asyncio.Event()  # once set, what is in flight is finished and nothing new begins

    async def run(self, leads: Iterable[Lead], fetcher: Fetcher) -> None:
        """Visit all that are worth a visit."""
        if self._plan.max_time is not None:
            asyncio.get_running_loop().call_later(self._plan.max_time, self.stop.set)
        fetch = functools.partial(self._fetch, fetcher)
        visits = fetcher.crawl(self._worth_a_visit(leads), fetch, stop=self.stop)
        with self._workers:
            try:
                async with contextlib.aclosing(visits), asyncio.TaskGroup() as reading:
                    async for lead, got in visits:
                        if isinstance(got, Outcome):
                            self._report(got)
                        else:
                            await self._room.acquire()
                            reading.create_task(self._read_and_save(lead, *got))
            except* ArchiveError as group:
                raise group.exceptions[0] from None

    async def take(self, page: Page, lead: Lead) -> None:
        """Take a page that is already in hand through the very same pipeline."""
        with self._workers:
            await self._room.acquire()
            await self._read_and_save(lead, page, self._archive.keep(page, source="file", run_id=self._run_id))

    def _worth_a_visit(self, leads: Iterable[Lead]) -> Iterator[Lead]:
        seen: set[str] = set()
        for lead in leads:
            try:
                address = urls.canonical(lead.url)
            except ValueError as error:
                scheme = "://" in lead.url and not lead.url.strip().lower().startswith(("http:", "https:"))
                reason = Reason.BAD_SCHEME if scheme else Reason.BAD_URL
                self._failed(lead, reason, str(error))
                continue
            if address in seen:
                continue
            seen.add(address)
            if not self._plan.force and self._archive.fresh(lead.url, self._plan.max_age):
                self._report(Outcome(url=lead.url, reason="skipped_fresh", row=lead.row))
            else:
                yield lead

    async def _fetch(self, fetcher: Fetcher, lead: Lead) -> tuple[Page, int] | Outcome:
        """A page that is kept, and its capture; or what became of the URL instead."""
        etag, last_modified = (None, None) if self._plan.force else self._archive.validators(lead.url)
        try:
            page = await fetcher.fetch(lead.url, etag=etag, last_modified=last_modified)
        except FetchError as error:
            capture = None if error.page is None else self._archive.keep(error.page, run_id=self._run_id)
            return self._failure(lead, error.reason, str(error), Seen(capture=capture, status=error.status))
        if page.status == NOT_MODIFIED or self._archive.seen(page):
            return self._unchanged(lead, page)
        return page, self._archive.keep(page, run_id=self._run_id)

    def _unchanged(self, lead: Lead, page: Page) -> Outcome:
        """A visit that found what the archive has is noted, and makes no version."""
        article_id = self._archive.touch(lead.url, "not_modified", status=page.status, run_id=self._run_id)
        change = Change(kind=ChangeKind.SAME, article_id=article_id)
        return Outcome(url=lead.url, reason="same", change=change, row=lead.row)

    async def _read_and_save(self, lead: Lead, page: Page, capture: int) -> None:
        try:
            article = await self._read(page)
        except ArchiveError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a page does to its reader is the outcome of its URL
            reason = Reason.EXTRACT_TIMEOUT if isinstance(error, TookTooLong) else Reason.EXTRACT_FAILED
            self._failed(lead, reason, str(error), Seen(capture=capture, status=page.status))
        else:
            self._save(lead, page, capture, article)
        finally:
            self._room.release()

    async def _read(self, page: Page) -> Article:
        task = Reading(page=page, rules=self._plan.rules, known=self._archive.known_blocks(page.final_url))
        return await asyncio.wrap_future(self._workers.submit(task))

    def _save(self, lead: Lead, page: Page, capture: int, article: Article) -> None:
        change = self._archive.save(article, capture)
        if article.verdict.kind in NO_ARTICLE:
            reason, message = NO_ARTICLE[article.verdict.kind]
            self._failed(lead, reason, message, Seen(capture=capture, status=page.status, change=change))
            return
        self._archive.log(lead.url, change.kind, capture_id=capture, status=page.status, run_id=self._run_id)
        degraded = change.kind is ChangeKind.DEGRADED
        self._report(
            Outcome(
                url=lead.url,
                reason=change.kind,
                change=change,
                headline=article.headline,
                error=f"kept, but not put in place of a better text: {change.reason}" if degraded else None,
                row=lead.row,
            )
        )

    def _failed(self, lead: Lead, reason: Reason, message: str, seen: Seen = NOTHING) -> None:
        self._report(self._failure(lead, reason, message, seen))

    def _failure(self, lead: Lead, reason: Reason, message: str, seen: Seen = NOTHING) -> Outcome:
        self._archive.log(
            lead.url, reason, capture_id=seen.capture, status=seen.status, error=message, run_id=self._run_id
        )
        return Outcome(url=lead.url, reason=reason, error=message, change=seen.change, row=lead.row)

    def _report(self, outcome: Outcome) -> None:
        self._tell(outcome)
        self._failures += outcome.error is not None
        if self._plan.fail_limit is not None and self._failures >= self._plan.fail_limit:
            self.stop.set()
