"""Read Atom (RFC 4287), and its predecessor 0.3."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from scraper.models import Lead
from scraper.sources import feed_history, feed_text, feed_times, feed_wishes
from scraper.sources.feed_document import FeedDocument, children, first_link, first_text, text_of
from scraper.sources.listed import Feed, leads_of
from scraper.sources.rss import is_alternate

DATES = ("published", "issued", "created", "updated", "modified")


def matches(document: FeedDocument) -> bool:
    """Return whether the root is that of Atom."""
    return document.root_name == "feed"


def read(document: FeedDocument) -> Feed:
    """Read the feed and its entries."""
    root = document.root
    assert root is not None  # matches() saw its name
    return Feed(
        kind="atom",
        title=_title(root),
        leads=leads_of(document, children(root, "entry"), lambda entry: _lead(entry, document.url)),
        older=feed_history.older_page(root, document.url),
        archive=feed_history.previous_archive(root, document.url),
        generator=feed_history.generator(root),
        wishes=feed_wishes.of(root),
        hub=feed_wishes.hub(root, document.url),
        fault=document.fault,
    )


def _lead(entry: etree._Element, base: str) -> Lead | None:
    url = first_link(_links(entry), base)
    if url is None:
        return None
    return Lead(
        url=url,
        id=first_text(entry, "id") or url,
        headline=_title(entry),
        date_published=feed_times.first(map(text_of, children(entry, *DATES))),
    )


def _links(entry: etree._Element) -> Iterator[tuple[etree._Element, str | None]]:
    """Yield where the URL of the article may be, web pages first.

    An entry without a link may have the URL of its content, or one as its id.
    """
    links = [link for link in children(entry, "link") if is_alternate(link)]
    for link in sorted(links, key=_is_other_type):
        yield link, link.get("href")
    for content in children(entry, "content"):
        yield content, content.get("src")
    for identifier in children(entry, "id"):
        yield identifier, text_of(identifier)


def _is_other_type(link: etree._Element) -> bool:
    return link.get("type", "text/html") != "text/html"


def _title(element: etree._Element) -> str | None:
    """Return the title; only one that is declared as HTML may hold tags (RFC 4287 §3.1.1)."""
    title = next(iter(children(element, "title")), None)
    if title is None:
        return None
    text = text_of(title) or ""
    if title.get("type", "text") in {"text", "xhtml"}:
        return " ".join(text.split())[: feed_text.MAX_HEADLINE] or None
    return feed_text.headline(text)
