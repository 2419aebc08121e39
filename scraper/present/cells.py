"""Cells that a spreadsheet must not take for a formula, in any form that it opens."""

from __future__ import annotations

# a cell that begins so is run as a formula by spreadsheets (OWASP, "CSV Injection"); a quotation mark makes it a text
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
