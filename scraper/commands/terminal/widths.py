"""What of a table fits on a terminal: which columns stay, how wide each is drawn, how short a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.patterns import late

if TYPE_CHECKING:
    from rich.text import Text

GAP = 2  # between columns
HEAD = 4  # letters of a column's name that are left above narrow cells
CELL = 8  # letters of a cell that is cut
READABLE = 24  # and of one that a person looks at the table for; two such share them
MOMENTS = (
    40,
    16,
    10,
)  # how long a moment is written, as room allows: as it is, to the minute, the day

NAMING = frozenset(
    {"id", "article_id", "cluster", "version"}
)  # useless when cut: they are typed into the next command
ADDRESSES = frozenset(
    {"url", "canonical_url"}
)  # useless when cut too, but what names the row does as well
READ = frozenset({"headline", "snippet", "before", "after", "body_text"})

_MOMENT = late(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_EXACT = late(r"[-\d.,:% ]*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, and its cells' width."""

    name: str
    cells: int
    exact: bool  # a number or a day: cut, it would be another

    @property
    def whole(self) -> int:
        """The width at which nothing is cut."""
        return max(len(self.name), self.cells)

    @property
    def weight(self) -> float:
        """Its share of the room: what is read gets twice that of other text, the names of narrow columns half."""
        return 0.5 if self.exact else 2 if self.name in READ else 1


def column(name: str, cells: Sequence[Text]) -> Column:
    """The column of these cells."""
    exact = name in NAMING or all(_EXACT.fullmatch(cell.plain) for cell in cells)
    return Column(name, max((cell.cell_len for cell in cells), default=0), exact=exact)


def shortened(cell: Text, length: int) -> Text:
    """A moment so long; any other text as it is."""
    if length >= len(cell) or not _MOMENT.fullmatch(cell.plain):
        return cell
    return type(cell)(cell.plain[:length].replace("T", " "))


def fit(columns: Sequence[Column], room: int) -> bool:
    """Whether the columns have room with nothing cut."""
    return sum(each.whole + GAP for each in columns) <= room


def staying(columns: Sequence[Column], room: int, *, asked: bool) -> list[int]:
    """Which columns are drawn where not all can be: addresses go first, then from the right what is not read.

    Of columns that were asked for by name, only those that do not even have room when cut are left out.
    """
    kept = list(range(len(columns)))
    if not asked and not fit(columns, room) and any(each.name in READ for each in columns):
        kept = [i for i in kept if columns[i].name not in ADDRESSES]
    for last in reversed(range(len(columns))):
        if sum(least + GAP for least in _least([columns[i] for i in kept])) <= room:
            break
        if last in kept and (asked or columns[last].name not in READ | NAMING):
            kept.remove(last)
    return kept


def widths(columns: Sequence[Column], room: int) -> list[int]:
    """How wide each column is drawn: the least it needs, then letter by letter to the one that has least by weight."""
    given = _least(columns)
    for _ in range(room - GAP * len(columns) - sum(given)):
        poor = [i for i, each in enumerate(columns) if given[i] < each.whole]
        if not poor:
            break
        given[min(poor, key=lambda i: given[i] / columns[i].weight)] += 1
    return given


def _least(columns: Sequence[Column]) -> list[int]:
    """The widths below which the columns say nothing."""
    read = max(READABLE // max(1, sum(each.name in READ for each in columns)), CELL)
    return [
        max(each.cells, min(len(each.name), HEAD))
        if each.exact
        else min(each.whole, read if each.name in READ else CELL)
        for each in columns
    ]
