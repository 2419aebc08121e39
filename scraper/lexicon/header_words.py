"""Give the words of the lines between headline and text: when, and how long the text takes."""

from __future__ import annotations

import re

from scraper.lexicon import phrases_in, words_in
from scraper.lexicon.matcher import alternation
from scraper.patterns import late


def _any(section: str) -> str:
    return f"(?:{alternation(phrases_in('header_words', section))})"


def _reading_time() -> str:
    """Return the pattern of "Reading time: about 5 minutes" and of "5 min read"."""
    minutes = rf"{_any('minutes')}\w{{0,12}}+\.?"
    labelled = rf"{_any('reading_time')}\s*+[:：]?\s*+{_any('about')}?\s*+\d++\s*+{minutes}"
    counted = rf"(?<!\d)\d++\s*+[-–]?\s*+{minutes}[-\s]*+{_any('to_read')}"
    return f"(?:{labelled}|{counted})"


WHEN = frozenset(words_in("header_words", "when"))
READING_TIME = late(_reading_time(), re.IGNORECASE)
