"""Read where a feed keeps its older entries (RFC 5005), and which program made it."""

from __future__ import annotations

from lxml import etree

from scraper.sources.feed_document import children, link_of, text_of

ARCHIVE = "prev-archive"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


def previous_archive(channel: etree._Element, url: str) -> str | None:
    """Return the archive document with the entries before these (RFC 5005 §4), or None."""
    for link in children(channel, "link"):
        page = link_of(link, link.get("href"), url)
        if ARCHIVE in link.get("rel", "").lower().split() and page and page != url:
            return page
    return None


def generator(channel: etree._Element) -> str | None:
    """Return what a channel or feed element states about the program that made it, or None.

    That is a name, an address, or both: the address is an attribute in Atom and in RSS 1.0.
    """
    for element in children(channel, "generator", "generatoragent"):
        parts = (text_of(element), element.get("uri"), element.get(_RESOURCE))
        stated = " ".join(filter(None, parts))
        if stated:
            return stated
    return None
