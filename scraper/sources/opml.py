"""Read and write OPML (opml.org), the subscriptions of a feed reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from scraper import urls
from scraper.cleaning import clean
from scraper.errors import InputError
from scraper.patterns import late
from scraper.sources import feed_text
from scraper.sources.feed_document import FeedDocument, children, first_text, link_of
from scraper.sources.listed import MAX_LEADS

# a category, in quotes or bare; quotes inside quotes are doubled
_CATEGORY = late(r'\s*("(?:[^"]|"")*+")(?=\s*(?:,|\Z))|([^,]+)')


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """A feed that a person reads, or that a page offers."""

    url: str
    title: str | None = None
    site_url: str | None = None  # the page that it belongs to
    folders: tuple[str, ...] = ()  # of the feed reader, outermost first
    kind: str | None = None  # the media type or format that its source gives
    tags: tuple[str, ...] = ()


class Listed(NamedTuple):
    """The content of an OPML file."""

    subscriptions: tuple[Subscription, ...]  # one for each folder that a feed is in
    refused: tuple[str, ...]  # a line for each feed whose URL cannot be used
    fault: str | None  # where the file is broken


def read(data: bytes, url: str = "the OPML file") -> tuple[Subscription, ...]:
    """Read the subscriptions, also of nested folders; raise InputError if it is not OPML."""
    return listed(data, url).subscriptions


def listed(data: bytes, url: str = "the OPML file") -> Listed:
    """Read the subscriptions, and what is wrong with those that cannot be used.

    Raise InputError if it is not OPML.
    """
    document = FeedDocument(data=data, url=url)
    if document.root is None or document.root_name != "opml":
        raise InputError(f"{url}: this is not an OPML file")
    found: list[Subscription] = []
    refused: list[str] = []
    bodies = children(document.root, "body")
    # a stack and no recursion: a hostile file nests outlines without end
    pending = [_Outline(body, ()) for body in reversed(bodies)]
    while pending and len(found) < MAX_LEADS:
        outline = pending.pop()
        feed = outline.feed
        if feed:
            found.append(feed)
        elif outline.given:
            refused.append(f"{outline.title or 'a feed without a title'}: {_wrong(outline.given)}")
        pending += reversed(outline.inside)
    return Listed(clean(tuple(found)), clean(tuple(refused)), document.fault)


class _Outline:
    """An element of the list: a feed or a folder."""

    def __init__(self, element: etree._Element, folders: tuple[str, ...]) -> None:
        self._element = element
        self._folders = folders
        self._attributes = {str(k).lower(): str(v) for k, v in element.attrib.items()}
        name = self._attributes.get("title") or self._attributes.get("text")
        self.title = feed_text.headline(name)
        self.given = self._attributes.get("xmlurl", "").strip()

    @property
    def feed(self) -> Subscription | None:
        """Return the feed, or None for a folder and for a URL that cannot be used."""
        url = link_of(self._element, self.given, "")
        if url is None:
            return None
        return Subscription(
            url=url,
            title=self.title,
            site_url=link_of(self._element, self._attributes.get("htmlurl"), ""),
            folders=self._folders,
            kind=self._attributes.get("type") or None,
            tags=_tags(self._attributes.get("category", "")),
        )

    @property
    def inside(self) -> list[_Outline]:
        """Return the outlines inside this one; only a folder adds its title to their paths."""
        folders = self._folders
        if self.title and not self.given:
            folders = (*folders, self.title)
        return [_Outline(child, folders) for child in children(self._element, "outline")]


def _tags(category: str) -> tuple[str, ...]:
    """Return the categories of an outline, of which a path such as `/News/Coast` is one."""
    names = []
    for quoted, bare in _CATEGORY.findall(category):
        if quoted:
            names.append(quoted[1:-1].replace('""', '"').strip())
        else:
            names.append(bare.strip().strip("/"))
    return tuple(dict.fromkeys(filter(None, names)))


def _category(tags: Iterable[str]) -> str:
    """Return tags as the categories of an outline, which commas divide.

    OPML has no way to write a comma in a category. So such a tag is quoted as in CSV; other
    programs divide it, as they would without quotes.
    """
    return ",".join(map(_as_category, tags))


def _as_category(tag: str) -> str:
    """Return a tag, in quotes if it would be read as another one without."""
    if _tags(tag) == (tag,) and not tag.startswith('"'):
        return tag
    doubled = tag.replace('"', '""')
    return f'"{doubled}"'


def _wrong(given: str) -> str:
    """Return a line that explains what is wrong with a URL."""
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
    # an older archive may hold titles that XML cannot
    for subscription in clean(tuple(subscriptions)):
        for depth, label in enumerate(subscription.folders, 1):
            path = subscription.folders[:depth]
            if path not in folders:
                parent = folders[path[:-1]]
                folders[path] = etree.SubElement(parent, "outline", text=label, title=label)
        parent = folders[subscription.folders]
        label = subscription.title or subscription.url
        outline = etree.SubElement(
            parent, "outline", type="rss", text=label, title=label, xmlUrl=subscription.url
        )
        if subscription.site_url:
            outline.set("htmlUrl", subscription.site_url)
        if subscription.tags:
            outline.set("category", _category(subscription.tags))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def title_of(data: bytes) -> str | None:
    """Return the title of the list."""
    root = FeedDocument(data=data, url="").root
    if root is None:
        return None
    heads = children(root, "head")
    return first_text(heads[0], "title") if heads else None
