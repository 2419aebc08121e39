"""`scraper run`: poll, refresh and retry what is due. `scraper run -q` is a whole cron line."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import Seconds
from scraper.commands.terminal.round_options import INFORMED, informing_options
from scraper.commands.terminal.round_output import RoundOutput
from scraper.commands.terminal.run_options import (
    GROUPS,
    MAX_AGE,
    ladder_options,
    network_options,
    plan_of,
    report_options,
    settings_of,
)
from scraper.commands.terminal.run_record import Interrupts, run_hooks, terminable
from scraper.commands.terminal.run_report import (
    INTERRUPTED,
    log_outcome,
    writable,
)
from scraper.commands.terminal.session import session
from scraper.errors import ArchiveBusy, InputError
from scraper.models import Outcome
from scraper.progress import Progress

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.jobs.round_result import RoundResult

NOTHING_TO_DO = "there is nothing to do yet: follow a feed with `scraper feed add URL`"
CRON = "*/15 * * * *  cd /srv/news && scraper run -q"
REPORTED = ("report", "error_file", "strict")
EXAMPLES = ("scraper run", "scraper run --all --max-time 20m", CRON)


@declare_command("run", examples=EXAMPLES, groups={"Messages": INFORMED, **GROUPS})
@click.option(
    "--all/--due", "all_feeds", help="Ask all feeds at once, whether they are due or not."
)
@click.option(
    "--wait",
    type=Seconds(),
    default=0,
    show_default=True,
    help="Wait this long for another run on the archive to end.",
)
@click.option(
    "--skip-if-locked/--no-skip-if-locked",
    help="Exit with 0, not 75, while another run is at work.",
)
@MAX_AGE
@informing_options
@ladder_options
@report_options
@network_options
def run_round(
    *,
    all_feeds: bool,
    wait: float,
    skip_if_locked: bool,
    max_age: float,
    **more: Any,
) -> None:
    """Ask the feeds that are due, look at articles again, and retry what failed.

    The parts come in this order: feeds are asked, their new entries fetched, articles refreshed,
    failures retried. With --max-time, they begin nothing new after 40, 60, 85 and 100 % of it, so
    that none takes the time of another; what is left comes in the next run.

    Only one run is at work on an archive: another one exits with 75, silently with --quiet.

    With --quiet it prints only a line when something gets into trouble or is well again, and one
    once a day while the trouble lasts. What is retried by itself is no failure: exit code 3 means
    that something failed and will not be retried, 1 that nothing else was done.
    """
    to = RoundOutput(**{name: more.pop(name) for name in (*REPORTED, *INFORMED)})
    writable(to.error_file, to.report, to.prometheus)
    if not Path(session().db).exists():
        raise InputError(NOTHING_TO_DO)
    with ExitStack() as stack:
        try:
            _lock(stack, wait)
        except ArchiveBusy as busy:
            sys.exit(_refused(busy, is_success=skip_if_locked))
        code = _play(to, more, max_age=max_age, all_feeds=all_feeds)
    sys.exit(code)


def _lock(stack: ExitStack, wait: float) -> None:
    """Hold the lock of the archive until the stack is closed."""
    from scraper.archive.store.run_lock import RunLock

    stack.enter_context(RunLock(session().db, wait=wait))


def _refused(busy: ArchiveBusy, *, is_success: bool) -> int:
    """Report that another run is at work, and return the exit code."""
    session().say(str(busy))
    return 0 if is_success else busy.exit_code


def _play(to: RoundOutput, network: dict[str, Any], *, max_age: float, all_feeds: bool) -> int:
    """Do the round, report it and return the exit code."""
    from scraper.jobs.round import RoundPlan, play

    interrupts = Interrupts()
    plan, settings = plan_of(network, max_age=max_age), settings_of(network)
    with session().archive() as archive:
        _must_have_work(archive)
        announcer, calls = to.announcer(settings), to.calls()

        def hand_on(result: RoundResult, run_id: int) -> None:
            with terminable():
                calls.hand_on(archive, result, run_id)

        with terminable():
            announcer.begin()
        with announcer.watching():
            with session().watched(Progress()) as progress:
                hooks = run_hooks(interrupts, progress=progress)
                chosen = RoundPlan(visits=plan, every_feed=all_feeds)
                result = play(archive, settings, chosen, _log, hooks=hooks, hand_on=hand_on)
            code = INTERRUPTED if interrupts.received else result.exit_code(strict=to.strict)
            with terminable():
                to.close(archive, result, announcer, calls, code=code)
    return code


def _must_have_work(archive: Archive) -> None:
    """Raise InputError for an archive that has nothing that a run could do."""
    if not archive.crawl.has_work():
        raise InputError(NOTHING_TO_DO)


def _log(outcome: Outcome) -> None:
    log_outcome(outcome, is_printed=False)
    if outcome.warning is not None:
        session().warn(outcome.warning)


command = run_round
