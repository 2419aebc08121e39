"""`scraper fetch`: fetch pages, read their articles and archive both."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper import urls
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.inputs import entries, refused_of
from scraper.commands.terminal.options import WebAddress
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.run_options import (
    MAX_AGE,
    network_options,
    plan_of,
    report_options,
    settings_of,
)
from scraper.commands.terminal.run_record import Interrupts, run_hooks
from scraper.commands.terminal.run_report import RunReport, noted, own, writable
from scraper.commands.terminal.session import session
from scraper.models import Lead
from scraper.outcomes import LOGGED_FAILURES
from scraper.sources.url_list import Rejected

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.jobs.collect import Plan

ANY = "any"  # --retry-failed without a reason
EXAMPLES = (
    "scraper fetch https://news.example/story",
    "scraper fetch -a urls.txt --error-file failed.txt",
    "scraper fetch --csv stories.csv --column link --json > outcomes.json",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedPage:
    """A page in a file, to be taken as if it had been fetched (--html and --url)."""

    file: str
    url: str


@declare_command("fetch", examples=EXAMPLES)
@click.argument("addresses", nargs=-1, metavar="[URL]...|-")
@click.option("-a", "--batch-file", metavar="FILE", help="Read URLs from FILE (-: standard input).")
@click.option(
    "--csv", "table", metavar="FILE", help="Read URLs from a table; its other columns are kept."
)
@click.option("--column", default="url", show_default=True, help="The column of --csv with URLs.")
@click.option("--html", metavar="FILE", help="Archive this page as if fetched from --url.")
@click.option("--url", type=WebAddress(), help="The address of --html.")
@MAX_AGE
@click.option("--force/--no-force", help="Fetch again, however recent the archived page is.")
@click.option("-s", "--simulate/--no-simulate", help="Fetch and read, but write nothing.")
@click.option(
    "--retry-failed",
    is_flag=False,
    flag_value=ANY,
    metavar="[REASON]",
    type=click.Choice([ANY, *map(str, LOGGED_FAILURES)]),
    help="Retry what failed last time, for any reason or only for REASON.",
)
@click.option("--pending/--no-pending", help="Fetch what earlier runs left in the queue.")
@report_options
@listing_options(without=("csv", "limit"))
@network_options
def fetch(
    addresses: tuple[str, ...],
    batch_file: str | None,
    table: str | None,
    column: str,
    html: str | None,
    url: str | None,
    max_age: float,
    retry_failed: str | None,
    listing: Listing,
    *,
    force: bool,
    simulate: bool,
    pending: bool,
    **more: Any,
) -> None:
    """Fetch URLs, keep the pages, read the articles and archive them.

    Name URLs on the command line, in a file (-a), in a table (--csv) or on standard input (-). A
    list has one URL per line, or JSON Lines with "url". A URL that fails becomes a row with the
    reason, and the run goes on. Pages archived less than --max-age ago are not fetched again, so
    the same command resumes an interrupted run.

    A table may be separated by commas, semicolons, tabs or vertical bars, and the case of the
    column's name does not matter. Columns with the same name are numbered (note, note_2), and a
    column with the name of an output column gets the prefix "input_".
    """
    saved = _saved_page(html, url)
    if not any((addresses, batch_file, table, saved, retry_failed, pending)):
        raise click.UsageError(
            "nothing to fetch: give URLs, -a FILE, --csv FILE, or - for standard input"
        )
    given = entries(addresses, batch_file, table, column)
    # Without anything to keep, no archive is created.
    is_kept = any((saved, _any_address(given), Path(session().db).exists()))
    plan = plan_of(more, max_age=max_age, force=force or retry_failed is not None)
    run = FetchRun(given, saved, plan, listing, in_memory=simulate or not is_kept, **more)
    sys.exit(run.execute(retry_failed, pending=pending))


def _saved_page(html: str | None, url: str | None) -> SavedPage | None:
    """Return the page of --html and --url; raise UsageError if only one of them is given."""
    if html is None and url is None:
        return None
    if html is None or url is None:
        raise click.UsageError("--html FILE and --url URL must be used together")
    return SavedPage(file=html, url=url)


class FetchRun:
    """One run of `scraper fetch`: what to fetch, how, and how to report it."""

    def __init__(
        self,
        given: list[Lead | Rejected],
        saved: SavedPage | None,
        plan: Plan,
        listing: Listing,
        *,
        in_memory: bool,
        strict: bool,
        report: str | None,
        error_file: str | None,
        **network: Any,
    ) -> None:
        self._given, self._saved, self._plan, self._listing = given, saved, plan, listing
        self._network, self._in_memory, self._strict = network, in_memory, strict
        self._report, self._error_file = report, error_file
        self._interrupts = Interrupts()

    def execute(self, retry_failed: str | None, *, pending: bool) -> int:
        """Fetch everything and return the exit code."""
        if any(isinstance(entry, Lead) and entry.userinfo for entry in self._given):
            session().keep_private()
        writable(self._error_file, self._report)
        with session().archive(in_memory=self._in_memory) as archive:
            leads = _leads(archive, self._given, retry_failed, pending=pending)
            outcomes = self._new_report(leads)
            self._visit(archive, leads, outcomes)
            left = archive.crawl.queue.counts().get("waiting", 0)
        code = outcomes.exit_code(strict=self._strict, interrupted=self._interrupts.received)
        outcomes.close(report=self._report, error_file=self._error_file, code=code, left=left)
        return code

    def _new_report(self, leads: list[Lead]) -> RunReport:
        """Return an empty report with a column for each further column of the input."""
        names = [own(name) for entry in (*leads, *self._given) for name in entry.row]
        extra = tuple(dict.fromkeys([*names, *noted(self._network)]))
        return RunReport(self._listing, extra=extra, total=len(leads), in_memory=self._in_memory)

    def _visit(self, archive: Archive, leads: list[Lead], outcomes: RunReport) -> None:
        from scraper.jobs import run
        from scraper.jobs.read_file import page_from_file

        hooks = run_hooks(self._interrupts)
        if self._saved is not None:
            page = page_from_file(self._saved.file, self._saved.url)
            run.take(archive, page, self._plan, outcomes, hooks=hooks)
            return
        settings, refused = settings_of(self._network), refused_of(self._given)
        run.visit(archive, leads, settings, self._plan, outcomes, refused=refused, hooks=hooks)


def _leads(
    archive: Archive, given: list[Lead | Rejected], retry_failed: str | None, *, pending: bool
) -> list[Lead]:
    """Return what to visit: the given addresses, and those that earlier runs left or failed."""
    leads = [entry for entry in given if isinstance(entry, Lead)]
    if retry_failed is not None:
        reason = None if retry_failed == ANY else retry_failed
        leads += [Lead(url=address) for address in archive.crawl.log.failed(reason)]
    if pending:
        leads += archive.crawl.queue.waiting()
    return leads


def _any_address(given: list[Lead | Rejected]) -> bool:
    return any(isinstance(entry, Lead) and urls.host(entry.url) for entry in given)


command = fetch
