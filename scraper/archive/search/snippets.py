"""The piece of an article that shows why it was found, with the hits marked."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

OPEN, CLOSE = "\ue000", "\ue001"  # no text of an archive has them
# name of a piece -> the number of its column in an index; the first with a hit is shown
PIECES = {"body_piece": 0, "caption_piece": 4, "subheadline_piece": 2}
LENGTH = 24  # words
AROUND = 40  # characters on either side of a hit in a script without spaces


def pieces(index: str) -> str:
    """Return the columns of a statement that give the pieces which `best` chooses from."""
    return ", ".join(
        f"snippet({index}, {column}, '{OPEN}', '{CLOSE}', '…', {LENGTH}) AS {name}"
        for name, column in PIECES.items()
    )


def of_runs(texts: Sequence[str | None], runs: Sequence[str]) -> str | None:
    """Return a piece of the first text that has one of the runs, with all of them marked."""
    # the longest first, so that a run is marked whole where a shorter one begins it
    longest_first = sorted(runs, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    for text in texts:
        hit = pattern.search(text or "")
        if text and hit:
            return _around(text, hit, pattern)
    return None


def _around(text: str, hit: re.Match[str], pattern: re.Pattern[str]) -> str:
    start, end = max(0, hit.start() - AROUND), min(len(text), hit.end() + AROUND)
    piece = fold(pattern.sub(rf"{OPEN}\g<0>{CLOSE}", text[start:end]))
    before = "…" if start > 0 else ""
    after = "…" if end < len(text) else ""
    return f"{before}{piece}{after}"


def fold(snippet: str) -> str:
    """Return a snippet on one line."""
    return " ".join(snippet.split())


def best(row: sqlite3.Row, runs: Sequence[str]) -> str:
    """Return the piece with a hit: of the body, else of the caption or the standfirst."""
    for name in PIECES:
        if OPEN in (row[name] or ""):
            return fold(row[name])
    texts = [row["body_text"], row["caption"], row["headline"], row["subheadline"]]
    marked = of_runs(texts, runs) if runs else None
    return fold(marked or row["body_piece"] or "")
