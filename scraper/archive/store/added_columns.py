"""Columns that somebody added to a table of ours.

`ALTER TABLE … ADD COLUMN` writes the definition of a column into that of its table.
"""

from __future__ import annotations

import re
from itertools import takewhile

from scraper.patterns import late

# what SQLite lets no added column have
_ALTERS_ROWS = late(r"\b(?:UNIQUE|PRIMARY)\b", re.IGNORECASE)
# the name at the beginning of a column's definition, in one of SQLite's quotes or bare
_NAME = late(r',\s*("(?:[^"]|"")+"|\[[^\]]+\]|`[^`]+`|\w+)')


def added(ours: str, theirs: str | None) -> str:
    """Return what was added to our definition of a table to give theirs.

    It is "" unless the two differ by added columns only.
    """
    if theirs is None or len(theirs) <= len(ours) or not ours.startswith("CREATE TABLE"):
        return ""
    length = len(theirs) - len(ours)
    both = zip(ours, theirs, strict=False)
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], both))
    if theirs[start + length :] != ours[start:]:
        return ""
    start = _first_comma(theirs, start, length)
    piece = theirs[start : start + length]
    is_columns = piece.startswith(",") and not _ALTERS_ROWS.search(piece)
    return piece if is_columns else ""


def _first_comma(theirs: str, start: int, length: int) -> int:
    """Return where an added text begins that may begin at `start` or before.

    If it ends as the text before it does, several places give the same text: SQLite added it at the
    first comma.
    """
    first = start
    while start and theirs[start - 1] == theirs[start + length - 1]:
        start -= 1
        if theirs[start] == ",":
            first = start
    return first


def names(piece: str) -> list[str]:
    """Return the names of added columns, as they are written in their definitions."""
    depth = 0
    outside_brackets = []
    for character in piece:
        depth += (character == "(") - (character == ")")
        outside_brackets.append(" " if depth else character)
    return _NAME.findall("".join(outside_brackets))
