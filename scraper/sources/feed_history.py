"""Read where a feed keeps its older entries (RFC 5005), and which program made it."""

from __future__ import annotations

from lxml import etree

from scraper.sources.feed_document import children, related, text_of

_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"


def older_page(channel: etree._Element, url: str) -> str | None:
    """Return the page of the entries before these (RFC 5005 §3), or None."""
    return related(channel, "next", url)


def previous_archive(channel: etree._Element, url: str) -> str | None:
    """Return the archive document with the entries before these (RFC 5005 §4), or None."""
    return related(channel, "prev-archive", url)


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
