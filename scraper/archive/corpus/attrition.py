"""Attrition: how many of the addresses asked for became articles, and what became of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scraper.models import VerdictKind
from scraper.outcomes import Reason, policy

NOT_VISITED = "not_visited"
# of pages that are kept and are no articles: an older reader stored some as such
NO_ARTICLE = (VerdictKind.LISTING, VerdictKind.PRODUCT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One address that was asked for, and what became of it."""

    url: str
    reason: str | None = None  # of the last visit; None: it has not been visited
    article_id: int | None = None
    verdict: str | None = None  # of the article
    excluded: bool = False  # by a coder


@dataclass(frozen=True, kw_only=True, slots=True)
class AttritionStep:
    """One line of the table: so many of the addresses asked for."""

    # asked, doubled, failed, no_article, left_alone, not_visited, same_article, kept, kept_as or
    # excluded
    step: str
    reason: str | None
    count: int
    share: float  # of all that was asked, 0 to 1


def attrition(asked: Iterable[Asked]) -> Iterator[AttritionStep]:
    """Yield the table.

    `asked` is the sum of all other steps but kept_as and excluded, which are part of kept.
    """
    counts = Counter(_steps(asked))
    total = sum(count for (step, _), count in counts.items() if step not in PARTS)
    yield _step("asked", None, total, total)
    for name in ORDER:
        found = [(reason, count) for (step, reason), count in counts.items() if step == name]
        for reason, count in sorted(found, key=lambda one: (-one[1], one[0] or "")):
            yield _step(name, reason, count, total)


ORDER = (
    "doubled",
    "failed",
    "no_article",
    "left_alone",
    "not_visited",
    "same_article",
    "kept",
    "kept_as",
    "excluded",
)
PARTS = frozenset(("kept_as", "excluded"))


def _step(step: str, reason: str | None, count: int, total: int) -> AttritionStep:
    share = round(count / total, 4) if total else 0.0
    return AttritionStep(step=step, reason=reason, count=count, share=share)


def _steps(asked: Iterable[Asked]) -> Iterator[tuple[str, str | None]]:
    """Yield a step and a reason for each address, and the parts of those that were kept."""
    addresses: set[str] = set()
    articles: set[int] = set()
    for one in asked:
        step = _step_of(one, addresses, articles)
        yield step
        addresses.add(one.url)
        if step[0] == "kept" and one.article_id is not None:
            articles.add(one.article_id)
            yield "kept_as", one.verdict
            if one.excluded:
                yield "excluded", None


def _step_of(one: Asked, addresses: set[str], articles: set[int]) -> tuple[str, str | None]:
    if one.url in addresses and one.reason != Reason.BAD_URL:
        return "doubled", None
    if one.article_id is not None:
        return _of_article(one, articles)
    if one.reason is None:
        return NOT_VISITED, None
    of_reason = policy(one.reason)
    if of_reason.failed:
        return "failed", one.reason
    return ("no_article" if of_reason.logged else "left_alone"), one.reason


def _of_article(one: Asked, articles: set[int]) -> tuple[str, str | None]:
    if one.article_id in articles:
        return "same_article", None
    if one.verdict in NO_ARTICLE:
        return "no_article", one.verdict
    return "kept", None
