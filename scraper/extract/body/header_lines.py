"""What is between headline and text and is neither.

It is the headline again, section, byline, date or time to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scraper.extract.body.line_context import Surroundings
from scraper.extract.body.metadata_hints import key
from scraper.lexicon import (
    byline_dates,
    byline_parser,
    date_parser,
    eastern_bylines,
    introductions,
    months,
)
from scraper.lexicon.byline_words import CALENDAR
from scraper.lexicon.clock_times import ZONES
from scraper.lexicon.date_words import MODIFIED_LABEL, PUBLISHED_LABEL
from scraper.lexicon.header_words import READING_TIME, WHEN
from scraper.page.lines import Line
from scraper.page.walk import BREAK
from scraper.patterns import late

MAX_SIZE = 300  # letters of a line that may be furniture
MAX_NAMES = 120  # letters of a byline's names
MAX_BYLINE = 180  # letters of a byline with its date
MAX_DETAILS = 8  # entries of a list of who wrote the text, when, and how long it is
SENTENCE_ENDS = (".", ":", "?", "!")
DATA = frozenset({"td", "th", "li", "dd", "dt"})  # here a date is a fact like another

# "2018年6月18日 10:01 发信地：…": day and hour, and in a few signs what else is said there.
_EASTERN = late(
    r"\d{4}\s?[年년./-]\s?\d{1,2}\s?[月월./-]\s?\d{1,2}\s?[日일]?"
    r"\s+\d{1,2}[:時时시]\s?\d{2}[^。.!?]{0,40}$"
)
_WORD = re.compile(r"[^\W\d_]+")


def furniture(line: Line, around: Surroundings) -> str | None:
    """Return what a line above the text is; None where it may be text."""
    if line.index > around.opening or line.size > MAX_SIZE:
        return None
    if line.index == around.found.headline and _is_titled(line, around):
        return "headline"
    is_broken = BREAK in line.pieces
    if line.tag in DATA and not is_broken:
        return _in_a_list_of_details(line, around)
    rows = _rows(line)
    is_opening = line.index == around.opening
    if is_opening and (line.tag == "p" or len(rows) == 1):  # most likely the first paragraph
        return None
    return _kind_of_all(rows, around)


def _in_a_list_of_details(line: Line, around: Surroundings) -> str | None:
    """Return what an entry is in a list of such details; None where it may be text.

    One of them is a byline, or there is no other: several dates may be those of events.
    """
    around_entry = line.box.parent or line.box
    entries = around.layout.lines[around_entry.first : around_entry.last]
    if len(entries) > MAX_DETAILS:
        return None
    kinds = [_kind(entry.text, around) for entry in entries]
    are_details = None not in kinds and ("byline" in kinds or len(kinds) == 1)
    return _kind(line.text, around) if are_details else None


def _kind_of_all(rows: Iterable[str], around: Surroundings) -> str | None:
    """Return the kind of the first row; None if any row may be text."""
    kinds = [_kind(row, around) for row in rows]
    return kinds[0] if kinds and None not in kinds else None


def is_byline(text: str) -> bool:
    """Return whether a line does nothing but name who wrote, and perhaps when."""
    if date_parser.FIGURE.search(text):
        text = READING_TIME.sub("", text)
    if eastern_bylines.is_reporter_line(text):
        return True
    if len(text) > MAX_BYLINE or text.rstrip().endswith(SENTENCE_ENDS):
        return False
    if not introductions.starts(text) or len(byline_dates.without_date(text)) > MAX_NAMES:
        return False
    return bool(byline_parser.read(text).people)


def is_date(text: str) -> bool:
    """Return whether a line does nothing but say when."""
    if not date_parser.FIGURE.search(text):
        return False
    words = _WORD.findall(READING_TIME.sub("", text).lower())
    if not all(map(_says_when, words)) and not _EASTERN.match(text):
        return False
    return date_parser.read(text) is not None


def is_reading_time(text: str) -> bool:
    """Return whether a line does nothing but say how long the text takes."""
    return READING_TIME.fullmatch(text.strip(" .|·")) is not None


def _says_when(word: str) -> bool:
    if word in WHEN or word in CALENDAR or word in ZONES or months.number(word):
        return True
    return bool(MODIFIED_LABEL.search(word) or PUBLISHED_LABEL.search(word))


def _rows(line: Line) -> list[str]:
    """Return the text between a line's breaks."""
    if BREAK not in line.pieces:
        return [line.text]
    rows = (" ".join(row.split()) for row in "".join(line.pieces).split(BREAK))
    return [row for row in rows if row]


def _is_titled(line: Line, around: Surroundings) -> bool:
    """Return whether a heading is a title, one with a kicker in front, or a piece of one.

    On a page without a title the <h1> is one.
    """
    if not around.evidence.titles:
        return line.tag == "h1"
    words = key(line.text)
    is_phrase = " " in words
    for title in around.evidence.titles:
        if words == title or words.endswith(f" {title}"):
            return True
        if is_phrase and f" {words} " in f" {title} ":
            return True
    return False


def _kind(text: str, around: Surroundings) -> str | None:
    words = key(text)
    if words in around.evidence.titles or words in around.evidence.tails:
        return "headline"
    if words in around.evidence.sections:
        return "section"
    return next((name for name, test in TESTS if test(text)), None)


TESTS = (("date", is_date), ("byline", is_byline), ("time to read", is_reading_time))
