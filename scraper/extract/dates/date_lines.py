"""Judge a line with a date: hardly more than the date, of a change, of publication."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree

from scraper.lexicon.date_words import MODIFIED_LABEL, PUBLISHED_LABEL
from scraper.page import visible_text

BARE = 3  # words, with the month: "Wednesday, 7 May 2025" has two
LABEL = 40  # letters in front of a date that may say what it is
WIDE_STOPS = ("。", "！", "？")  # of sentences in scripts without spaces

_WORD = re.compile(r"(?<!\S)[^\d\s]{2,}(?!\S)")  # not by letters: vowel signs are none


def is_bare(line: str) -> bool:
    """Return whether a line is hardly more than a date."""
    return len(_WORD.findall(line)) <= BARE and not line.endswith(WIDE_STOPS)


@lru_cache(256)
def is_of_change(line: str) -> bool:
    """Return whether a line has a word like "updated"."""
    return MODIFIED_LABEL.search(line) is not None


def says_published(element: etree._Element, line: str) -> bool:
    """Return whether the line, the words in front or the element's names say "published"."""
    names = f"{element.get('class', '')} {element.get('itemprop', '')}"
    return any(map(PUBLISHED_LABEL.search, (line, names, _in_front(element))))


def _in_front(element: etree._Element) -> str:
    """Return the few words in front of an element, which may be a label."""
    before = element.getprevious()
    if before is None:
        return (getattr(element.getparent(), "text", None) or "")[-LABEL:]
    text = visible_text.text(before, limit=LABEL)
    return text if len(text) <= LABEL else ""
