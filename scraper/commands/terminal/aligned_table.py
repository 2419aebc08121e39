"""Draw an aligned table: complete in a pipe, cut to the width of a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import click

from scraper.commands.terminal.safe_text import is_terminal
from scraper.commands.terminal.session import session
from scraper.commands.terminal.widths import GAP, MOMENTS, column, fit, shortened, staying, widths

if TYPE_CHECKING:
    from rich.text import Text

MEASURED = 100_000  # rows; a table must be measured, in memory, before it is drawn


def draw(rows: Iterable[Sequence[str]], names: Sequence[str], *, headers: bool) -> None:
    """Print rows of cells in columns.

    On a narrow terminal, moments are shortened and columns left out.
    """
    from rich.console import Console
    from rich.table import Table

    colour, on_terminal = session().colour, is_terminal(sys.stdout)
    kept = list(islice(rows, MEASURED))
    console = Console(file=sys.stdout, no_color=not colour, force_terminal=colour, highlight=False)
    drawn = _columns(kept, names, console.width if on_terminal else None)
    if not on_terminal:
        console.width = sum(width + GAP for _, _, width in drawn)
    table = Table(
        box=None, show_header=headers, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold"
    )
    for name, _, width in drawn:
        table.add_column(name, no_wrap=True, width=width)
    for row in zip(*(cells for _, cells, _ in drawn), strict=True):
        table.add_row(*row)
    if kept or headers:
        console.print(table, crop=on_terminal)


def _columns(
    rows: list[Sequence[str]], names: Sequence[str], room: int | None
) -> list[tuple[str, list[Text], int]]:
    """Return name, cells and width of each column that is drawn; `room` is None in a pipe."""
    from rich.text import Text

    texts: list[list[Text]] = [[] for _ in names]
    for row in rows:
        for cells, cell in zip(texts, row, strict=True):
            cells.append(Text.from_ansi(cell))
    measured = list(map(column, names, texts))
    if room is None:
        return [(each.name, cells, each.whole) for each, cells in zip(measured, texts, strict=True)]
    cut = texts
    for length in MOMENTS:
        cut = [_shortened(cells, length) for cells in texts]
        measured = list(map(column, names, cut))
        if fit(measured, room):
            break
    asked = _asked_for("columns")
    stay = staying(measured, room, asked=asked)
    missing = ", ".join(name for i, name in enumerate(names) if i not in stay)
    if asked and missing:
        session().say(f"no room for {missing}: use a wider terminal, a pipe or --nl")
    drawn = widths([measured[i] for i in stay], room)
    return [(names[i], cut[i], width) for i, width in zip(stay, drawn, strict=True)]


def _shortened(cells: Sequence[Text], length: int) -> list[Text]:
    return [shortened(cell, length) for cell in cells]


def _asked_for(option: str) -> bool:
    """Return whether the user gave the option."""
    given = click.get_current_context().get_parameter_source(option)
    return given not in (None, click.core.ParameterSource.DEFAULT)
