"""Atom (RFC 4287), and its elder 0.3."""

from __future__ import annotations

from lxml import etree

from scraper.models import Lead
from scraper.sources import feed_text, feed_times
from scraper.sources.feed_document import FeedDocument, children, first_text, link_of, text_of
from scraper.sources.listed import Feed, leads_of
from scraper.sources.rss import next_pages

DATES = ("published", "issued", "created", "updated", "modified")


def matches(document: FeedDocument) -> bool:
    """Return whether the root is Atom's."""
    return document.root_name == "feed"


def read(document: FeedDocument) -> Feed:
    """Read the feed and its entries."""
    root = document.root
    assert root is not None  # matches() saw its name
    return Feed(
        kind="atom",
        title=_title(root),
        leads=leads_of(document, children(root, "entry"), lambda entry: _lead(entry, document.url)),
        more=next_pages(root, document.url),
        fault=document.fault,
    )


def _lead(entry: etree._Element, base: str) -> Lead | None:
    url = next(
        (found for element, href in _links(entry) if (found := link_of(element, href, base))), None
    )
    if url is None:
        return None
    return Lead(
        url=url,
        id=first_text(entry, "id") or url,
        headline=_title(entry),
        date_published=next(
            (
                time
                for child in children(entry, *DATES)
                if (time := feed_times.when(text_of(child)))
            ),
            None,
        ),
    )


def _links(entry: etree._Element) -> list[tuple[etree._Element, str]]:
    """Return the addresses of the article, web pages first.

    An entry may have none but its content's, or its id.
    """
    links = [
        link
        for link in children(entry, "link")
        if link.get("rel", "alternate").lower() == "alternate"
    ]
    links.sort(key=lambda link: link.get("type", "text/html") != "text/html")
    found = [(link, link.get("href")) for link in links]
    found += [(content, content.get("src")) for content in children(entry, "content")]
    found += [(child, text_of(child)) for child in children(entry, "id")]
    return [(element, href) for element, href in found if href]


def _title(element: etree._Element) -> str | None:
    """Plain text is plain: only a title declared as HTML may hold tags (RFC 4287 §3.1.1)."""
    title = next(iter(children(element, "title")), None)
    if title is None:
        return None
    text = text_of(title) or ""
    if title.get("type", "text") in {"text", "xhtml"}:
        return " ".join(text.split())[: feed_text.MAX_HEADLINE] or None
    return feed_text.headline(text)
