"""One round of the cron job: ask the feeds that are due, look at what is due, retry what failed.

    feeds that are due ─► their new entries ─► articles that are due ─► what failed or was left

The parts share one fetcher, so a host is asked at its pace by all of them, and the time of the
round by their marks in it (time_shares.py). What it reports is decided in round_result.py and
troubles.py; nothing here prints.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from scraper.archive import Archive
from scraper.fetch.fetcher import Fetcher
from scraper.jobs import feed_answer, refresh, round_result, troubles
from scraper.jobs.collect import Collector, Plan
from scraper.jobs.decide import has_failed_enough
from scraper.jobs.feed_answer import Polled
from scraper.jobs.fill_gaps import GapFiller
from scraper.jobs.poll import Poller
from scraper.jobs.round_result import RoundResult
from scraper.jobs.run import Hooks, OnOutcome, Running, entry_outcome, on_the_net
from scraper.jobs.time_shares import Part, seconds_for
from scraper.jobs.troubles import Sighting, TroubleReport
from scraper.models import Lead, Outcome
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.fetch.fetch_settings import FetchSettings


HandOn = Callable[[RoundResult, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundPlan:
    """How a round goes about its work."""

    visits: Plan  # its max_time is that of the whole round
    every_feed: bool = False  # ask all feeds at once, whether they are due or not


def play(  # noqa: PLR0913  (as run.visit)
    archive: Archive,
    settings: FetchSettings,
    plan: RoundPlan,
    on_outcome: OnOutcome,
    *,
    hooks: Hooks,
    hand_on: HandOn | None = None,
    **net: Any,
) -> RoundResult:
    """Do one round, record it as a run, and return what it came to.

    `on_outcome` receives each failed feed and each visit as it happens. `hand_on` is called with
    the result and the id of the run when all parts are done, before the run counts as ended.
    """
    result = RoundResult(began=archive.clock())

    async def work(fetcher: Fetcher, run: Running, counted: OnOutcome) -> None:
        parts = _Parts(archive, fetcher, plan, result=result, on_outcome=counted, run_id=run.id)
        parts.progress = hooks.progress
        hooks.on_start(parts.stop)
        await parts.go()

    if hand_on is not None:
        hooks = replace(hooks, on_done=partial(hand_on, result))
    on_the_net(archive, settings, on_outcome, work=work, hooks=hooks, net=net)
    conclude(archive, result)
    return result


def conclude(archive: Archive, result: RoundResult) -> None:
    """Decide what is to be reported of a round, and keep what is in trouble."""
    log = archive.crawl.troubles
    before = log.rows()
    failing = {
        host: outcome
        for host, outcome in round_result.suspects(result).items()
        if log.has_only_failed(host, round_result.VISITS)
    }
    week_ago = archive.clock() - round_result.FORGOTTEN
    seen = [
        *(
            round_result.forgotten(trouble)
            for trouble in before
            if trouble.kind == "site" and not log.was_visited_since(trouble.subject, week_ago)
        ),
        *round_result.of_feeds(log.feeds(), before),
        *round_result.of_sites(result, failing, before),
    ]
    seen.append(Sighting(subject="archive", kind="archive", detail=archive.maintenance.shortage()))
    result.troubles = report_troubles(archive, seen)
    events = archive.crawl.feeds.events(since=result.began)
    result.news = tuple(round_result.news(events))
    result.gaps["open"] = len(archive.crawl.gaps.open())


def report_troubles(archive: Archive, seen: Iterable[Sighting]) -> TroubleReport:
    """Return what is to be reported of what was seen, and keep what is in trouble."""
    log = archive.crawl.troubles
    report = troubles.decide(log.rows(), seen, archive.clock())
    log.keep(report.kept)
    return report


class _Parts:
    """The parts of a round, one after the other."""

    def __init__(  # noqa: PLR0913  (what a run needs, piece by piece)
        self,
        archive: Archive,
        fetcher: Fetcher,
        plan: RoundPlan,
        *,
        result: RoundResult,
        on_outcome: OnOutcome,
        run_id: int,
    ) -> None:
        self.progress = Progress()
        self._archive, self._fetcher, self._plan = archive, fetcher, plan
        self._result, self._on_outcome = result, on_outcome
        self._run_id = run_id
        self._leads: dict[str, Lead] = {}  # entries of feeds that are visited, by address
        self._collector: Collector | None = None
        self._works: dict[Part, Callable[[Collector], Awaitable[None]]] = {
            Part.POLL: self._poll,
            Part.VISIT: self._visit,
            Part.REFRESH: self._refresh,
            Part.RETRY: self._retry,
        }

    def stop(self) -> None:
        """Let the requests in progress finish, and begin nothing new."""
        self._result.was_interrupted = True
        if self._collector is not None:
            self._collector.stop.set()

    async def go(self) -> None:
        """Do all parts, as far as the time goes."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        for part, work in self._works.items():
            if self._is_over():
                return
            spent = loop.time() - began
            collector = self._collector = self._collector_of(part, spent)
            collector.begin()
            if not collector.enough():
                await work(collector)
            done = self._result.part(part)
            done.seconds = loop.time() - began - spent
            done.was_cut = collector.enough()

    def _is_over(self) -> bool:
        limit = self._plan.visits.fail_limit
        return self._result.was_interrupted or has_failed_enough(self._failures(), limit)

    def _failures(self) -> int:
        return len(self._result.lost) + len(self._result.retried)

    def _collector_of(self, part: Part, spent: float) -> Collector:
        plan = self._plan.visits
        limit = None if plan.fail_limit is None else plan.fail_limit - self._failures()
        own = replace(plan, max_time=seconds_for(part, plan.max_time, spent), fail_limit=limit)
        if part is Part.REFRESH:
            own = refresh.plan_for(own)

        def note(outcome: Outcome) -> None:
            lead = self._leads.get(outcome.url)
            self._note(part, entry_outcome(self._archive, outcome, lead))

        return Collector(self._archive, own, note, run_id=self._run_id)

    def _note(self, part: Part, outcome: Outcome) -> None:
        has_failed = outcome.error is not None and part in (Part.VISIT, Part.RETRY)
        given_up = has_failed and self._archive.crawl.troubles.is_given_up(outcome.url)
        lost = round_result.is_lost(part, outcome, is_given_up=given_up)
        self._result.count(part, outcome, is_lost=lost)
        self._on_outcome(outcome)

    # --- the parts ---

    async def _poll(self, collector: Collector) -> None:
        """Ask the feeds that are due, or all; queue their new entries."""
        feeds = self._archive.crawl.feeds
        due = dict.fromkeys(feeds.active() if self._plan.every_feed else feeds.due())
        self.progress.begin("asks feeds", total=len(due), unit="feeds")
        asked = self._result.asked

        def on_polled(polled: Polled) -> None:
            if polled.url in due:  # not a document that a feed names
                asked.add(polled.url)
            if polled.error:
                self._note(Part.POLL, feed_answer.outcome(polled))
            self.progress.done = len(asked)

        poller = Poller(self._archive.crawl, self._fetcher, on_polled, collector)
        await poller.ask(list(due))
        await self._fill_gaps(collector)

    async def _fill_gaps(self, collector: Collector) -> None:
        """Look elsewhere for the entries that no poll saw, and queue what is found."""
        filler = GapFiller(
            self._archive, self._fetcher, wayback=self._plan.visits.wayback, until=collector
        )
        fillings = await filler.fill()
        self._result.gaps |= {
            "tried": len(fillings),
            "filled": sum(filling.whole for filling in fillings),
            "entries": sum(filling.found for filling in fillings),
        }

    async def _visit(self, collector: Collector) -> None:
        """Fetch the new entries."""
        await self._collect(collector, "", self._archive.crawl.queue.fresh())

    async def _refresh(self, collector: Collector) -> None:
        """Look again at the articles that are due."""
        leads = refresh.due_leads(self._archive, self._plan.visits)
        await self._collect(collector, "refreshes articles", leads)

    async def _retry(self, collector: Collector) -> None:
        """Fetch again what failed and has waited long enough, and what is still left."""
        feeds = [feed.url for feed in self._archive.crawl.troubles.feeds()]
        await self._collect(
            collector, "retries failures", self._archive.crawl.queue.due_again(feeds)
        )

    async def _collect(self, collector: Collector, what: str, leads: Iterable[Lead]) -> None:
        self._leads = {lead.url: lead for lead in leads}
        self.progress.begin(what, total=len(self._leads))
        if self._leads:
            await collector.run(self._leads.values(), self._fetcher)
