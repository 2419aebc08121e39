"""Decide when a gap is tried, and which entries of a document belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from scraper import urls
from scraper.archive.crawl.gap_log import EntryNames, Gap
from scraper.jobs import continuity
from scraper.models import Lead

# ages of a gap from which on it is tried once more: captures of the feed and sitemaps may come late
TRIES = (
    timedelta(0),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=7),
    timedelta(days=30),
)
ZONES = timedelta(days=1)  # a date may lack its zone, or its time
DAY = len("2026-11-23")


def is_due(gap: Gap, now: datetime) -> bool:
    """Return whether a gap is to be tried now.

    It is tried once after each of its ages in TRIES, or once for several of them if no run came in
    between; after the last of them it stays as it is.
    """
    passed = [gap.to_at + age for age in TRIES if gap.to_at + age <= now]
    if not passed:
        return False
    return gap.tried_at is None or gap.tried_at < passed[-1]


def is_given_up(gap: Gap) -> bool:
    """Return whether a gap is not tried any more."""
    return gap.tried_at is not None and gap.tried_at >= gap.to_at + TRIES[-1]


def missed(gap: Gap, leads: Sequence[Lead], known: Sequence[bool]) -> list[Lead]:
    """Return the entries of a document, newest first, that belong to a gap.

    `known` are those that were seen before it. What comes before the first of them was published
    later, unless its date contradicts; what comes behind it counts only by its date.
    """
    first = known.index(True) if True in known else len(known)
    found = []
    for place, lead in enumerate(leads):
        moment = continuity.moment_of(lead.date_published)
        is_newer = place < first
        if moment is None:
            belongs = is_newer
        else:
            start = gap.from_at - ZONES if is_newer else gap.from_at
            belongs = start <= moment <= gap.to_at + ZONES
        if belongs and not known[place]:
            found.append(lead)
    return found


def missed_in_sitemap(
    gap: Gap, leads: Sequence[Lead], sections: frozenset[tuple[str, str]]
) -> list[Lead]:
    """Return the entries of a sitemap that may belong to a gap of a feed with these sections."""
    within = [lead for lead in leads if is_dated_within(gap, lead)]
    return [lead for lead in within if section(lead.url) in sections]


def is_dated_within(gap: Gap, lead: Lead) -> bool:
    """Return whether an entry of a sitemap was published or modified in the time of a gap."""
    text = date_in_sitemap(lead)
    moment = continuity.moment_of(text)
    if text is None or moment is None:
        return False
    if len(text) == DAY:
        return gap.from_at.date() <= moment.date() <= gap.to_at.date()
    return gap.from_at <= moment <= gap.to_at


def date_in_sitemap(lead: Lead) -> str | None:
    """Return the date of publication that a sitemap gives, else that of the last change."""
    return lead.date_published or lead.row.get("date_modified")


def sitemaps_within(gap: Gap, sitemaps: Sequence[Lead]) -> list[str]:
    """Return the sitemaps of an index that may list entries of a gap, the likeliest first.

    A sitemap that was changed last before the gap has none. The first to be changed after it began
    is the likeliest; of one without a date nothing is known.
    """
    dated = []
    undated = []
    for lead in sitemaps:
        moment = continuity.moment_of(lead.row.get("date_modified"))
        if moment is None:
            undated.append(lead.url)
        elif moment + ZONES >= gap.from_at:
            dated.append((moment, lead.url))
    return [*[url for _, url in sorted(dated)], *undated]


def sections(addresses: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return the sections that a feed lists: each a site and the first folder of the path."""
    return frozenset(map(section, addresses))


def section(url: str) -> tuple[str, str]:
    """Return the section of an address; a folder of digits only is like any other.

    An address in no folder is in the section "".
    """
    path = urls.address(url).path
    folder, slash, _ = path.lstrip("/").partition("/")
    if not slash:
        return urls.site(url), ""
    return urls.site(url), "0" if folder.isdecimal() else folder


def origin(addresses: Sequence[str], feed: str) -> str:
    """Return the origin at which most entries of a feed are, else that of the feed."""
    origins = Counter(urls.address(url).origin for url in addresses)
    if not origins:
        return urls.address(feed).origin
    return origins.most_common(1)[0][0]


def is_chain(gap: Gap, captures: Sequence[Sequence[EntryNames]]) -> bool:
    """Return whether captures of a feed, newest first, leave no hole between the polls of a gap."""
    windows = (gap.names_after, *captures, gap.names_before)
    for newer, older in pairwise(windows):
        known = continuity.EntrySet(older)
        if not any(known.has(names) for names in newer):
            return False
    return True
