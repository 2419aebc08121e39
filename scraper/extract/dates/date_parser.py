"""A date as people and systems write it, in any script -> ISO 8601, only as precise as it was written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from scraper.extract.dates import calendars as date_calendars
from scraper.lexicon import months
from scraper.patterns import late

EARLIEST = 1800  # newspapers have been put online from then on
FUTURE = timedelta(hours=36)  # ahead of the visit: time zones, and clocks that are wrong
MAX_CHARS = 200

# Time zones by name, in hours from UTC; names that mean several zones are left out.
ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "mez": 1, "west": 1, "wat": 1, "cest": 2, "mesz":
    2, "eet": 2,
    "sast": 2, "cat": 2, "eest": 3, "msk": 3, "мск": 3, "eat": 3, "trt": 3, "gst": 4, "pkt": 5, "wib": 7, "ict": 7,
    "hkt": 8, "sgt": 8, "pht": 8, "wita": 8, "awst": 8, "jst": 9, "kst": 9, "wit": 9, "aest": 10, "aedt": 11,
    "nzst": 12,
    "nzdt": 13, "edt": -4, "est": -5, "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8, "akdt": -8, "akst": -9,
    "hst": -10, "brt": -3, "art": -3,
}  # fmt: skip
MONTH_FIRST = frozenset({"en-us", "en-ph", "es-us"})  # where 5/7/2025 is the seventh of May
AFTERNOON = ("pm", "p.m", "p. m", "μ.μ", "下午", "午後", "오후", "晚上", "م", "nachm", "odp")
MORNING = ("am", "a.m", "a. m", "π.μ", "上午", "午前", "오전", "凌晨", "ص")

_DIGITS = {
    ord(c): str(i % 10)
    for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９")
}
FIGURE = re.compile(r"\d")
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[T\s,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}(?!\d))?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = late(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{2}:?\d{2})?)?$")
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?$")
_CJK = late(
    rf"({'|'.join(date_calendars.ERAS)})?\s?(元|(?<!\d)\d{{1,4}})\s*[年년]\s*(\d{{1,2}})\s*[月월]\s*(\d{{1,2}})\s*[日일号號]?"
)
_YEAR_FIRST = late(r"(?<![\d./-])(\d{4})\s?([./])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_YEAR_APART = late(r"(?<![\d./-])(\d{4})\s+()(\d{1,2})\s?/\s?(\d{1,2})(?![\d./-])")  # "2024 05/07"
_NUMERIC = late(r"(?<![\d./-])(\d{1,2})\s?([./|-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/])")
# A word with its vowel signs. No sign is in two alternatives, and none is given back: else a word of thirty Indic
# letters would cost all ways to part it.
_SIGNS = r"\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f\u200c"
_MONTH = rf"((?:[^\W\d_{_SIGNS}]|[{_SIGNS}]|\.(?=[^\W\d_])){{2,30}}+)"
_DAY_MONTH = late(
    r"(?<![\d.,/])(?<!\d:)(\d{1,2})(?:\s?(?:st|nd|rd|th|er|\.|º|°|ος|η|-го|-ლი))?[\s.-]{0,3}"
    r"(?:(?:de|of|do|di|a|den)\s+|d['’])?"
    + _MONTH + r"(?:\s?/\s?[^\W\d_]{2,12})?"
    r"[\s.,’'-]{0,3}(?:(?:de|del|do|di|of|พ\.ศ)\.?\s*)?(\d{4}|['’]?\d{2}(?![\d:.h]))(?!\d)",
    re.IGNORECASE,
)  # fmt: skip
_MONTH_DAY = late(
    _MONTH + r"[\s.]{1,3}(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+(?:de\s+)?)(\d{4})(?!\d)",
    re.IGNORECASE,
)
_YEAR_MONTH_DAY = late(
    r"(?<!\d)(\d{4})(?:\s?m\.|\.|e?ko|,)?\s+" + _MONTH + r"\s+(\d{1,2})(?:\.|\s?d\.|a)?(?!\d)",
    re.IGNORECASE,
)
_YEAR_DAY_MONTH = late(
    r"(?<!\d)(\d{4})(?:\.|-)?\s?(?:gada|жылғы|жылы|yil|ci il)\s+(\d{1,2})[.-]?\s?" + _MONTH,
    re.IGNORECASE,
)
_CLOCK_YEAR = late(  # as programs write it: "Tue May 07 15:04:00 EDT 2024"
    _MONTH + r"\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?(?:\s[A-Z]{2,5})?)\s+(\d{4})(?!\d)",
    re.IGNORECASE,
)
_VIETNAMESE = late(r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})", re.IGNORECASE)
_MONTH_YEAR = late(_MONTH + r"[\s.,]{1,3}(?:(?:de|del|do)\s+)?(\d{4})(?!\d)", re.IGNORECASE)
_TIME = late(
    r"^(?P<gap>\D{0,24}?)(?P<h>\d{1,2})\s?(?:[:.hH]|時|时|點|点|시|ч)\s?(?P<m>\d{2})?(?!\d|\.\d)"
    r"(?::(?P<s>\d{2}))?(?P<tail>.{0,24})",
    re.DOTALL,
)  # fmt: skip
_HOUR = late(r"^\D{0,8}?(\d{1,2})\s?([ap])\.?m\b", re.IGNORECASE)
_OFFSET = late(r"(?:GMT|UTC)?\s?([+-])(\d{1,2}):?(\d{2})?(?!\d)")
_ZONE = late(r"\b([A-Za-zМКС]{1,4})\b")


class Stamp(NamedTuple):
    """A point in time, as precisely as it was written."""

    iso: str
    raw: str
    precision: str  # "second", "minute", "day", "month"
    moment: datetime | None = None  # in UTC, where the offset is known

    @property
    def day(self) -> str:
        """The calendar day as written, or the month."""
        return self.iso[:10]


def read(text: str | None, *, language: str | None = None) -> Stamp | None:
    """Return the first date that a text holds; None where there is none, or none that can be."""
    raw = (text or "").strip()[:MAX_CHARS]
    if not FIGURE.search(raw):
        return None
    plain = raw if raw.isascii() else raw.translate(_DIGITS)
    for form in FORMS:
        found = form(plain, language)
        if found is not None:
            return _stamp(raw, *found)
    return None


def too_late(stamp: Stamp, visited: datetime) -> bool:
    """Return whether a date lies after the visit."""
    latest = (visited.astimezone(UTC) if visited.tzinfo else visited.replace(tzinfo=UTC)) + FUTURE
    return stamp.moment > latest if stamp.moment else stamp.iso[:10] > latest.date().isoformat()


_Date = tuple[int, int, int | None]
_Clock = tuple[int, int, int | None, timezone | None]
_Read = tuple[_Date, _Clock | None] | None


def _iso(text: str, _: str | None) -> _Read:
    match = _ISO.search(text) or _COMPACT.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    if day and not hour and match.re is _ISO:
        return _with_clock(text, match.end(), int(year), int(month), int(day))
    clock = (
        (int(hour), int(minute), int(second) if second else None, _offset(zone))
        if hour and minute
        else None
    )
    return (int(year), int(month), int(day) if day else None), clock


def _epoch(text: str, _: str | None) -> _Read:
    if not _EPOCH.match(text):
        return None
    moment = datetime.fromtimestamp(int(text[:10]), UTC)
    return (moment.year, moment.month, moment.day), (moment.hour, moment.minute, moment.second, UTC)


def _east_asian(text: str, _: str | None) -> _Read:
    match = _CJK.search(text)
    year = date_calendars.of_era(match[1], match[2]) if match else None
    return (
        _with_clock(text, match.end(), year, int(match[3]), int(match[4]))
        if match and year
        else None
    )


def _vietnamese(text: str, _: str | None) -> _Read:
    match = _VIETNAMESE.search(text)
    return (
        _with_clock(text, match.end(), int(match[3]), int(match[2]), int(match[1]))
        if match
        else None
    )


def _year_first(text: str, _: str | None) -> _Read:
    match = _YEAR_FIRST.search(text) or _YEAR_APART.search(text)
    return (
        _with_clock(text, match.end(), int(match[1]), int(match[3]), int(match[4]))
        if match
        else None
    )


def _numeric(text: str, language: str | None) -> _Read:
    match = _NUMERIC.search(text)
    if not match:
        return None
    brief = len(match[1]) < 2 or len(match[3]) < 2
    if len(match[4]) == 2 and (match[2] == "-" or (brief and match[2] != "/")):
        return None  # 4.8.12 is a version
    a, b, year = int(match[1]), int(match[3]), _year(match[4])
    month_first = match[2] in "/-" and (language or "").lower() in MONTH_FIRST
    if b > 12 >= a or (month_first and a <= 12):
        a, b = b, a
    return _with_clock(text, match.end(), year, b, a)


def _day_month(text: str, language: str | None) -> _Read:
    for match in _DAY_MONTH.finditer(text):
        if month := months.number(match[2], language):
            year = _year(match[3])
            if "\u0e00" <= match[2][0] <= "\u0e7f" and len(match[3]) == 2:
                year = 2500 + int(match[3])  # Thai years are Buddhist ones
            return _with_clock(text, match.end(), year, month, int(match[1]))
    return None


def _month_day(text: str, language: str | None) -> _Read:
    for match in _MONTH_DAY.finditer(text):
        if month := months.number(match[1], language):
            return _with_clock(text, match.end(), int(match[3]), month, int(match[2]))
    return None


def _year_month_day(text: str, language: str | None) -> _Read:
    for match in _YEAR_MONTH_DAY.finditer(text):
        if month := months.number(match[2], language):
            return _with_clock(text, match.end(), int(match[1]), month, int(match[3]))
    return None


def _year_day_month(text: str, language: str | None) -> _Read:
    match = _YEAR_DAY_MONTH.search(text)
    month = months.number(match[3], language) if match else None
    return (
        _with_clock(text, match.end(), int(match[1]), month, int(match[2]))
        if match and month
        else None
    )


def _clock_year(text: str, language: str | None) -> _Read:
    match = _CLOCK_YEAR.search(text)
    month = months.number(match[1], language) if match else None
    return ((int(match[4]), month, int(match[2])), _clock(match[3])) if match and month else None


def _month_year(text: str, language: str | None) -> _Read:
    match = _MONTH_YEAR.search(text)
    month = months.number(match[1], language) if match else None
    return ((int(match[2]), month, None), None) if match and month else None


FORMS = (
    _epoch,
    _iso,
    _east_asian,
    _vietnamese,
    _year_first,
    _day_month,
    _month_day,
    _year_month_day,
    _year_day_month,
    _clock_year,
    _numeric,
    _month_year,
)


def _year(text: str) -> int:
    """Return a year of two digits is one of ours: 69 to 99 are the last century's."""
    number = int(text.strip("'’"))
    return number if number > 99 else number + (1900 if number > 68 else 2000)


