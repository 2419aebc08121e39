"""OPML (opml.org): the subscriptions of a feed reader, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from scraper import urls
from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.sources import words
from scraper.sources.document import Document, children, first_text, name
from scraper.sources.feed import MAX_LEADS


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """A feed that somebody reads, or that a page offers."""

    url: str
    title: str | None = None
    site_url: str | None = None  # the page that it belongs to
    folders: tuple[str, ...] = ()  # where the reader keeps it, outermost first
    kind: str | None = None  # the media type or format that its source gives


def read(data: bytes, url: str = "the OPML file") -> tuple[Subscription, ...]:
    """Read the subscriptions, folders in folders; raises InputError if it is no OPML."""
    document = Document(data=data, url=url)
    if document.root is None or document.root_name != "opml":
        raise InputError(f"{url}: this is no OPML file")
    found: list[Subscription] = []
    todo = [(outline, ()) for body in children(document.root, "body") for outline in children(body, "outline")]
    pending: list[tuple[etree._Element, tuple[str, ...]]] = list(reversed(todo))
    while pending and len(found) < MAX_LEADS:
        outline, folders = pending.pop()
        attributes = {key.lower(): value for key, value in outline.attrib.items()}
        title = words.headline(str(attributes.get("title") or attributes.get("text") or ""))
        feed = urls.absolute("", str(attributes.get("xmlurl", "")))
        if feed:
            site = urls.absolute("", str(attributes.get("htmlurl", "")))
            kind = str(attributes.get("type", "")) or None
            found.append(Subscription(url=feed, title=title, site_url=site, folders=folders, kind=kind))
        inner = (*folders, title) if title and not feed else folders
        pending += [(child, inner) for child in reversed(children(outline, "outline"))]
    return clean(tuple(found))


def write(subscriptions: Iterable[Subscription], title: str = "scraper") -> bytes:
    """Write OPML 2.0 that feed readers import."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for subscription in clean(tuple(subscriptions)):  # an older archive may hold titles that no XML can
        parent = body
        for folder in subscription.folders:
            parent = _folder(parent, folder)
        label = subscription.title or subscription.url
        outline = etree.SubElement(parent, "outline", type="rss", text=label, title=label, xmlUrl=subscription.url)
        if subscription.site_url:
            outline.set("htmlUrl", subscription.site_url)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def title_of(data: bytes) -> str | None:
    """What the list calls itself."""
    root = Document(data=data, url="").root
    return next((first_text(head, "title") for head in children(root, "head")), None) if root is not None else None


def _folder(parent: etree._Element, label: str) -> etree._Element:
    """The folder of that name, made if need be."""
    for child in parent:
        if name(child) == "outline" and child.get("text") == label and child.get("xmlUrl") is None:
            return child
    return etree.SubElement(parent, "outline", text=label, title=label)
