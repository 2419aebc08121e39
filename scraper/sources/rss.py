"""RSS 0.9x, 1.0 (RDF) and 2.0, as found in the wild: names count, namespaces do not.

Specs: rssboard.org/rss-specification, web.resource.org/rss/1.0/spec. The author field is never
looked at (feedparser's pattern for it hangs for seconds on a hostile feed: its issue 562).
"""

from __future__ import annotations

from lxml import etree

from scraper.models import Lead
from scraper.sources import feed_text, feed_times
from scraper.sources.feed_document import FeedDocument, children, first_text, link_of, name, text_of
from scraper.sources.listed import Feed, leads_of

ROOTS = ("rss", "rdf", "channel")
DATES = ("pubdate", "date", "published", "issued", "updated", "modified")
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def matches(document: FeedDocument) -> bool:
    """Return whether the root is one of RSS's."""
    return document.root_name in ROOTS


def read(document: FeedDocument) -> Feed:
    """Read the channel and its items, which RSS 1.0 puts beside the channel."""
    root = document.root
    assert root is not None  # matches() saw its name
    channel = next(iter(children(root, "channel")), root)
    items = [item for parent in dict.fromkeys((channel, root)) for item in children(parent, "item")]
    return Feed(
        kind="rss",
        title=feed_text.headline(first_text(channel, "title")),
        leads=leads_of(document, items, lambda item: _lead(item, document.url)),
        more=next_pages(channel, document.url),
        fault=document.fault,
    )


def next_pages(channel: etree._Element, url: str) -> tuple[Lead, ...]:
    """Return the page of older entries (RFC 5005), which RSS borrows from Atom."""
    links = (link for link in children(channel, "link") if link.get("rel", "").lower() == "next")
    found = (link_of(link, link.get("href"), url) for link in links)
    return tuple(Lead(url=address) for address in found if address and address != url)


def _lead(item: etree._Element, base: str) -> Lead | None:
    url = next(
        (found for element, href in _links(item) if (found := link_of(element, href, base))), None
    )
    if url is None:
        return None
    return Lead(
        url=url,
        id=first_text(item, "guid") or item.get(_RDF_ABOUT) or url,
        headline=feed_text.headline(first_text(item, "title")),
        date_published=next(
            (time for child in children(item, *DATES) if (time := feed_times.when(text_of(child)))),
            None,
        ),
    )


def _links(item: etree._Element) -> list[tuple[etree._Element, str]]:
    """Return where the article may be, best first.

    A proxy's `origLink` has the address that its `link` hides.
    """
    links = [(child, text_of(child)) for child in children(item, "origlink")]
    links += [
        (child, child.get("href") or text_of(child))
        for child in children(item, "link")
        if _is_article(child)
    ]
    guids = (
        guid
        for guid in children(item, "guid")
        if guid.get("isPermaLink", "true").lower() != "false"
    )
    links += [(guid, text_of(guid)) for guid in guids]
    links.append((item, item.get(_RDF_ABOUT)))
    return [(element, href) for element, href in links if href]


def _is_article(link: etree._Element) -> bool:
    return name(link) == "link" and link.get("rel", "alternate").lower() == "alternate"
