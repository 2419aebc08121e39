"""Words that the archive has in place of unknown ones, for a search that found nothing."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

ALIKE = 0.75  # of the letters
MOST = 20_000  # terms to look at, for a word
COMMON = 0.02  # what a tenfold number of articles adds to the likeness
SHORTEST = 3  # letters: a shorter word is like too many others
LENGTHS = 2  # letters by which a similar word may be longer or shorter
# the words of the index as a table of this connection: one in the file would be counted by
# every program that counts the rows of all tables, which takes long
TERMS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab(main, articles_fts, row)"


def better(db: sqlite3.Connection, typed: str, words: Sequence[str]) -> str | None:
    """Return what was typed with each unknown word replaced by the known one most like it.

    None if all words are known, or if nothing is like one of them.
    """
    db.execute(TERMS)
    found = typed
    for part in re.findall(r"\w+", " ".join(words)):
        term = folded(part)
        if len(term) < SHORTEST or _known(db, term):
            continue
        other = _nearest(db, term)
        if other is None:
            return None
        found = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", other, found)
    if found != typed:
        return found
    return None


def folded(word: str) -> str:
    """Return a word as the index has it, in lower case without accents.

    This is what unicode61 does with remove_diacritics 2.
    """
    apart = unicodedata.normalize("NFKD", word.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _known(db: sqlite3.Connection, term: str) -> bool:
    return db.execute("SELECT 1 FROM temp.terms WHERE term = ?", (term,)).fetchone() is not None


def _nearest(db: sqlite3.Connection, term: str) -> str | None:
    """Return the most similar term with the same beginning, else with the first letters swapped."""
    for beginning in dict.fromkeys((term[:2], term[:1], term[1] + term[0])):
        rows = db.execute(
            "SELECT term, doc FROM temp.terms"
            " WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ? LIMIT ?",
            (beginning, f"{beginning}\U0010ffff", len(term) - LENGTHS, len(term) + LENGTHS, MOST),
        )
        best = most_alike(term, rows)
        if best is not None:
            return best
    return None


def most_alike(term: str, candidates: Iterable[tuple[str, int]]) -> str | None:
    """Return the word most like a term, None if none is; of equals the one in more articles."""
    best, most = None, ALIKE
    for other, articles in candidates:
        matcher = SequenceMatcher(None, term, other, autojunk=False)
        bonus = COMMON * len(str(articles))
        at_most = matcher.quick_ratio()  # never less than the ratio, and quicker
        if at_most <= ALIKE or at_most + bonus <= most:
            continue
        likeness = matcher.ratio() + bonus
        if likeness > most:
            best, most = other, likeness
    return best
