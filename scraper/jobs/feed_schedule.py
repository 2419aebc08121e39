"""What a poll comes to for the schedule of its feed: values in, a note for its row out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scraper import sources
from scraper.archive.crawl import retries
from scraper.archive.crawl.feed_rows import PolledFeed, PollNote, SeenEntries
from scraper.archive.store.times import parse, stamp
from scraper.errors import FetchError
from scraper.fetch import politeness
from scraper.jobs import continuity, rhythm
from scraper.jobs.rhythm import FeedNews, Rhythm
from scraper.models import Lead, Page
from scraper.outcomes import Reason
from scraper.sources.feed_wishes import FeedWishes

READ_AGAIN = timedelta(days=7)  # a feed is read at least so often
_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_UNCACHED = re.compile(r"\bno-(?:cache|store)\b", re.IGNORECASE)
_HUB = re.compile(
    r"<([^<>]{1,2000})>[^,<]{0,200}\brel\s*=\s*\"?[^\",;]{0,100}\bhub\b", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PollTimes:
    """When polls began together, and when one of them was answered."""

    began: datetime
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedAnswer:
    """A feed as it was read."""

    page: Page
    found: sources.Feed
    leads: Sequence[Lead]  # all that it shows at once
    fresh: int  # entries that no poll has seen before


def validators(feed: PolledFeed, now: datetime) -> tuple[str | None, str | None]:
    """Return the ETag and the Last-Modified to send; none if the feed was not read for long.

    Some servers answer "not modified" when they should not: that must not go on unnoticed.
    """
    read_at = feed["read_at"]
    if read_at is None or not timedelta(0) <= now - parse(read_at) < READ_AGAIN:
        return None, None
    return feed["etag"], feed["last_modified"]


def after_answer(
    feed: PolledFeed, answer: FeedAnswer, seen: SeenEntries, at: PollTimes
) -> PollNote:
    """Return what a poll that brought the feed means for its schedule."""
    # the dates of a whole site's pages show when they were changed, and none of them gets lost
    shown = answer.leads if continuity.is_window(answer.found, answer.leads) else ()
    news = FeedNews(
        moments=rhythm.moments(map(_date, shown)),
        entries=len(shown),
        seen_ages=seen.ages,
        watched=seen.watched,
        fresh=answer.fresh,
        elapsed=_elapsed(feed, at.now),
        window_before=feed["half_window"],
    )
    wishes, headers = answer.found.wishes, answer.page.headers
    steady = rhythm.of_news(news, at.now.timestamp())
    if not answer.fresh:
        steady = _slower(feed, steady)
    note = _note(feed, headers, wishes, steady, at)
    note["least"], note["quiet"] = wishes.least, _packed(wishes)
    note["read_at"] = stamp(at.now)
    note["hub"] = answer.found.hub or _hub_in(headers)
    return note


def after_unchanged(feed: PolledFeed, page: Page, at: PollTimes) -> PollNote:
    """Return what "not modified" means for the schedule: what the feed asked for before holds."""
    steady = rhythm.without_news(feed["rhythm"], feed["half_window"])
    return _note(feed, page.headers, wishes_of(feed), steady, at)


def after_failure(feed: PolledFeed, error: Exception, at: PollTimes) -> PollNote:
    """Return when a feed that failed is asked again: after waits that double, up to a day.

    A host that was left alone was not asked, so that is no failure of the feed.
    """
    asked = _retry_after(error, at.now)
    if isinstance(error, FetchError) and error.reason is Reason.HOST_PARKED:
        wait = asked or retries.FIRST.total_seconds()
    else:
        wait = max(retries.wait(feed["failures"] + 1).total_seconds(), asked or 0.0)
    return PollNote(due_at=stamp(at.now + timedelta(seconds=min(wait, rhythm.LATE))))


def wishes_of(feed: PolledFeed) -> FeedWishes:
    """Return what the feed asked for when it was last read."""
    quiet = json.loads(feed["quiet"]) if feed["quiet"] else {}
    return FeedWishes(
        least=feed["least"],
        hours=tuple(quiet.get("hours", ())),
        days=tuple(quiet.get("days", ())),
    )


def floor_of(headers: Mapping[str, str]) -> float:
    """Return the seconds for which an answer's Cache-Control calls it fresh."""
    control = headers.get("cache-control", "")
    match = _MAX_AGE.search(control)
    if match is None or _UNCACHED.search(control):
        return 0.0
    age = headers.get("age", "").strip()
    passed = float(age[:9]) if age.isascii() and age.isdecimal() else 0.0
    return max(float(match[1]) - passed, 0.0)


def _note(
    feed: PolledFeed,
    headers: Mapping[str, str],
    wishes: FeedWishes,
    steady: Rhythm,
    at: PollTimes,
) -> PollNote:
    asked = politeness.retry_after(headers, at.now.timestamp(), rhythm.LATE) or 0.0
    every = feed["every"]
    if every is not None:  # a person knows better than the feed, but not than its server
        due = rhythm.due(at.began, at.now, every, floor=asked)
    else:
        floor = max(asked, floor_of(headers))
        due = rhythm.due(at.began, at.now, steady.interval, floor=floor, wishes=wishes)
    window = steady.half_window
    return PollNote(
        due_at=stamp(due),
        rhythm=round(steady.interval),
        half_window=None if window is None else int(window),
    )


def _slower(feed: PolledFeed, steady: Rhythm) -> Rhythm:
    """Return the rhythm of a feed that was read and had no news."""
    longer = rhythm.without_news(feed["rhythm"], steady.half_window)
    return Rhythm(interval=max(longer.interval, steady.interval), half_window=steady.half_window)


def _elapsed(feed: PolledFeed, now: datetime) -> float | None:
    """Return the seconds since the last poll; None if there was none, or it failed."""
    if feed["polled_at"] is None or feed["failures"]:
        return None
    return max((now - parse(feed["polled_at"])).total_seconds(), 0.0)


def _date(lead: Lead) -> str | None:
    return lead.date_published or lead.row.get("date_modified")


def _packed(wishes: FeedWishes) -> str | None:
    if not (wishes.hours or wishes.days):
        return None
    return json.dumps({"hours": wishes.hours, "days": wishes.days})


def _hub_in(headers: Mapping[str, str]) -> str | None:
    """Return the WebSub hub that a Link header names."""
    match = _HUB.search(headers.get("link", ""))
    return match[1] if match else None


def _retry_after(error: Exception, now: datetime) -> float | None:
    if not isinstance(error, FetchError):
        return None
    page = error.page
    headers = page.headers if page is not None else {}
    stated = politeness.retry_after(headers, now.timestamp(), rhythm.LATE)
    return error.retry_after if stated is None else stated
