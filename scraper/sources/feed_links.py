"""Which feeds a page offers (rssboard.org/rss-autodiscovery).

Also where feeds often are on sites that offer none.
"""

from __future__ import annotations

import re

from lxml import etree, html

from scraper import urls
from scraper.cleaning import clean
from scraper.sources import feed_text
from scraper.sources.opml import Subscription

FEED_TYPES = (
    "application/atom+xml",
    "application/rss+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",  # JSON Feed 1.0
)
COMMENTS = re.compile(
    r"comment|komment|reacti|respuesta", re.IGNORECASE
)  # a feed of readers' words is no feed of articles
# An element with so many attributes that to compare each with each takes minutes; none of them
# names a feed.
_LONG_TAG = re.compile(rb"<([a-zA-Z][\w:-]{0,40})[^<>]{20000,}+>")
GUESSES = (
    "/feed",
    "/rss",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/feed.json",
    "/sitemap_news.xml",
    "/sitemap.xml",
)


def feeds(page: bytes, url: str, charset: str | None = None) -> tuple[Subscription, ...]:
    """Return the feeds that a page announces, in its order; those of comments last."""
    try:
        parser = html.HTMLParser(encoding=charset or "utf-8", no_network=True, huge_tree=False)
        root = html.document_fromstring(_LONG_TAG.sub(rb"<\1>", page), parser)
    except (etree.LxmlError, LookupError):  # nothing to parse; no such charset
        return ()
    base = urls.absolute(url, next(iter(root.xpath("//base/@href")), None)) or url
    found: dict[str, Subscription] = {}
    for link in root.iter("link"):
        kind = link.get("type", "").partition(";")[0].strip().lower()
        relations = link.get("rel", "").lower().split()
        feed = urls.absolute(base, link.get("href"))
        if feed and ("feed" in relations or ("alternate" in relations and kind in FEED_TYPES)):
            title = feed_text.headline(link.get("title"))
            found.setdefault(
                feed, Subscription(url=feed, title=title, site_url=url, kind=kind or None)
            )
    return clean(
        tuple(
            sorted(
                found.values(), key=lambda feed: bool(COMMENTS.search(f"{feed.title} {feed.url}"))
            )
        )
    )


def guesses(url: str) -> tuple[str, ...]:
    """Return where feeds often are on a site whose pages announce none."""
    return tuple(address for path in GUESSES if (address := urls.absolute(url, path)))
