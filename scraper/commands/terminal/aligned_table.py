"""Draw an aligned table: complete in a pipe, cut to the width of a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Literal

import click

from scraper.commands.terminal.safe_text import is_terminal
from scraper.commands.terminal.session import session
from scraper.commands.terminal.widths import (
    GAP,
    MOMENTS,
    REMEDIES,
    column,
    fit,
    fitted,
    fitted_name,
    heading,
    least_moment,
    shortened,
    staying,
    widths,
)

if TYPE_CHECKING:
    from rich.text import Text

MEASURED = 100_000  # rows; a table must be measured, in memory, before it is drawn


def draw(rows: Iterable[Sequence[str]], names: Sequence[str], *, headers: bool) -> None:
    """Print rows of cells in columns.

    On a narrow terminal, moments are shortened, columns left out, and remedies wrapped.
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
        is_wrapped = name in REMEDIES
        title = fitted_name(name, width)
        overflow: Literal["fold", "ellipsis"] = "fold" if is_wrapped else "ellipsis"
        table.add_column(title, no_wrap=not is_wrapped, width=width, overflow=overflow)
    for row in zip(*(cells for _, cells, _ in drawn), strict=True):
        table.add_row(*row)
    if kept or headers:
        console.print(table, crop=on_terminal)


def _columns(
    rows: list[Sequence[str]], names: Sequence[str], room: int | None
) -> list[tuple[str, list[Text], int]]:
    """Return name, cells and width of each column that is drawn; `room` is None in a pipe."""
    texts = _by_column(rows, names)
    if room is None:
        whole = map(column, names, texts)
        return [(each.name, cells, each.complete) for each, cells in zip(whole, texts, strict=True)]
    texts = _with_short_moments(texts, names, room)
    headings = list(map(heading, names, texts))
    measured = list(map(column, headings, texts))
    asked = _asked_for("columns")
    stay = staying(measured, room, asked=asked)
    if asked:
        _report_missing([name for i, name in enumerate(names) if i not in stay])
    drawn = widths([measured[i] for i in stay], room)
    return [
        (headings[i], fitted(names[i], texts[i], width), width)
        for i, width in zip(stay, drawn, strict=True)
    ]


def _by_column(rows: list[Sequence[str]], names: Sequence[str]) -> list[list[Text]]:
    """Return the cells of each column; rich reads the colours of search hits in them."""
    from rich.text import Text

    texts: list[list[Text]] = [[] for _ in names]
    for row in rows:
        for cells, cell in zip(texts, row, strict=True):
            cells.append(Text.from_ansi(cell))
    return texts


def _with_short_moments(
    texts: list[list[Text]], names: Sequence[str], room: int
) -> list[list[Text]]:
    """Return the columns with moments as long as fit the room, or else as short as possible."""
    cut = texts
    least_of_each = list(map(least_moment, names, texts))
    for length in MOMENTS:
        cut = [
            _shortened(cells, max(length, least))
            for cells, least in zip(texts, least_of_each, strict=True)
        ]
        if fit(list(map(column, names, cut)), room):
            break
    return cut


def _shortened(cells: Sequence[Text], length: int) -> list[Text]:
    return [shortened(cell, length) for cell in cells]


def _report_missing(names: list[str]) -> None:
    """Say which of the columns that the user named are not drawn."""
    if names:
        session().say(f"no room for {', '.join(names)}: use a wider terminal, a pipe or --nl")


def _asked_for(option: str) -> bool:
    """Return whether the user gave the option."""
    given = click.get_current_context().get_parameter_source(option)
    return given not in (None, click.core.ParameterSource.DEFAULT)
