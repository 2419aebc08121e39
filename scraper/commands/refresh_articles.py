"""`scraper refresh`: look again at the articles that are due, and keep what was edited."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from scraper.commands.terminal.command_class import declare_command
from scraper.commands.terminal.error_file import ErrorFile
from scraper.commands.terminal.options import choosing_options
from scraper.commands.terminal.row_output import Listing, listing_options
from scraper.commands.terminal.run_options import (
    GROUPS,
    ladder_options,
    plan_of,
    refreshing_options,
    report_options,
    settings_of,
)
from scraper.commands.terminal.run_record import Interrupts, run_hooks
from scraper.commands.terminal.run_report import OUTCOME_COLUMNS, RunReport, writable
from scraper.commands.terminal.session import session
from scraper.jobs.budget import NO_LIMIT
from scraper.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scraper.archive import Archive
    from scraper.archive.crawl.due_articles import DueArticle
    from scraper.jobs.collect import Plan
    from scraper.jobs.refresh import Wanted

CHOOSING = ("site", "author", "since", "until", "language", "section", "label", "tag")
NOTHING_DUE = "no article is due"
SIMULATED = ("article_id", "url", "headline", "due_at")
EXAMPLES = (
    "scraper refresh --simulate",
    "scraper refresh --site news.example --all",
    "scraper refresh --label cases --ladder newsdiffs",
)


@declare_command("refresh", examples=EXAMPLES, groups=GROUPS)
@click.option("--all/--due", "due_or_not", help="Visit all articles, due or not.")
@click.option("-s", "--simulate/--no-simulate", help="List what would be visited; write nothing.")
@ladder_options
@choosing_options
@report_options
@listing_options(without=("limit",), columns=OUTCOME_COLUMNS)
@refreshing_options
def refresh(
    error_file: str | None,
    report: str | None,
    listing: Listing,
    *,
    simulate: bool,
    strict: bool,
    **more: Any,
) -> None:
    """Look again at the articles that are due; keep what was edited, and note what vanished.

    An article is due 1 h, 3 h, 12 h, 1 d, 3 d, 7 d, 30 d and 180 d after it was first seen, give or
    take a tenth; an edit starts these ages anew. After 30 days, sites that never edit are asked
    half as often, and no article more than once a day. What has not changed costs one request and
    makes no version. An article that is not found is looked at three times more within a day, and
    is noted as vanished if it is still missing. After a temporary failure, the next attempt comes
    after 25 minutes, then after waits that double. As with `run`, what will be looked at again is
    no failure for the exit code, unless --strict is given. No dead link is looked up elsewhere, as
    `fetch --wayback` does: the archive has the article, and whether it is gone is the question.

    If more is due than --budget and --host-budget allow, the most overdue come first: those that
    are late by the largest share of the wait before. The settings file has `refresh = false` and
    `ladder` for single sites ([site."HOST"]) and label sets ([label."NAME"]). What a coder excluded
    is not visited, not even with --all, which has no budget unless one is given.
    """
    from scraper.jobs.refresh import chosen

    wanted, plan = _wanted(more), _plan(more)
    if simulate:
        with session().archive(read_only=True) as archive:
            rows = _rows(archive, chosen(archive, plan, wanted))
            if not listing.write(rows, SIMULATED):
                session().say(NOTHING_DUE)
        return
    writable(error_file, report)
    interrupts = Interrupts()
    with session().archive(create=False) as archive:
        outcomes = RunReport(listing, result_of=archive.crawl.log.result_of)
        _visit(archive, wanted, plan, outcomes, interrupts, more)
        left = archive.crawl.queue.counts().get("waiting", 0)
        if not strict:
            outcomes.forgive(lambda failed: not archive.crawl.due.is_left(failed.url))
    code = outcomes.exit_code(strict=strict, interrupted=interrupts.received)
    errors = ErrorFile(name=error_file) if error_file else None
    outcomes.close(report=report, error_file=errors, code=code, left=left)
    sys.exit(code)


def _rows(archive: Archive, articles: Iterable[DueArticle]) -> Iterator[dict[str, Any]]:
    """Yield articles that would be visited, as --simulate shows them."""
    for article in articles:
        headline = archive.crawl.due.headline(article.article_id)
        yield article._asdict() | {"headline": headline}


def _wanted(more: dict[str, Any]) -> Wanted:
    """Return which articles the options choose."""
    from scraper.archive import Filters
    from scraper.jobs.refresh import Wanted

    filters = Filters(**{name: more[name] for name in CHOOSING})
    return Wanted(filters=filters, due_or_not=more["due_or_not"])


def _plan(more: dict[str, Any]) -> Plan:
    """Return the plan of the visits; --all has no budget unless one is given."""
    plan = plan_of(more, max_age=0.0)
    if not more["due_or_not"]:
        return plan
    return replace(
        plan,
        budget=_typed("budget", plan.budget),
        host_budget=_typed("host_budget", plan.host_budget),
    )


def _typed(option: str, value: int) -> int:
    """Return the value of a budget that somebody chose, or else NO_LIMIT."""
    source = click.get_current_context().get_parameter_source(option)
    return NO_LIMIT if source is ParameterSource.DEFAULT else value


def _visit(
    archive: Archive,
    wanted: Wanted,
    plan: Plan,
    outcomes: RunReport,
    interrupts: Interrupts,
    more: dict[str, Any],
) -> None:
    from scraper.jobs.refresh import refresh_due

    own = {"due_or_not", *CHOOSING}
    settings = settings_of({name: value for name, value in more.items() if name not in own})
    with session().watched(Progress()) as progress:
        hooks = run_hooks(interrupts, progress=progress)
        refresh_due(archive, wanted, settings, plan, outcomes, hooks=hooks)


command = refresh
