"""`scraper status`: report what ran, what waits and what is wrong."""

from __future__ import annotations

import sys
from dataclasses import asdict, replace
from typing import Any

import click

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.safe_text import is_terminal, plain
from scraper.commands.terminal.session import session

COLUMNS = ("about", "what", "count", "at", "note", "trouble")
SEAL = (
    "run", "ended_at", "command", "captures_from", "captures_to", "sha256", "runs", "verifies",
    "fault",
)  # fmt: skip
NO_RUN, DAMAGED, UNHEALTHY = 1, 6, 7
EXAMPLES = (
    "scraper status",
    "scraper status --seal --json",
    "scraper status --check || mail -s 'news archive' me@example.org < /dev/null",
)


@declare_command("status", examples=EXAMPLES)
@click.option("--check/--no-check", help="Show only trouble, and exit with 7 if there is any.")
@click.option("--seal/--no-seal", help="Show the hash that seals the last run, to be published.")
@listing_options()
def status(listing: Listing, *, check: bool, seal: bool) -> None:
    """Report the last runs, the queue, the failures of the last week and the feeds that fail.

    The column trouble names what needs attention: a last run in which everything failed, a feed
    that failed three times in a row, feeds that have not been polled for two days, a gap of the
    last week (a feed showed entries that no poll saw), addresses that an interrupted run left in
    the queue, a disk that is nearly full. It also names the last run of a command, within a week,
    that crashed, was killed or met an error in scraper itself (fault), until a later run of that
    command succeeds.

    With --seal, verify the chain of runs and show the hash of the last run that ended. It covers
    every page that was kept and every run so far; the README describes how anyone can compute it.
    Exit code 6 means that the chain is broken.
    """
    if check and seal:
        raise click.UsageError("--check and --seal cannot be used together")
    if seal:
        _show_seal(listing)
        return
    with session().archive(read_only=True) as archive:
        lines = list(archive.maintenance.status())
    if not check:
        listing.write(map(asdict, lines[: listing.most]), COLUMNS)
        return
    trouble = [line for line in lines if line.trouble]
    if not trouble:
        listing = replace(listing, no_headers=True)  # cron must not mail a healthy archive
    listing.write(map(asdict, trouble[: listing.most]), COLUMNS)
    if trouble:
        session().warn(f"Error: {'; '.join(str(line.trouble) for line in trouble)}")
        sys.exit(UNHEALTHY)


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
