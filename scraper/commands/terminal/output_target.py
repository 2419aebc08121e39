"""Write what a command makes to standard output or to a file that the user names."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scraper.commands.terminal.safe_text import is_terminal
from scraper.errors import InputError

STDOUT = "-"

output_option = click.option(
    "-o",
    "--output",
    metavar="FILE",
    default=STDOUT,
    help="Write to FILE.  [default: standard output]",
)


def write_text(text: str, output: str) -> None:
    """Write a text, which ends with a line feed afterwards, to a file."""
    with Path(output).open("w", encoding="utf-8", newline="") as file:
        file.write(f"{text}\n")


def write_bytes(data: bytes, output: str) -> None:
    """Write bytes as they are; raise InputError where a terminal would show them."""
    if output != STDOUT:
        Path(output).write_bytes(data)
        return
    if is_terminal(sys.stdout):
        raise InputError("a page is not text for a terminal: write it to a file with -o FILE")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
