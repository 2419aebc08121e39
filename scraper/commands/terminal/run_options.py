"""Options of every command that fetches, and the run that they describe."""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.commands.terminal.options import Header, Network, Seconds, WebAddress, rules_option
from scraper.commands.terminal.run_record import running
from scraper.commands.terminal.session import session
from scraper.models import LARGEST_PAGE

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.fetch.fetcher import Fetcher
    from scraper.jobs.collect import Collector, Plan
    from scraper.models import Lead, Outcome

    Tell = Callable[[Outcome], None]

F = TypeVar("F", bound=Callable[..., Any])

ASKING = (
    click.option("--delay", type=Seconds(), default=1.0, show_default=True,
                 help="Seconds between two requests to one host, at the least."),
    click.option("--per-host", type=click.IntRange(1, 2), default=1, show_default=True,
                 help="Requests at a time on one host."),
    click.option("--concurrency", type=click.IntRange(1, 256), default=32, show_default=True,
                 help="Requests at a time on all hosts."),
    click.option("--retries", type=click.IntRange(0, 10), default=2, show_default=True,
                 help="Tries after the first, where another may help."),
    click.option("--timeout", type=Seconds(0.1), default=60, show_default=True,
                 help="Seconds for one page with its redirects."),
    click.option("--max-bytes", type=click.IntRange(1024, LARGEST_PAGE), default=20 << 20, show_default=True,
                 help="The largest page."),
    click.option("--user-agent", help="In place of ours."),
    click.option("--contact", help="A URL or mail address for the sites' operators, shown in the user agent."),
    click.option("--cookies", type=click.Path(exists=True, dir_okay=False, path_type=Path),
                 help="A cookie file (Netscape format)."),
    click.option("--header", multiple=True, type=Header(), metavar="'NAME: VALUE'",
                 help="A further request header; repeatable. Authorization, Cookie and keys go to the hosts of the "
                      "addresses asked for, not to those of redirects."),
    click.option("--proxy", help="Fetch through this proxy; it then judges addresses, not we."),
    click.option("--robots/--no-robots", default=True, show_default=True,
                 help="Obey robots.txt (RFC 9309)."),
    click.option("--allow-net", multiple=True, type=Network(), metavar="CIDR",
                 help="A private or loopback network that may be fetched from; repeatable."),
    click.option("--render/--no-render",
                 help="Run the JavaScript of pages that are empty without it (needs Chromium and scraper[render])."),
    click.option("--browser", metavar="PROGRAM",
                 help="Chromium's program for --render.  [default: the one on the PATH]"),
)  # fmt: skip
READING = (
    click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True,
                 help="Processes that read pages."),
    click.option("--page-timeout", type=Seconds(), default=30, show_default=True,
                 help="Seconds for reading one page."),
    click.option("--wayback", is_flag=False, flag_value="https://web.archive.org", type=WebAddress(), metavar="[BASE]",
                 help="Look dead links up in the Internet Archive, and say so."),
    click.option("--max-time", type=Seconds(), help="Begin nothing new after so long."),
    click.option("--fail-limit", type=click.IntRange(1), help="Stop after so many failures."),
)  # fmt: skip
PLANNED = ("jobs", "page_timeout", "max_time", "fail_limit", "rules", "wayback")


def asking_options(function: F) -> F:
    """Give a command the options of asking servers; they arrive in **asking or **network."""
    return _given(function, ASKING)


def network_options(function: F) -> F:
    """Give a command all options of fetching; they arrive in **network."""
    return _given(rules_option(function), (*ASKING, *READING))


def _given(function: F, options: Sequence[Callable[[F], F]]) -> F:
    for option in reversed(options):
        function = option(function)
    return function


def settings_of(network: dict[str, Any]) -> FetchSettings:
    """The options -> how to fetch."""
    from scraper.commands.terminal.site_settings import sites_of
    from scraper.fetch.fetch_settings import FetchSettings

    chosen = {name: value for name, value in network.items() if name not in (*PLANNED, "header")}
    return FetchSettings(
        sites=sites_of(session().setting("site") or {}), headers=network["header"], **chosen
    )


def plan_of(network: dict[str, Any], *, max_age: float, force: bool = False) -> Plan:
    """The options -> how to go about a run."""
    from scraper.jobs.collect import Plan

    return Plan(max_age=max_age, force=force, **{name: network[name] for name in PLANNED})