def _with_clock(text: str, end: int, year: int, month: int, day: int) -> _Read:
    return (year, month, day), _clock(text[end : end + 60])


def _clock(rest: str) -> _Clock | None:
    """Return the time of day that follows a date."""
    match, hour_only = _TIME.match(rest), _HOUR.match(rest)
    if (
        hour_only
        and (not match or match.start("h") >= hour_only.start(1))
        and not (match and match["m"])
    ):
        return int(hour_only[1]) % 12 + (12 if hour_only[2].lower() == "p" else 0), 0, None, None
    if not match or match["m"] is None:
        return None
    hour, minute, second = int(match["h"]), int(match["m"]), match["s"]
    around = f"{match['gap']} {match['tail']}".lower()
    if (
        hour < 12
        and any(word in around[: len(match["gap"]) + 8] for word in AFTERNOON)
        and not _morning(around)
    ):
        hour += 12
    elif hour == 12 and _morning(around):
        hour = 0
    return hour, minute, int(second) if second else None, _zone(match["tail"])


def _morning(around: str) -> bool:
    return any(word in around[:20] for word in MORNING) and "pm" not in around[:20]


def _zone(tail: str) -> timezone | None:
    offset = _OFFSET.match(tail.strip(" ("))
    if offset:
        return _offset(f"{offset[1]}{int(offset[2]):02}{offset[3] or '00'}")
    for word in _ZONE.findall(tail[:14]):
        if word.lower() in ZONES and word != "z" and word.isupper():
            return timezone(timedelta(hours=ZONES[word.lower()]))
    return None


