"""`scraper fetch`: fetch pages, read their articles and archive both."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper import urls
from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.error_file import ErrorFile
from scraper.commands.terminal.inputs import RunInput, read_input, refused_of, shared
from scraper.commands.terminal.label_input import keep_labels, with_labels
from scraper.commands.terminal.options import Choices, WebAddress
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.run_options import (
    GROUPS,
    MAX_AGE,
    network_options,
    plan_of,
    report_options,
    settings_of,
)
from scraper.commands.terminal.run_record import Interrupts, run_hooks
from scraper.commands.terminal.run_report import OUTCOME_COLUMNS, RunReport, own, writable
from scraper.commands.terminal.session import session
from scraper.jobs.host_share import is_of_part
from scraper.jobs.parts import WHOLE, WorkPart, part_of
from scraper.models import Lead
from scraper.outcomes import LOGGED_FAILURES
from scraper.progress import Progress
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


@declare_command("fetch", examples=EXAMPLES, groups=GROUPS)
@click.argument("addresses", nargs=-1, metavar="[URL]...|-")
@click.option("-a", "--batch-file", metavar="FILE", help="Read URLs from FILE (-: standard input).")
@click.option(
    "--csv", "table", metavar="FILE", help="Read URLs from a table; its columns become labels."
)
@click.option("--column", default="url", show_default=True, help="The column of --csv with URLs.")
@click.option(
    "--label-set", metavar="NAME", help="Keep the columns under NAME.  [default: the file's name]"
)
@click.option("--html", metavar="FILE", help="Archive this page as if fetched from --url.")
@click.option("--url", type=WebAddress(), help="The address of --html.")
@MAX_AGE
@click.option("--force/--no-force", help="Fetch again, however recent the archived page is.")
@click.option("-s", "--simulate/--no-simulate", help="Fetch and read, but write nothing.")
@click.option(
    "--retry-failed",
    is_flag=False,
    flag_value=ANY,
    multiple=True,
    metavar="[REASON,...]",
    type=Choices([ANY, *map(str, LOGGED_FAILURES)]),
    help="Retry what failed last time, for any reason or only for these; repeatable.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write the rows to FILE; its suffix names the form (.csv, .tsv, .json, .jsonl).",
)
@click.option("--all/--no-all", "every", help="Write to --error-file also what no retry can mend.")
@click.option("--pending/--no-pending", help="Fetch what earlier runs left in the queue.")
@click.option(
    "--shard",
    metavar="I/N",
    help="Fetch only the I-th of N parts of the hosts: each machine takes another.",
)
@report_options
@listing_options(without=("csv", "limit"), columns=OUTCOME_COLUMNS)
@network_options
def fetch(
    addresses: tuple[str, ...],
    batch_file: str | None,
    table: str | None,
    column: str,
    html: str | None,
    url: str | None,
    max_age: float,
    retry_failed: tuple[tuple[str, ...], ...],
    label_set: str | None,
    output: str | None,
    shard: str | None,
    listing: Listing,
    *,
    every: bool,
    force: bool,
    simulate: bool,
    pending: bool,
    **more: Any,
) -> None:
    """Fetch URLs, keep the pages, read the articles and archive them.

    Name URLs on the command line, in a file (-a), in a table (--csv) or on standard input (-). A
    list has one URL per line, or JSON Lines with "url". A URL that fails becomes a row with the
    reason, and the run goes on. Pages fetched less than --max-age ago are not fetched again, so the
    same command resumes an interrupted run: within a day, or at any time with --max-age forever.

    A table may be separated by commas, semicolons, tabs or vertical bars, and the case of the
    column's name does not matter. Its columns are kept with the articles, as a label set with the
    name of the file (see `scraper label`). Columns with the same name are numbered (name, name_2),
    and a column with the name of an output column gets the prefix "input_".

    With --shard, several machines fetch one list, each into an archive of its own: every host
    belongs to one part, so no machine needs to know of the others. `scraper merge` joins the
    archives.
    """
    saved = _saved_page(html, url)
    if not any((addresses, batch_file, table, saved, retry_failed, pending)):
        raise click.UsageError(
            "nothing to fetch: give URLs, -a FILE, --csv FILE, or - for standard input"
        )
    hosts = part_of(shard) if shard else WHOLE
    given = shared(read_input(addresses, batch_file, table, column), hosts)
    # Without anything to keep, no archive is created.
    is_kept = any((saved, _any_address(given.entries), Path(session().db).exists()))
    plan = plan_of(more, max_age=max_age, force=force or bool(retry_failed))
    to = Destination(listing=listing, output=output, label_set=label_set, every_failure=every)
    run = FetchRun(given, saved, plan, to, in_memory=simulate or not is_kept, **more)
    sys.exit(run.execute(_reasons(retry_failed), hosts, pending=pending))


def _reasons(named: tuple[tuple[str, ...], ...]) -> tuple[str, ...] | None:
    """Return the reasons to retry: () stands for any, None for no retry at all."""
    reasons = tuple(chain.from_iterable(named))
    if not reasons:
        return None
    return () if ANY in reasons else reasons


def _saved_page(html: str | None, url: str | None) -> SavedPage | None:
    """Return the page of --html and --url; raise UsageError if only one of them is given."""
    if html is None and url is None:
        return None
    if html is None or url is None:
        raise click.UsageError("--html FILE and --url URL must be used together")
    return SavedPage(file=html, url=url)


@dataclass(frozen=True, kw_only=True, slots=True)
class Destination:
    """Where the rows of a run go, and the columns of its input."""

    listing: Listing
    output: str | None  # a file for the rows; None: standard output
    label_set: str | None
    every_failure: bool  # in --error-file


class FetchRun:
    """One run of `scraper fetch`: what to fetch, how, and how to report it."""

    def __init__(
        self,
        given: RunInput,
        saved: SavedPage | None,
        plan: Plan,
        to: Destination,
        *,
        in_memory: bool,
        strict: bool,
        report: str | None,
        error_file: str | None,
        **network: Any,
    ) -> None:
        self._given, self._saved, self._plan, self._to = given, saved, plan, to
        self._network, self._in_memory, self._strict = network, in_memory, strict
        self._report, self._error_file = report, error_file
        self._interrupts = Interrupts()

    def execute(
        self, retry_failed: tuple[str, ...] | None, hosts: WorkPart, *, pending: bool
    ) -> int:
        """Fetch everything and return the exit code."""
        entries = self._given.entries
        if any(isinstance(entry, Lead) and entry.userinfo for entry in entries):
            session().keep_private()
        writable(self._error_file, self._report, self._to.output)
        with session().archive(in_memory=self._in_memory) as archive:
            keep_labels(archive, self._given.tables, self._to.label_set)
            found = _leads(archive, entries, retry_failed, pending=pending)
            leads = [lead for lead in found if is_of_part(lead.url, hosts)]
            outcomes = self._new_report(archive, leads)
            self._visit(archive, leads, outcomes)
            left = archive.crawl.queue.counts().get("waiting", 0)
        code = outcomes.exit_code(
            strict=self._strict,
            interrupted=self._interrupts.received,
            unvisited=self._given.unvisited,
        )
        errors = self._errors() if self._error_file else None
        outcomes.close(report=self._report, error_file=errors, code=code, left=left)
        return code

    def _errors(self) -> ErrorFile:
        name = self._error_file or ""
        return ErrorFile(name=name, tables=self._given.tables, every=self._to.every_failure)

    def _new_report(self, archive: Archive, leads: list[Lead]) -> RunReport:
        """Return an empty report with a column for each further column of the input."""
        names = [own(name) for entry in (*leads, *self._given.entries) for name in entry.row]
        return RunReport(
            self._to.listing,
            extra=tuple(dict.fromkeys(names)),
            in_memory=self._in_memory,
            result_of=archive.crawl.log.result_of,
            output=self._to.output,
        )

    def _visit(self, archive: Archive, leads: list[Lead], outcomes: RunReport) -> None:
        from scraper.jobs import run
        from scraper.jobs.read_file import page_from_file

        if self._saved is not None:
            page = page_from_file(self._saved.file, self._saved.url)
            run.take(archive, page, self._plan, outcomes, hooks=run_hooks(self._interrupts))
            return
        settings, refused = settings_of(self._network), refused_of(self._given.entries)
        with session().watched(Progress(total=len(leads) + len(refused))) as progress:
            hooks = run_hooks(self._interrupts, progress=progress)
            run.visit(archive, leads, settings, self._plan, outcomes, refused=refused, hooks=hooks)


def _leads(
    archive: Archive,
    given: list[Lead | Rejected],
    retry_failed: tuple[str, ...] | None,
    *,
    pending: bool,
) -> list[Lead]:
    """Return what to visit: the given addresses, and those that earlier runs left or failed."""
    leads = [entry for entry in given if isinstance(entry, Lead)]
    if retry_failed is not None:
        leads += [with_labels(archive, url) for url in archive.crawl.log.failed(*retry_failed)]
    if pending:
        leads += archive.crawl.queue.waiting()
    return leads


def _any_address(given: list[Lead | Rejected]) -> bool:
    return any(isinstance(entry, Lead) and urls.host(entry.url) for entry in given)


command = fetch
