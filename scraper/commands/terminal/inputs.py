"""What a run is given to fetch: addresses as they were typed, lists and tables of them; what is none says why."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from pathlib import Path

from scraper import files, urls
from scraper.cleaning import clean_argument
from scraper.errors import InputError
from scraper.models import Lead, Outcome
from scraper.outcomes import Reason
from scraper.sources import address_hints, tables, url_list
from scraper.sources.feed_document import FeedDocument
from scraper.sources.url_list import Rejected

STDIN = "-"
SNIFFED = 65536  # bytes of a file that was named where an address is expected


def entries(
    addresses: tuple[str, ...], batch_file: str | None, table: str | None, column: str
) -> list[Lead | Rejected]:
    """Return what there is to fetch, in its order; raise InputError for a file that cannot be read as it should."""
    given = [_typed(clean_argument(text)) for text in addresses if text != STDIN]
    for name in ([STDIN] if STDIN in addresses else []) + ([batch_file] if batch_file else []):
        given += _listed(name)
    if table:
        given += tables.read_table(_text(table, "a table of URLs"), column)
    return given


def refused_of(given: Iterable[Lead | Rejected]) -> list[Outcome]:
    """Return what is to be told of that which names no page."""
    return [
        Outcome(url=entry.text, reason=Reason.BAD_URL, error=str(entry), row=entry.row)
        for entry in given
        if isinstance(entry, Rejected)
    ]


def _typed(text: str) -> Lead | Rejected:
    """Return an address of the command line, or what was meant by it."""
    try:
        urls.address(text)
    except ValueError as error:
        if "://" not in text and Path(text[: urls.LONGEST]).exists():
            raise InputError(_instead(text)) from None
        if (hint := address_hints.meant(text)) is not None:
            return Rejected(line=0, text=urls.shown(text), why=f"{error}; {hint}")
    return Lead(url=text)


def _listed(name: str) -> list[Lead | Rejected]:
    """Return the addresses of a list; raise InputError for a table, which would give a bad address for each line."""
    text = _text(name, "a file of URLs")
    found = list(url_list.read_lines(text.splitlines()))
    if (
        found
        and isinstance(found[0], Rejected)
        and (column := tables.column_of_addresses(text)) is not None
    ):
        raise InputError(
            f"{_called(name)} is a table, not a list: `scraper fetch {_as_table(name, column)}` reads it"
        )
    return found


def _text(name: str, wanted: str) -> str:
    data = sys.stdin.buffer.read() if name == STDIN else files.read_file(name, wanted)
    return url_list.text_of(data, _called(name))


def _called(name: str) -> str:
    return "standard input" if name == STDIN else name


def _as_table(name: str, column: str) -> str:
    """Return the options that read a table."""
    named = "" if tables.is_named(url_list.URL, column) else f" --column {shlex.quote(column)}"
    return f"--csv {shlex.quote(name)}{named}"


def _instead(name: str) -> str:
    """Return what to type for a file that was named where an address is expected."""
    if (found := files.special(name)) is not None:
        return f"{name} is not a URL but {found}"
    return f"{name} is a file, not a URL: `scraper {_reader_of(name)}`"


def _reader_of(name: str) -> str:
    """Return the command that reads a file, as its beginning shows."""
    quoted = shlex.quote(name)
    document = FeedDocument(data=files.read_file(name, "a file", at_most=SNIFFED), url=name)
    if document.root_name == "opml":
        return f"feed import {quoted}"
    if document.is_html:
        return f"fetch --html {quoted} --url URL"
    column = tables.column_of_addresses(document.text)
    if column is not None or Path(name).suffix.lower() in {".csv", ".tsv"}:
        return f"fetch {_as_table(name, column or url_list.URL)}"
    return f"fetch -a {quoted}"
