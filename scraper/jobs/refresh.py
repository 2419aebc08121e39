"""Look again at the articles that are due: the most overdue first, within a budget."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scraper.archive.articles.filters import EVERYTHING, Filters
from scraper.jobs import due, run
from scraper.jobs.budget import host_of_article, within_budget
from scraper.jobs.due_times import DueTimes
from scraper.jobs.run import NO_HOOKS, Hooks, OnOutcome
from scraper.models import Lead

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.archive.crawl.due_articles import DueArticle
    from scraper.fetch.fetch_settings import FetchSettings
    from scraper.jobs.collect import Plan


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which articles to look at again."""

    filters: Filters = EVERYTHING
    due_or_not: bool = False


ALL_DUE = Wanted()


def refresh_due(  # noqa: PLR0913  (as run.visit)
    archive: Archive,
    wanted: Wanted,
    settings: FetchSettings,
    plan: Plan,
    on_outcome: OnOutcome,
    *,
    hooks: Hooks = NO_HOOKS,
    **net: Any,
) -> None:
    """Visit the articles that are due, and archive those that were edited."""
    leads = due_leads(archive, plan, wanted)
    hooks.progress.total = len(leads)
    run.visit(archive, leads, settings, plan_for(plan, wanted), on_outcome, hooks=hooks, **net)


def plan_for(plan: Plan, wanted: Wanted = ALL_DUE) -> Plan:
    """Return the plan by which articles are visited again.

    An article that another run has just visited is left alone. A dead link is not looked up
    elsewhere, for what is to be known is whether it is dead.
    """
    max_age = 0.0 if wanted.due_or_not else due.SAME_STEP
    return replace(plan, max_age=max_age, force=False, wayback=None)


def due_leads(archive: Archive, plan: Plan, wanted: Wanted = ALL_DUE) -> list[Lead]:
    """Return what to visit now; first give a due time to the articles that have none."""
    DueTimes(archive, plan.schedule).reckon_open()
    return [Lead(url=article.url, again=True) for article in chosen(archive, plan, wanted)]


def chosen(archive: Archive, plan: Plan, wanted: Wanted = ALL_DUE) -> Iterator[DueArticle]:
    """Yield the articles to visit now, the most overdue first; write nothing."""
    due_times, resting = DueTimes(archive, plan.schedule), archive.crawl.due.resting_hosts()

    def is_open(article: DueArticle) -> bool:
        is_resting = bool(resting) and host_of_article(article) in resting
        return not is_resting and due_times.is_watched(article.article_id, article.url)

    ranked = archive.crawl.due.ranked(
        wanted.filters, due_or_not=wanted.due_or_not, wanted=plan.budget
    )
    return within_budget(ranked, plan.budget, plan.host_budget, is_open)