def _offset(zone: str | None) -> timezone | None:
    if not zone:
        return None
    if zone.lower() in ZONES:
        return timezone(timedelta(hours=ZONES[zone.lower()]))
    digits = zone[1:].replace(":", "").ljust(4, "0")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]))
    return timezone(-delta if zone[0] == "-" else delta) if delta <= timedelta(hours=14) else None


def _stamp(raw: str, date: _Date, clock: _Clock | None) -> Stamp | None:
    """Return the stamp; None if calendar or clock have no such moment."""
    year, month, day = date_calendars.western(*date)
    if year < EARLIEST:
        return None
    if day is None:
        return (
            Stamp(iso=f"{year:04}-{month:02}", raw=raw, precision="month")
            if 1 <= month <= 12
            else None
        )
    hour, minute, second, zone = clock or (0, 0, None, None)
    try:
        moment = datetime(year, month, day, hour % 24, minute, second or 0, tzinfo=zone)
        utc = moment.astimezone(UTC) if zone else None
    except (ValueError, OverflowError):
        return _stamp(raw, date, None) if clock else None
    if clock is None:
        return Stamp(iso=moment.date().isoformat(), raw=raw, precision="day")
    precision = "minute" if second is None else "second"
    iso = moment.isoformat(timespec="minutes" if second is None else "seconds")
    return Stamp(iso=iso, raw=raw, precision=precision, moment=utc)
