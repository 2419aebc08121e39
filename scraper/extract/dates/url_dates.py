"""The date in an address: /2025/05/07/, /2025-05-07-, /20250507/; of a year and a month no day is made."""

from __future__ import annotations

import re

from scraper.lexicon import date_parser, months
from scraper.lexicon.date_parser import Stamp
from scraper.patterns import late

_FULL = late(r"(?<!\d)((?:19|20)\d\d)([/_-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_NAMED = late(r"(?<!\d)((?:19|20)\d\d)/([a-z]{3,9})/(0?[1-9]|[12]\d|3[01])(?!\d)", re.IGNORECASE)
_DAY_FIRST = late(r"(?<!\d)(0?[1-9]|[12]\d|3[01])([/_.-])(0?[1-9]|1[0-2])\2((?:19|20)\d\d)(?!\d)")
_MONTH = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?=[/-])")
_COMPACT = late(
    r"(?<![\da-z])((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?![\da-z])", re.IGNORECASE
)


def read(url: str) -> Stamp | None:
    """Return the first date that an address spells."""
    path = url.partition("://")[2].partition("/")[2]
    if match := _FULL.search(path):
        return _stamp(match[0], match[1], match[3], match[4])
    if match := _NAMED.search(path):
        month = months.number(match[2], "en")
        return _stamp(match[0], match[1], str(month), match[3]) if month else None
    if match := _DAY_FIRST.search(path):
        return _stamp(match[0], match[4], match[3], match[1])
    match = _COMPACT.search(path)
    return _stamp(match[0], match[1], match[2], match[3]) if match else None


def month(url: str) -> str | None:
    """Return the month that a path names without a day: /2025/05/bell -> "2025-05"."""
    match = _MONTH.search(url)
    return f"{match[1]}-{match[2]}" if match else None


def _stamp(raw: str, year: str, month: str, day: str) -> Stamp | None:
    stamp = date_parser.read(f"{year}-{int(month):02}-{int(day):02}")
    return Stamp(iso=stamp.iso, raw=raw, precision=stamp.precision) if stamp else None