def visit(
    archive: Archive,
    leads: Iterable[Lead],
    settings: FetchSettings,
    plan: Plan,
    tell: Tell,
    *,
    refused: Sequence[Outcome] = (),
    **net: Any,
) -> bool:
    """Fetch and archive the leads, and log the `refused`, which are none; return whether the run was interrupted."""

    async def work(fetcher: Fetcher, collector: Collector, _counted: Tell) -> None:
        for outcome in refused:
            collector.refuse(outcome)
        await collector.run(leads, fetcher)

    return _under_way(archive, settings, plan, tell, work, **net)


def take(archive: Archive, file: str, url: str, plan: Plan, tell: Tell) -> bool:
    """Archive a page already in hand, through the very same pipeline but for the network; never interrupted."""
    from scraper.jobs.collect import Collector
    from scraper.jobs.read_page import page_from_file
    from scraper.models import Lead

    page = page_from_file(file, url)
    with running(archive, _argv()) as run:
        collector = Collector(archive, plan, _counting(tell, run.counts), run_id=run.id)
        asyncio.run(collector.take(page, Lead(url=url)))
    return False


def poll_and_visit(
    archive: Archive,
    feeds: Sequence[str],
    settings: FetchSettings,
    plan: Plan,
    tell: Tell,
    *,
    limit: int = 0,
    **net: Any,
) -> bool:
    """Ask the feeds, then fetch and archive what is new on them or due again; whether the run was interrupted."""
    from scraper.jobs.poll import Poller, failed

    entries: dict[str, Lead] = {}

    def tell_and_remember(outcome: Outcome) -> None:
        """An entry is seen when something came of it; until then its feed may list it anew. A failure is told once."""
        if outcome.remembered and outcome.error is not None:
            tell(replace(outcome, reason="skipped_fresh", error=None))
            return
        lead = entries.get(outcome.url)
        if outcome.error is None and lead is not None and lead.feed is not None:
            _mark_seen(archive, lead)
        tell(outcome)

    async def work(fetcher: Fetcher, collector: Collector, counted: Tell) -> None:
        said = lambda polled: counted(failed(polled)) if polled.error else None  # noqa: E731
        poller = Poller(archive.feeds, archive.queue, fetcher, said, collector)
        entries.update((lead.url, lead) for lead in await poller.poll(feeds, limit=limit or None))
        await collector.run(entries.values(), fetcher)

    return _under_way(archive, settings, plan, tell_and_remember, work, **net)


def _under_way(
    archive: Archive,
    settings: FetchSettings,
    plan: Plan,
    tell: Tell,
    work: Callable[[Fetcher, Collector, Tell], Awaitable[None]],
    **net: Any,
) -> bool:
    """Run the work to its end. The first Ctrl-C or SIGTERM lets what is in flight finish, the second stops at once."""
    from scraper.fetch.fetcher import Fetcher
    from scraper.jobs.collect import Collector

    interrupted = False

    async def run() -> None:
        def stop() -> None:
            nonlocal interrupted
            if interrupted:
                raise KeyboardInterrupt
            interrupted = True
            session().say("stopping: what is in flight is finished; once more stops at once")
            collector.stop.set()

        async with Fetcher(settings, hosts=archive.hosts, **net) as fetcher:
            for fault in fetcher.faults:
                session().warn(fault)
            counted = _counting(tell, under_way.counts)
            collector = Collector(archive, plan, counted, run_id=under_way.id)
            collector.begin()
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop)
            await work(fetcher, collector, counted)

    with running(archive, _argv()) as under_way:
        asyncio.run(run())
    return interrupted


def _mark_seen(archive: Archive, lead: Lead) -> None:
    """Note that an entry was taken; if that fails, its feed lists it anew, and it is found to be fresh."""
    from scraper import faults

    try:
        archive.feeds.mark_seen(archive.feeds.get(lead.feed or "")["id"], [lead])
    except Exception as error:
        if faults.ends_the_run(error):
            raise
        faults.note(error, lead.url)


def _counting(tell: Tell, counts: Counter[str]) -> Tell:
    """Count each outcome for the run's row, and tell it on."""

    def counted(outcome: Outcome) -> None:
        counts[outcome.reason] += 1
        tell(outcome)

    return counted


def _argv() -> list[str]:
    import sys

    return ["scraper", *sys.argv[1:]]
