"""Days, ISO weeks, months and years: the periods that articles are counted by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

DAY, WEEK, MONTH, YEAR = "day", "week", "month", "year"
PERIODS = (DAY, WEEK, MONTH, YEAR)
# letters of an ISO 8601 date that name a period; a shorter date is not precise enough for it
LETTERS = {DAY: 10, WEEK: 10, MONTH: 7, YEAR: 4}
# what completes the name of a period to a date that Python reads
FIRST_DAY = {DAY: "", WEEK: "-1", MONTH: "-01", YEAR: "-01-01"}
# days from the first day of a period to a day in the next one
STEP = {DAY: 1, WEEK: 7, MONTH: 31, YEAR: 366}
MOST = 20_000  # periods in a row; a date far from all others must not fill the memory


def period_of(moment: str, by: str) -> str | None:
    """Return the period of an ISO 8601 date: 2026-05-03, 2026-W18, 2026-05 or 2026.

    Return None for a date that is not so precise, or none at all.
    """
    text = moment[: LETTERS[by]]
    try:
        day = date.fromisoformat(text + FIRST_DAY[by] if by != WEEK else text)
    except ValueError:
        return None
    return _name(day, by)


def periods_between(found: Iterable[str], by: str) -> list[str]:
    """Return the periods from the first to the last that were found, without a gap.

    If these are too many, return only those that were found.
    """
    known = sorted(set(found))
    if not known:
        return []
    row = [known[0]]
    while row[-1] < known[-1]:
        if len(row) == MOST:
            return known
        row.append(_following(row[-1], by))
    return row


def _following(period: str, by: str) -> str:
    first = date.fromisoformat(period + FIRST_DAY[by])
    return _name(first + timedelta(days=STEP[by]), by)


def _name(day: date, by: str) -> str:
    if by == WEEK:
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return day.isoformat()[: LETTERS[by]]
