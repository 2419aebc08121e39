"""Decide what of a table fits on a terminal: columns, their widths, the length of moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
# Addresses are useless when cut, too, but the columns above identify the row just as well.
ADDRESSES = frozenset({"url", "canonical_url"})
READ = frozenset({"headline", "snippet", "before", "after", "body_text"})
ESSENTIAL = READ | NAMING  # never left out, unless the user names columns

_MOMENT = late(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_EXACT = late(r"[-\d.,:% ]*")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table: its name and the width of its cells."""

    name: str
    cells: int
    exact: bool  # numbers or days: a cut one would be another number

    @property
    def whole(self) -> int:
        """Return the width at which nothing is cut."""
        return max(len(self.name), self.cells)

    @property
    def weight(self) -> float:
        """Return the column's share of the room: twice that of other text for what people read."""
        if self.exact:
            return 0.5
        return 2 if self.name in READ else 1


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


def fit(columns: Sequence[TableColumn], room: int) -> bool:
    """Return whether all columns fit uncut."""
    return sum(each.whole + GAP for each in columns) <= room


def staying(columns: Sequence[TableColumn], room: int, *, asked: bool) -> list[int]:
    """Return the places of the columns that are drawn if not all fit.

    Addresses are left out first, then, from the right, columns that people do not read. Columns
    named by the user (`asked`) are only left out if they do not fit even when cut.
    """
    kept = list(range(len(columns)))
    has_reading = any(each.name in READ for each in columns)
    if has_reading and not asked and not fit(columns, room):
        kept = [i for i in kept if columns[i].name not in ADDRESSES]
    for last in sorted(kept, reverse=True):
        if _fit_when_cut([columns[i] for i in kept], room):
            break
        if asked or columns[last].name not in ESSENTIAL:
            kept.remove(last)
    return kept


def _fit_when_cut(columns: Sequence[TableColumn], room: int) -> bool:
    return sum(least + GAP for least in _least(columns)) <= room


def widths(columns: Sequence[TableColumn], room: int) -> list[int]:
    """Return the widths: each minimum, then letter by letter to the column with least by weight."""
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
        return max(column.cells, min(len(column.name), HEAD))
    return min(column.whole, for_reading if column.name in READ else CELL)
