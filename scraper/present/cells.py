"""Make texts fit into a cell of a table, or onto a line on which nothing acts on a terminal."""

from __future__ import annotations

import unicodedata
from typing import Any

from scraper.cleaning import dump_json

# Spreadsheets run a cell that begins like this as a formula (OWASP, "CSV Injection"); the last four
# are the full-width forms of the first.
FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

ARROW = " → "  # between the words before and after a change

REPLACEMENT = "\ufffd"
# categories: control, format, surrogate and private-use characters, line and paragraph separators
UNSAFE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
OPEN, CLOSE = "\ue000", "\ue001"  # begin and end of a search hit; no text of an archive has them
BRACKETS = ("[", "]")


def guarded(text: str) -> str:
    """Return the text, with a quotation mark before it if a spreadsheet would run it."""
    first = text[:1]
    if first == " ":  # of few texts: each cell comes through here
        first = text.lstrip(" ")[:1]
    return f"'{text}" if first in FORMULA else text


def one_line(text: str) -> str:
    """Return the text on one line: runs of white space become a space if it has line breaks."""
    return text if text.isprintable() else " ".join(text.split())


def typed(value: Any) -> Any:
    """Return a value that JSON can hold: bytes in hexadecimal, a search hit in brackets."""
    if isinstance(value, bytes):
        return value.hex()
    return marked(value) if isinstance(value, str) and OPEN in value else value


def as_text(value: Any) -> str:
    """Return a cell as text, for the forms without types; control characters are still in it."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, (list, tuple, dict)):
        return dump_json(value)
    return str(value)


def plain(text: str) -> str:
    """Return the text on one line, with U+FFFD for everything that could act on a terminal."""
    if text.isprintable():
        return text
    return "".join(map(safe_character, " ".join(text.split())))


def safe_character(character: str) -> str:
    """Return a character, or U+FFFD for one that could act on a terminal."""
    return REPLACEMENT if unicodedata.category(character) in UNSAFE else character


def marked(snippet: str, marks: tuple[str, str] = BRACKETS) -> str:
    """Return a snippet on one line with each hit between two marks, by default brackets."""
    opening, closing = marks
    pieces = [plain(piece) for piece in snippet.replace(CLOSE, OPEN).split(OPEN)]
    hits = pieces[1::2]
    pieces[1::2] = [f"{opening}{hit}{closing}" for hit in hits]
    return "".join(pieces)
