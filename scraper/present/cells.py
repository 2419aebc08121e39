"""Make texts fit into a cell of a table, or onto a line."""

from __future__ import annotations

# Spreadsheets run a cell that begins like this as a formula (OWASP, "CSV Injection"); the last four
# are the full-width forms of the first.
FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")

ARROW = " → "  # between the words before and after a change


def guarded(text: str) -> str:
    """Return the text, with a quotation mark before it if a spreadsheet would run it."""
    first = text[:1]
    if first == " ":  # of few texts: each cell comes through here
        first = text.lstrip(" ")[:1]
    return f"'{text}" if first in FORMULA else text


def one_line(text: str) -> str:
    """Return the text on one line: runs of white space become a space if it has line breaks."""
    return text if text.isprintable() else " ".join(text.split())
