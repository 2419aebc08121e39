"""Make text from pages safe for a terminal: replace control, format and bidi characters.

A headline could otherwise recolour the screen, set the clipboard (OSC 52) or reverse a line.
"""

from __future__ import annotations

import os
import sys
from typing import IO, Any

from scraper.present.cells import plain, safe_character

# Begin and end of a search hit: bold and underlined can be read on light and on dark.
BOLD = ("\x1b[1;4m", "\x1b[0m")

__all__ = [
    "BOLD", "is_terminal", "paragraphs", "plain", "shown", "visible", "wants_colour",
]  # fmt: skip


def visible(text: str) -> str:
    """Return the text with U+FFFD for everything that could act on a terminal, in its lines."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    is_layout = character in "\n\t"
    return character if is_layout else safe_character(character)


def shown(text: str) -> str:
    """Return a text for programs: as it is, but safe if stdout is a terminal."""
    return visible(text) if is_terminal(sys.stdout) else text


def paragraphs(text: str) -> str:
    """Return a text of several lines, each made plain."""
    return "\n".join(plain(line) for line in text.split("\n"))


def is_terminal(stream: IO[Any]) -> bool:
    """Return whether a person is likely to look at the stream."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_colour(choice: str, stream: IO[Any] | None = None) -> bool:
    """Return whether to colour: the option decides, then the environment, then the stream.

    The variables are NO_COLOR and CLICOLOR_FORCE (no-color.org).
    """
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("CLICOLOR_FORCE")) or is_terminal(stream or sys.stdout)
