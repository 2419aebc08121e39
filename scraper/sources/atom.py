"""Atom (RFC 4287), and its elder 0.3."""

from __future__ import annotations

from lxml import etree

from scraper import urls
from scraper.models import Lead
from scraper.sources import words
from scraper.sources.document import Document, children, first_text, text_of
from scraper.sources.feed import MAX_LEADS, Feed
from scraper.sources.rss import next_pages

DATES = ("published", "issued", "created", "updated", "modified")
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def matches(document: Document) -> bool:
    """Whether the root is Atom's."""
    return document.root_name == "feed"


def read(document: Document) -> Feed:
    """Read the feed and its entries."""
    root = document.root
    assert root is not None  # matches() saw its name
    base = urls.absolute(document.url, root.get(_XML_BASE)) or document.url
    leads = (_lead(entry, base) for entry in children(root, "entry")[:MAX_LEADS])
    return Feed(
        kind="atom",
        title=_title(root),
        leads=tuple(lead for lead in leads if lead),
        more=next_pages(root, base),
        fault=document.fault,
    )


def _lead(entry: etree._Element, base: str) -> Lead | None:
    base = urls.absolute(base, entry.get(_XML_BASE)) or base
    url = next((found for href in _links(entry) if (found := urls.absolute(base, href))), None)
    if url is None:
        return None
    return Lead(
        url=url,
        id=first_text(entry, "id") or url,
        headline=_title(entry),
        date_published=next((time for child in children(entry, *DATES) if (time := words.when(text_of(child)))), None),
    )


def _links(entry: etree._Element) -> list[str]:
    """The addresses of the article, web pages first; an entry may have none but its content's, or its id."""
    links = [link for link in children(entry, "link") if link.get("rel", "alternate").lower() == "alternate"]
    links.sort(key=lambda link: link.get("type", "text/html") != "text/html")
    found = [link.get("href") for link in links]
    found += [content.get("src") for content in children(entry, "content")]
    found += [first_text(entry, "id")]
    return [href for href in found if href]


def _title(element: etree._Element) -> str | None:
    """Plain text is plain: only a title that says it is HTML may hold tags (RFC 4287 §3.1.1)."""
    title = next(iter(children(element, "title")), None)
    if title is None:
        return None
    text = text_of(title) or ""
    if title.get("type", "text") in {"text", "xhtml"}:
        return " ".join(text.split())[: words.MAX_HEADLINE] or None
    return words.headline(text)
