"""An aligned table: whole in a pipe, on a terminal what has room there."""

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

MEASURED = 100_000  # rows of a table


def draw(rows: Iterable[Sequence[str]], names: Sequence[str], *, headers: bool) -> None:
    """Print the rows of cells in columns; moments are shortened and columns left out where a terminal is narrow."""
    from rich.console import Console
    from rich.table import Table

    colour, on_terminal = session().colour, is_terminal(sys.stdout)
    kept = list(islice(rows, MEASURED))  # a table must be measured before it is drawn
    console = Console(file=sys.stdout, no_color=not colour, force_terminal=colour, highlight=False)
    drawn = _columns(kept, names, console.width if on_terminal else None)
    console.width = console.width if on_terminal else sum(width + GAP for _, _, width in drawn)
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
    """What is drawn: name, cells and width of each column."""
    from rich.text import Text

    texts = [[Text.from_ansi(row[i]) for row in rows] for i in range(len(names))]
    measured = list(map(column, names, texts))
    if room is None:
        return [(each.name, cells, each.whole) for each, cells in zip(measured, texts, strict=True)]
    for length in MOMENTS:
        cells = [[shortened(cell, length) for cell in own] for own in texts]
        measured = list(map(column, names, cells))
        if fit(measured, room):
            break
    asked = _asked_for("columns")
    stay = staying(measured, room, asked=asked)
    if asked and (missing := [name for i, name in enumerate(names) if i not in stay]):
        session().say(
            f"no room for {', '.join(missing)}: a wider terminal, a pipe or --nl shows all"
        )
    left = [measured[i] for i in stay]
    return [(names[i], cells[i], width) for i, width in zip(stay, widths(left, room), strict=True)]


def _asked_for(option: str) -> bool:
    """Whether a person gave the option."""
    given = click.get_current_context().get_parameter_source(option)
    return given not in (None, click.core.ParameterSource.DEFAULT)
