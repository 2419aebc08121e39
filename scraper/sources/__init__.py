"""Read where URLs come from: feeds, sitemaps, lists, subscriptions. Bytes in, leads out.

A new format is one module with `matches(document)` and `read(document)` and its line in FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, Protocol

from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.sources import atom, json_feed, rss, sitemap, url_list
from scraper.sources.feed_document import FeedDocument
from scraper.sources.listed import Feed

__all__ = ["FORMATS", "MAX_BYTES", "Feed", "read"]

MAX_BYTES = 50 * 1024 * 1024  # what sitemaps.org allows a sitemap


class FeedFormat(Protocol):
    """The functions of a module in FORMATS."""

    def matches(self, document: FeedDocument) -> bool:
        """Return whether the document is of this format."""
        ...

    def read(self, document: FeedDocument) -> Feed:
        """Read the entries."""
        ...


class NamedFormat(NamedTuple):
    """A format and its name in messages."""

    name: str
    format: FeedFormat


FORMATS: tuple[NamedFormat, ...] = (
    NamedFormat("JSON Feed", json_feed),
    NamedFormat("Atom", atom),
    NamedFormat("RSS", rss),
    NamedFormat("sitemap", sitemap),
    NamedFormat("list of URLs", url_list),
)


def read(
    data: bytes, url: str, content_type: str = "", enough: Callable[[], bool] = lambda: False
) -> Feed:
    """Read a feed or sitemap; its bytes decide which it is, not its name. Raise InputError.

    `enough` is called now and then; True means that there is no time for further entries.
    """
    if not data.strip():
        raise InputError(f"{url}: the feed is empty")
    if len(data) > MAX_BYTES:
        raise InputError(f"{url}: {len(data)} bytes are too many for a feed (at most {MAX_BYTES})")
    document = FeedDocument(data=data, url=url, content_type=content_type, enough=enough)
    for _, known in FORMATS:
        if known.matches(document):
            return clean(_with_fault(known.read(document), document))
    if document.is_html:
        raise InputError(
            f"{url}: this is a web page, not a feed;"
            f" find its feeds with `scraper feed discover {url}`"
        )
    formats = ", ".join(format_.name for format_ in FORMATS)
    raise InputError(f"{url}: not a feed that scraper can read (it reads: {formats})")


def _with_fault(feed: Feed, document: FeedDocument) -> Feed:
    """Return the feed, with a fault if entries of it could not be read."""
    if not document.unread:
        return feed
    fault = f"{len(document.unread)} entries could not be read: {document.unread[0]}"
    return replace(feed, fault=fault, unread=tuple(document.unread))
