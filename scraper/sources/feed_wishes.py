"""Read how often a feed asks to be read, and when not; and the hub that would push its news.

RSS: `ttl`, `skipHours` and `skipDays` (rssboard.org/rss-specification); any XML feed: `sy:`
(web.resource.org/rss/1.0/modules/syndication) and links of WebSub (w3.org/TR/websub).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from scraper.sources.feed_document import children, first_text, related, text_of

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {  # seconds
    "hourly": 3600,
    "daily": 86_400,
    "weekly": 7 * 86_400,
    "monthly": 30 * 86_400,
    "yearly": 365 * 86_400,
}
_MINUTE = 60  # seconds
_LAST_HOUR = 24  # some feeds count the hours from 1; the 24th of theirs is the first of the day
_LONGEST_NUMBER = 9  # digits: a longer one is a mistake


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedWishes:
    """What a feed asks of those who read it."""

    least: int | None = None  # seconds between two polls
    hours: tuple[int, ...] = ()  # of the day, in UTC, in which it has no news
    days: tuple[int, ...] = ()  # of the week, Monday is 0


def of(channel: etree._Element) -> FeedWishes:
    """Return the wishes that a channel or feed element states."""
    seconds = [_ttl(channel), _period(channel)]
    known = [value for value in seconds if value]
    return FeedWishes(
        least=max(known, default=None),
        hours=_known(map(_hour, _inside(channel, "skiphours", "hour"))),
        days=_known(map(_day, _inside(channel, "skipdays", "day"))),
    )


def hub(channel: etree._Element, url: str) -> str | None:
    """Return the WebSub hub that a channel or feed element names."""
    return related(channel, "hub", url)


def _ttl(channel: etree._Element) -> int | None:
    minutes = _number(first_text(channel, "ttl"))
    return minutes * _MINUTE if minutes else None


def _period(channel: etree._Element) -> int | None:
    """Return the seconds of `sy:updatePeriod`, which passes `sy:updateFrequency` times in it."""
    period = _PERIODS.get((first_text(channel, "updateperiod") or "").lower())
    if period is None:
        return None
    times = _number(first_text(channel, "updatefrequency")) or 1
    return period // times


def _inside(channel: etree._Element, outer: str, inner: str) -> list[str]:
    """Return the texts of the elements in an element of the channel."""
    found = children(channel, outer)
    texts = [text_of(child) for around in found for child in children(around, inner)]
    return [text for text in texts if text]


def _known(numbers: Iterable[int | None]) -> tuple[int, ...]:
    """Return each number once, in their order."""
    return tuple(sorted({number for number in numbers if number is not None}))


def _hour(text: str) -> int | None:
    hour = _number(text)
    return hour % _LAST_HOUR if hour is not None and hour <= _LAST_HOUR else None


def _day(text: str) -> int | None:
    name = text.lower()
    return _DAYS.index(name) if name in _DAYS else None


def _number(text: str | None) -> int | None:
    """Return a whole number as it is written, None for anything else."""
    digits = (text or "").strip()
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER
    return int(digits) if is_number else None
