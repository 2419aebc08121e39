"""The piece of an article that shows why it was found, with the hits marked."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence

OPEN, CLOSE = "\ue000", "\ue001"  # no text of an archive has them
PIECES = {
    "body_piece": 0,
    "caption_piece": 4,
    "subheadline_piece": 2,
}  # and where their columns stand in an index
LENGTH = 24  # words
AROUND = 40  # characters on either side of a hit in a script without spaces


def pieces(index: str) -> str:
    """What a statement asks of an index to get the pieces that `best` chooses from."""
    return ", ".join(
        f"snippet({index}, {column}, '{OPEN}', '{CLOSE}', '…', {LENGTH}) AS {name}"
        for name, column in PIECES.items()
    )


def of_runs(texts: Sequence[str | None], runs: Sequence[str]) -> str | None:
    """A piece of the first text that has one of the runs, with all of them marked."""
    pattern = re.compile("|".join(map(re.escape, sorted(runs, key=len, reverse=True))))
    for text in texts:
        if text and (hit := pattern.search(text)):
            start, end = max(0, hit.start() - AROUND), min(len(text), hit.end() + AROUND)
            piece = pattern.sub(lambda m: f"{OPEN}{m[0]}{CLOSE}", text[start:end])
            return f"{'…' * (start > 0)}{' '.join(piece.split())}{'…' * (end < len(text))}"
    return None


def fold(snippet: str) -> str:
    """A snippet on one line."""
    return " ".join(snippet.split())


def best(row: sqlite3.Row, runs: Sequence[str]) -> str:
    """The piece with a hit: from the body if there is one, else from the caption or the standfirst."""
    pieces = [row["body_piece"], row["caption_piece"], row["subheadline_piece"]]
    marked = next((piece for piece in pieces if piece and OPEN in piece), None)
    if marked is None and runs:
        marked = of_runs(
            [row["body_text"], row["caption"], row["headline"], row["subheadline"]], runs
        )
    return fold(marked or pieces[0] or "")
