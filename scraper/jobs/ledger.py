"""The archive's record of a run: pages that are kept, visits that end, and their outcomes."""

from __future__ import annotations

import logging
from dataclasses import replace

from scraper import faults
from scraper.archive import Archive
from scraper.cleaning import clean_text
from scraper.errors import FetchError
from scraper.jobs import decide
from scraper.jobs.decide import Visit
from scraper.jobs.due_times import DueTimes
from scraper.jobs.schedule import DEFAULT_SCHEDULE, Schedule
from scraper.models import Article, Change, ChangeKind, Outcome, Page
from scraper.outcomes import Reason, policy

logger = logging.getLogger("scraper")


class Ledger:
    """Writes what becomes of each URL into the archive, and returns it as an outcome."""

    def __init__(
        self, archive: Archive, *, run_id: int, schedule: Schedule = DEFAULT_SCHEDULE
    ) -> None:
        self._archive, self._run_id = archive, run_id
        self._due_times = DueTimes(archive, schedule)

    def keep(self, visit: Visit, page: Page, *, source: str = "live") -> Visit:
        """Keep a page, before anything is made of it.

        The disk is waited for when the visit ends, which writes this through, too; no outcome is
        reported before.
        """
        with self._archive.not_waiting():
            capture = self._archive.pages.keep(page, source=source, run_id=self._run_id)
        size = len(page.body)
        logger.debug(
            "kept %s as capture %d: %d bytes, %s", page.final_url, capture, size, page.status
        )
        return replace(visit, capture=capture, status=page.status)

    def refused(self, outcome: Outcome) -> None:
        """Log text that was given as an address and is none."""
        log = self._archive.crawl.log
        log.write(outcome.url, outcome.reason, error=outcome.error, run_id=self._run_id)

    def dead(self, visit: Visit, error: FetchError) -> Visit:
        """Log a link as dead whose page comes from elsewhere."""
        visit = replace(visit, status=error.status)
        self._log(visit, error.reason, str(error))
        return replace(visit, ms=None)

    def missed(self, visit: Visit, error: FetchError, addition: str = "") -> Outcome:
        """Record a fetch that failed, with the page that came instead."""
        if error.page is not None:
            visit = self.keep(visit, error.page)
        visit = replace(visit, status=error.status)
        return self.failed(visit, error.reason, f"{error}{addition}")

    def unchanged(self, visit: Visit) -> Outcome:
        """Record a visit that found what the archive has, which makes no version."""
        url = visit.lead.url
        with self._archive.transaction():
            article_id = self._archive.crawl.log.touch(
                url, status=visit.status, ms=visit.ms, run_id=self._run_id
            )
            self._archive.crawl.queue.finish(url)
            self._note_due(article_id, Reason.SAME)
        change = Change(kind=ChangeKind.SAME, article_id=article_id)
        return decide.outcome(replace(visit, change=change), Reason.SAME)

    def saved(self, visit: Visit, article: Article) -> Outcome:
        """Save an article; a page that is not one is a failure, or is kept as what it is."""
        assert visit.capture is not None
        with self._archive.transaction():
            change = self._archive.articles.save(article, visit.capture)
            reason = decide.on_saved(article.verdict.kind, change.kind)
            failed = policy(reason).failed
            if not failed:
                self._log(visit, reason)
                self._archive.crawl.queue.finish(visit.lead.url)
                self._note_due(change.article_id, reason, change.reason)
        if failed:
            return self.failed(replace(visit, change=change), reason, policy(reason).label)
        return decide.saved(visit, article, change)

    def failed(self, visit: Visit, reason: Reason, message: str) -> Outcome:
        """Record a visit that failed."""
        with self._archive.transaction():
            self._log(visit, reason, message)
            self._archive.crawl.queue.fail(
                visit.lead.url, reason, message, again=decide.stays_queued(reason)
            )
            self._note_due(self._archive.articles.find(visit.lead.url), reason)
        return decide.outcome(visit, reason, error=message)

    def fault(self, visit: Visit, error: Exception, reason: Reason = Reason.FAULT) -> Outcome:
        """Record a visit that met an error; raise one that is the archive's and not the URL's."""
        if faults.ends_the_run(error):
            raise error
        url = visit.lead.url
        message = faults.note(error, url) if reason is Reason.FAULT else clean_text(str(error))
        try:
            return self.failed(visit, reason, message)
        except Exception as further:
            if faults.ends_the_run(further):
                raise
            # It cannot even be written down: it is reported, and the next run visits the URL.
            return decide.outcome(visit, Reason.FAULT, error=faults.note(further, url))

    def _note_due(self, article_id: int | None, reason: Reason, refusal: str | None = None) -> None:
        """Write when the article of a visit is to be looked at again, if it has one."""
        if article_id is not None:
            self._due_times.after_visit(article_id, reason, refusal)

    def _log(self, visit: Visit, reason: Reason, error: str | None = None) -> None:
        self._archive.crawl.log.write(
            visit.lead.url,
            reason,
            capture_id=visit.capture,
            status=visit.status,
            error=error,
            ms=visit.ms,
            run_id=self._run_id,
        )
