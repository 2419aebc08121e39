"""What a feed or sitemap lists."""

from __future__ import annotations

from dataclasses import dataclass

from scraper.models import Lead

MAX_LEADS = 50_000  # what sitemaps.org allows a file; a feed with more is an attack or a mistake


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A list of leads that a site publishes, newest first as a rule."""

    kind: str  # rss, atom, json_feed, sitemap, sitemap_index, url_list
    title: str | None = None
    leads: tuple[Lead, ...] = ()
    more: tuple[Lead, ...] = ()  # further feeds: the next page (RFC 5005), the sitemaps of an index
    fault: str | None = None  # where the document is broken; what could be read is in `leads`
