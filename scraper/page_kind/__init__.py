"""Which kind of page this is, by what it shows: a learned score that tells pages that list others from articles."""

from __future__ import annotations

from scraper.page_kind.listing_score import KindScore, score
from scraper.page_kind.page_facts import PageFacts, TextLine

__all__ = ["KindScore", "PageFacts", "TextLine", "score"]
