"""Write moments for people: `2 April 2026, 08:00 +02:00`."""

from __future__ import annotations

from datetime import date, datetime

from scraper.patterns import late

# English names: those of the locale would make one page look different on each machine.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTH = late(r"\d{4}-\d\d")
_DAY = late(r"\d{4}-\d\d-\d\d")
_MINUTE = late(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


def in_words(moment: str | None) -> str:
    """Return an ISO 8601 moment in words, as precise as it is; another text as it is."""
    if not moment:
        return ""
    try:
        if _MONTH.fullmatch(moment):
            day = date.fromisoformat(f"{moment}-01")
            return f"{MONTHS[day.month - 1]} {day.year}"
        if _DAY.fullmatch(moment):
            return _day(date.fromisoformat(moment))
        if _MINUTE.fullmatch(moment):
            return _minute(datetime.fromisoformat(moment))
    except ValueError:  # such as the 31st of June
        return moment
    return moment


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _minute(moment: datetime) -> str:
    """Return a moment to the minute, in its own offset, which is where its readers are."""
    digits = moment.strftime("%z")
    offset = f"{digits[:3]}:{digits[3:5]}" if digits else ""
    zone = "UTC" if offset == "+00:00" else offset
    return f"{_day(moment)}, {moment:%H:%M} {zone}".rstrip()
