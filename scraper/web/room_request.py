"""What a page is asked for, and what it answers with: values, so that a page is a plain function.

    def page(asked: RoomRequest) -> Answer

`app.py` has the table of addresses and pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from scraper.errors import InputError
from scraper.web.appearance import Appearance
from scraper.web.sent_form import SentForm

if TYPE_CHECKING:
    from scraper.archive import Archive
    from scraper.present.explained import Explained
    from scraper.web.row_source import RowSource

# the row of an article in a version -> how the kept page of that version is read
Explain = Callable[["Archive", Mapping[str, Any]], "Explained"]


class PageMissing(InputError):
    """There is nothing at this address, or no longer."""


class ReadOnly(InputError):
    """Notes and tags cannot be written in this room."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RoomRequest:
    """A request for a page, with the archive as it is at this moment."""

    archive: Archive
    now: datetime
    path: Mapping[str, Any] = field(default_factory=dict)  # the variable parts of the address
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)  # after its question mark
    form: str = ""  # json, csv, md, bib; empty: a page
    method: str = "GET"
    origin: str = ""  # how this room was addressed: http://127.0.0.1:8000
    has_notes: bool = False  # whether readers may write notes
    explain: Explain | None = None
    sent: SentForm = field(default_factory=dict)  # the fields of a form that a reader sends
    coder: str = ""  # who writes notes and tags
    appearance: Appearance = field(default_factory=Appearance)

    def filled(self, name: str) -> str:
        """Return a field of the sent form; empty if it is missing."""
        values = self.sent.get(name, ())
        return values[-1].strip() if values else ""

    def one(self, name: str) -> str | None:
        """Return the last value of a parameter; None if it is missing or empty."""
        values = [value.strip() for value in self.query.get(name, ())]
        return values[-1] or None if values else None

    def several(self, name: str) -> tuple[str, ...]:
        """Return all values of a parameter that are not empty."""
        return tuple([value.strip() for value in self.query.get(name, ()) if value.strip()])

    def whole(self, name: str, otherwise: int, *, most: int) -> int:
        """Return a parameter as a number from 1 to `most`; raise InputError for other text."""
        text = self.one(name)
        if text is None:
            return otherwise
        is_number = text.isascii() and text.isdigit() and len(text) <= len(str(most))
        if not is_number or not 1 <= int(text) <= most:
            raise InputError(f"{name} must be a number from 1 to {most}")
        return int(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A page as a template and its values."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """An answer that is no web page: a list in another form, a feed."""

    body: bytes | str
    media_type: str
    status: int = 200
    file_name: str | None = None  # of what is to be saved instead of shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Streamed:
    """A long document, whose pieces are read from the archive while it is sent."""

    pieces: Iterator[str]
    source: RowSource
    media_type: str
    file_name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """The answer that the page is at another address of the room."""

    address: str
    status: int = 303
    cookies: Mapping[str, str] = field(default_factory=dict)  # that the browser is to keep


def view_of(template: str, values: Mapping[str, Any], error: str | None) -> View:
    """Return a page with what is wrong with its address, if anything is."""
    status = HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK
    return View(template=template, values={**values, "error": error}, status=status)


Answer = View | Document | Streamed | Elsewhere
PageFunction = Callable[[RoomRequest], Answer]
