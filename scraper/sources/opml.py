"""OPML (opml.org): the subscriptions of a feed reader, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from scraper import urls
from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.sources import feed_text
from scraper.sources.feed_document import FeedDocument, children, first_text, link_of
from scraper.sources.listed import MAX_LEADS


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """A feed that a person reads, or that a page offers."""

    url: str
    title: str | None = None
    site_url: str | None = None  # the page that it belongs to
    folders: tuple[str, ...] = ()  # where the reader keeps it, outermost first
    kind: str | None = None  # the media type or format that its source gives


class Listed(NamedTuple):
    """What an OPML file holds."""

    subscriptions: tuple[Subscription, ...]  # one for each folder that a feed is in
    refused: tuple[str, ...]  # why an address of a feed is none, in a line
    fault: str | None  # where the file is broken


def read(data: bytes, url: str = "the OPML file") -> tuple[Subscription, ...]:
    """Read the subscriptions, folders in folders; raises InputError if it is no OPML."""
    return listed(data, url).subscriptions


def listed(data: bytes, url: str = "the OPML file") -> Listed:
    """Read the subscriptions, and what is wrong with the others.

    Raises InputError if it is no OPML.
    """
    document = FeedDocument(data=data, url=url)
    if document.root is None or document.root_name != "opml":
        raise InputError(f"{url}: this is no OPML file")
    found: list[Subscription] = []
    refused: list[str] = []
    todo = [
        (outline, ())
        for body in children(document.root, "body")
        for outline in children(body, "outline")
    ]
    pending: list[tuple[etree._Element, tuple[str, ...]]] = list(reversed(todo))
    while pending and len(found) < MAX_LEADS:
        outline, folders = pending.pop()
        attributes = {key.lower(): value for key, value in outline.attrib.items()}
        title = feed_text.headline(str(attributes.get("title") or attributes.get("text") or ""))
        given = str(attributes.get("xmlurl", "")).strip()
        feed = link_of(outline, given, "")
        if given and not feed:
            refused.append(f"{title or 'a feed without a title'}: {_wrong(given)}")
        if feed:
            site = link_of(outline, str(attributes.get("htmlurl", "")), "")
            kind = str(attributes.get("type", "")) or None
            found.append(
                Subscription(url=feed, title=title, site_url=site, folders=folders, kind=kind)
            )
        inner = (*folders, title) if title and not given else folders
        pending += [(child, inner) for child in reversed(children(outline, "outline"))]
    return Listed(clean(tuple(found)), clean(tuple(refused)), document.fault)


def _wrong(given: str) -> str:
    """Return what is wrong with an address."""
    try:
        urls.address(given)
    except ValueError as error:
        return str(error)
    return f"not a URL: {urls.shown(given)!r}"


def write(subscriptions: Iterable[Subscription], title: str = "scraper") -> bytes:
    """Write OPML 2.0 that feed readers import."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    folders: dict[tuple[str, ...], etree._Element] = {(): etree.SubElement(root, "body")}
    for subscription in clean(
        tuple(subscriptions)
    ):  # an older archive may hold titles that no XML can
        for depth, label in enumerate(subscription.folders, 1):
            path = subscription.folders[:depth]
            if path not in folders:
                folders[path] = etree.SubElement(
                    folders[path[:-1]], "outline", text=label, title=label
                )
        parent = folders[subscription.folders]
        label = subscription.title or subscription.url
        outline = etree.SubElement(
            parent, "outline", type="rss", text=label, title=label, xmlUrl=subscription.url
        )
        if subscription.site_url:
            outline.set("htmlUrl", subscription.site_url)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def title_of(data: bytes) -> str | None:
    """Return what the list calls itself."""
    root = FeedDocument(data=data, url="").root
    return (
        next((first_text(head, "title") for head in children(root, "head")), None)
        if root is not None
        else None
    )
