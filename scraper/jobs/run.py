"""The life of a run: begin, stop, count, end, and mark entries of feeds as seen.

Nothing here prints, reads the environment or handles signals. The caller learns what happens
through callbacks, and stops the run with the function that `Hooks.on_start` receives.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from scraper import faults
from scraper.errors import InputError, ScraperError
from scraper.models import Lead, Outcome, Page
from scraper.outcomes import Reason
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.fetch.fetcher import Fetcher
    from scraper.jobs.collect import Collector, Plan
    from scraper.jobs.feed_answer import Polled

OnOutcome = Callable[[Outcome], None]
Work = Callable[["Fetcher", "Collector", OnOutcome], Awaitable[None]]
NetWork = Callable[["Fetcher", "Running", OnOutcome], Awaitable[None]]

# A person stopped the run, or its input was wrong: the run's row gets no error for these.
EXPECTED = (KeyboardInterrupt, BrokenPipeError, InputError)


def ignore(_: object) -> None:
    """Do nothing: the default of a callback."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hooks:
    """What a run is called in the archive, and whom it informs besides `on_outcome`."""

    command: Sequence[str] = ("scraper",)  # as it is kept in the archive
    name: str | None = None  # runs of one name follow each other in `scraper status`
    expected: tuple[type[BaseException], ...] = ()  # further errors that are no failure of the run
    on_warning: Callable[[str], None] = ignore
    # Receives a function that stops the run once the requests in progress are finished. It is
    # called in the thread of the run's event loop, and so must be the function that it receives.
    on_start: Callable[[Callable[[], None]], None] = ignore
    # Receives the run's id when its work is done. Only then does its row get an end: a run that is
    # killed in this function counts as one that was killed.
    on_done: Callable[[int], None] = ignore
    # what is done of the run, for whoever shows it meanwhile
    progress: Progress = field(default_factory=Progress)


NO_HOOKS = Hooks()


@dataclass
class Running:
    """A run in progress."""

    id: int
    counts: Counter[str] = field(default_factory=Counter)  # outcomes by reason


@contextmanager
def recorded(archive: Archive, hooks: Hooks = NO_HOOKS) -> Iterator[Running]:
    """Record in the archive that a run begins and how it ends, with the error that ended it."""
    run = Running(id=archive.crawl.runs.start(hooks.command, name=hooks.name))
    try:
        yield run
    except BaseException as error:
        cause = _cause(error, (*EXPECTED, *hooks.expected))
        # A full disk refuses this row, too; the error itself is raised all the same.
        with suppress(Exception):
            archive.crawl.runs.end(run.id, run.counts, error=cause)
        raise
    archive.crawl.runs.end(run.id, run.counts)


def visit(  # noqa: PLR0913  (what a run needs, piece by piece)
    archive: Archive,
    leads: Iterable[Lead],
    settings: FetchSettings,
    plan: Plan,
    on_outcome: OnOutcome,
    *,
    refused: Sequence[Outcome] = (),
    hooks: Hooks = NO_HOOKS,
    **net: Any,
) -> None:
    """Fetch and archive the leads; log the `refused`, which are inputs without a usable address."""

    async def work(fetcher: Fetcher, collector: Collector, _: OnOutcome) -> None:
        for outcome in refused:
            collector.refuse(outcome)
        await collector.run(leads, fetcher)

    _run(archive, settings, plan, on_outcome, work=work, hooks=hooks, net=net)


def take(
    archive: Archive, page: Page, plan: Plan, on_outcome: OnOutcome, *, hooks: Hooks = NO_HOOKS
) -> None:
    """Archive a page that was not fetched by us: the same pipeline, without the network."""
    from scraper.jobs.collect import Collector

    with recorded(archive, hooks) as run:
        counted = _counting(on_outcome, run.counts, hooks.progress)
        collector = Collector(archive, plan, counted, run_id=run.id)
        asyncio.run(collector.take(page, Lead(url=page.url)))


def take_all(  # noqa: PLR0913  (as visit)
    archive: Archive,
    pages: Iterable[Page],
    plan: Plan,
    on_outcome: OnOutcome,
    *,
    source: str,
    hooks: Hooks = NO_HOOKS,
) -> None:
    """Archive pages of another archive in their order, those aside that are here already."""
    from scraper.jobs.collect import Collector

    with recorded(archive, hooks) as run:
        counted = _counting(on_outcome, run.counts, hooks.progress)
        collector = Collector(archive, plan, counted, run_id=run.id)
        with archive.not_waiting():
            asyncio.run(collector.take_all(pages, source=source))


