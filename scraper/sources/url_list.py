"""Lists of URLs that people write and programs print: one a line, JSON Lines, CSV."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scraper import urls
from scraper.cleaning import BadJson, clean, load_json
from scraper.errors import InputError
from scraper.models import Lead
from scraper.sources import address_hints
from scraper.sources.feed_document import FeedDocument
from scraper.sources.listed import Feed, leads_of

COMMENT = "#"
_ZIP = b"PK\x03\x04"
_MOST_NULLS = 0.01  # of a text: programs leave some behind; what holds more is none
_BINARY = re.compile("[\x01-\x08\x0e-\x19\x1c-\x1f\ufffe]")  # what no text holds
_SNIFFED = 65536  # characters
URL = "url"  # the key of a JSON row, and the column looked for in a table when none is named
_KNOWN = ("id", "headline", "date_published")  # keys that a Lead has itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """A line that names no page."""

    line: int  # from 1; 0 for a text that was typed
    text: str
    why: str
    row: Mapping[str, str] = field(default_factory=dict)  # the other columns

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}" if self.line else self.why


def text_of(data: bytes, name: str) -> str:
    """Return the text of a list that a person wrote, whatever editor it was.

    InputError if it is no text.
    """
    if data[:4] == _ZIP:
        raise InputError(
            f"{name}: not a list of URLs, but a spreadsheet or another packed file;"
            " save it as CSV (UTF-8)"
        )
    text = FeedDocument(data=_with_mark(data), url=name).text
    start = text[:_SNIFFED]
    if _BINARY.search(start.replace("\x00", "")) or start.count("\x00") > len(start) * _MOST_NULLS:
        raise InputError(f"{name}: not a list of URLs, but no text at all")
    return text.replace("\x00", "")


def _with_mark(data: bytes) -> bytes:
    """Return the text with the byte order mark that UTF-16 should begin with.

    Other texts as they are.
    """
    even, odd = data[:_SNIFFED:2].count(0), data[1:_SNIFFED:2].count(0)
    if max(even, odd) * 2 < len(data[:_SNIFFED:2]) or data[:2] in (
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF16_BE,
    ):
        return data
    return (codecs.BOM_UTF16_BE if even > odd else codecs.BOM_UTF16_LE) + data


def read_lines(lines: Iterable[str]) -> Iterator[Lead | Rejected]:
    """Read one URL or JSON object a line; blank lines and `# comments` are nothing."""
    for number, line in enumerate(lines, 1):
        text = line.strip("\ufeff \t\r\n\x00")
        if text and not text.startswith(COMMENT):
            yield (
                _row(number, text)
                if text.startswith("{")
                else checked(number, text, text.partition(" ")[0], {})
            )


def matches(document: FeedDocument) -> bool:
    """Return whether the first line with text is a URL.

    Sitemaps may be plain text (sitemaps.org).
    """
    lines = (line.strip("\ufeff \t\r\x00") for line in document.text.split("\n", 50)[:50])
    first = next((line for line in lines if line and not line.startswith(COMMENT)), "")
    return isinstance(next(read_lines([first]), None), Lead)


def read(document: FeedDocument) -> Feed:
    """Read a text that a site publishes as its sitemap."""
    found = (entry for entry in read_lines(document.text.splitlines()) if isinstance(entry, Lead))
    return Feed(kind="url_list", leads=leads_of(document, found, lambda lead: lead))


def _row(number: int, text: str) -> Lead | Rejected:
    try:
        row = load_json(text)
    except BadJson:
        return Rejected(
            line=number, text=urls.shown(text), why="broken JSON: one object a line is expected"
        )
    url = row.get(URL)
    if not isinstance(url, str) or not url.strip():
        return Rejected(line=number, text=urls.shown(text), why=f"the object has no {URL!r}")
    others = {key: _plain(value) for key, value in row.items() if key != URL and value is not None}
    return checked(number, text, url.strip(), others)


def checked(number: int, text: str, url: str, row: dict[str, str]) -> Lead | Rejected:
    """Return a lead if the URL can be fetched, else the reason why not."""
    text, url, row = clean(text), urls.handed_on(clean(url)), clean(row)
    try:
        urls.address(url)
    except ValueError as error:
        hint = address_hints.meant(url)
        why = f"{error}; {hint}" if hint else str(error)
        return Rejected(line=number, text=urls.shown(text), why=why, row=row)
    known: dict[str, Any] = {key: row[key] for key in _KNOWN if row.get(key)}
    return Lead(url=url, row=row, **known)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
