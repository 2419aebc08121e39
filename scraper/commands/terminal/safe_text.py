"""Make text from pages safe for a terminal: replace control, format and bidi characters.

A headline could otherwise recolour the screen, set the clipboard (OSC 52) or reverse a line.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import IO, Any

REPLACEMENT = "\ufffd"
# categories: control, format, surrogate and private-use characters, line and paragraph separators
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Begin and end of a search hit: bold and underlined can be read on light and on dark.
MARKS = {"\ue000": "\x1b[1;4m", "\ue001": "\x1b[0m"}
BRACKETS = {"\ue000": "[", "\ue001": "]"}


def plain(text: str) -> str:
    """Return the text on one line, with U+FFFD for everything that could act on a terminal."""
    if text.isprintable():
        return text
    return "".join(map(_safe, " ".join(text.split())))


def visible(text: str) -> str:
    """Return the text with U+FFFD for everything that could act on a terminal, in its lines."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    is_layout = character in "\n\t"
    return character if is_layout else _safe(character)


def _safe(character: str) -> str:
    return REPLACEMENT if unicodedata.category(character) in UNSAFE else character


def shown(text: str) -> str:
    """Return a text for programs: as it is, but safe if stdout is a terminal."""
    return visible(text) if is_terminal(sys.stdout) else text


def paragraphs(text: str) -> str:
    """Return a text of several lines, each made plain."""
    return "\n".join(plain(line) for line in text.split("\n"))


def marked(snippet: str, *, colour: bool) -> str:
    """Return a snippet with its hits underlined, or without colour in brackets."""
    shown = MARKS if colour else BRACKETS
    pieces = [plain(piece) for piece in snippet.replace("\ue001", "\ue000").split("\ue000")]
    opening, closing = shown["\ue000"], shown["\ue001"]
    return "".join(
        f"{opening}{piece}{closing}" if i % 2 else piece for i, piece in enumerate(pieces)
    )


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
