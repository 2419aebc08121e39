"""How many articles one run looks at again: at most so many, and so many on one host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.archive.crawl.due_articles import DueArticle

BUDGET = 5000  # articles of a run
HOST_BUDGET = 500  # of them on one host: some eight minutes, with a second between two requests
NO_LIMIT = 0


def within_budget(
    ranked: Iterable[DueArticle],
    budget: int,
    host_budget: int,
    is_open: Callable[[DueArticle], bool],
) -> Iterator[DueArticle]:
    """Yield the first articles that may be visited: `budget` at most, `host_budget` of a host."""
    spent: Counter[str] = Counter()  # by host
    taken = 0
    for article in ranked:
        if budget != NO_LIMIT and taken >= budget:
            return
        host = host_of_article(article)
        has_room = host_budget == NO_LIMIT or spent[host] < host_budget
        if has_room and is_open(article):
            spent[host] += 1
            taken += 1
            yield article


def host_of_article(article: DueArticle) -> str:
    """Return the host of an article's address, which is canonical: `http://host/path`."""
    return article.url.split("/", 3)[2]
