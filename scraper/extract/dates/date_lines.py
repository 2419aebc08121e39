"""Judge a line with a date: hardly more than the date, a sentence, of a change, of publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from scraper.lexicon.date_words import MODIFIED_LABEL, PUBLISHED_LABEL
from scraper.page import visible_text

BARE = 3  # words, with the month: "Wednesday, 7 May 2025" has two
SENTENCE = 6  # words, with the month: a line of more that ends as sentences do is one
LABEL = 40  # letters in front of a date that may say what it is
FULL_STOPS = tuple(".!?…。！？．।॥۔؟։።។៕")
WIDE_STOPS = ("。", "！", "？", "．")
CLOSING = "\"'“”’»«」』)）]"

_WORD = re.compile(r"(?<!\S)[^\d\s]{2,}(?!\S)")  # not by letters: vowel signs are none


def is_bare(line: str) -> bool:
    """Return whether a line is hardly more than a date."""
    return len(_WORD.findall(line)) <= BARE


@lru_cache(256)  # each strategy asks about the same few lines
def is_sentence(line: str) -> bool:
    """Return whether a line ends as sentences do, and has more words than those of a date."""
    end = line.rstrip(CLOSING)
    if not end.endswith(FULL_STOPS):
        return False
    return end.endswith(WIDE_STOPS) or len(_WORD.findall(line)) > SENTENCE


@lru_cache(256)
def is_of_change(line: str) -> bool:
    """Return whether a line has a word like "updated"."""
    return MODIFIED_LABEL.search(line) is not None


def says_published(element: etree._Element, line: str) -> bool:
    """Return whether the line, the words in front or the element's names say "published"."""
    names = f"{element.get('class', '')} {element.get('itemprop', '')}"
    return any(PUBLISHED_LABEL.search(text) for text in (line, names, *_in_front(element)))


def _in_front(element: etree._Element) -> Iterator[str]:
    """Yield the words in front of an element: a label, or the title of a sign."""
    before = element.getprevious()
    if before is None:
        yield (getattr(element.getparent(), "text", None) or "")[-LABEL:]
        return
    yield (before.tail or "")[-LABEL:]
    yield before.get("title", "")
    text = visible_text.text(before, limit=LABEL)
    if len(text) <= LABEL:
        yield text
