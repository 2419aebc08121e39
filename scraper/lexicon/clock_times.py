"""Read the time of day that is written behind a date, with its zone."""

from __future__ import annotations

import re
from datetime import timedelta, timezone
from typing import NamedTuple

from scraper.lexicon import phrases_in
from scraper.lexicon.matcher import alternation
from scraper.patterns import late

# Hours from UTC -> the zones' names; a name that means several zones is left out.
_ZONES_BY_HOURS = {
    0: "z utc gmt wet",
    1: "bst cet mez west wat",
    2: "cest mesz eet sast cat",
    3: "eest msk мск eat trt",
    4: "gst",
    5: "pkt",
    7: "wib ict",
    8: "hkt sgt pht wita awst",
    9: "jst kst wit",
    10: "aest",
    11: "aedt",
    12: "nzst",
    13: "nzdt",
    -3: "brt art",
    -4: "edt",
    -5: "est cdt",
    -6: "mdt",
    -7: "mst pdt",
    -8: "pst akdt",
    -9: "akst",
    -10: "hst",
}
ZONES = {name: hours for hours, names in _ZONES_BY_HOURS.items() for name in names.split()}
FARTHEST = timedelta(hours=14)  # from UTC: no place has a clock farther ahead
NOON = 12

_NEAR_HOUR = 8  # letters behind the hour in which a word for the afternoon belongs to it
_NEAR_MORNING = 20  # letters around the hour in which a word for the morning does
_NEAR_ZONE = 14  # letters behind the time in which a zone's name belongs to it
_AFTERNOON = late(alternation(phrases_in("dates", "afternoon")))
_MORNING = late(alternation(phrases_in("dates", "morning")))
_TIME = late(
    r"^(?P<gap>\D{0,24}?)(?P<hour>\d{1,2})\s?(?:[:.hH]|時|时|點|点|시|ч)\s?"
    r"(?P<minute>\d{2})?(?!\d|\.\d)(?::(?P<second>\d{2}))?(?P<tail>.{0,24})",
    re.DOTALL,
)
_HOUR_ALONE = late(r"^\D{0,8}?(\d{1,2})\s?([ap])\.?m\b", re.IGNORECASE)
_OFFSET = late(r"(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d{2})?(?!\d)")
_ZONE_NAME = late(r"\b([A-Za-zМКС]{1,4})\b")


class ClockTime(NamedTuple):
    """A time of day, as precisely as it was written."""

    hour: int
    minute: int
    second: int | None = None
    zone: timezone | None = None


def read(rest: str) -> ClockTime | None:
    """Return the time at the beginning of what follows a date; None where there is none."""
    match = _TIME.match(rest)
    if match is None or match["minute"] is None:
        return _whole_hour(rest)
    hour = _of_24(int(match["hour"]), match["gap"], match["tail"])
    second = int(match["second"]) if match["second"] else None
    return ClockTime(hour, int(match["minute"]), second, _zone_behind(match["tail"]))


def zone_of(text: str | None) -> timezone | None:
    """Return the zone that "Z", "GMT", "+0200" or "+02:00" names; None for an impossible offset."""
    if not text:
        return None
    hours = ZONES.get(text.lower())
    if hours is not None:
        return timezone(timedelta(hours=hours))
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    if offset > FARTHEST:
        return None
    return timezone(-offset if text.startswith("-") else offset)


def _whole_hour(rest: str) -> ClockTime | None:
    """Return the time of an hour without minutes: "3 p.m."."""
    match = _HOUR_ALONE.match(rest)
    if match is None:
        return None
    hour = int(match[1]) % NOON
    if match[2].lower() == "p":
        hour += NOON
    return ClockTime(hour, 0)


def _of_24(hour: int, gap: str, tail: str) -> int:
    """Return the hour, counted from midnight, by what is written in front of it and behind it."""
    around = f"{gap} {tail}".lower()
    nearest = around[:_NEAR_MORNING]
    morning = _MORNING.search(nearest) is not None and "pm" not in nearest
    if morning or hour > NOON:
        return hour % NOON if hour == NOON else hour
    afternoon = _AFTERNOON.search(around, 0, len(gap) + _NEAR_HOUR)
    return hour + NOON if afternoon and hour < NOON else hour


def _zone_behind(tail: str) -> timezone | None:
    """Return the zone that follows a time: "(GMT+7)", "CEST"."""
    offset = _OFFSET.match(tail.strip(" ("))
    if offset:
        return zone_of(f"{offset[1]}{int(offset[2]):02}{offset[3] or '00'}")
    for word in _ZONE_NAME.findall(tail[:_NEAR_ZONE]):
        if word.isupper() and word.lower() in ZONES:
            return zone_of(word)
    return None
