"""Read one page, in any process: find the site's rule, extract. What a worker does.

What reads is imported where it is used: a caller that only names the task does not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.models import Article, Candidate, Page
    from scraper.rules import Rule

FEED = "feed"  # the strategy, in `sources`, of a date that the feed gives
FIRST_FEED = "1999"  # RSS 0.90: an earlier date is that of a clock that was never set
FEED_CONFIDENCE = 0.3  # many feeds give the date of the last change as that of publication
# Strategies that know less about the date than the feed does.
UNSURE = frozenset({"modified_for_published", "any_shown"})


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadTask:
    """A page to read, and what is known beforehand."""

    page: Page
    rules: tuple[Path, ...] = ()  # the user's rule folders
    known: frozenset[str] = frozenset()  # fingerprints of the site's boilerplate
    feed_date: str | None = None  # when the feed that lists the page says that it was published
    rule: str | None = None  # the host whose rule a person chose for that feed


def article_of(task: ReadTask) -> Article:
    """Return the article on a page, read by the rule of its site if there is one."""
    from scraper.extract import extract

    article = extract(task.page, _rule_of(task), task.known)
    return _dated_by_feed(article, task) if task.feed_date else article


def _rule_of(task: ReadTask) -> Rule | None:
    """Return the rule that was chosen for the feed, else that of the page's site."""
    from scraper import rules, urls

    chosen = rules.find(task.rule, task.rules) if task.rule else None
    return chosen or rules.find(urls.site(task.page.final_url), task.rules)


def _dated_by_feed(article: Article, task: ReadTask) -> Article:
    """Return the article with the feed's date, where the page is less sure of its own."""
    from scraper.lexicon import date_parser
    from scraper.models import Candidate

    stamp = date_parser.read(task.feed_date)
    if stamp is None or stamp.iso < FIRST_FEED:
        return article
    if date_parser.too_late(stamp, task.page.fetched_at):
        return article
    own = article.sources.get("date_published")
    won = article.date_published is None or own in UNSURE
    offer = Candidate(
        field="date_published",
        strategy=FEED,
        value=stamp.iso,
        raw=task.feed_date,
        won=won,
        why=None if won else f"{own or 'the page'} stands above it",
        confidence=FEED_CONFIDENCE,
    )
    if not won:
        return replace(article, candidates=(*article.candidates, offer))
    others = [_beaten_by_feed(each) for each in article.candidates]
    return replace(
        article,
        date_published=stamp.iso,
        sources={**article.sources, offer.field: FEED},
        candidates=(*others, offer),
    )


def _beaten_by_feed(candidate: Candidate) -> Candidate:
    """Return a candidate for the date of publication as a loser; any other as it is."""
    if candidate.field != "date_published" or not candidate.won:
        return candidate
    return replace(candidate, won=False, why=f"{FEED} stands above it")
