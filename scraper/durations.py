"""Read spans of time and moments as people write them: 90, 90s, 24h, 7d, 2026-11-23."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from scraper.errors import InputError
from scraper.patterns import late

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
EXAMPLES = "90s, 15m, 24h, 7d or 2w; a bare number is seconds"
LADDERS = "default, newsdiffs, or ages that grow, such as 1h,6h,1d,7d"
# Seconds in a century: a longer span is a slip of the finger, and no clock can add much more.
LONGEST = 100 * 365 * 86400
FOREVER = "forever"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPAN = late(r"(\d+(?:\.\d+)?)\s*([smhdw]?)", re.ASCII)


def seconds(value: object, *, bare: bool = True) -> float | None:
    """Return the seconds of a text or number, or None if it is not a span of time.

    With `bare`, a number without a unit is a span in seconds.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    match = _SPAN.fullmatch(str(value).strip().lower())
    if match is None or not (match[2] or bare):
        return None
    length = float(match[1]) * UNITS[match[2] or "s"]
    return length if length <= LONGEST else None


def moment(text: str, now: datetime) -> str:
    """Return a date, a time or a span before now (7d) as ISO 8601; raise InputError for others."""
    typed = text.strip()
    ago = seconds(typed, bare=False)
    if ago is not None:
        return (now - timedelta(seconds=ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        datetime.fromisoformat(typed)
    except ValueError:
        raise InputError(
            f"{text!r} is not a date; write 2026-11-23, 2026-11-23T08:00 or 7d"
        ) from None
    return typed


def is_forever(value: object) -> bool:
    """Return whether a value is the word for a span without end."""
    return isinstance(value, str) and value.strip().lower() == FOREVER


def in_words(length: float) -> str:
    """Return seconds for people, in the two largest units: `1 h 30 min`, `2 d`."""
    minutes = max(round(length / UNITS["m"]), 1)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (minutes, "min")]
    first = next(place for place, (count, _) in enumerate(parts) if count)
    return " ".join([f"{count} {unit}" for count, unit in parts[first : first + 2] if count])
