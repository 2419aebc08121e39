"""Draw the differences of two versions; a form is a function and a line in DRAWINGS."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import click

from scraper.commands.terminal.safe_text import is_terminal, plain, visible
from scraper.commands.terminal.session import session
from scraper.models import Version
from scraper.present.cells import guarded
from scraper.present.diff_lines import (
    DiffPiece,
    Role,
    SideRow,
    side_rows,
    unified_lines,
    word_lines,
)
from scraper.present.version_diff import diff_page

# As in wdiff and git; in colour, too, for people who do not see red, and for text that is copied.
BRACKETS = {Role.REMOVED: ("[-", "-]"), Role.ADDED: ("{+", "+}")}
COLOURS = {Role.REMOVED: "red", Role.ADDED: "green", Role.PLACE: "cyan"}


class Drawing(Protocol):
    """A function that yields the lines of a difference; none if the versions are equal."""

    def __call__(self, before: Version, after: Version, *, whole: bool) -> Iterator[str]:
        """Yield the lines; with `whole`, unchanged paragraphs too."""


def draw_words(before: Version, after: Version, *, whole: bool) -> Iterator[str]:
    """Yield paragraphs with the words that changed in brackets, and in colour if it is on."""
    for line in word_lines(before, after, whole=whole):
        yield _marked(line)


def draw_unified(before: Version, after: Version, *, whole: bool) -> Iterator[str]:
    """Yield a unified diff; its lines begin with their mark, so they need no brackets."""
    for line in unified_lines(before, after, whole=whole):
        yield "".join(_coloured(piece, visible(piece.text)) for piece in line)


def draw_side_by_side(before: Version, after: Version, *, whole: bool) -> Iterator[str]:
    """Yield two wrapped columns on a terminal, else tab-separated rows: field, before, after."""
    rows = list(side_rows(before, after, whole=whole))
    if rows and is_terminal(sys.stdout):
        yield _table(rows)
        return
    for row in rows:
        cells = (row.field, _marked(row.before), _marked(row.after))
        yield "\t".join(map(guarded, cells))


def _marked(line: Iterable[DiffPiece]) -> str:
    """Return a line with what was removed and added in brackets; it is safe to print."""
    return "".join(map(_drawn, line))


def _drawn(piece: DiffPiece) -> str:
    opening, closing = BRACKETS.get(piece.role, ("", ""))
    return _coloured(piece, f"{opening}{_safe(piece.text)}{closing}")


def _coloured(piece: DiffPiece, text: str) -> str:
    if not session().colour:
        return text
    if piece.role is Role.FIELD:
        return click.style(text, bold=True)
    colour = COLOURS.get(piece.role)
    return click.style(text, fg=colour) if colour else text


def _safe(text: str) -> str:
    """Return a piece of a line that is safe to print, with the spaces that separate it."""
    if text.isprintable():
        return text
    if not text.strip():
        return " "
    # `plain` folds white space, and without it the words of two pieces would run together.
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return f"{before}{plain(text).strip()}{after}"


def _table(rows: Sequence[SideRow]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("", "before", "after", box=None, pad_edge=False)
    for row in rows:
        cells = (row.field, _marked(row.before), _marked(row.after))
        table.add_row(*map(Text.from_ansi, cells), end_section=True)
    colour = session().colour
    console = Console(file=sys.stdout, no_color=not colour, force_terminal=colour, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip("\n")


DRAWINGS: dict[str, Drawing] = {
    "words": draw_words,
    "side_by_side": draw_side_by_side,
    "unified": draw_unified,
    "html": diff_page,
}
