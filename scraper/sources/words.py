"""The texts and times of a feed in the archive's form."""

from __future__ import annotations

import html
import re
from datetime import datetime
from email.utils import parsedate_to_datetime

MAX_HEADLINE = 1000  # characters
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,2000}>")
_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s*(Z|[+-]\d\d:?\d\d)?)?)?)?",
    re.IGNORECASE,
)
_MAX_TIME = 80  # characters


def headline(text: str | None) -> str | None:
    """A title as people read it: feeds put HTML there, escaped once or twice, in CDATA or bare."""
    if not text:
        return None
    plain = html.unescape(_TAG.sub("", html.unescape(text[: 4 * MAX_HEADLINE])))
    return " ".join(_TAG.sub("", plain).split())[:MAX_HEADLINE] or None


def when(text: str | None) -> str | None:
    """A time of RFC 822 or ISO 8601, in ISO 8601, as precise as it was and with its offset; None if it is no time."""
    if not text:
        return None
    short = " ".join(text[:_MAX_TIME].split())
    match = _ISO.fullmatch(short)
    try:
        return _iso(match) if match else _rfc822(short)
    except (ValueError, TypeError, OverflowError):
        return None


def _iso(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second, zone = match.groups()
    date = datetime(int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001
    if hour is None:
        return "-".join(part for part in (year, month, day) if part)
    moment = date.isoformat(timespec="seconds" if second else "minutes")
    if not zone:
        return moment
    return moment + ("+00:00" if zone in "Zz" else f"{zone[:3]}:{zone[-2:]}")


def _rfc822(text: str) -> str:
    """Without an offset where the text has none that means anything ("-0000")."""
    return parsedate_to_datetime(text).isoformat()
