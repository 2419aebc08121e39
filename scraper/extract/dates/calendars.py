"""Years of other calendars: Japan's eras, Taiwan's republic, Thailand's Buddhist and Iran's solar one."""

from __future__ import annotations

from datetime import date

ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "民國": 1911,
    "民国": 1911,
}  # the year before the first
REPUBLIC = 1911  # Taiwan counts from here; of all who write "年" it alone has years of three digits
BUDDHIST = 543
PERSIAN = range(1371, 1420)  # 1992 to 2041: no other calendar's present has these years
_NOWRUZ = date(1992, 3, 21).toordinal()  # the first day of 1371, which opens a cycle of 33 years
_CYCLE, _CYCLE_DAYS = 33, 12_053  # eight leap years in each


def of_era(era: str | None, number: str) -> int | None:
    """Return the year before "年" in East Asian dates; None for two digits without an era."""
    year = 1 if number == "元" else int(number)
    if era:
        return ERAS[era] + year
    if len(number) == 3:
        return REPUBLIC + year
    return year if len(number) == 4 else None


def western(year: int, month: int, day: int | None) -> tuple[int, int, int | None]:
    """Return a date of any of the calendars in the western one; the year decides which it is."""
    if year > 2400:
        return year - BUDDHIST, month, day
    if year in PERSIAN and day is not None and 1 <= month <= 12 and 1 <= day <= 31:
        there = _persian(year, month, day)
        return there.year, there.month, there.day
    return year, month, day


def _persian(year: int, month: int, day: int) -> date:
    """Six months of 31 days, then of 30; in a cycle of 33 years the fifth is a leap year, and then every fourth."""
    cycles, into = divmod(year - PERSIAN.start, _CYCLE)
    leaps = max(0, into - 1) // 4
    before = (month - 1) * 31 if month <= 7 else 186 + (month - 7) * 30
    return date.fromordinal(_NOWRUZ + cycles * _CYCLE_DAYS + 365 * into + leaps + before + day - 1)
