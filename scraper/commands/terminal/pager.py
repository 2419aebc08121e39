"""Show a long text on a terminal in the user's pager; in a pipe, nothing is ever paged."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from scraper.commands.terminal.safe_text import is_terminal
from scraper.commands.terminal.session import session


def pager_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --pager/--no-pager; it arrives as `pager`, None if it is not given."""
    return click.option(
        "--pager/--no-pager",
        default=None,
        help="Use PAGER on a terminal.  [default: if the text is longer than the screen]",
    )(function)


def show_text(text: str, *, pager: bool | None) -> None:
    """Print a text that is safe, in the pager if it is wanted; colours are in it already."""
    if pager is None:
        pager = _is_longer_than_screen(text)
    if pager and _has_keyboard():
        # With None, click removes the colours if the pager cannot show them.
        click.echo_via_pager(f"{text}\n", color=None if session().colour else False)
    else:
        click.echo(text, color=session().colour)


def _is_longer_than_screen(text: str) -> bool:
    import shutil

    return text.count("\n") + 1 >= shutil.get_terminal_size().lines


def _has_keyboard() -> bool:
    """Return whether someone can answer a pager: its keys come from a terminal, too."""
    return is_terminal(sys.stdout) and sys.stdin.isatty()
