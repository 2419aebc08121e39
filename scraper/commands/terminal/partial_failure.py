"""Report what a command could not take: the first failures as lines, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from scraper.commands.terminal.safe_text import plain

ALL_FAILED, SOME_FAILED = 1, 3
SHOWN = 10  # failures that are printed; a log or a listing has all of them


def print_failures(lines: Sequence[str]) -> None:
    """Print the first failures as errors, and how many more there are."""
    for line in lines[:SHOWN]:
        click.echo(f"Error: {plain(line)}", err=True)
    more = len(lines) - SHOWN
    if more > 0:
        click.echo(f"Error: and {more} more", err=True)


def exit_if_failed(failed: int, well: int, *, strict: bool = False) -> None:
    """Exit with 3 if some failed, and with 1 if nothing went well or `strict` is set."""
    if failed:
        sys.exit(SOME_FAILED if well and not strict else ALL_FAILED)
