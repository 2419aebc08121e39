"""The parts of a page about one subject: facts, sections, and tables of cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scraper.present.dates_in_words import in_words
from scraper.web.forms import FormLink
from scraper.web.outside_links import web_address
from scraper.web.search_facets import FacetList

PER_CENT = 100


class PageCell(NamedTuple):
    """A cell: its text, and what it is."""

    text: str
    address: str | None = None  # it is a link
    is_outside: bool = False  # the link leads to another site
    is_number: bool = False
    moment: str | None = None  # it is a time, in ISO 8601


class PageColumn(NamedTuple):
    """The head of a column."""

    title: str
    is_number: bool


class PageRow(NamedTuple):
    """A row of a table."""

    cells: Sequence[PageCell]
    is_trouble: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PageTable:
    """A table."""

    caption: str
    columns: tuple[PageColumn, ...]
    rows: tuple[PageRow, ...]


class PageFact(NamedTuple):
    """A fact about the subject: what it is, and its value."""

    name: str
    cell: PageCell


@dataclass(frozen=True, kw_only=True, slots=True)
class PageSection:
    """A part of a page, under a heading of its own."""

    title: str
    table: PageTable | None = None
    note: str | None = None
    more: tuple[PageCell, ...] = ()  # links

    @property
    def key(self) -> str:
        """Return the id of the section in its page."""
        return self.title.lower().replace(" ", "-")


class FilterField(NamedTuple):
    """A field with which a list can be narrowed; one without a title is kept, and not shown."""

    name: str
    title: str
    value: str
    hint: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """A page about one subject, or a list of them."""

    title: str
    lede: str = ""
    facts: tuple[PageFact, ...] = ()
    sections: tuple[PageSection, ...] = ()
    troubles: tuple[str, ...] = ()
    links: tuple[PageCell, ...] = ()
    facets: tuple[FacetList, ...] = ()
    is_estimate: bool = False  # the counts of the facets
    action: str = ""  # the address that the fields are sent to
    fields: tuple[FilterField, ...] = ()
    forms: list[FormLink] = field(default_factory=list)
    previous: str | None = None
    following: str | None = None


def text(value: object) -> PageCell:
    """Return a cell of text; empty for None."""
    return PageCell("" if value is None else str(value))


def number(value: float | None) -> PageCell:
    """Return a cell with a number, with a separator of thousands."""
    return PageCell("" if value is None else f"{value:,}", is_number=True)


def share(value: float) -> PageCell:
    """Return a cell with a share, 0 to 1, in per cent."""
    return PageCell(f"{value * PER_CENT:.0f} %", is_number=True)


def moment(at: str | None) -> PageCell:
    """Return a cell with a time in words."""
    return PageCell(in_words(at), moment=at) if at else PageCell("")


def link(said: object, address: str) -> PageCell:
    """Return a cell that leads to a page of the room."""
    return PageCell(str(said), address)


def outside(url: str | None, said: str | None = None) -> PageCell:
    """Return a cell that leads to another site, if its address is one of the web."""
    shown = said or url or ""
    address = web_address(url)
    return PageCell(shown, address, is_outside=True) if address else PageCell(shown)


def table(
    caption: str, titles: Sequence[str], rows: Iterable[Sequence[PageCell] | PageRow]
) -> PageTable | None:
    """Return a table, None if it has no rows; columns of numbers are known by their first cell."""
    made = [row if isinstance(row, PageRow) else PageRow(row) for row in rows]
    if not made:
        return None
    columns = [
        PageColumn(title, cell.is_number) for title, cell in zip(titles, made[0].cells, strict=True)
    ]
    return PageTable(caption=caption, columns=tuple(columns), rows=tuple(made))


def facts(known: Iterable[tuple[str, PageCell]]) -> tuple[PageFact, ...]:
    """Return the facts that have a value."""
    return tuple([PageFact(name, cell) for name, cell in known if cell.text])
