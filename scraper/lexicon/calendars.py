"""Convert years of other calendars: Japan's, Taiwan's, Thailand's and Iran's."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

ERAS = {  # the year before the first of each
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "民國": 1911,
    "民国": 1911,
}
FIRST_YEAR = "元"  # an era's first year is named, not numbered
REPUBLIC = 1911  # Taiwan counts from here; of all who write "年" it alone has years of three digits
DIGITS_OF_REPUBLIC = 3
DIGITS_OF_YEAR = 4
BUDDHIST = 543
FIRST_BUDDHIST = 2400  # later years are Thailand's: 2401 is 1858 in the western calendar
PERSIAN = range(1371, 1420)  # 1992 to 2041: no other calendar's present has these years

_NOWRUZ = date(1992, 3, 21).toordinal()  # the first day of 1371, which opens a cycle of 33 years
_CYCLE, _CYCLE_DAYS = 33, 12_053  # eight leap years in each
_YEAR_DAYS = 365
_LONG_MONTHS = 6  # the first six months have 31 days, the others 30
_LONG_MONTH, _SHORT_MONTH = 31, 30
_MONTHS = 12


class CalendarDate(NamedTuple):
    """A year, a month and, if it is known, a day."""

    year: int
    month: int
    day: int | None = None


def of_era(era: str | None, number: str) -> int | None:
    """Return the year before "年" in East Asian dates; None for two digits without an era."""
    year = 1 if number == FIRST_YEAR else int(number)
    if era:
        return ERAS[era] + year
    if len(number) == DIGITS_OF_REPUBLIC:
        return REPUBLIC + year
    return year if len(number) == DIGITS_OF_YEAR else None


def western(written: CalendarDate) -> CalendarDate:
    """Return a date of any of the calendars in the western one; the year decides which it is."""
    year, month, day = written
    if year > FIRST_BUDDHIST:
        return written._replace(year=year - BUDDHIST)
    if year not in PERSIAN or day is None:
        return written
    if 1 <= month <= _MONTHS and 1 <= day <= _LONG_MONTH:
        there = _from_persian(year, month, day)
        return CalendarDate(there.year, there.month, there.day)
    return written


def _from_persian(year: int, month: int, day: int) -> date:
    """Return the western date of a day in Iran's calendar.

    In a cycle of 33 years the fifth is a leap year, and then every fourth.
    """
    cycles, year_of_cycle = divmod(year - PERSIAN.start, _CYCLE)
    leap_days = max(0, year_of_cycle - 1) // 4
    long_months = min(month - 1, _LONG_MONTHS)
    short_months = month - 1 - long_months
    days = _NOWRUZ + cycles * _CYCLE_DAYS
    days += year_of_cycle * _YEAR_DAYS + leap_days
    days += long_months * _LONG_MONTH + short_months * _SHORT_MONTH
    return date.fromordinal(days + day - 1)
