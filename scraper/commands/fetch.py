"""`scraper fetch`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper import urls
from scraper.commands.terminal.inputs import entries, refused_of
from scraper.commands.terminal.options import Seconds, WebAddress
from scraper.commands.terminal.row_output import listing_options
from scraper.commands.terminal.run_options import network_options, plan_of, settings_of
from scraper.commands.terminal.run_record import Interrupts, run_hooks
from scraper.commands.terminal.run_report import RunReport, noted, own, writable
from scraper.commands.terminal.session import command, session
from scraper.models import Lead
from scraper.outcomes import LOGGED_FAILURES
from scraper.sources.url_list import Rejected

if TYPE_CHECKING:
    from scraper.archive import Archive


@command("fetch")
@click.argument("addresses", nargs=-1, metavar="[URL]...|-")
@click.option(
    "-a",
    "--batch-file",
    metavar="FILE",
    help="Read URLs from FILE (- is standard input), one a line.",
)
@click.option(
    "--csv",
    "table",
    metavar="FILE",
    help="Read URLs from a column of a CSV table; the others pass through.",
)
@click.option("--column", default="url", show_default=True, help="Which column of --csv.")
@click.option("--html", metavar="FILE", help="Take this page as if it had been fetched from --url.")
@click.option("--url", type=WebAddress(), help="The address of --html.")
@click.option("--max-age", type=Seconds(), default="1d", show_default=True,
              help="Do not fetch again what was archived less than this ago.")  # fmt: skip
@click.option("--force/--no-force", help="Visit anyway.")
@click.option("-s", "--simulate/--no-simulate", help="Fetch and read, but write nothing.")
@click.option("--retry-failed", is_flag=False, flag_value="any", metavar="[REASON]",
              type=click.Choice(["any", *map(str, LOGGED_FAILURES)]),
              help="Visit again what failed last time, for any reason or for this one.")  # fmt: skip
@click.option("--pending/--no-pending", help="Visit what earlier runs left in the queue.")
@click.option("--error-file", metavar="FILE", help="Write the URLs that failed, ready for -a.")
@click.option(
    "--report", metavar="FILE", help="Write one JSON object about the run (- is standard output)."
)
@click.option("--strict/--no-strict", help="Exit with 1, not 3, when some failed.")
@listing_options(without="csv")
@network_options
def fetch(
    addresses: tuple[str, ...], batch_file: str | None, table: str | None, column: str, html: str | None,
    url: str | None, max_age: float, retry_failed: str | None, error_file: str | None, report: str | None,
    form: str | None, columns: str | None,
    *, force: bool, simulate: bool, pending: bool, strict: bool, no_headers: bool, **network: Any,
) -> None:  # fmt: skip
    """Fetch URLs, keep the pages, read the articles and archive them.

    URLs stand on the command line, in a file (-a), in a table (--csv), or on standard input (-): one a line, or
    JSON Lines with "url". A URL that fails is a row that says why; the rest goes on. What was archived less than
    --max-age ago is not fetched again, so the same command resumes a broken run.

    A table may be of commas, semicolons, tabs or strokes; its column is found whatever its case. Columns of one name
    are numbered (note, note_2), and one that is named as ours is gets "input_" before it.
    """
    from scraper.jobs import run
    from scraper.jobs.read_file import page_from_file

    if (html is None) != (url is None):
        raise click.UsageError("--html FILE and --url URL go together")
    if not (addresses or batch_file or table or html or retry_failed or pending):
        raise click.UsageError(
            "nothing to fetch: give URLs, -a FILE, --csv FILE or - for standard input"
        )
    given = entries(addresses, batch_file, table, column)
    if any(isinstance(entry, Lead) and entry.userinfo for entry in given):
        session().keep_private()
    writable(error_file, report)
    # Where nothing will be kept, no file is created.
    in_memory = simulate or not (html or _any_address(given) or Path(session().db).exists())
    interrupts = Interrupts()
    with session().archive(in_memory=in_memory) as archive:
        leads = _leads(archive, given, retry_failed, pending=pending)
        named = (name for entry in (*leads, *given) for name in entry.row)
        extra = tuple(dict.fromkeys([*map(own, named), *noted(network)]))
        outcomes = RunReport(
            form=form,
            chosen=columns,
            no_headers=no_headers,
            extra=extra,
            total=len(leads),
            in_memory=in_memory,
        )
        plan = plan_of(network, max_age=max_age, force=force or retry_failed is not None)
        hooks = run_hooks(interrupts)
        if html is not None and url is not None:
            run.take(archive, page_from_file(html, url), plan, outcomes, hooks=hooks)
        else:
            settings = settings_of(network)
            refused = refused_of(given)
            run.visit(archive, leads, settings, plan, outcomes, refused=refused, hooks=hooks)
        left = archive.crawl.queue.counts().get("waiting", 0)
    code = outcomes.exit_code(strict=strict, interrupted=interrupts.received)
    outcomes.close(report=report, error_file=error_file, code=code, left=left)
    sys.exit(code)


def _leads(
    archive: Archive, given: list[Lead | Rejected], retry_failed: str | None, *, pending: bool
) -> list[Lead]:
    """Return what is to be visited: the addresses given, and those that earlier runs left or failed."""
    leads = [entry for entry in given if not isinstance(entry, Rejected)]
    if retry_failed is not None:
        reason = None if retry_failed == "any" else retry_failed
        leads += [Lead(url=address) for address in archive.crawl.log.failed(reason)]
    if pending:
        leads += archive.crawl.queue.waiting()
    return leads


def _any_address(given: list[Lead | Rejected]) -> bool:
    return any(isinstance(entry, Lead) and urls.host(entry.url) for entry in given)


command = fetch
