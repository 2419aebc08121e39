"""Two versions drawn for people: word by word, in two columns, by lines, as a web page. A form is a line in FORMS."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from difflib import unified_diff

import click

from scraper.changes import Pair, Run, RunKind, lines, sides, words
from scraper.commands.terminal.safe_text import is_terminal, plain
from scraper.commands.terminal.session import session
from scraper.models import Version
from scraper.present.cells import guarded
from scraper.present.version_diff import MOVED_AWAY, MOVED_HERE, diff_page, folded, place

MARKS = {RunKind.SAME: ("", ""), RunKind.REMOVED: ("[-", "-]"), RunKind.ADDED: ("{+", "+}")}
COLOURS = {RunKind.REMOVED: "red", RunKind.ADDED: "green"}
LINE_COLOURS = {"-": "red", "+": "green", "@": "cyan"}


def _words(before: Version, after: Version, whole: bool) -> Iterator[str]:
    for side in sides(before, after):
        yield click.style(side.field, bold=True) if session().colour else side.field
        for pair, stayed in folded(side.pairs, whole=whole):
            yield (
                f"  … {stayed} stayed" if pair is None else f"  {place(pair)}{_marked(words(pair))}"
            )


def _marked(found: Sequence[Run]) -> str:
    """Words with what became of them, in colour or in brackets; nothing in them acts on a terminal."""
    return "".join(_look(run) for run in found)


def _look(run: Run) -> str:
    text = plain(run.text) if run.text.strip() else " "
    led, ended = run.text[:1].isspace(), run.text[-1:].isspace()
    if (
        run.text.strip() and not run.text.isprintable()
    ):  # `plain` folds white space: what parts words must stay
        text = f"{' ' * led}{text.strip()}{' ' * ended}"
    if session().colour:
        return click.style(text, fg=COLOURS[run.kind]) if run.kind in COLOURS else text
    opening, closing = MARKS[run.kind]
    return f"{opening}{text}{closing}"


def _side_by_side(before: Version, after: Version, whole: bool) -> Iterator[str]:
    """On a terminal two wrapped columns, in a pipe tab-separated rows: field, before, after."""
    rows = [
        (side.field, *_columns(pair))
        for side in sides(before, after)
        for pair in side.pairs
        if whole or not pair.same
    ]
    if rows and is_terminal(sys.stdout):
        yield _table(rows)
    else:
        yield from ("\t".join(map(guarded, row)) for row in rows)


def _columns(pair: Pair) -> tuple[str, str]:
    """Return what is on the left and on the right; a paragraph that moved has two rows, and is on one side of each."""
    left, right = (
        _marked([run for run in words(pair) if run.kind is not other]) for other in _OTHERS
    )
    if not pair.moved:
        return left, right
    return ("", f"{MOVED_HERE}{right}") if pair.before is None else (f"{MOVED_AWAY}{left}", "")


_OTHERS = (RunKind.ADDED, RunKind.REMOVED)  # what the left side does not have, and the right


def _table(rows: Sequence[Sequence[str]]) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("", "before", "after", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text.from_ansi, row), end_section=True)
    colour = session().colour
    console = Console(file=sys.stdout, no_color=not colour, force_terminal=colour, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip("\n")


def _unified(before: Version, after: Version, whole: bool) -> Iterator[str]:
    old, new = ([plain(line) for line in lines(version)] for version in (before, after))
    (old_name, old_date), (new_name, new_date) = (
        (f"version {v.number}", v.first_seen) for v in (before, after)
    )
    context = max(len(old), len(new)) if whole else 3
    for line in unified_diff(
        old, new, old_name, new_name, old_date, new_date, context, lineterm=""
    ):
        colour = LINE_COLOURS.get(line[:1]) if session().colour else None
        yield click.style(line, fg=colour) if colour else line


def _html(before: Version, after: Version, whole: bool) -> Iterator[str]:
    yield from diff_page(before, after, whole=whole)


FORMS: dict[str, Callable[[Version, Version, bool], Iterator[str]]] = {
    "words": _words,
    "side_by_side": _side_by_side,
    "unified": _unified,
    "html": _html,
}
