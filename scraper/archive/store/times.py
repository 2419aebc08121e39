"""Times as the archive writes them: UTC, to the second, `2026-11-23T09:30:00Z`, so that texts sort as times do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scraper.patterns import late

UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}


def stamp(moment: datetime) -> str:
    """A moment as the archive writes it; one without a zone is taken for UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse(text: str) -> datetime:
    """The moment that the archive wrote."""
    return datetime.fromisoformat(text)


def now() -> datetime:
    """The default clock."""
    return datetime.now(UTC)


def ago(age: timedelta) -> str:
    """How long ago, for people: `2 hours ago`."""
    for unit, length in UNITS.items():
        if (count := age // length) > 0:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


def is_stamp(text: object) -> bool:
    """Whether it is a time as the archive writes it."""
    return isinstance(text, str) and _STAMP.fullmatch(text) is not None


_STAMP = late(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\dZ")
