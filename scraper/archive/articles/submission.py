"""An article on its way into the archive."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.archive.articles.record import Row
from scraper.models import Article


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """An article, its row, and where and when it was read."""

    article: Article
    row: Row
    capture_id: int | None
    extractor: str
    at: str  # when the page was fetched
