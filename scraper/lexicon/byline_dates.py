"""Part a byline from the dates in front of the name and behind it."""

from __future__ import annotations

import re

from scraper.lexicon import date_parser, months, names, words_in
from scraper.lexicon.byline_words import CALENDAR, CUT_SHORT
from scraper.lexicon.bylines import BY, BY_COLON
from scraper.lexicon.date_parser import FIGURE
from scraper.lexicon.matcher import alternation
from scraper.patterns import late

MAX_LINE = 400  # characters of a line that are read
MAX_DETAILS = 100  # characters of a line of details
MAX_DATE = 40  # characters of a date with its label and time
MIN_NAME = 4  # characters in front of a date
GAP = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+")  # between date and name in a line of details

_EDGE = " ·|,-–—(."
_WORD = re.compile(r"\w+")
_ONE_WORD = frozenset(phrase for phrase in (*BY, *BY_COLON) if " " not in phrase)
_DATE_TO_END = late(
    rf"\s*\(?(?:\b\d{{1,4}}(?:[.:/-]\d|\b)|\b{alternation(sorted(CALENDAR))}\b"
    rf"|\b{alternation(sorted(CUT_SHORT))}\.?\s+\d).*$",
    re.IGNORECASE,
)
_BEFORE_DATE = late(
    rf"(?:[\s,]+{alternation(words_in('bylines', 'before_a_date'))})+\s*$", re.IGNORECASE
)


def cut_at_date(text: str) -> str:
    """Return a text up to its first date."""
    return _DATE_TO_END.sub("", text)


def name_without_date(text: str) -> str:
    """Return a name without a date behind it: "Jane Roe am 7. Mai" gives "Jane Roe"."""
    if not FIGURE.search(text) and CALENDAR.isdisjoint(_WORD.findall(text.casefold())):
        return text
    cut = cut_at_date(text)
    return text if cut == text else _BEFORE_DATE.sub("", cut)


def without_date(line: str) -> str:
    """Return a byline as it is shown, without the date behind it."""
    match = _DATE_TO_END.search(line, 0, MAX_LINE)
    end = match.start() if match and match.start() >= MIN_NAME else None
    words = line[:end].rstrip(_EDGE).split()
    while end and words and months.number(words[-1].strip(_EDGE)):
        words.pop()
    return " ".join(words).rstrip(_EDGE) or line


def behind_date(line: str) -> str | None:
    """Return the end of a line that begins with its date: "7 May 2024 by Jane Roe"."""
    if len(line) > MAX_DETAILS or not FIGURE.search(line):
        return None
    words = line.split()
    for at in range(1, len(words) - 1):
        introduces = words[at].casefold().rstrip(":：") in _ONE_WORD
        if introduces and date_parser.read(" ".join(words[:at])):
            return " ".join(words[at:])
    return None


def behind_dates(text: str) -> str:
    """Return what follows the dates and times at the beginning of a line of details."""
    if not FIGURE.search(text):
        return text
    behind = behind_date(text)
    if behind:
        return behind
    start = 0
    for gap in GAP.finditer(text):
        if not _is_date(text[start : gap.start()]):
            break
        start = gap.end()
    return text[start:]


def _is_date(part: str) -> bool:
    """Return whether a part of a line of details is a date and no dated name."""
    if not FIGURE.search(part) or len(part) > MAX_DATE:
        return False
    return not names.is_person(name_without_date(part))
