"""How a page was read: what `scraper explain` and `scraper rules test` show.

What reads is imported where it is used: a caller that only names the tasks does not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.errors import InputError
from scraper.jobs.read_page import ReadTask, article_of

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.models import Article, Page
    from scraper.page.body_reading import BodyReading
    from scraper.page.parsed_page import ParsedPage
    from scraper.present.explained import Explained, ExplainedLine
    from scraper.rules import Rule, Trial


def explained(task: ReadTask) -> Explained:
    """Return an article with how its page was read."""
    from scraper.extract.body import read_body
    from scraper.page.parsed_page import ParsedPage
    from scraper.present.explained import Explained

    parsed, article = ParsedPage(task.page), article_of(task)
    body = read_body.read(parsed)
    decoded = parsed.decoded
    return Explained(
        article=article,
        charset=decoded.charset,
        found_by=decoded.reason,
        shares=_shares(parsed, body, article),
        lines=_judged(body, article),
    )


def kept_reading(
    archive: Archive, row: Mapping[str, Any], rules: tuple[Path, ...] = ()
) -> ReadTask:
    """Return the kept page of an article's row, with what the archive knows of it.

    Raise InputError if the page is not kept.
    """
    if row["capture_id"] is None:
        raise InputError(f"the archive does not keep the page of {row['url']}: give it as a FILE")
    page = archive.pages.load(row["capture_id"])
    return ReadTask(
        page=page,
        rules=rules,
        known=archive.articles.known_blocks(page.final_url),
        feed_date=archive.crawl.queue.feed_date(page.url),
        rule=archive.crawl.feeds.rule_for(page.url),
    )


def _judged(body: BodyReading, article: Article) -> tuple[ExplainedLine, ...]:
    """Return the lines among which the body was chosen; none where it was no choice of ours."""
    from scraper.extract.body import classifier
    from scraper.present.explained import ExplainedLine

    if article.sources.get("body") not in ("blocks", "trafilatura"):
        return ()
    return tuple(
        ExplainedLine(
            each.text,
            each.kept,
            round(each.chance, 2),
            each.reason,
            tuple(classifier.strongest(each)),
        )
        for each in body.lines
    )


def _shares(parsed: ParsedPage, body: BodyReading, article: Article) -> dict[str, float]:
    """Return what each feature adds to the score of a list of pages, the strongest first.

    Plain text has no such features.
    """
    from scraper.extract import plain_text
    from scraper.extract.dates import read_dates
    from scraper.page_kind import listings

    if plain_text.is_plain(parsed.page) or any(c.strategy == "fault" for c in article.candidates):
        return {}
    dated = read_dates.read(parsed, body).found
    shares = listings.listing_score(parsed, body, dated=dated).shares
    ranked = sorted(shares.items(), key=lambda share: -abs(share[1]))
    return {name: round(share, 2) for name, share in ranked if share}


def tried(task: tuple[Rule, Page]) -> tuple[Trial, ...]:
    """Return what each selector of a rule finds on a page: what `scraper rules test` shows."""
    from scraper.page.parsed_page import ParsedPage
    from scraper.rules import trials

    rule, page = task
    return trials(rule, ParsedPage(page).text, page.final_url)
