"""The date in an address: /2025/05/07/, /2025-05-07-, /20250507/.

Of a year and a month no day is made.
"""

from __future__ import annotations

import re

from scraper.lexicon import date_parser, months
from scraper.lexicon.date_parser import Stamp
from scraper.patterns import late

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
# The first that an address has decides; a name of a month is English.
_FORMS = (
    late(rf"(?<!\d){_YEAR}(?P<mark>[/_-]){_MONTH}(?P=mark){_DAY}(?!\d)"),
    late(rf"(?<!\d){_YEAR}/(?P<month>[a-z]{{3,9}})/{_DAY}(?!\d)", re.IGNORECASE),
    late(rf"(?<!\d){_DAY}(?P<mark>[/_.-]){_MONTH}(?P=mark){_YEAR}(?!\d)"),
    late(
        rf"(?<![\da-z]){_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?![\da-z])",
        re.IGNORECASE,
    ),
)


def read(url: str) -> Stamp | None:
    """Return the first date that an address spells."""
    path = url.partition("://")[2].partition("/")[2]
    matches = (form.search(path) for form in _FORMS)
    match = next(filter(None, matches), None)
    return _stamp(match) if match else None


def _stamp(match: re.Match[str]) -> Stamp | None:
    """Return the stamp of a date in an address; None if the calendar has no such day."""
    spelt = match["month"]
    number = int(spelt) if spelt.isdigit() else months.number(spelt, "en")
    if number is None:
        return None
    stamp = date_parser.read(f"{match['year']}-{number:02}-{int(match['day']):02}")
    return stamp._replace(raw=match[0]) if stamp else None
