"""A word that the archive has in place of one that it has not: for a search that found nothing."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

ALIKE = 0.75  # of the letters
MOST = 20_000  # terms to look at, for a word
COMMON = 0.02  # what a tenfold number of articles adds to the likeness


def better(db: sqlite3.Connection, typed: str, words: Sequence[str]) -> str | None:
    """What was typed, with each unknown word exchanged for the known one that is most like it."""
    found = typed
    for word in words:
        for part in re.findall(r"\w+", word):
            term = folded(part)
            if len(term) > 2 and not _known(db, term):
                if (other := _nearest(db, term)) is None:
                    return None
                found = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", other, found)
    return found if found != typed else None


def folded(word: str) -> str:
    """A word as the index has it: lower case, without accents (unicode61, remove_diacritics 2)."""
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _known(db: sqlite3.Connection, term: str) -> bool:
    return db.execute("SELECT 1 FROM articles_terms WHERE term = ?", (term,)).fetchone() is not None


def _nearest(db: sqlite3.Connection, term: str) -> str | None:
    """Among the terms with the same beginning, else with the first two letters exchanged."""
    best, most = None, ALIKE
    for beginning in dict.fromkeys((term[:2], term[:1], term[1] + term[0])):
        rows = db.execute(
            "SELECT term, doc FROM articles_terms"
            " WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? LIMIT ?",
            (beginning, f"{beginning}\U0010ffff", len(term) - 2, len(term) + 2, MOST),
        )
        for other, articles in rows:
            matcher = SequenceMatcher(None, term, other, autojunk=False)
            if (
                matcher.quick_ratio() > most
                and (likeness := matcher.ratio() + COMMON * len(str(articles))) > most
            ):
                best, most = other, likeness
        if best is not None:
            break
    return best
