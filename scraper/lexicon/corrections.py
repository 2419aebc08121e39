"""Find the words by which a change is distinguished from noise: corrections, updates, counters."""

from __future__ import annotations

import re

from scraper.lexicon import phrases_in
from scraper.lexicon.matcher import alternation
from scraper.patterns import late


def _any(section: str) -> str:
    return alternation(phrases_in("corrections", section))


CORRECTION = late(rf"\A[\W_]*+{_any('corrections')}(?!\w)", re.IGNORECASE)
UPDATE = late(rf"(?<!\w){_any('updates')}(?!\w)", re.IGNORECASE)
COUNTED = late(
    rf"\d[\d.,\s]*+{_any('counted')}(?!\w)|(?<!\w){_any('counted')}\s*[(:]?\s*\d",
    re.IGNORECASE,
)
TIME = late(
    r"\d{1,2}[:.]\d\d|\d{4}|\d{1,2}[./-]\d{1,2}|\d{1,2}\.?\s+\w{3,}|\w{3,}\s+\d{1,2}"
    r"|\d+\s*[年月日]"
)
SHORT_LINE = 15  # words; a longer paragraph is neither a date line nor a counter
SHORT_TEXT = 200  # characters, the same: a script without spaces, or a word without end
