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
    for entry in feed.entries:
        yield "<entry>"
        yield from _atom_entry(entry)
        yield "</entry>"
    yield "</feed>"


def _atom_entry(entry: ChangeEntry) -> Iterator[str]:
    yield f"<id>{_text(entry.id)}</id>"
    yield f"<title>{_text(entry.title)}</title>"
    yield f"<updated>{_text(entry.at)}</updated>"
    yield f"<author><name>{_text(entry.author)}</name></author>"
    address = web_address(entry.url)
    if address:
        yield f'<link rel="alternate" type="text/html" href="{_text(address)}"/>'
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
        "items": [_item(entry) for entry in feed.entries],
    }
    return dump_json(document, indent=2) + "\n"


def _item(entry: ChangeEntry) -> dict[str, object]:
    item: dict[str, object] = {
        "id": entry.id,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": entry.at,
        "authors": [{"name": entry.author}],
        "tags": list(entry.kinds),
    }
    address = web_address(entry.url)
    return {**item, "url": address} if address else item


WRITERS: dict[str, Callable[[ChangeFeed], str]] = {"atom": atom, "json_feed": json_feed}
