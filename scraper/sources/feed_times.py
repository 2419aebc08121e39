"""The times of a feed in ISO 8601, as precise as they were written and with their offset.

None where a time is ambiguous. Read are RFC 822 and ISO 8601, and what is written in their place:
12-hour clocks, whole-hour offsets, 24:00, second 60. A zone that is only named is kept as no
offset, but for those that RFC 822 defines: IST alone means three of them.
"""

from __future__ import annotations

import re
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
_TWO_DIGITS = 2  # the length of a day, or of a year without its century
_FOUR_DIGITS = 4  # the length of a whole year
_CENTURY_BORDER = 50  # RFC 5322 §4.3: from here on a year of two digits is of the 20th century
_NOON = 12  # o'clock
_DAY_END = 24  # o'clock; ISO 8601 allows 24:00
_MINUTE = 60  # seconds; and minutes of an hour
_FARTHEST = 14  # hours from UTC, on the Line Islands

_CLOCK = r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?)?"
_HALF = r"(?:\s*(?P<half>[ap]\.?\s?m\b\.?|noon\b|midnight\b))?"
_ZONE = (
    r"(?:\s*(?P<named>[A-Za-z]{1,5})?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)?"
    r"(?:\s*(?P<again>[A-Za-z]{1,5})|\s*\([A-Za-z ]{1,40}\)|\[[A-Za-z/_]{1,40}\])?)"
)
_ISO = re.compile(
    rf"(?P<year>\d{{4}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:(?:T|,?\s){_CLOCK}{_HALF}{_ZONE})?)?)?",
    re.IGNORECASE,
)
_TIME = re.compile(rf"{_CLOCK}{_HALF}{_ZONE}", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+|\d+|[^\sA-Za-z\d]")
_TIME_AT = re.compile(
    r"(?:^|[\sT,])(\d{1,2}(?::\d\d(?::\d\d(?:[.,]\d{1,9})?)?|\s*(?:[ap]\.?\s?m\b|noon\b|midnight\b)))",
    re.IGNORECASE,
)
_YEAR_AT_END = re.compile(r"\s(\d{4})$")
_WEEKDAY = re.compile(r"^[^\W\d]+\.?,")  # in any language: nothing depends on it
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


class Clock(NamedTuple):
    """A time of day."""

    hour: int
    minute: int
    second: int | None  # None: not written
    days: int = 0  # to go on: 24:00 is the next day's 0:00
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


def _iso(match: re.Match[str]) -> str:
    year, month, day = match["year"], match["month"], match["day"]
    if match["hour"] is None:
        datetime(int(year), int(month or 1), int(day or 1))  # noqa: DTZ001  (raises if there is no such day)
        return "-".join(part for part in (year, month, day) if part)
    return _written(int(year), int(month), int(day), _clock(match))


def _rfc822(text: str) -> str:
    """Return a time of which the month is a word, the day and the year in any place beside it.

    Raises ValueError.
    """
    text = _ORDINAL.sub("", _WEEKDAY.sub("", text))
    year = ""
    start = _TIME_AT.search(text)
    if start is None:
        return date(*_day(text)).isoformat()
    before, time = text[: start.start(1)], text[start.start(1) :]
    if (last := _YEAR_AT_END.search(time)) is not None:  # as C's asctime writes it
        year, time = last[1], time[: last.start()]
    match = _TIME.fullmatch(time)
    if match is None:
        raise ValueError(time)
    clock = _clock(match)
    return _written(*_day(f"{before} {year}"), clock._replace(second=clock.second or 0))


def _day(text: str) -> tuple[int, int, int]:
    """Return year, month and day of a date with the month as a word.

    Raises ValueError for anything else in it.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    signs = {word for word in words if not word.isalnum()}
    names = [
        word for word in words if word.isalpha() and word not in _DAYS and word not in {"at", "t"}
    ]
    numbers = [word for word in words if word.isdecimal()]
    if signs - {",", ".", "-"} or len(names) != 1 or len(numbers) != len(("day", "year")):
        raise ValueError(text)
    (name,) = names
    if name not in _MONTHS and name not in _MONTH_NAMES and name != "sept":
        raise ValueError(text)
    day, year = numbers if len(numbers[0]) <= _TWO_DIGITS else reversed(numbers)
    return _full_year(year), _MONTHS.index(name[:3]) + 1, int(day)


def _full_year(year: str) -> int:
    """Return the year of two digits that is meant (RFC 5322 §4.3: from 1950), or of four."""
    if len(year) == _FOUR_DIGITS:
        return int(year)
    if len(year) != _TWO_DIGITS:
        raise ValueError(year)
    century = 2000 if int(year) < _CENTURY_BORDER else 1900
    return century + int(year)


def _clock(match: re.Match[str]) -> Clock:
    hour, minute, second = int(match["hour"]), int(match["minute"] or 0), match["second"]
    half = re.sub(r"[.\s]", "", match["half"] or "").lower()
    if match["minute"] is None and not half:
        raise ValueError(match[0])
    if half:
        hour = _of_24(hour, minute, half)
    days = 0
    if hour == _DAY_END and minute == 0 and not int(second or 0):
        hour, days = 0, 1
    return Clock(hour, minute, None if second is None else int(second), days, _offset(match))


def _of_24(hour: int, minute: int, half: str) -> int:
    """Return the hour of a 24-hour clock.

    Raises ValueError where the two halves of the day do not fit it.
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
    """Return the offset from UTC, "" if there is none, or one that means nothing ("-0000").

    Raises ValueError.
    """
    named, offset, again = (
        (match["named"] or "").lower(),
        match["offset"],
        (match["again"] or "").lower(),
    )
    if any(name and name not in _OFFSETS and name not in _NAMED for name in (named, again)):
        raise ValueError(match[0])
    if not offset:
        return _OFFSETS.get(named or again, "")
    if named and named not in {"gmt", "utc", "ut"}:
        raise ValueError(named)
    sign, digits = offset[0], offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > _TWO_DIGITS else (digits, "00")
    if int(hours) > _FARTHEST or int(minutes) >= _MINUTE:
        raise ValueError(offset)
    if sign == "-" and not int(hours + minutes):
        return ""
    return f"{sign}{int(hours):02}:{minutes}"


def _written(year: int, month: int, day: int, clock: Clock) -> str:
    """Return the moment in ISO 8601; second 60 is the first of the next minute."""
    leaps = clock.second == _MINUTE
    second = _MINUTE - 1 if leaps else clock.second or 0
    moment = datetime(year, month, day, clock.hour, clock.minute, second)  # noqa: DTZ001  (its offset is a text)
    moment += timedelta(days=clock.days, seconds=int(leaps))
    return (
        moment.isoformat(timespec="minutes" if clock.second is None else "seconds") + clock.offset
    )
