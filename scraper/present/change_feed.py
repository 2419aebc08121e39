"""Write what newsrooms changed as a feed: Atom (RFC 4287) or JSON Feed 1.1 (jsonfeed.org).

The same archive gives the same bytes: a feed has no time of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from scraper.cleaning import dump_json
from scraper.present.change_entries import ChangeEntry
from scraper.present.epub_content import web_address, xml_text
from scraper.present.export_record import PROGRAM
from scraper.version import __version__

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeFeed:
    """Changes to follow, the newest first."""

    id: str  # a URN: the same for the same selection of the same archive
    title: str
    updated: str  # of the newest entry; without any, when the archive changed last
    entries: Sequence[ChangeEntry]
    # where the feed is, and the page of the same changes, if it is on the web
    address: str | None = None
    page: str | None = None
    # the page of an entry on which its versions are compared, if there is one
    diff: Callable[[ChangeEntry], str | None] = lambda _: None


def atom(feed: ChangeFeed) -> str:
    """Return an Atom document; the HTML of its entries is text there, as RFC 4287 has it."""
    return "\n".join(_atom_lines(feed)) + "\n"


def _atom_lines(feed: ChangeFeed) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="{ATOM}">'
    yield f"<id>{_text(feed.id)}</id>"
    yield f"<title>{_text(feed.title)}</title>"
    yield f"<updated>{_text(feed.updated)}</updated>"
    yield f'<generator version="{_text(__version__)}">scraper</generator>'
    if feed.address:
        yield f'<link rel="self" type="application/atom+xml" href="{_text(feed.address)}"/>'
    if feed.page:
        yield f'<link rel="alternate" type="text/html" href="{_text(feed.page)}"/>'
    for entry in feed.entries:
        yield "<entry>"
        yield from _atom_entry(entry, feed.diff(entry))
        yield "</entry>"
    yield "</feed>"


def _atom_entry(entry: ChangeEntry, diff: str | None) -> Iterator[str]:
    yield f"<id>{_text(entry.id)}</id>"
    yield f"<title>{_text(entry.title)}</title>"
    yield f"<updated>{_text(entry.at)}</updated>"
    yield f"<author><name>{_text(entry.author)}</name></author>"
    address = web_address(entry.url)
    if address:
        yield f'<link rel="alternate" type="text/html" href="{_text(address)}"/>'
    if diff:
        yield f'<link rel="related" type="text/html" href="{_text(diff)}"/>'
    for kind in entry.kinds:
        yield f'<category term="{_text(kind)}"/>'
    yield f'<content type="html">{_text(entry.html)}</content>'


def _text(text: str) -> str:
    return escape(xml_text(text))


def json_feed(feed: ChangeFeed) -> str:
    """Return a JSON Feed document."""
    document = {
        "version": JSON_FEED,
        "title": feed.title,
        "description": f"Written by {PROGRAM}",
        "items": [_item(entry, feed.diff(entry)) for entry in feed.entries],
    }
    places = {"feed_url": feed.address, "home_page_url": feed.page}
    document |= {name: place for name, place in places.items() if place}
    return dump_json(document, indent=2) + "\n"


def _item(entry: ChangeEntry, diff: str | None) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": entry.at,
        "authors": [{"name": entry.author}],
        "tags": list(entry.kinds),
    }
    # its page in the room, else the article's own
    places = {"url": diff or web_address(entry.url), "external_url": web_address(entry.url)}
    if not diff:
        del places["external_url"]
    return item | {name: place for name, place in places.items() if place}


WRITERS: dict[str, Callable[[ChangeFeed], str]] = {"atom": atom, "json_feed": json_feed}
