"""What a search asks for and what it finds: values that load nothing else, for quick starts."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from scraper.archive.articles.filters import EVERYTHING, Filters


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A search as asked for."""

    typed: str
    filters: Filters = EVERYTHING
    sort: str = "rank"  # or newest
    where: str = "current"  # or any, removed, notes
    as_of: str | None = None  # an ISO date or time: the texts that were current then
    raw: bool = False  # typed is FTS5 syntax
    limit: int = 20  # -1: all
    offset: int = 0  # hits that are left out before the first one, for pages of a list


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """An article that a search found."""

    article_id: int
    url: str
    headline: str | None
    site: str
    date_published: str | None
    snippet: str  # hits between U+E000 and U+E001, so that no text of a page can pass for a mark
    version: int | None = None  # the past version that matched; None: the current one


def hit_of(article_id: int, row: sqlite3.Row, snippet: str, version: int | None = None) -> Hit:
    """Return a hit; `row` has url, headline, site and date_published of the text that matched."""
    return Hit(
        article_id=article_id,
        url=row["url"],
        headline=row["headline"],
        site=row["site"],
        date_published=row["date_published"],
        snippet=snippet,
        version=version,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchResult:
    """The hits, and what a person should know about them."""

    hits: tuple[Hit, ...] = ()
    total: int = 0  # matches in the current texts, before the limit
    notes: tuple[str, ...] = ()
    damage: str | None = None  # in rows that matched and could not be read
