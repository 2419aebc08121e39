"""Draw numbers as aligned bars on a terminal, in eighths of a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from scraper.commands.terminal.safe_text import plain
from scraper.present.chart_axis import cut

GAP = "  "  # between columns
EIGHTHS = " ▏▎▍▌▋▊▉"  # the last letter of a bar, by its eighths
FULL = "█"
WHOLE = len(EIGHTHS)
LONGEST_NAME = 24  # letters
SHORTEST_BAR = 8  # letters; a narrower terminal wraps the lines


class BarRow(NamedTuple):
    """One line: its group (written once), its name, and its number, also as text."""

    group: str
    name: str
    value: float | None
    text: str


def bar_lines(rows: Sequence[BarRow], width: int) -> Iterator[str]:
    """Yield the lines, aligned and no wider than `width` letters."""
    from rich.cells import set_cell_size

    shown = [row._replace(name=cut(plain(row.name), LONGEST_NAME)) for row in rows]
    groups, names, texts = _widths(shown)
    columns = [size for size in (groups, names, texts) if size]
    room = max(SHORTEST_BAR, width - sum(columns) - len(GAP) * len(columns))
    highest = max((row.value or 0.0 for row in shown), default=0.0)
    before = None
    for row in shown:
        group = "" if row.group == before else row.group
        before = row.group
        name = set_cell_size(row.name, names)
        cells = (group.ljust(groups), name, row.text.rjust(texts), bar(row.value, highest, room))
        # a column in which nothing is written has no gap either
        sizes = (groups, names, texts, room)
        yield GAP.join([cell for cell, size in zip(cells, sizes, strict=True) if size]).rstrip()


def _widths(rows: Sequence[BarRow]) -> tuple[int, int, int]:
    """Return the widths of the groups, the names and the numbers."""
    from rich.cells import cell_len

    groups = [cell_len(row.group) for row in rows]
    names = [cell_len(row.name) for row in rows]
    texts = [cell_len(row.text) for row in rows]
    return max(groups, default=0), max(names, default=0), max(texts, default=0)


def bar(value: float | None, highest: float, room: int) -> str:
    """Return a bar that is `room` letters long for the highest value.

    Whatever is more than nothing has an eighth of a letter.
    """
    if not value or highest <= 0:
        return ""
    eighths = max(1, round(value / highest * room * WHOLE))
    whole, rest = divmod(eighths, WHOLE)
    return FULL * whole + EIGHTHS[rest].strip()
