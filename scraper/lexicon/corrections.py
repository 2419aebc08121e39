"""Find the words by which a change is distinguished from noise: corrections, updates, counters."""

from __future__ import annotations

import re

from scraper.lexicon import phrases_in
from scraper.lexicon.matcher import alternation


def _any(section: str) -> str:
    return alternation(phrases_in("corrections", section))


CORRECTION = re.compile(rf"\A[\W_]*+{_any('corrections')}(?!\w)", re.IGNORECASE)
UPDATE = re.compile(rf"(?<!\w){_any('updates')}(?!\w)", re.IGNORECASE)
COUNTED = re.compile(
    rf"\d[\d.,\s]*+{_any('counted')}(?!\w)|(?<!\w){_any('counted')}\s*[(:]?\s*\d",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\d{1,2}[:.]\d\d|\d{4}|\d{1,2}[./-]\d{1,2}|\d{1,2}\.?\s+\w{3,}|\w{3,}\s+\d{1,2}"
    r"|\d+\s*[年月日]"
)
SHORT_LINE = 15  # words; a longer paragraph is neither a date line nor a counter
SHORT_TEXT = 200  # characters, the same: a script without spaces, or a word without end
