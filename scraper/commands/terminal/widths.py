"""Decide what of a table fits on a terminal: columns, their widths, the length of moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.commands.terminal.cutting import around_change, cut_in_middle
from scraper.patterns import late

if TYPE_CHECKING:
    from rich.text import Text

GAP = 2  # between columns
HEAD = 4  # letters of a column's name that remain above narrow cells
CELL = 8  # letters that remain of a cut cell
READABLE = 24  # letters for the cells that people read; two such columns share them
MOMENTS = (40, 16, 10)  # letters of a moment, as room allows: complete, to the minute, the day

# names that do not fit above a day
HEADINGS = {"date_published": "published", "date_modified": "modified"}

# Columns that are useless when cut, because they are typed into the next command.
NAMING = frozenset({"id", "article_id", "cluster", "version"})
# The columns above identify the row just as well, so that these are the first to be left out.
ADDRESSES = frozenset({"url", "canonical_url"})
READ = frozenset({"headline", "snippet", "before", "after", "body_text", "change", "text", "exact"})
# Columns with a sentence that names what is wrong and what to do: never cut, but wrapped.
REMEDIES = frozenset({"trouble", "note", "error"})
POINTS = frozenset({"kind", "stealth", "event"})  # what a row is there for
# never left out, unless the user names columns
ESSENTIAL = READ | NAMING | POINTS | frozenset({"trouble", "note"})
# Columns that put rows in order: without the time, those of one day could not be told apart.
ORDERING = frozenset({"at", "first_seen"})
TIMES = MOMENTS[1]  # letters of a moment with its time
WEB = ("http://", "https://")  # what the addresses of a column can spare if one has to be cut
EASY = 60  # letters of a cell that can be read without the rest
TELLING = 40  # letters of an address that tell it from others, with its middle left out
KIND = 11  # letters of a kind, with its middle left out: `par…removed`
END_OF_KIND = 7  # of them, its end: kinds differ there
# what a column is called if its name is wider than its cells
SHORT_NAMES = {"article_id": "art.", "version": "v."}

_MOMENT = late(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_EXACT = late(r"[-\d.,:% ]*")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its name and the width of its cells."""

    name: str
    cells: int
    exact: bool  # numbers or days: a cut one would be another number

    @property
    def complete(self) -> int:
        """Return the width at which nothing is cut, the name included."""
        return max(len(self.name), self.cells)

    @property
    def whole(self) -> int:
        """Return the width at which no cell is cut, under a short name if there is one."""
        return max(len(SHORT_NAMES.get(self.name, self.name)), self.cells)

    @property
    def weight(self) -> float:
        """Return the column's share of the room: most for a change, then for what people read."""
        if self.exact:
            return 0.5
        if self.name == "change":
            return 3
        return 2 if self.name in READ | REMEDIES else 1


def column(name: str, cells: Sequence[Text]) -> TableColumn:
    """Return the column of these cells."""
    exact = name in NAMING or all(_EXACT.fullmatch(cell.plain) for cell in cells)
    return TableColumn(name, max((cell.cell_len for cell in cells), default=0), exact=exact)


def heading(name: str, cells: Sequence[Text]) -> str:
    """Return the name above a column; that of a date is shorter where only days are drawn."""
    is_days = all(len(cell) <= MOMENTS[-1] for cell in cells)
    return HEADINGS.get(name, name) if is_days else name


def shortened(cell: Text, length: int) -> Text:
    """Return a moment cut to the length, and any other text as it is."""
    if length >= len(cell) or not _MOMENT.fullmatch(cell.plain):
        return cell
    return type(cell)(cell.plain[:length].replace("T", " "))


def least_moment(name: str, cells: Sequence[Text]) -> int:
    """Return how many letters of a column's moments are needed to tell its rows apart."""
    if name not in ORDERING:
        return min(MOMENTS)
    moments = {cell.plain for cell in cells if _MOMENT.fullmatch(cell.plain)}
    days = {moment[: min(MOMENTS)] for moment in moments}
    return TIMES if len(days) < len(moments) else min(MOMENTS)


