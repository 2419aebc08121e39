"""Times as the archive writes them: in UTC, to the second, as `2026-11-23T09:30:00Z`.

Texts of this form sort as the times do.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scraper.patterns import late

UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
_STAMP = late(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\dZ")


def stamp(moment: datetime) -> str:
    """Return a moment as the archive writes it; one without a zone is taken for UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse(text: str) -> datetime:
    """Return the moment that the archive wrote."""
    return datetime.fromisoformat(text)


def now() -> datetime:
    """Return the time of the system's clock, the default of an archive."""
    return datetime.now(UTC)


def ago(age: timedelta) -> str:
    """Return how long ago something was, for people: `2 hours ago`."""
    for unit, length in UNITS.items():
        count = age // length
        if count == 1:
            return f"1 {unit} ago"
        if count > 1:
            return f"{count} {unit}s ago"
    return "just now"


def end_of_day(moment: str) -> str:
    """Return an ISO time; of a date the last second of that day, so that all of it counts."""
    if len(moment) == len("2026-11-23"):
        return f"{moment}T23:59:59Z"
    return moment


def is_stamp(text: object) -> bool:
    """Return whether a value is a time as the archive writes it."""
    return isinstance(text, str) and _STAMP.fullmatch(text) is not None
