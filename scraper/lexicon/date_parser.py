"""Read a date as people and systems write it, in any script, only as precise as it was written."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from scraper.lexicon import calendars, clock_times, months, words_in
from scraper.lexicon.calendars import DIGITS_OF_YEAR, CalendarDate
from scraper.lexicon.clock_times import ClockTime
from scraper.patterns import late

EARLIEST = 1800  # newspapers have been put online from then on
FUTURE = timedelta(hours=36)  # ahead of the visit: time zones, and clocks that are wrong
MAX_CHARS = 200
MONTHS = 12
FIGURE = re.compile(r"\d")
MONTH_FIRST = frozenset(words_in("dates", "month_first"))

_BEHIND = 60  # characters behind a date in which its time is sought
_LAST_CENTURY = 69  # 69 to 99 are years of the last century, 00 to 68 of this one
_THAI = range(0x0E00, 0x0E80)
_THAI_CENTURY = 2500  # a Thai year of two digits is a Buddhist one
_HOURS = 24  # "24:00" is midnight

_DIGITS = {
    ord(digit): str(at % 10)
    for at, digit in enumerate(
        "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９"
    )
}
_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?"
    r"(?:[T\s,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = late(
    r"^(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?$"
)
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
_EPOCH_DIGITS = 10  # of seconds; three more are milliseconds
_CJK = late(
    rf"({'|'.join(calendars.ERAS)})?\s?({calendars.FIRST_YEAR}|(?<!\d)\d{{1,4}})\s*[年년]"
    r"\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号號]?"
)
_YEAR_FIRST = late(
    r"(?<![\d./-])(?P<year>\d{4})\s?(?P<mark>[./])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?"
    r"(?P<day>\d{1,2})(?!\d)"
)
_YEAR_APART = late(  # "2024 05/07"
    r"(?<![\d./-])(?P<year>\d{4})\s+(?P<month>\d{1,2})\s?/\s?(?P<day>\d{1,2})(?![\d./-])"
)
_VIETNAMESE = late(
    r"(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:,|\s+năm)?\s+(?P<year>\d{4})", re.IGNORECASE
)
_NUMERIC = late(r"(?<![\d./-])(\d{1,2})\s?([./|-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/])")
# A word with its vowel signs. No sign is in two alternatives, and none is given back: else a word
# of thirty Indic letters would cost all ways to part it.
_SIGNS = r"\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f\u200c"
_MONTH = rf"(?P<month>(?:[^\W\d_{_SIGNS}]|[{_SIGNS}]|\.(?=[^\W\d_])){{2,30}}+)"
_DAY_MONTH = late(
    r"(?<![\d.,/])(?<!\d:)(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th|er|\.|º|°|ος|η|-го|-ლი))?"
    r"[\s.-]{0,3}(?:(?:de|of|do|di|a|den)\s+|d['’])?"
    + _MONTH + r"(?:\s?/\s?[^\W\d_]{2,12})?"
    r"[\s.,’'-]{0,3}(?:(?:de|del|do|di|of|พ\.ศ)\.?\s*)?"
    r"(?P<year>\d{4}|['’]?\d{2}(?![\d:.h]))(?!\d)",
    re.IGNORECASE,
)  # fmt: skip
_MONTH_DAY = late(
    _MONTH + r"[\s.]{1,3}(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+(?:de\s+)?)"
    r"(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_YEAR_MONTH_DAY = late(
    r"(?<!\d)(?P<year>\d{4})(?:\s?m\.|\.|e?ko|,)?\s+"
    + _MONTH + r"\s+(?P<day>\d{1,2})(?:\.|\s?d\.|a)?(?!\d)",
    re.IGNORECASE,
)  # fmt: skip
_YEAR_DAY_MONTH = late(
    r"(?<!\d)(?P<year>\d{4})(?:\.|-)?\s?(?:gada|жылғы|жылы|yil|ci il)\s+(?P<day>\d{1,2})[.-]?\s?"
    + _MONTH,
    re.IGNORECASE,
)
_CLOCK_YEAR = late(  # as programs write it: "Tue May 07 15:04:00 EDT 2024"
    _MONTH + r"\s+(?P<day>\d{1,2})\s+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?:\s[A-Z]{2,5})?)"
    r"\s+(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTH_YEAR = late(_MONTH + r"[\s.,]{1,3}(?:(?:de|del|do)\s+)?(?P<year>\d{4})(?!\d)", re.IGNORECASE)


class Stamp(NamedTuple):
    """A point in time, as precisely as it was written."""

    iso: str
    raw: str
    precision: str  # "second", "minute", "day", "month"
    moment: datetime | None = None  # in UTC, where the offset is known

    @property
    def day(self) -> str:
        """Return the calendar day as written, or the month."""
        return self.iso[:10]


class WrittenDate(NamedTuple):
    """A date and a time as they were written, in whatever calendar."""

    date: CalendarDate
    clock: ClockTime | None = None


Form = Callable[[str, str | None], WrittenDate | None]  # of a text, and its language if it is known


def read(text: str | None, *, language: str | None = None) -> Stamp | None:
    """Return the first date that a text holds; None where there is none, or none that can be."""
    raw = (text or "").strip()[:MAX_CHARS]
    if not FIGURE.search(raw):
        return None
    plain = raw if raw.isascii() else raw.translate(_DIGITS)
    for form in FORMS:
        written = form(plain, language)
        if written is not None:
            return _stamp(raw, written)
    return None


def too_late(stamp: Stamp, visited: datetime) -> bool:
    """Return whether a date lies after the visit."""
    if visited.tzinfo is None:
        visited = visited.replace(tzinfo=UTC)
    latest = visited.astimezone(UTC) + FUTURE
    if stamp.moment:
        return stamp.moment > latest
    return stamp.day > latest.date().isoformat()


def _machine(pattern: re.Pattern[str], text: str, _: str | None) -> WrittenDate | None:
    """Read a date as programs write it."""
    match = pattern.search(text)
    if match is None:
        return None
    day, hour, second = match["day"], match["hour"], match["second"]
    date = CalendarDate(int(match["year"]), int(match["month"]), int(day) if day else None)
    if hour:
        seconds = int(second) if second else None
        zone = clock_times.zone_of(match["zone"])
        return WrittenDate(date, ClockTime(int(hour), int(match["minute"]), seconds, zone))
    return _with_clock(date, text, match.end()) if day else WrittenDate(date)


def _epoch(text: str, _: str | None) -> WrittenDate | None:
    """Read the seconds, or milliseconds, since 1970."""
    if not _EPOCH.match(text):
        return None
    moment = datetime.fromtimestamp(int(text[:_EPOCH_DIGITS]), UTC)
    return WrittenDate(
        CalendarDate(moment.year, moment.month, moment.day),
        ClockTime(moment.hour, moment.minute, moment.second, UTC),
    )


def _east_asian(text: str, _: str | None) -> WrittenDate | None:
    """Read "令和6年5月7日" and its like."""
    match = _CJK.search(text)
    year = calendars.of_era(match[1], match[2]) if match else None
    if match is None or not year:
        return None
    return _with_clock(CalendarDate(year, int(match[3]), int(match[4])), text, match.end())


def _in_figures(pattern: re.Pattern[str], text: str, _: str | None) -> WrittenDate | None:
    """Read a date without a word, whose order the pattern knows."""
    match = pattern.search(text)
    if match is None:
        return None
    date = CalendarDate(int(match["year"]), int(match["month"]), int(match["day"]))
    return _with_clock(date, text, match.end())


def _numeric(text: str, language: str | None) -> WrittenDate | None:
    """Read "7.5.2025": the day is first but where the language or the figures speak against it."""
    match = _NUMERIC.search(text)
    if match is None:
        return None
    first, mark, second, year = match.groups()
    if len(year) < DIGITS_OF_YEAR and _is_version(first, mark, second):
        return None
    day, month = int(first), int(second)
    american = mark in "/-" and (language or "").lower() in MONTH_FIRST
    day_cannot_be_first = month > MONTHS >= day
    if day_cannot_be_first or (american and day <= MONTHS):
        day, month = month, day
    return _with_clock(CalendarDate(_year(year), month, day), text, match.end())


def _is_version(first: str, mark: str, second: str) -> bool:
    """Return whether three figures of at most two digits are rather a version, such as 4.8.12."""
    has_one_digit = len(first) == 1 or len(second) == 1
    return mark == "-" or (has_one_digit and mark != "/")


def _worded(pattern: re.Pattern[str], text: str, language: str | None) -> WrittenDate | None:
    """Read a date whose month is a word: the first whose word is one."""
    for match in pattern.finditer(text):
        month = months.number(match["month"], language)
        if month:
            year = _year(match["year"], thai=ord(match["month"][0]) in _THAI)
            date = CalendarDate(year, month, int(match["day"]))
            return _with_clock(date, text, match.end())
    return None


def _clock_year(text: str, language: str | None) -> WrittenDate | None:
    """Read a date whose time is between day and year."""
    match = _CLOCK_YEAR.search(text)
    month = months.number(match["month"], language) if match else None
    if match is None or not month:
        return None
    date = CalendarDate(int(match["year"]), month, int(match["day"]))
    return WrittenDate(date, clock_times.read(match["clock"]))


def _month_year(text: str, language: str | None) -> WrittenDate | None:
    """Read a month with its year."""
    match = _MONTH_YEAR.search(text)
    month = months.number(match["month"], language) if match else None
    if match is None or not month:
        return None
    return WrittenDate(CalendarDate(int(match["year"]), month))


# The sure forms first: what a later form finds in a text may be a piece of an earlier one.
FORMS: tuple[Form, ...] = (
    _epoch,
    partial(_machine, _ISO),
    partial(_machine, _COMPACT),
    _east_asian,
    partial(_in_figures, _VIETNAMESE),
    partial(_in_figures, _YEAR_FIRST),
    partial(_in_figures, _YEAR_APART),
    partial(_worded, _DAY_MONTH),
    partial(_worded, _MONTH_DAY),
    partial(_worded, _YEAR_MONTH_DAY),
    partial(_worded, _YEAR_DAY_MONTH),
    _clock_year,
    _numeric,
    _month_year,
)


def _year(text: str, *, thai: bool = False) -> int:
    """Return a year; of two digits it is one of this century or the end of the last."""
    digits = text.strip("'’")
    number = int(digits)
    if len(digits) == DIGITS_OF_YEAR:
        return number
    if thai:
        return _THAI_CENTURY + number
    return 1900 + number if number >= _LAST_CENTURY else 2000 + number


def _with_clock(date: CalendarDate, text: str, end: int) -> WrittenDate:
    """Return a date with the time that is written behind it."""
    return WrittenDate(date, clock_times.read(text[end : end + _BEHIND]))


def _stamp(raw: str, written: WrittenDate) -> Stamp | None:
    """Return the stamp; None if the calendar has no such day."""
    date = calendars.western(written.date)
    if date.year < EARLIEST:
        return None
    if date.day is None:
        known = 1 <= date.month <= MONTHS
        return Stamp(f"{date.year:04}-{date.month:02}", raw, "month") if known else None
    try:
        midnight = datetime(date.year, date.month, date.day)  # noqa: DTZ001 - a day has no zone
    except ValueError:
        return None
    timed = _at(midnight, written.clock, raw)
    return timed or Stamp(midnight.date().isoformat(), raw, "day")


def _at(midnight: datetime, clock: ClockTime | None, raw: str) -> Stamp | None:
    """Return the stamp of a time of a day; None if no clock shows it."""
    if clock is None:
        return None
    hour, minute, second, zone = clock
    try:
        moment = midnight.replace(
            hour=hour % _HOURS, minute=minute, second=second or 0, tzinfo=zone
        )
    except ValueError:
        return None
    precision = "minute" if second is None else "second"
    utc = moment.astimezone(UTC) if zone else None
    return Stamp(moment.isoformat(timespec=f"{precision}s"), raw, precision, utc)
