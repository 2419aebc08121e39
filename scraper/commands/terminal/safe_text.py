"""What may reach a terminal: text from pages has its control, format and bidi characters replaced.

A headline could otherwise recolour the screen, set the clipboard (OSC 52) or turn a line round.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import IO, Any

UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
MARKS = {"\ue000": "\x1b[1;33m", "\ue001": "\x1b[0m"}  # a search hit's begin and end
BRACKETS = {"\ue000": "[", "\ue001": "]"}


def plain(text: str) -> str:
    """The text on one line, with everything that could act on a terminal made visible as U+FFFD."""
    if text.isprintable():
        return text
    folded = " ".join(text.split())
    return "".join("\ufffd" if unicodedata.category(c) in UNSAFE else c for c in folded)


def visible(text: str) -> str:
    """Return the text with everything that could act on a terminal as U+FFFD; its lines and spaces stay as they are."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "\ufffd" if unicodedata.category(c) in UNSAFE and c not in "\n\t" else c for c in text
    )


def shown(text: str) -> str:
    """Return what standard output is sent of a form that programs read: as it is, unless a person looks at it."""
    return visible(text) if is_terminal(sys.stdout) else text


def paragraphs(text: str) -> str:
    """The same for a text of several lines, whose line breaks stay."""
    return "\n".join(plain(line) for line in text.split("\n"))


def marked(snippet: str, *, colour: bool) -> str:
    """A snippet with its hits shown: in colour on a terminal, else in brackets."""
    shown = MARKS if colour else BRACKETS
    pieces = [plain(piece) for piece in snippet.replace("\ue001", "\ue000").split("\ue000")]
    opening, closing = shown["\ue000"], shown["\ue001"]
    return "".join(
        f"{opening}{piece}{closing}" if i % 2 else piece for i, piece in enumerate(pieces)
    )


def is_terminal(stream: IO[Any]) -> bool:
    """Whether a person is likely to look at it."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def wants_colour(choice: str, stream: IO[Any] | None = None) -> bool:
    """Decide on colour: the option, then NO_COLOR and CLICOLOR_FORCE (no-color.org), then what the stream is."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("CLICOLOR_FORCE")) or is_terminal(stream or sys.stdout)
