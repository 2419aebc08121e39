"""Read the times of a feed into ISO 8601, as precise as they were written and with their offset.

RFC 822 and ISO 8601 are read, and common deviations: 12-hour clocks, whole-hour offsets, 24:00,
second 60. An ambiguous time is None. Of zones that are only named, those of RFC 822 give an offset,
and others none: IST alone means three zones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

_MAX_TIME = 80  # characters
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = tuple(
    "january february march april may june july august september october november december".split()
)
_DAYS = frozenset(
    "mon tue tues wed thu thur thurs fri sat sun"
    " monday tuesday wednesday thursday friday saturday sunday".split()
)
_IGNORED = _DAYS | {"at", "t", ",", ".", "-"}  # in a date
_OFFSETS = {
    "z": "+00:00",
    "ut": "+00:00",
    "utc": "+00:00",
    "gmt": "+00:00",
    "est": "-05:00",
    "edt": "-04:00",
    "cst": "-06:00",
    "cdt": "-05:00",
    "mst": "-07:00",
    "mdt": "-06:00",
    "pst": "-08:00",
    "pdt": "-07:00",
}
_NAMED = frozenset(
    """
    acdt acst act adt aedt aest aft akdt akst art ast awst bdt brst brt bst cat cest cet clst
    clt cot eat eest eet gst hkt hst ict idt irst ist jst kst mez mesz msd msk mut myt ndt npt
    nst nzdt nzst pet pht pkt sast sgt trt uyt vet wast wat west wet wib wit wita yekt
    """.split()
)
_NUMBERS = 2  # in a date with the month as a word: the day and the year
_ZONES = frozenset({"", *_OFFSETS, *_NAMED})
_ZERO = frozenset({"", "gmt", "utc", "ut"})  # what may precede an offset: "GMT+1"
_TWO_DIGITS = 2  # the length of a day, or of a year without its century
_FOUR_DIGITS = 4  # the length of a whole year
_CENTURY_BORDER = 50  # from here on a year of two digits is in the 20th century (RFC 5322 §4.3)
_NOON = 12  # o'clock
_END_OF_DAY = (24, 0, 0)  # ISO 8601 allows 24:00
_MINUTE = 60  # seconds; and minutes of an hour
_FARTHEST = 14  # hours from UTC, on the Line Islands

_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?)?"
_HALF = r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?|noon\b|midnight\b))?"
_ZONE = (
    r"(?:\s*(?P<named>[A-Za-z]{1,5})?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)?"
    r"(?:\s*(?P<again>[A-Za-z]{1,5})|\s*\([A-Za-z ]{1,40}\)|\[[A-Za-z/_]{1,40}\])?)"
)
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)"
    rf"(?:-(?P<day>\d\d)(?:(?:T|,?\s){_CLOCK}{_HALF}{_ZONE})?)?)?",
    re.IGNORECASE,
)
_TIME = re.compile(rf"{_CLOCK}{_HALF}{_ZONE}", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d]")
_TIME_AT = re.compile(
    r"(?:^|[\sT,])(\d{1,2}(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?"
    r"|\s*(?:[ap]\.?\s?m\b|noon\b|midnight\b)))",
    re.IGNORECASE,
)
_YEAR_AT_END = re.compile(r"\s(\d{4})$")
_WEEKDAY = re.compile(r"^[^\W\d]+\.?,")  # in any language: it is not used
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


class Clock(NamedTuple):
    """A time of day."""

    hour: int
    minute: int
    second: int | None  # None: not written
    days: int = 0  # to add: 24:00 is 0:00 of the next day
    offset: str = ""


def when(text: str | None) -> str | None:
    """Return a time of RFC 822 or ISO 8601, or the like, in ISO 8601.

    None if it is not a time, or an ambiguous one.
    """
    if not text:
        return None
    short = " ".join(text[:_MAX_TIME].replace("\u2212", "-").split())
    try:
        match = _ISO.fullmatch(short)
        return _iso(match) if match else _rfc822(short)
    except (ValueError, OverflowError):
        return None


def first(texts: Iterable[str | None]) -> str | None:
    """Return the first of the texts that is a time, in ISO 8601."""
    return next(filter(None, map(when, texts)), None)


def _iso(match: re.Match[str]) -> str:
    year, month, day = match["year"], match["month"], match["day"]
    if match["hour"] is None:
        date(int(year), int(month or 1), int(day or 1))  # raises if there is no such day
        return "-".join(filter(None, (year, month, day)))
    return _written(int(year), int(month), int(day), _clock(match))


def _rfc822(text: str) -> str:
    """Return a time with the month as a word, and the day and the year in any order.

    Raise ValueError for anything else.
    """
    text = _ORDINAL.sub("", _WEEKDAY.sub("", text))
    start = _TIME_AT.search(text)
    if start is None:
        return date(*_day(text)).isoformat()
    before = text[: start.start(1)]
    time = text[start.start(1) :]
    year = ""
    last = _YEAR_AT_END.search(time)
    if last:  # as C's asctime writes it
        year = last[1]
        time = time[: last.start()]
    match = _TIME.fullmatch(time)
    if match is None:
        raise ValueError(time)
    clock = _clock(match)
    return _written(*_day(f"{before} {year}"), clock._replace(second=clock.second or 0))


def _day(text: str) -> tuple[int, int, int]:
    """Return year, month and day of a date with the month as a word.

    Raise ValueError if there is anything else in it.
    """
    words = [word for word in _WORD.findall(text.lower()) if word not in _IGNORED]
    numbers = [word for word in words if word.isdecimal()]
    names = [word for word in words if not word.isdecimal()]
    if len(names) != 1 or len(numbers) != _NUMBERS:
        raise ValueError(text)
    day, year = numbers if len(numbers[0]) <= _TWO_DIGITS else reversed(numbers)
    return _full_year(year), _month(names[0]), int(day)


def _month(name: str) -> int:
    if name not in _MONTHS and name not in _MONTH_NAMES and name != "sept":
        raise ValueError(name)
    return _MONTHS.index(name[:3]) + 1


def _full_year(year: str) -> int:
    """Return a year of four digits, or the one that two digits mean (RFC 5322 §4.3)."""
    if len(year) == _FOUR_DIGITS:
        return int(year)
    if len(year) != _TWO_DIGITS:
        raise ValueError(year)
    century = 2000 if int(year) < _CENTURY_BORDER else 1900
    return century + int(year)


def _clock(match: re.Match[str]) -> Clock:
    hour = int(match["hour"])
    minute = int(match["minute"] or 0)
    second = None if match["second"] is None else int(match["second"])
    half = re.sub(r"[.\s]", "", match["half"] or "").lower()
    if match["minute"] is None and not half:
        raise ValueError(match[0])
    if half:
        hour = _of_24(hour, minute, half)
    if (hour, minute, second or 0) == _END_OF_DAY:
        return Clock(0, minute, second, 1, _offset(match))
    return Clock(hour, minute, second, 0, _offset(match))


def _of_24(hour: int, minute: int, half: str) -> int:
    """Return the hour of a 24-hour clock.

    Raise ValueError where the hour does not fit the half of the day.
    """
    if half in {"noon", "midnight"}:
        if hour != _NOON or minute:
            raise ValueError(half)
        return _NOON if half == "noon" else 0
    if hour > _NOON:
        if half == "am":
            raise ValueError(half)
        return hour
    from_noon = hour % _NOON
    return from_noon + _NOON if half == "pm" else from_noon


def _offset(match: re.Match[str]) -> str:
    """Return the offset from UTC, "" if there is none, or one without meaning ("-0000").

    Raise ValueError for an unknown zone or an impossible offset.
    """
    before = (match["named"] or "").lower()
    behind = (match["again"] or "").lower()
    if not _ZONES.issuperset((before, behind)):
        raise ValueError(match[0])
    offset = match["offset"]
    if not offset:
        return _OFFSETS.get(before or behind, "")
    if before not in _ZERO:
        raise ValueError(before)
    return _hours_and_minutes(offset)


def _hours_and_minutes(offset: str) -> str:
    """Return an offset such as "+1", "+0130" or "+01:30" in the last form."""
    sign = offset[0]
    digits = offset[1:].replace(":", "")
    if len(digits) <= _TWO_DIGITS:
        digits += "00"
    hours = int(digits[:-2])
    minutes = int(digits[-2:])
    if hours > _FARTHEST or minutes >= _MINUTE:
        raise ValueError(offset)
    is_unknown = sign == "-" and hours == minutes == 0  # RFC 3339 §4.3
    return "" if is_unknown else f"{sign}{hours:02}:{minutes:02}"


def _written(year: int, month: int, day: int, clock: Clock) -> str:
    """Return the moment in ISO 8601; second 60 is the first of the next minute."""
    second = clock.second or 0
    is_leap = second == _MINUTE
    moment = datetime(  # noqa: DTZ001 - its offset is a text
        year, month, day, clock.hour, clock.minute, second - is_leap
    )
    moment += timedelta(days=clock.days, seconds=is_leap)
    precision = "minutes" if clock.second is None else "seconds"
    return moment.isoformat(timespec=precision) + clock.offset
