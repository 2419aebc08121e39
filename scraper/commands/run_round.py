"""`scraper run`: poll, refresh and retry what is due. `scraper run -q` is a whole cron line."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cleaning import clean, dump_json
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import Seconds
from scraper.commands.terminal.run_options import (
    GROUPS,
    MAX_AGE,
    network_options,
    plan_of,
    report_options,
    settings_of,
)
from scraper.commands.terminal.run_record import Interrupts, run_hooks
from scraper.commands.terminal.run_report import (
    INTERRUPTED,
    log_outcome,
    writable,
    write_report,
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
EXAMPLES = ("scraper run", "scraper run --all --max-time 20m", CRON)


@declare_command("run", examples=EXAMPLES, groups=GROUPS)
@click.option("--all/--due", "every", help="Ask all feeds at once, whether they are due or not.")
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
@report_options
@network_options
def run_round(
    *,
    every: bool,
    wait: float,
    skip_if_locked: bool,
    error_file: str | None,
    report: str | None,
    strict: bool,
    max_age: float,
    **network: Any,
) -> None:
    """Ask the feeds that are due, look at articles again, and retry what failed.

    The parts come in this order: feeds are asked, their new entries fetched, articles refreshed,
    failures retried. With --max-time, they begin nothing new after 40, 60, 85 and 100 % of it, so
    that none takes the time of another; what is left comes in the next run.

    Only one run is at work on an archive: another one exits with 75, silently with --quiet.

    With --quiet it prints only a line when something gets into trouble or is well again, and one
    once a day while the trouble lasts. What is retried by itself is no failure: exit code 3 means
    that something failed and will not be retried, 1 that nothing else was there.
    """
    writable(error_file, report)
    if not Path(session().db).exists():
        raise InputError(NOTHING_TO_DO)
    to = RoundOutput(report=report, error_file=error_file, strict=strict)
    with ExitStack() as stack:
        try:
            _lock(stack, wait)
        except ArchiveBusy as busy:
            sys.exit(_refused(busy, is_success=skip_if_locked))
        code = _play(to, network, max_age=max_age, every=every)
    sys.exit(code)


def _lock(stack: ExitStack, wait: float) -> None:
    """Hold the lock of the archive until the stack is closed."""
    from scraper.archive.store.run_lock import RunLock

    stack.enter_context(RunLock(session().db, wait=wait))


def _refused(busy: ArchiveBusy, *, is_success: bool) -> int:
    """Report that another run is at work, and return the exit code."""
    session().say(str(busy))
    return 0 if is_success else busy.exit_code


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundOutput:
    """Where a round is reported."""

    report: str | None
    error_file: str | None
    strict: bool

    def close(self, result: RoundResult, *, ended: datetime, code: int) -> None:
        """Write the files, and print what is to be printed."""
        from scraper.jobs.round_result import record

        report = clean(record(result, archive=session().db, code=code, ended=ended))
        if self.error_file:
            from scraper.commands.terminal.error_file import ErrorFile

            write_report(self.error_file, ErrorFile(name=self.error_file).text(result.lost))
        if self.report:
            write_report(self.report, dump_json(report) + "\n")
        for line in result.lines:
            session().warn(line)
        session().say(_summary(report))


def _play(to: RoundOutput, network: dict[str, Any], *, max_age: float, every: bool) -> int:
    """Do the round, report it and return the exit code."""
    from scraper.jobs.round import RoundPlan, play

    interrupts = Interrupts()
    plan = RoundPlan(visits=plan_of(network, max_age=max_age), every_feed=every)
    with session().archive() as archive:
        _must_have_work(archive)
        with session().watched(Progress()) as progress:
            hooks = run_hooks(interrupts, progress=progress)
            result = play(archive, settings_of(network), plan, _log, hooks=hooks)
        code = INTERRUPTED if interrupts.received else result.exit_code(strict=to.strict)
        to.close(result, ended=archive.clock(), code=code)
    return code


def _must_have_work(archive: Archive) -> None:
    """Raise InputError for an archive that has nothing that a run could do."""
    if not archive.crawl.has_work():
        raise InputError(NOTHING_TO_DO)


def _log(outcome: Outcome) -> None:
    log_outcome(outcome, is_printed=False)
    if outcome.warning is not None:
        session().warn(outcome.warning)


def _summary(report: dict[str, Any]) -> str:
    """Return the round in one line: `12 feeds asked: 3 new; 2 refreshed: 2 same; in 3.2 s`."""
    polled = report["polled"]
    parts = [_counted(f"{polled['feeds']} feeds asked", polled["entries"])]
    for name in ("refreshed", "retried"):
        counts = report[name]
        if counts:
            parts.append(_counted(f"{sum(counts.values())} {name}", counts))
    again = sum(failure["again"] for failure in report["failed"])
    lost = len(report["failed"]) - again
    parts += [f"{again} failed and will be asked again"] if again else []
    parts += [f"{lost} failed for good"] if lost else []
    return f"{'; '.join(parts)}; in {report['durations']['total']:.1f} s"


def _counted(what: str, counts: dict[str, int]) -> str:
    listed = ", ".join(f"{count} {reason}" for reason, count in counts.items())
    return f"{what}: {listed}" if listed else what


command = run_round
