"""`scraper status`: report what ran, what waits and what is wrong."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.options import Seconds
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.safe_text import is_terminal, plain
from scraper.commands.terminal.session import session
from scraper.present import listed_columns

if TYPE_CHECKING:
    from scraper.archive import Archive

COLUMNS = listed_columns.STATUS
SEAL = (
    "run", "ended_at", "command", "captures_from", "captures_to", "sha256", "runs", "verifies",
    "fault",
)  # fmt: skip
NO_RUN, DAMAGED, UNHEALTHY = 1, 6, 7
EXAMPLES = (
    "scraper status",
    "scraper status --seal --json",
    "0 7 * * *  cd /srv/news && scraper status --check --run-within 6h",
)


@declare_command("status", examples=EXAMPLES)
@click.option(
    "--check/--no-check",
    help="Print one line about what needs a person and exit with 7, or nothing.",
)
@click.option(
    "--run-within",
    type=Seconds(),
    metavar="SPAN",
    help="Find it too long if the last run of the cron job is older.  [default: by its own rhythm]",
)
@click.option("--seal/--no-seal", help="Show the hash that seals the last run, to be published.")
@click.option(
    "--sizes/--no-sizes", help="Show what takes how many bytes, by kind and by site, instead."
)
@listing_options()
def status(
    listing: Listing, *, check: bool, run_within: float | None, seal: bool, sizes: bool
) -> None:
    """Report the last runs, the queue, the failures of the last week and the feeds that fail.

    The column trouble names what needs attention: no run for too long, by the rhythm of the cron
    job or as --run-within sets it; a last run in which everything failed, or which crashed, was
    killed or met an error in scraper itself (fault), until a later run of that command succeeds; a
    feed that failed three times in a row; a site or service that `scraper run` found in trouble;
    entries that were missed within a week; addresses that an interrupted run left in the queue; a
    disk that is nearly full.

    With --check, print all of it in one line on standard error, in a listing only if a form is
    chosen (--json, --columns, ...) or on a terminal. It looks closer than the report: at feeds that
    have had nothing new for three times their longest pause, and at sites whose share of missing
    fields or of failures is far higher than before.

    With --seal, verify the chain of runs and show the hash of the last run that ended. It covers
    every page that was kept and every run so far; the README describes how anyone can compute it.
    Exit code 6 means that the chain is broken.

    With --sizes, show what takes how much room in the file. A site has the bytes of its texts, with
    earlier versions, and of its kept pages as they are compressed; a page that several sites sent
    counts for the first of them. The rest (fields, search index, log) is shown by kind only.
    """
    if check + seal + sizes > 1:
        raise click.UsageError("choose one of --check, --seal and --sizes")
    if seal:
        _show_seal(listing)
        return
    within = None if run_within is None else timedelta(seconds=run_within)
    with session().archive(read_only=True) as archive:
        if check:
            sys.exit(_check(archive, listing, within))
        lines = archive.maintenance.sizes() if sizes else archive.maintenance.status(within)
        listing.write(map(asdict, islice(lines, listing.most)), COLUMNS)


def _check(archive: Archive, listing: Listing, within: timedelta | None) -> int:
    """Print what is in trouble, and return the exit code."""
    trouble = list(archive.maintenance.check(within))
    is_wanted = listing.form is not None or listing.columns is not None or is_terminal(sys.stdout)
    if is_wanted:
        if not trouble:
            listing = replace(listing, no_headers=True)  # cron must not mail a healthy archive
        listing.write(map(asdict, trouble[: listing.most]), COLUMNS)
    if not trouble:
        return 0
    session().warn(f"Error: {'; '.join(str(line.trouble) for line in trouble)}")
    return UNHEALTHY


def _show_seal(listing: Listing) -> None:
    with session().archive(read_only=True) as archive:
        seal = archive.crawl.last_seal()
    if seal is None:
        session().say("no run has ended yet, so there is no seal")
        sys.exit(NO_RUN)
    is_for_people = listing.form is None and listing.columns is None and is_terminal(sys.stdout)
    if is_for_people:
        _print_fields(asdict(seal))
    else:
        listing.write([asdict(seal)], SEAL)
    if seal.fault:
        session().warn(f"Error: the chain of runs is broken: {seal.fault}; see `scraper verify`")
        sys.exit(DAMAGED)


def _print_fields(values: dict[str, Any]) -> None:
    """Print a row as one field a line: no terminal must cut a hash."""
    width = max(map(len, SEAL))
    for name in SEAL:
        value = values[name]
        if isinstance(value, bool):
            value = "yes" if value else "no"
        if value is not None:
            click.echo(f"{name:<{width}}  {plain(str(value))}")


command = status
