"""Visit what an import has queued at once, as `scraper fetch` does, with its options."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click
from click.core import ParameterSource

from scraper.commands.fetch import Destination, FetchRun
from scraper.commands.terminal.inputs import RunInput
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.run_options import (
    GROUPS,
    MAX_AGE,
    network_options,
    plan_of,
    report_options,
)
from scraper.commands.terminal.run_report import OUTCOME_COLUMNS
from scraper.jobs.parts import WHOLE

Function = Callable[..., Any]

FETCH = click.option("--fetch/--no-fetch", help="Visit at once what is new or still waits.")
# what means something without --fetch, too
_OF_ANY_IMPORT = frozenset({"strict"})


def fetching_options(function: Function) -> Function:
    """Give a command --fetch, and the options of `scraper fetch` that suit a list of addresses."""
    listed = listing_options(without=("limit",), columns=OUTCOME_COLUMNS)(network_options(function))
    return FETCH(MAX_AGE(report_options(listed)))


def refuse_without_fetch() -> None:
    """Raise UsageError for an option of the visit that was typed without --fetch."""
    context = click.get_current_context()
    of_a_visit = {"max_age", *GROUPS["Network"], *GROUPS["Reading"], *GROUPS["Output"]}
    for param in context.command.params:
        if param.name not in of_a_visit - _OF_ANY_IMPORT:
            continue
        if context.get_parameter_source(param.name or "") is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{param.opts[-1]} is for a visit: add --fetch")


def fetch_imported(given: RunInput, *, max_age: float, listing: Listing, **more: Any) -> None:
    """Visit addresses, report those that cannot be visited, and exit as `scraper fetch` does."""
    to = Destination(listing=listing, output=None, label_set=None, every_failure=False)
    run = FetchRun(given, None, plan_of(more, max_age=max_age), to, in_memory=False, **more)
    sys.exit(run.execute(None, WHOLE, pending=False))
