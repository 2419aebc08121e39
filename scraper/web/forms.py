"""The other forms of a list, at the same address with another ending: .json, .csv, .md, .bib."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, NamedTuple

from scraper.web.room_request import Document, RoomRequest, Streamed
from scraper.web.row_source import Fetch, RowSource

Rows = Iterable[Mapping[str, Any]]

AT_ONCE = 500  # pieces, a row each, that are sent at once
TABLES = ("json", "csv", "md")
ARTICLES = (*TABLES, "bib")


class ListForm(NamedTuple):
    """A form of a list."""

    write: Callable[[Rows, Sequence[str]], Iterator[str]]
    media_type: str
    name: str  # for a link
    is_saved: bool = False  # a browser saves it instead of showing it


# what writes a form is loaded when a list is asked for in it: the first page does not wait for it
def _json(rows: Rows, columns: Sequence[str]) -> Iterator[str]:
    from scraper.present.row_lines import json_array

    return json_array(rows, columns)


def _csv(rows: Rows, columns: Sequence[str]) -> Iterator[str]:
    from scraper.present.row_lines import csv_lines

    return csv_lines(rows, columns)


def _markdown(rows: Rows, columns: Sequence[str]) -> Iterator[str]:
    from scraper.present.row_lines import markdown_lines

    return markdown_lines(rows, columns)


def _bibtex(rows: Rows, _: Sequence[str]) -> Iterator[str]:
    from scraper.present.bibtex import bibtex

    return bibtex(rows)


FORMS = {
    "json": ListForm(_json, "application/json", "JSON"),
    "csv": ListForm(_csv, "text/csv; charset=utf-8; header=present", "CSV", is_saved=True),
    "md": ListForm(_markdown, "text/markdown; charset=utf-8", "Markdown"),
    "bib": ListForm(_bibtex, "application/x-bibtex; charset=utf-8", "BibTeX", is_saved=True),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedRows:
    """A list that has several forms."""

    name: str  # of a file that is saved, without its ending
    columns: Sequence[str]
    fetch: Fetch
    whole: Fetch | None = None  # the same rows as whole articles, for references


def in_form(asked: RoomRequest, rows: ListedRows) -> Document | Streamed:
    """Return a list in the form that was asked for; a long one is sent while it is read."""
    form = FORMS[asked.form]
    fetch = rows.whole if asked.form == "bib" and rows.whole else rows.fetch
    source = RowSource(asked.archive, fetch)
    pieces = form.write(source, rows.columns)
    first = "".join(islice(pieces, AT_ONCE))
    more = next(pieces, None)
    file_name = f"{rows.name}.{asked.form}" if form.is_saved else None
    if more is None:
        return Document(body=first, media_type=form.media_type, file_name=file_name)
    return Streamed(
        pieces=chain((first, more), pieces),
        source=source,
        media_type=form.media_type,
        file_name=file_name,
    )


class FormLink(NamedTuple):
    """A link to a list in another form."""

    address: str
    media_type: str
    name: str


def links(address: str, names: Sequence[str]) -> list[FormLink]:
    """Return links to the forms of the list at an address, which may have a query."""
    path, mark, query = address.partition("?")
    return [
        FormLink(f"{path}.{name}{mark}{query}", FORMS[name].media_type, FORMS[name].name)
        for name in names
    ]
