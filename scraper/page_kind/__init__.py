"""Name the kind of a page: by HTTP, by its content, by what a run has seen before.

A learned score separates pages that list others from articles.
"""

from __future__ import annotations

from scraper.page_kind.listing_score import KindScore, score
from scraper.page_kind.page_facts import PageFacts, TextLine

__all__ = ["KindScore", "PageFacts", "TextLine", "score"]
