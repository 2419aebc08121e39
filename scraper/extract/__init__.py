"""A page becomes an article. Pure, and it never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scraper.models import Article, Page
    from scraper.rules import Rule

__all__ = ["extract"]


def extract(page: Page, rule: Rule | None = None, known: frozenset[str] = frozenset()) -> Article:
    """Read a page; `rule` is its site's, `known` the fingerprints of blocks that stand on many of the site's pages."""
    from scraper.extract import (
        article_fields,
    )  # all of the room; who only needs a block's text need not wait for it

    return article_fields.read(page, rule, known)