def poll_and_visit(  # noqa: PLR0913  (as visit)
    archive: Archive,
    feeds: Sequence[str],
    settings: FetchSettings,
    plan: Plan,
    on_outcome: OnOutcome,
    *,
    limit: int = 0,
    hooks: Hooks = NO_HOOKS,
    **net: Any,
) -> None:
    """Poll the feeds, then fetch and archive their new entries and those that are due for a retry.

    `limit` is the most entries of each feed; 0 means all of them.
    """
    from scraper.jobs import feed_answer
    from scraper.jobs.fill_gaps import GapFiller
    from scraper.jobs.poll import Poller

    entries: dict[str, Lead] = {}

    def on_entry(outcome: Outcome) -> None:
        on_outcome(entry_outcome(archive, outcome, entries.get(outcome.url)))

    async def work(fetcher: Fetcher, collector: Collector, on_counted: OnOutcome) -> None:
        progress, answered = hooks.progress, set[str]()

        def on_polled(polled: Polled) -> None:
            if polled.error:
                on_counted(feed_answer.outcome(polled))
            if polled.url in feeds:  # not a document that a feed names
                answered.add(polled.url)
            progress.done = len(answered)

        progress.begin("asks feeds", total=len(feeds), unit="feeds")
        filler = GapFiller(archive, fetcher, wayback=plan.wayback, until=collector)
        poller = Poller(archive.crawl, fetcher, on_polled, collector, filler)
        entries.update((lead.url, lead) for lead in await poller.poll(feeds, limit=limit or None))
        progress.begin("", total=len(entries))
        await collector.run(entries.values(), fetcher)

    _run(archive, settings, plan, on_entry, work=work, hooks=hooks, net=net)


def entry_outcome(archive: Archive, outcome: Outcome, lead: Lead | None) -> Outcome:
    """Return the outcome to report for a feed's entry, and mark an entry that succeeded as seen.

    Until it is marked, its feed may list the entry again. A failure is reported once: an earlier
    one, which is only remembered, becomes `skipped_fresh`.
    """
    if outcome.remembered and outcome.error is not None:
        return replace(outcome, reason=Reason.SKIPPED_FRESH, error=None)
    if outcome.error is None and lead is not None and lead.feed is not None:
        _mark_seen(archive, lead)
    return outcome


def _run(  # noqa: PLR0913  (as visit)
    archive: Archive,
    settings: FetchSettings,
    plan: Plan,
    on_outcome: OnOutcome,
    *,
    work: Work,
    hooks: Hooks,
    net: dict[str, Any],
) -> None:
    """Do the work with a fetcher and a collector, in an event loop of its own; record the run."""
    from scraper.jobs.collect import Collector

    async def collect(fetcher: Fetcher, run: Running, counted: OnOutcome) -> None:
        collector = Collector(archive, plan, counted, run_id=run.id)
        collector.begin()
        hooks.on_start(collector.stop.set)
        await work(fetcher, collector, counted)

    on_the_net(archive, settings, on_outcome, work=collect, hooks=hooks, net=net)


def on_the_net(  # noqa: PLR0913  (as visit)
    archive: Archive,
    settings: FetchSettings,
    on_outcome: OnOutcome,
    *,
    work: NetWork,
    hooks: Hooks,
    net: dict[str, Any],
) -> None:
    """Do the work with a fetcher, in an event loop of its own; record the run.

    The work receives the fetcher, the run, and a callback that counts an outcome and passes it on.
    """
    from scraper.fetch.fetcher import Fetcher
    from scraper.jobs.waiting import waits_noted

    async def in_loop(run: Running) -> None:
        async with Fetcher(settings, hosts=archive.crawl.hosts, **net) as fetcher:
            for fault in fetcher.faults:
                hooks.on_warning(fault)
            counted = _counting(on_outcome, run.counts, hooks.progress)
            async with waits_noted(fetcher.waits, hooks.progress):
                await work(fetcher, run, counted)

    with recorded(archive, hooks) as run:
        asyncio.run(in_loop(run))
        hooks.on_done(run.id)


def _cause(error: BaseException, expected: tuple[type[BaseException], ...]) -> str | None:
    """Return the line that explains what ended a run; None for an expected end."""
    while isinstance(error, BaseExceptionGroup):  # of the tasks of the run
        error = error.exceptions[0]
    if isinstance(error, expected):
        return None
    if isinstance(error, ScraperError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'cannot write'}: {error.strerror}"
    return faults.note(error, "the run")


def _mark_seen(archive: Archive, lead: Lead) -> None:
    """Mark an entry as seen.

    If that fails, its feed lists it again, and the next run skips it as fresh.
    """
    try:
        archive.crawl.feeds.mark_seen(archive.crawl.feeds.polled(lead.feed or "")["id"], [lead])
    except Exception as error:
        if faults.ends_the_run(error):
            raise
        faults.note(error, lead.url)


def _counting(on_outcome: OnOutcome, counts: Counter[str], progress: Progress) -> OnOutcome:
    """Return a callback that counts each outcome, for the run's row too, and passes it on."""

    def counted(outcome: Outcome) -> None:
        counts[outcome.reason] += 1
        progress.done += 1
        progress.skipped += outcome.remembered
        progress.failed += outcome.error is not None
        on_outcome(outcome)

    return counted
