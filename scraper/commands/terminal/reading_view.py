"""Draw texts for reading on a terminal: wrapped at words, no wider than is easy to read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scraper.commands.terminal.safe_text import is_terminal, plain, visible
from scraper.commands.terminal.session import session
from scraper.patterns import late
from scraper.present.reading_lines import Look, ReadingLine, ReadingPiece

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

MEASURE = 88  # columns: eyes lose the next line of a longer one
TAB = 4
STYLES = {
    Look.PLAIN: "",
    Look.HEADLINE: "bold",
    Look.STANDFIRST: "italic",
    Look.ABOUT: "dim",
    Look.HEADING: "bold underline",
    Look.STRONG: "bold",
    Look.EMPHASIS: "italic",
    Look.CODE: "cyan",
}
_WORD = late(r"(\S+)\s*")
_LIKELIHOOD = late(r"\d{1,3}%  ")
GAP = "  "  # parts a label from its text


def drawn_reading(lines: Iterable[ReadingLine]) -> str:
    """Return the lines of an article, wrapped."""
    console = _console()
    return _rendered(console, (row for line in lines for row in _rows(console, line)))


def wrapped_lines(lines: Iterable[str], *, hang: int = 0) -> str:
    """Return lines that may be coloured, wrapped under their own indent or deeper by `hang`."""
    console = _console()
    return _rendered(console, (row for line in lines for row in _folded(console, line, hang)))


def wrapped_labels(lines: Iterable[str]) -> str:
    """Return lines that begin with a label, wrapped behind it; labels at the left are bold."""
    console = _console()
    return _rendered(console, (row for line in lines for row in _after_label(console, line)))


def reads_on_terminal() -> bool:
    """Return whether texts are laid out for a person."""
    return is_terminal(sys.stdout)


def _console() -> Console:
    from rich.console import Console

    colour = session().colour
    return Console(file=sys.stdout, no_color=not colour, force_terminal=colour, highlight=False)


def _rendered(console: Console, rows: Iterable[Text]) -> str:
    with console.capture() as captured:
        for row in rows:
            console.print(row, soft_wrap=True)
    return captured.get().rstrip("\n")


def _rows(console: Console, line: ReadingLine) -> Iterator[Text]:
    from rich.text import Text

    text = Text(style=STYLES[line.look])
    for piece in line.pieces:
        text.append(_safe(piece, keeps_spaces=line.as_it_is), STYLES[piece.look])
    first = Text(line.first, style=STYLES[Look.ABOUT])
    if line.as_it_is:
        yield Text.assemble(first, text)
    else:
        yield from _hung(console, text, first, Text(line.rest, style=STYLES[Look.ABOUT]))


def _safe(piece: ReadingPiece, *, keeps_spaces: bool) -> str:
    """Return a piece that is safe to print, with the spaces that part it from its neighbours."""
    text = piece.text
    if text.isprintable():
        return text
    if keeps_spaces:
        return visible(text.expandtabs(TAB))
    before = " " if text[0].isspace() else ""
    after = " " if text[-1].isspace() else ""
    return f"{before}{plain(text).strip()}{after}"


def _folded(console: Console, line: str, hang: int) -> Iterator[Text]:
    from rich.text import Text

    text = Text.from_ansi(line)
    indent = len(text) - len(text.plain.lstrip(" "))
    depth = min(max(indent, hang), len(text))
    yield from _hung(console, text[depth:], text[:depth], Text(" " * depth))


def _after_label(console: Console, line: str) -> Iterator[Text]:
    from rich.text import Text

    width = _label_width(line)
    is_heading = not line.startswith(" ")
    if not 0 < width <= console.width // 2:  # behind a wider label, too little room is left
        width = len(line) - len(line.lstrip(" "))
    look = "bold" if is_heading else ""
    text = Text(line[width:], style="" if width else look)
    yield from _hung(console, text, Text(line[:width], style=look), Text(" " * width))


def _label_width(line: str) -> int:
    """Return how wide the label of a line of `explain` is with the spaces behind it; 0 without one.

    A label is a name or a reason, or a choice and its likelihood.
    """
    indent = len(line) - len(line.lstrip(" "))
    gap = line.find(GAP, indent)
    if gap < 0:
        return 0
    end = len(line) - len(line[gap:].lstrip(" "))
    likelihood = _LIKELIHOOD.match(line, end)
    return likelihood.end() if likelihood else end


def _hung(console: Console, text: Text, first: Text, rest: Text) -> Iterator[Text]:
    """Yield the rows of a text after their indents, which are equally wide."""
    from rich.text import Text

    room = max(min(console.width, MEASURE) - len(rest), 1)
    for number, row in enumerate(text.divide(_row_starts(text.plain, room))):
        row.rstrip()
        yield Text.assemble(rest if number else first, row)


def _row_starts(text: str, room: int) -> list[int]:
    """Return where the rows after the first begin: at words.

    A run that is too long is broken where its script may have no spaces (Chinese, Thai). An address
    never is, so that it can be clicked and copied.
    """
    from rich.cells import cell_len

    starts: list[int] = []
    used = 0
    for word in _WORD.finditer(text):
        width = cell_len(word[1])
        if used and used + width > room:
            starts.append(word.start())
            used = 0
        used += cell_len(word[0])
        if width > room and not word[0].isascii() and "://" not in word[0]:
            starts += _inside(word[1], word.start(), room)
            used = cell_len(text[starts[-1] : word.end()])
    return starts


def _inside(word: str, start: int, room: int) -> Iterator[int]:
    """Yield where the rows of a long word begin, such as a sentence in Chinese."""
    from rich.cells import cell_len

    used = 0
    for place, character in enumerate(word, start):
        width = cell_len(character)
        if used + width > room:
            yield place
            used = 0
        used += width
