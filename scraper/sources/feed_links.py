"""Find the feeds that a page announces (rssboard.org/rss-autodiscovery).

On sites that announce none, guess where they often are.
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
# A feed of the readers' comments is not a feed of articles.
COMMENTS = re.compile(r"comment|komment|reacti|respuesta", re.IGNORECASE)
# An element with so many attributes that comparing each with each takes minutes. None of them names
# a feed.
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
    except (etree.LxmlError, LookupError):  # nothing to parse, or an unknown charset
        return ()
    base = urls.absolute(url, next(iter(root.xpath("//base/@href")), None)) or url
    found: dict[str, Subscription] = {}
    for link in filter(_names_feed, root.iter("link")):
        feed = urls.absolute(base, link.get("href"))
        if feed:
            title = feed_text.headline(link.get("title"))
            offered = Subscription(url=feed, title=title, site_url=url, kind=_type(link) or None)
            found.setdefault(feed, offered)
    return clean(tuple(sorted(found.values(), key=_is_of_comments)))


def _names_feed(link: etree._Element) -> bool:
    relations = link.get("rel", "").lower().split()
    return "feed" in relations or ("alternate" in relations and _type(link) in FEED_TYPES)


def _type(link: etree._Element) -> str:
    return link.get("type", "").partition(";")[0].strip().lower()


def _is_of_comments(feed: Subscription) -> bool:
    return COMMENTS.search(f"{feed.title} {feed.url}") is not None


def guesses(url: str) -> tuple[str, ...]:
    """Return where feeds often are on a site whose pages announce none."""
    found = [urls.absolute(url, path) for path in GUESSES]
    return tuple(filter(None, found))
