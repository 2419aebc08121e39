"""Columns that somebody added to a table of ours: `ALTER TABLE … ADD COLUMN` writes them into its definition."""

from __future__ import annotations

import re

from scraper.patterns import late

_ALTERS_ROWS = late(
    r"\b(?:UNIQUE|PRIMARY)\b", re.IGNORECASE
)  # what SQLite lets no added column have
_NAME = late(r',\s*("(?:[^"]|"")+"|\[[^\]]+\]|`[^`]+`|\w+)')


def added(ours: str, theirs: str | None) -> str:
    """Return the text by which a definition is longer than ours, as added columns make it; "" for any other."""
    if theirs is None or len(theirs) <= len(ours) or not ours.startswith("CREATE TABLE"):
        return ""
    start = next(
        (at for at, both in enumerate(zip(ours, theirs, strict=False)) if both[0] != both[1]),
        len(ours),
    )
    more = len(theirs) - len(ours)
    if theirs[start + more :] != ours[start:]:
        return ""
    # the text may end as what is before it does, and so begin at several places: the first comma is SQLite's
    places = [start]
    while start and theirs[start - 1] == theirs[start + more - 1]:
        start -= 1
        places.append(start)
    first = min((place for place in places if theirs[place] == ","), default=start)
    piece = theirs[first : first + more]
    return "" if not piece.startswith(",") or _ALTERS_ROWS.search(piece) else piece


def names(piece: str) -> list[str]:
    """Return the names of the columns in such a text, as they are written there."""
    depth, top = 0, []
    for character in piece:
        depth += (character == "(") - (character == ")")
        top.append(" " if depth else character)
    return _NAME.findall("".join(top))
