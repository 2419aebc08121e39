"""Read lists of URLs that people write and programs print: one a line, or JSON Lines."""

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
_MOST_NULLS = 0.01  # share of a text's characters; programs leave some behind
_BINARY = re.compile("[\x01-\x08\x0e-\x19\x1c-\x1f\ufffe]")  # characters that a text has not
_SNIFFED = 65536  # characters that show whether it is a text
_FIRST_LINES = 50  # in which a list of URLs has its first one
URL = "url"  # the key of a JSON row, and the column looked for in a table when none is named
_KNOWN = ("id", "headline", "date_published")  # keys that a Lead has itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """A line that does not name a page."""

    line: int  # from 1; 0 for an argument of a command
    text: str  # short and without secrets, for messages
    why: str
    row: Mapping[str, str] = field(default_factory=dict)  # the other columns
    cell: str | None = None  # the whole cell that should hold the address; may have secrets

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}" if self.line else self.why


def text_of(data: bytes, name: str) -> str:
    """Return the text of a list that a person wrote, with any editor.

    Raise InputError if it is not a text.
    """
    if data.startswith(_ZIP):
        raise InputError(
            f"{name}: not a list of URLs, but a spreadsheet or another packed file;"
            " save it as CSV (UTF-8)"
        )
    text = FeedDocument(data=_with_mark(data), url=name).text
    start = text[:_SNIFFED]
    has_many_nulls = start.count("\x00") > len(start) * _MOST_NULLS
    if has_many_nulls or _BINARY.search(start):
        raise InputError(f"{name}: not a list of URLs, and not a text at all")
    return text.replace("\x00", "")


def _with_mark(data: bytes) -> bytes:
    """Return a text in UTF-16 with the byte order mark it should have, and any other as it is."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    half = len(data[:_SNIFFED:2])
    even = data[:_SNIFFED:2].count(0)
    odd = data[1:_SNIFFED:2].count(0)
    # every other byte is zero in UTF-16, at least in most of the text
    if max(even, odd) * 2 < half:
        return data
    mark = codecs.BOM_UTF16_BE if even > odd else codecs.BOM_UTF16_LE
    return mark + data


def read_lines(lines: Iterable[str]) -> Iterator[Lead | Rejected]:
    """Read one URL or JSON object a line; blank lines and `# comments` are skipped."""
    for number, line in enumerate(lines, 1):
        text = line.strip("\ufeff \t\r\n\x00")
        if not text or text.startswith(COMMENT):
            continue
        if text.startswith("{"):
            yield _row(number, text)
        else:
            yield checked(number, text, text.partition(" ")[0], {})


def matches(document: FeedDocument) -> bool:
    """Return whether the first line with text is a URL.

    Sitemaps may be plain text (sitemaps.org).
    """
    lines = document.text.split("\n", _FIRST_LINES)[:_FIRST_LINES]
    return isinstance(next(read_lines(lines), None), Lead)


def read(document: FeedDocument) -> Feed:
    """Read a text that a site publishes as its sitemap."""
    found = (entry for entry in read_lines(document.text.splitlines()) if isinstance(entry, Lead))
    return Feed(kind="url_list", leads=leads_of(document, found, lambda lead: lead))


def _row(number: int, text: str) -> Lead | Rejected:
    try:
        row = load_json(text)
    except BadJson:
        why = "broken JSON: one object a line is expected"
        return Rejected(line=number, text=urls.shown(text), why=why)
    cells = {key: _plain(value) for key, value in row.items() if value is not None}
    cell = cells.pop(URL, "")
    url = row.get(URL)
    if not isinstance(url, str) or not url.strip():
        why = f"the object has no {URL!r}"
        short = urls.shown(text)
        return Rejected(line=number, text=short, why=why, row=clean(cells), cell=clean(cell))
    return checked(number, text, url.strip(), cells)


def checked(number: int, text: str, url: str, row: dict[str, str]) -> Lead | Rejected:
    """Return a lead if the URL can be fetched, else the reason why not."""
    text = clean(text)
    cell = clean(url)
    url = urls.handed_on(cell)
    row = clean(row)
    try:
        address_hints.check(url)
    except ValueError as error:
        hint = address_hints.meant(url)
        why = f"{error}; {hint}" if hint else str(error)
        return Rejected(line=number, text=urls.shown(text), why=why, row=row, cell=cell)
    known: dict[str, Any] = {key: row[key] for key in _KNOWN if row.get(key)}
    return Lead(url=url, row=row, **known)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
