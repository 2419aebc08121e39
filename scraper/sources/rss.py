"""Read RSS 0.9x, 1.0 (RDF) and 2.0 as found in the wild: names count, namespaces do not.

Specs: rssboard.org/rss-specification, web.resource.org/rss/1.0/spec. The author field is not read:
feedparser's pattern for it takes seconds on a hostile feed (its issue 562).
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from scraper.models import Lead
from scraper.sources import feed_history, feed_text, feed_times, feed_wishes
from scraper.sources.feed_document import (
    FeedDocument,
    children,
    first_link,
    first_text,
    text_of,
)
from scraper.sources.listed import Feed, leads_of

ROOTS = ("rss", "rdf", "channel")
DATES = ("pubdate", "date", "published", "issued", "updated", "modified")
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def matches(document: FeedDocument) -> bool:
    """Return whether the root is one of those of RSS."""
    return document.root_name in ROOTS


def read(document: FeedDocument) -> Feed:
    """Read the channel and its items, which RSS 1.0 puts next to the channel."""
    root = document.root
    assert root is not None  # matches() saw its name
    channel = next(iter(children(root, "channel")), root)
    items = children(channel, "item")
    if channel is not root:
        items += children(root, "item")
    return Feed(
        kind="rss",
        title=feed_text.headline(first_text(channel, "title")),
        leads=leads_of(document, items, lambda item: _lead(item, document.url)),
        older=feed_history.older_page(channel, document.url),
        archive=feed_history.previous_archive(channel, document.url),
        generator=feed_history.generator(channel),
        wishes=feed_wishes.of(channel),
        hub=feed_wishes.hub(channel, document.url),
        fault=document.fault,
    )


def _lead(item: etree._Element, base: str) -> Lead | None:
    url = first_link(_links(item), base)
    if url is None:
        return None
    return Lead(
        url=url,
        id=first_text(item, "guid") or item.get(_RDF_ABOUT) or url,
        headline=feed_text.headline(first_text(item, "title")),
        date_published=feed_times.first(map(text_of, children(item, *DATES))),
    )


def _links(item: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """Yield where the URL of the article may be, best first.

    The `origLink` of a proxy has the URL that its `link` hides.
    """
    for original in children(item, "origlink"):
        yield original, text_of(original)
    for link in filter(is_alternate, children(item, "link")):
        yield link, link.get("href") or text_of(link)
    for guid in children(item, "guid"):
        if guid.get("isPermaLink", "true").lower() != "false":
            yield guid, text_of(guid)
    yield item, item.get(_RDF_ABOUT)


def is_alternate(link: etree._Element) -> bool:
    """Return whether a link leads to the entry itself, not to something related."""
    return link.get("rel", "alternate").lower() == "alternate"