def fitted_name(name: str, width: int) -> str:
    """Return the name above a column, or a short one if it has no room."""
    return SHORT_NAMES.get(name, name) if len(name) > width else name


def fitted(name: str, cells: Sequence[Text], width: int) -> list[Text]:
    """Return the cells of a column, cut where they lose least."""
    if all(len(cell) <= width for cell in cells):
        return list(cells)
    return [_fitted(name, cell, width) for cell in cells]


def _fitted(name: str, cell: Text, width: int) -> Text:
    """Return a cell cut around its change, or in the middle of its address or kind."""
    text = cell.plain
    if text.startswith(WEB):
        return type(cell)(cut_in_middle(text.partition("://")[2], width))
    if len(text) <= width:
        return cell
    if name == "kind":
        return type(cell)(cut_in_middle(text, width, end=END_OF_KIND))
    if name == "change":
        # wide characters take two columns each
        letters = width * len(text) // max(cell.cell_len, 1)
        return type(cell)(around_change(text, letters))
    return cell


def fit(columns: Sequence[TableColumn], room: int) -> bool:
    """Return whether all columns fit uncut."""
    return sum(each.complete + GAP for each in columns) <= room


def staying(columns: Sequence[TableColumn], room: int, *, asked: bool) -> list[int]:
    """Return the places of the columns that are drawn if not all fit.

    Empty columns and addresses are left out first, then, from the right, columns that people do not
    read. Columns named by the user (`asked`) are only left out if they do not fit even when cut.
    """
    kept = list(range(len(columns))) if asked else _worth_drawing(columns, room)
    for last in sorted(kept, reverse=True):
        if _fit_when_cut([columns[i] for i in kept], room):
            break
        if asked or columns[last].name not in ESSENTIAL:
            kept.remove(last)
    return kept


def _worth_drawing(columns: Sequence[TableColumn], room: int) -> list[int]:
    """Return the places of the columns without empty ones, and without addresses in the way."""
    everything = list(range(len(columns)))
    if fit(columns, room):
        return everything
    filled = [i for i in everything if columns[i].cells or columns[i].name in NAMING]
    is_read = any(columns[i].name in READ for i in filled)
    if not is_read or _fit_at_ease([columns[i] for i in filled], room):
        return filled
    return [i for i in filled if columns[i].name not in ADDRESSES]


def _fit_at_ease(columns: Sequence[TableColumn], room: int) -> bool:
    """Return whether addresses have room without taking it from what people read."""
    return sum(min(each.whole, _EASE.get(each.name, each.whole)) + GAP for each in columns) <= room


_EASE = {**dict.fromkeys(READ, EASY), **dict.fromkeys(ADDRESSES, TELLING)}


def _fit_when_cut(columns: Sequence[TableColumn], room: int) -> bool:
    return sum(least + GAP for least in _least(columns)) <= room


def widths(columns: Sequence[TableColumn], room: int) -> list[int]:
    """Return the widths: each minimum, then letter by letter to the column with least by weight."""
    if fit(columns, room):
        return [each.complete for each in columns]
    given = _least(columns)
    for _ in range(room - GAP * len(columns) - sum(given)):
        poor = [i for i, each in enumerate(columns) if given[i] < each.whole]
        if not poor:
            break
        given[min(poor, key=lambda i: given[i] / columns[i].weight)] += 1
    return given


def _least(columns: Sequence[TableColumn]) -> list[int]:
    """Return the widths below which the columns are of no use."""
    readers = sum(each.name in READ for each in columns)
    for_reading = max(READABLE // max(1, readers), CELL)
    return [_least_of(each, for_reading) for each in columns]


def _least_of(column: TableColumn, for_reading: int) -> int:
    if column.exact:
        return max(column.cells, min(len(SHORT_NAMES.get(column.name, column.name)), HEAD))
    if column.name in REMEDIES:
        return min(column.whole, READABLE)
    if column.name == "kind":
        return min(column.whole, KIND)
    return min(column.whole, for_reading if column.name in READ else CELL)
