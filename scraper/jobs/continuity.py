"""Decide whether a feed showed entries between two polls that neither of them saw.

A feed shows its newest entries, as through a window. If two windows have an entry in common,
nothing was missed between them. If they have none, something may have been.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

from scraper import sources, urls
from scraper.archive.crawl.gap_log import EntryNames, FeedWindow
from scraper.models import Lead

FEEDS = frozenset({"rss", "atom", "json_feed"})
SITEMAPS = frozenset({"sitemap", "sitemap_index"})
HASH_BYTES = 6  # two of 50,000 entries have the same hash in one of 100,000 feeds
BROKEN = 0.5  # of the entries of the window before: a broken document with fewer was cut
SHORTEST = timedelta(hours=1)  # entries of a shorter time came in a burst, which is no rate


def window(found: sources.Feed, leads: Sequence[Lead], at: datetime) -> FeedWindow | None:
    """Return what a poll showed; None if that is no window, or nothing names its entries.

    `leads` are all entries that were read, those of the sitemaps of an index among them.
    """
    if not is_window(found, leads):
        return None
    names = names_of(leads)
    if not names:
        return None
    moments = list(filter(None, [moment_of(lead.date_published) for lead in leads]))
    return FeedWindow(
        at=at, names=names, oldest=min(moments, default=None), newest=max(moments, default=None)
    )


def is_window(found: sources.Feed, leads: Sequence[Lead]) -> bool:
    """Return whether what was read shows the newest entries only.

    A sitemap of a whole site and a list of URLs are whole: they do not lose their oldest entries.
    News sitemaps are windows of two days.
    """
    return found.kind in FEEDS or _is_news(found, leads)


def _is_news(found: sources.Feed, leads: Sequence[Lead]) -> bool:
    """Return whether most entries of sitemaps have the date of the news extension."""
    dated = sum(lead.date_published is not None for lead in leads)
    return found.kind in SITEMAPS and dated > len(leads) / 2


def names_of(leads: Iterable[Lead]) -> tuple[EntryNames, ...]:
    """Return what names each entry that anything names."""
    return tuple([names for _, names in named(leads) if any(names)])


def named(leads: Iterable[Lead]) -> list[tuple[Lead, EntryNames]]:
    """Return each entry with what names it; an id or address that several have names none."""
    entries = [(lead, lead.id or "", _place(lead.url)) for lead in leads]
    ids = Counter(entry_id for _, entry_id, _ in entries)
    places = Counter(place for _, _, place in entries)
    return [
        (lead, (_hash(entry_id, ids[entry_id]), _hash(place, places[place])))
        for lead, entry_id, place in entries
    ]


def is_cut(before: FeedWindow | None, after: FeedWindow, fault: str | None) -> bool:
    """Return whether a document is broken and shows much less than the one before.

    Many feeds are a little broken for ever, and all their entries can be read.
    """
    if fault is None or before is None:
        return False
    return len(after.names) < BROKEN * len(before.names)


def is_gap(before: FeedWindow, after: FeedWindow) -> bool:
    """Return whether entries may have come and gone between two windows.

    What is at the top of both, and all that they have in common, is pinned there: had nothing been
    published since, the entries behind it would be the same, too.
    """
    known = EntrySet(before.names)
    shared = [place for place, names in enumerate(after.names) if known.has(names)]
    if not shared:
        return True
    count = len(shared)
    at_the_top = shared == list(range(count))
    in_both = EntrySet(after.names[:count])
    same_place = all(in_both.has(names) for names in before.names[:count])
    has_more = count < min(len(before.names), len(after.names))
    return at_the_top and same_place and has_more


class EntrySet:
    """The names of some entries."""

    def __init__(self, names: Iterable[EntryNames]) -> None:
        self._names = {name for pair in names for name in pair if name}

    def has(self, names: EntryNames) -> bool:
        """Return whether an entry is one of them, by its id or its address."""
        return any(name in self._names for name in names if name)


def estimate(before: FeedWindow, after: FeedWindow, rate: float | None) -> int | None:
    """Return how many entries were missed between two windows; None if no rate is known.

    `rate` is in entries a second, as measured over a longer time; without it, the dates of the
    entries give one.
    """
    rate = rate or _rate((before, after))
    if rate is None:
        return None
    expected = rate * abs(after.at - before.at).total_seconds()
    return max(0, round(expected - len(after.names)))


def _rate(windows: Sequence[FeedWindow]) -> float | None:
    """Return entries a second, by the dates of the entries in some windows."""
    span = timedelta(0)
    steps = 0
    for shown in windows:
        if shown.oldest and shown.newest:
            span += shown.newest - shown.oldest
            steps += len(shown.names) - 1
    if span < SHORTEST or not steps:
        return None
    return steps / span.total_seconds()


def moment_of(text: str | None) -> datetime | None:
    """Return the moment of a date as feeds give it, without a zone in UTC; None if it is no day."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def is_day(text: str) -> bool:
    """Return whether a date names a day and no time."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _place(url: str) -> str:
    """Return an address without what a site changes under the same entries.

    That is http or https, www. or not, a slash at the end, and the parameters of trackers.
    """
    try:
        address = urls.address(urls.canonical(url))
    except ValueError:
        return url
    return f"{urls.site(url)}{address.path.rstrip('/')}?{address.query}"


def _hash(text: str, count: int) -> str | None:
    """Return a short hash of a text that is the name of one entry."""
    if not text or count > 1:
        return None
    return blake2b(text.encode("utf-8", "replace"), digest_size=HASH_BYTES).hexdigest()
