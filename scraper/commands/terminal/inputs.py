"""Read what a run is to fetch: typed addresses, lists and tables; explain what is none of these."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from scraper import files, urls
from scraper.cleaning import clean_argument
from scraper.errors import InputError
from scraper.jobs.host_share import is_of_part
from scraper.jobs.parts import WorkPart
from scraper.models import Lead, Outcome
from scraper.outcomes import Reason
from scraper.sources import address_hints, tables, url_list
from scraper.sources.feed_document import FeedDocument
from scraper.sources.url_list import Rejected

STDIN = "-"
OURS = "scraper_"  # begins the names of columns that an error file has beside those of its input
SNIFFED = 65536  # bytes that show what kind of file was named in place of an address


@dataclass(frozen=True, kw_only=True, slots=True)
class InputTable:
    """A table, or a list with columns, that was given to a run."""

    file: str
    columns: tuple[str, ...]
    url_column: str
    entries: Sequence[Lead | Rejected]
    is_csv: bool  # else JSON Lines

    @property
    def is_error_file(self) -> bool:
        """Return whether a run wrote it: its rows belong to the table that the run was given."""
        return any(column.startswith(OURS) for column in self.columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class RunInput:
    """What a run was given to fetch."""

    entries: list[Lead | Rejected]
    tables: list[InputTable]  # those of the entries that came with columns
    unvisited: int = 0  # further addresses, which need no visit


def read_input(
    addresses: tuple[str, ...], batch_file: str | None, table: str | None, column: str
) -> RunInput:
    """Return what to fetch, in its order; raise InputError for a file that cannot be read."""
    typed = [_typed(clean_argument(text)) for text in addresses if text != STDIN]
    lists = [STDIN] if STDIN in addresses else []
    if batch_file:
        lists.append(batch_file)
    read = [_list_of(name) for name in lists]
    if table:
        read.append(_table_of(table, column))
    entries = [*typed, *chain.from_iterable(one.entries for one in read)]
    return RunInput(entries=entries, tables=[one for one in read if len(one.columns) > 1])


def shared(given: RunInput, part: WorkPart) -> RunInput:
    """Return the entries of one machine's part; those without an address are in the first.

    Tables stay whole: each archive keeps the same label set, so that a merge finds one.
    """
    addresses = [(entry, _address_of(entry)) for entry in given.entries]
    return replace(given, entries=[entry for entry, url in addresses if is_of_part(url, part)])


def _address_of(entry: Lead | Rejected) -> str:
    return entry.url if isinstance(entry, Lead) else ""


def _list_of(name: str) -> InputTable:
    """Return a list; its columns are the keys of its JSON Lines."""
    entries = _listed(name)
    keys = dict.fromkeys(key for entry in entries for key in entry.row)
    columns = (url_list.URL, *keys)
    return InputTable(
        file=name, columns=columns, url_column=url_list.URL, entries=entries, is_csv=False
    )


def _table_of(name: str, column: str) -> InputTable:
    text = _text(name, "a table of URLs")
    columns, url_column = tables.columns_of(text, column)
    entries = list(tables.read_table(text, column))
    beyond = dict.fromkeys(key for entry in entries for key in entry.row)  # cells past the header
    all_columns = tuple(dict.fromkeys((*columns, *beyond)))
    return InputTable(
        file=name, columns=all_columns, url_column=url_column, entries=entries, is_csv=True
    )


def refused_of(given: Iterable[Lead | Rejected]) -> list[Outcome]:
    """Return the outcomes of the lines that name no page."""
    return [
        Outcome(url=entry.text, reason=Reason.BAD_URL, error=str(entry), row=entry.row)
        for entry in given
        if isinstance(entry, Rejected)
    ]


def _typed(text: str) -> Lead | Rejected:
    """Return an address of the command line; one that is invalid with a hint at what was meant."""
    try:
        address_hints.check(text)
    except ValueError as error:
        if "://" not in text and Path(text[: urls.LONGEST]).exists():
            raise InputError(_instead(text)) from None
        hint = address_hints.meant(text)
        if hint is not None:
            return Rejected(line=0, text=urls.shown(text), why=f"{error}; {hint}")
    return Lead(url=text)


def _listed(name: str) -> list[Lead | Rejected]:
    """Return the addresses of a list; raise InputError for a table: each line would be invalid."""
    text = _text(name, "a file of URLs")
    found = list(url_list.read_lines(text.splitlines()))
    if not found or not isinstance(found[0], Rejected):
        return found
    column = tables.column_of_addresses(text)
    if column is None:
        return found
    options = _as_table(name, column)
    raise InputError(
        f"{_called(name)} is a table, not a list: read it with `scraper fetch {options}`"
    )


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
    """Return what to type for a file that was named in place of an address."""
    found = files.special(name)
    if found is not None:
        return f"{name} is not a URL but {found}"
    return f"{name} is a file, not a URL: read it with `scraper {_reader_of(name)}`"


def _reader_of(name: str) -> str:
    """Return the command that reads a file, judged by its beginning."""
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
